"""Who may know what for which purpose (dated), who asked, and whose grades are taken for what."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from credit.models.querysets import OfficeQuerySet
from credit.models.raters import RaterContract
from credit.models.sharing_querysets import QueryQuerySet
from credit.models.subjects import Subject
from credit.rules.disclosing import MODES
from credit.rules.recognition import CLASSES
from enterprises.models import Consent, Enterprise
from zone_portal.framework.dated import ends_after_start, never_overlapping


class DatedRow(models.Model):
    """What holds from a day until, but not including, another; ``unverified``: no authority's
    text was found for it."""

    basis = models.CharField("依据", max_length=300)
    unverified = models.BooleanField("待核实", default=False)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True


class SharingRule(DatedRow):
    """For ``purpose``, ``party`` (a department, ``finance`` or ``rater``) may know ``items``."""

    purpose = models.CharField("用途", max_length=20)
    party = models.CharField("接收方", max_length=12)
    items = ArrayField(models.CharField(max_length=20), verbose_name="可见数据")
    needs_consent = models.BooleanField("须企业授权", default=False)

    class Meta:
        db_table = "credit_sharing_rule"
        verbose_name = "信用信息共享规则"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("purpose", "party", name="credit_sharing_one_a_day"),
            ends_after_start(name="credit_sharing_period"),
            models.CheckConstraint(condition=Q(items__len__gt=0), name="credit_sharing_says_what"),
            models.CheckConstraint(
                condition=~Q(party__in=["finance", "rater"]) | Q(needs_consent=True),
                name="credit_sharing_outside_by_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.party}"


class RecognitionRow(DatedRow):
    """Grade ``code`` of ``scheme`` is taken for the common class ``level`` (互认)."""

    scheme = models.CharField("评定体系", max_length=12)
    code = models.CharField("等级", max_length=16)
    level = models.CharField("对应等级", max_length=1)

    class Meta:
        db_table = "credit_recognition"
        verbose_name = "信用等级互认"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("scheme", "code", name="credit_recognition_one_a_day"),
            ends_after_start(name="credit_recognition_period"),
            models.CheckConstraint(
                condition=Q(level__in=list(CLASSES)), name="credit_recognition_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code} = {self.level}"


class DisclosureRule(DatedRow):
    """Records of ``kind`` with ``grade`` ("" = any other) may be public so long."""

    kind = models.CharField("记录种类", max_length=24)
    grade = models.CharField("等级", max_length=16, blank=True, default="")
    mode = models.CharField("公示方式", max_length=10)
    months = models.PositiveSmallIntegerField("公示月数", null=True, blank=True)
    most_months = models.PositiveSmallIntegerField("最长月数", default=60)

    class Meta:
        db_table = "credit_disclosure_rule"
        verbose_name = "信用信息公示期限"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_overlapping("kind", "grade", name="credit_disclosure_one_a_day"),
            ends_after_start(name="credit_disclosure_period"),
            models.CheckConstraint(
                condition=Q(mode__in=list(MODES)), name="credit_disclosure_mode"
            ),
            models.CheckConstraint(
                condition=~Q(mode="period") | Q(months__isnull=False),
                name="credit_disclosure_says_how_long",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.grade} {self.mode}"


class DepartmentClient(models.Model):
    """A department's system at the API: what it may ask for (``purposes``), and the digest of its
    token, which is shown once. A revoked one stays."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("系统名称", max_length=60)
    purposes = ArrayField(models.CharField(max_length=20), verbose_name="用途")
    digest = models.BinaryField("令牌摘要", unique=True)
    prefix = models.CharField("令牌开头", max_length=12)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("登记时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "credit_department_client"
        verbose_name = "部门接口凭证"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(purposes__len__gt=0), name="credit_department_client_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.name}"


class Query(models.Model):
    """Who asked for whose credit, what for, and what was told: visible to the subject, never
    changed, not deleted before ``kept_until_date`` is over (the database refuses it).

    ``party`` is a department, ``finance`` or ``rater``; ``organisations`` the codes of the offices
    or of the enterprise; ``refusal`` is empty where something was told.
    """

    append_only = True

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, db_index=False
    )
    at = models.DateTimeField("查询时间")
    purpose = models.CharField("用途", max_length=20)
    party = models.CharField("查询方", max_length=12)
    organisations = ArrayField(
        models.CharField(max_length=40), verbose_name="单位", default=list, blank=True
    )
    reason = models.CharField("事由", max_length=200, blank=True, default="")
    items = ArrayField(
        models.CharField(max_length=20), verbose_name="查询到的数据", default=list, blank=True
    )
    refusal = models.CharField("拒绝原因", max_length=40, blank=True, default="")
    channel = models.CharField("方式", max_length=4, choices=(("page", "页面"), ("api", "接口")))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    enterprise = models.ForeignKey(
        Enterprise, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="查询企业"
    )
    consent = models.ForeignKey(
        Consent, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="授权"
    )
    contract = models.ForeignKey(
        RaterContract, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="合同"
    )
    by_label = models.CharField("操作人", max_length=128)
    origin = models.CharField("来源地址", max_length=64, blank=True, default="")
    kept_until_date = models.DateField("保存至")

    objects = QueryQuerySet.as_manager()

    class Meta:
        db_table = "credit_query"
        verbose_name = "信用查询记录"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "-id"], name="credit_query_of_subject"),
            models.Index(fields=["party", "-id"], name="credit_query_of_party"),
            models.Index(fields=["kept_until_date", "id"], name="credit_query_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.purpose}"


class PeerSpread(models.Model):
    """How scores spread among firms of one kind, as of the last count: what a firm is compared
    with. ``deciles`` are never shown; the quartiles are, from a least size on."""

    kind = models.CharField("企业类型", max_length=24, primary_key=True)
    count = models.PositiveIntegerField("家数")
    deciles = ArrayField(models.IntegerField(), verbose_name="十分位")
    lower = models.IntegerField("下四分位")
    median = models.IntegerField("中位")
    upper = models.IntegerField("上四分位")
    counted_at = models.DateTimeField("统计时间")

    class Meta:
        db_table = "credit_peer_spread"
        verbose_name = "同类分布"

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
