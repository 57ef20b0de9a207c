"""Targets of the plans and the figures that show how far they are; papers that prove a figure."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Site
from statistics_app.models.governance_querysets import OfficialsQuerySet, OfSiteQuerySet
from statistics_app.rules.targets import BASES, POLICY, REACH

PERSON = settings.AUTH_USER_MODEL


class Evidence(models.Model):
    """A paper that proves a figure or a deed; ``content`` is sealed with the context
    ``statistics-evidence:<sha256 hex>``."""

    append_only = True

    site = models.ForeignKey(
        Site, verbose_name="所属平台", to_field="code", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("内容(密文)")
    scan = models.CharField("病毒扫描", max_length=10)
    scanner = models.CharField("扫描程序", max_length=60, blank=True, default="")
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        db_table = "statistics_evidence"
        verbose_name = "证明材料"
        verbose_name_plural = "证明材料"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="statistics_evidence_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanTarget(models.Model):
    """One target as its plan writes it; it is read by ``rules.targets``. ``line`` is its line in
    the shipped table (null: added here); ``same_as`` the row that counts instead of it. What was
    added here may be changed, or withdrawn: then it stays and counts no more."""

    line = models.PositiveSmallIntegerField("表行号", null=True, unique=True)
    zone = models.CharField("综试区", max_length=20)
    plan = models.CharField("方案", max_length=8)
    indicator = models.CharField("指标代码", max_length=40)
    zh = models.CharField("指标", max_length=100)
    en = models.CharField("英文名称", max_length=160)
    basis = models.CharField("口径", max_length=8)
    sense = models.CharField("性质", max_length=8)
    unit = models.CharField("单位", max_length=20)
    unit_en = models.CharField("英文单位", max_length=40, blank=True, default="")
    year_text = models.CharField("期限原文", max_length=30)
    target_text = models.CharField("目标原文", max_length=30)
    start_date = models.DateField("进度起算日")
    plan_date = models.DateField("方案日期")
    same_as = models.ForeignKey(
        "self", verbose_name="并入", null=True, on_delete=models.PROTECT, related_name="doubles"
    )
    added_at = models.DateTimeField("载入时间")
    added_by_label = models.CharField("载入人", max_length=128)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_plan_target"
        verbose_name = "方案目标"
        verbose_name_plural = "方案目标"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(unit=""), name="statistics_target_has_unit"),
            models.CheckConstraint(
                condition=Q(basis__in=list(BASES)), name="statistics_target_basis"
            ),
            models.CheckConstraint(
                condition=Q(sense__in=[REACH, POLICY]), name="statistics_target_sense"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(line=None),
                name="statistics_target_shipped_stays",
            ),
            models.UniqueConstraint(
                fields=["plan", "indicator", "basis", "year_text"],
                name="statistics_target_once_in_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.zh} {self.target_text}"


class TargetFigure(models.Model):
    """What had been reached on a day, entered with its source. A correction is a further row for
    the same day with its reason; the latest counts."""

    append_only = True

    target = models.ForeignKey(
        PlanTarget, verbose_name="目标", on_delete=models.PROTECT, related_name="figures"
    )
    day_date = models.DateField("截至日期")
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    source = models.CharField("来源", max_length=300)
    evidence = models.ForeignKey(
        Evidence, verbose_name="证明材料", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("更正理由", max_length=300, blank=True, default="")
    at = models.DateTimeField("填报时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = OfficialsQuerySet.as_manager()

    class Meta:
        db_table = "statistics_target_figure"
        verbose_name = "目标进展"
        verbose_name_plural = "目标进展"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(value__gte=0), name="statistics_figure_from_zero"),
            models.CheckConstraint(condition=~Q(source=""), name="statistics_figure_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.day_date} {self.value}"
