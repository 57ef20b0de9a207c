"""Where records come from, how often they should, and what became of each delivery."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constants import DEPARTMENTS
from credit.constants import IMPORT_ORIGINS, IMPORT_STATES, RUN_OUTCOMES, SOURCE_KINDS
from credit.models.querysets import ImportQuerySet, OfficeQuerySet


class Source(models.Model):
    """One source of the register. ``adapter`` names what fetches it ("" = it is delivered),
    ``expected_days`` after how many days without a delivery it counts as late (NULL = never)."""

    code = models.CharField("代码", max_length=24, unique=True)
    zh = models.CharField("名称", max_length=100)
    en = models.CharField("英文名称", max_length=160)
    kind = models.CharField("类别", max_length=12)
    department = models.CharField("提供部门", max_length=12, choices=DEPARTMENTS)
    record_kinds = models.JSONField("记录种类", default=list)
    adapter = models.CharField("对接方式", max_length=24, blank=True, default="")
    expected_days = models.PositiveSmallIntegerField("更新周期（天）", null=True, blank=True)
    basis = models.CharField("依据", max_length=300, blank=True, default="")
    active = models.BooleanField("启用", default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_source"
        verbose_name = "信用数据来源"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=list(SOURCE_KINDS)), name="credit_source_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ImportRun(models.Model):
    """One delivery of records by API, spreadsheet or adapter. ``content`` is kept until it was
    read; ``problems`` are all rows that were refused, ``[{row, field, code, value, zh, en}]``."""

    source = models.ForeignKey(
        Source, verbose_name="来源", on_delete=models.PROTECT, related_name="imports"
    )
    origin = models.CharField("方式", max_length=8)
    name = models.CharField("文件名", max_length=200, blank=True, default="")
    digest = models.CharField("摘要", max_length=64)
    content = models.BinaryField("内容", null=True, blank=True)
    state = models.CharField("状态", max_length=8, default="waiting")
    total = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("已处理", default=0)
    kept = models.PositiveIntegerField("入库", default=0)
    repeated = models.PositiveIntegerField("已有", default=0)
    refused = models.PositiveIntegerField("退回", default=0)
    problems = models.JSONField("问题", default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_label = models.CharField("导入人", max_length=128)
    at = models.DateTimeField("导入时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        db_table = "credit_import"
        verbose_name = "信用数据导入"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=list(IMPORT_STATES)), name="credit_import_state"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=list(IMPORT_ORIGINS)), name="credit_import_origin"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=F("kept") + F("repeated") + F("refused")),
                name="credit_import_adds_up",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"],
                name="credit_import_unfinished",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class SourceRun(models.Model):
    """What became of one delivery or of one call of an adapter: the register is made of these."""

    append_only = True

    source = models.ForeignKey(
        Source, verbose_name="来源", on_delete=models.PROTECT, related_name="runs"
    )
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=8)
    read = models.PositiveIntegerField("读取", default=0)
    kept = models.PositiveIntegerField("入库", default=0)
    refused = models.PositiveIntegerField("退回", default=0)
    error = models.CharField("错误", max_length=300, blank=True, default="")
    delivery = models.ForeignKey(
        ImportRun, verbose_name="导入", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_source_run"
        verbose_name = "来源运行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome__in=list(RUN_OUTCOMES)), name="credit_source_run_outcome"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source", "-at"], name="credit_source_run_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.outcome}"
