"""Complaints and reports of fakes, notices of infringement, brand authorisations, recalls, and the
trace of goods by batch."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.constants import HUB
from accounts.models import Site
from enterprises.models import Enterprise
from risk.constants import LEVELS
from risk.models.matters import Matter
from risk.models.quality_querysets import (
    ComplaintQuerySet,
    NoticeQuerySet,
    OfFirmQuerySet,
    RecallQuerySet,
)
from risk.rules.matters import AUTHORISATION, COMPLAINT, COUNTERED, NOTICE, RECALL
from risk.rules.quality.complaints import KINDS
from risk.rules.quality.tracing import STAGES

PERSON = settings.AUTH_USER_MODEL
RECALL_KINDS = (("recall", "召回"), ("failed_test", "检验不合格"))


def _firm(label: str, *, null: bool = False) -> Any:
    return models.ForeignKey(
        Enterprise, verbose_name=label, null=null, on_delete=models.PROTECT, related_name="+"
    )


class Complaint(Matter):
    """What somebody told through the public channel, or an official entered.

    ``sealed`` holds name and contact, ``contact_hash`` recognises the same contact, ``secret`` is
    the digest of what the reporter needs to ask how it stands. ``credit_case`` is the case of the
    negative list that a confirmed report became.
    """

    matter = "complaint"

    kind = models.CharField("事项", max_length=16)
    site = models.ForeignKey(
        Site,
        verbose_name="办理平台",
        to_field="code",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="+",
    )
    firm_name = models.CharField("被投诉举报方（自述）", max_length=100)
    firm = _firm("被投诉企业", null=True)
    platform = _firm("平台", null=True)
    order_no = models.CharField("订单编号", max_length=60, blank=True, default="")
    goods = models.CharField("商品", max_length=200)
    text = models.TextField("情况", max_length=2000)
    sealed = models.BinaryField("姓名和联系方式（加密）")
    contact_hash = models.UUIDField("联系方式（密钥散列）")
    secret = models.BinaryField("查询码（散列）", max_length=32)
    accept_due_date = models.DateField("受理期限")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    answer_due_date = models.DateField("答复期限", null=True, blank=True)
    answer = models.TextField("企业答复", max_length=2000, blank=True, default="")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    end_due_date = models.DateField("办结期限", null=True, blank=True)
    outcome = models.TextField("办理结果", max_length=2000, blank=True, default="")
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    credit_case = models.BigIntegerField("负面清单事项", null=True, blank=True)
    late_told_at = models.DateTimeField("逾期提醒时间", null=True, blank=True)

    objects: ClassVar[Any] = ComplaintQuerySet.as_manager()

    class Meta:
        db_table = "risk_complaint"
        verbose_name = "投诉举报"
        verbose_name_plural = "投诉举报"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=COMPLAINT.table.states), name="risk_complaint_status"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="risk_complaint_kind"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contact_hash", "-opened_at"], name="risk_complaint_contact"),
            models.Index(fields=["firm", "-id"], name="risk_complaint_firm"),
            models.Index(
                fields=["answer_due_date"],
                condition=Q(status="with_firm", late_told_at__isnull=True),
                name="risk_complaint_unanswered",
            ),
        ]


class RightsNotice(Matter):
    """A right holder's notice, the merchant's counter-notice, and what came of it.

    ``wait_until_date``: unless the right holder has gone to an authority or a court by then, the
    measures end.
    """

    matter = "rights_notice"

    holder = models.CharField("权利人", max_length=120)
    brand = models.CharField("商标或作品", max_length=120)
    right_number = models.CharField("权利证号", max_length=60)
    firm = _firm("商户")
    platform = _firm("平台", null=True)
    goods = models.CharField("涉嫌侵权商品", max_length=300)
    facts = models.TextField("初步证据", max_length=2000)
    forwarded_at = models.DateTimeField("转送时间", null=True, blank=True)
    measures = models.CharField("采取的措施", max_length=300, blank=True, default="")
    counter = models.TextField("不侵权声明", max_length=2000, blank=True, default="")
    countered_at = models.DateTimeField("声明时间", null=True, blank=True)
    wait_until_date = models.DateField("等待至", null=True, blank=True)
    outcome = models.TextField("结果", max_length=2000, blank=True, default="")
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "risk_rights_notice"
        verbose_name = "侵权通知"
        verbose_name_plural = "侵权通知"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=NOTICE.table.states), name="risk_rights_notice_status"
            ),
            models.CheckConstraint(
                condition=~Q(status=COUNTERED)
                | Q(wait_until_date__isnull=False, countered_at__isnull=False),
                name="risk_rights_notice_waits",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["wait_until_date"],
                condition=Q(status=COUNTERED),
                name="risk_rights_notice_waiting",
            )
        ]


class BrandAuthorisation(Matter):
    """A firm may sell goods of a brand; it says so, an official verifies it."""

    matter = "brand_authorisation"

    firm = _firm("企业")
    brand = models.CharField("品牌", max_length=120)
    holder = models.CharField("授权方", max_length=120)
    document = models.CharField("授权书编号", max_length=60)
    scope = models.CharField("授权范围", max_length=300)
    evidence = models.CharField("凭证链接", max_length=300, blank=True, default="")
    from_date = models.DateField("有效期起")
    until_date = models.DateField("有效期至")
    decided_at = models.DateTimeField("核验时间", null=True, blank=True)
    reasons = models.CharField("核验意见", max_length=500, blank=True, default="")

    objects: ClassVar[Any] = OfFirmQuerySet.as_manager()

    class Meta:
        db_table = "risk_brand_authorisation"
        verbose_name = "品牌授权"
        verbose_name_plural = "品牌授权"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=AUTHORISATION.table.states),
                name="risk_brand_authorisation_status",
            ),
            models.CheckConstraint(
                condition=Q(until_date__gte=F("from_date")), name="risk_brand_authorisation_days"
            ),
        ]


class Recall(Matter):
    """Goods called back, or found wanting by a test; public from its publication on."""

    matter = "recall"

    firm = _firm("企业")
    kind = models.CharField("种类", max_length=12, choices=RECALL_KINDS)
    goods = models.CharField("商品", max_length=200)
    barcode = models.CharField("条码", max_length=50, blank=True, default="")
    batches = ArrayField(models.CharField(max_length=60), verbose_name="批次号", default=list)
    authority = models.CharField("依据和机构", max_length=200)
    level = models.CharField("风险级别", max_length=8)
    reason = models.TextField("缺陷和风险", max_length=2000)
    measures = models.TextField("处置措施", max_length=2000)
    quantity = models.PositiveIntegerField("涉及数量")
    recovered = models.PositiveIntegerField("已召回数量", default=0)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects: ClassVar[Any] = RecallQuerySet.as_manager()

    class Meta:
        db_table = "risk_recall"
        verbose_name = "召回与不合格"
        verbose_name_plural = "召回与不合格"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=RECALL.table.states), name="risk_recall_status"
            ),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="risk_recall_level"),
            models.CheckConstraint(
                condition=Q(recovered__lte=F("quantity")), name="risk_recall_recovered"
            ),
        ]


class GoodsBatch(models.Model):
    """A batch of goods of a firm; ``code`` is what stands on the label, guessed by nobody."""

    code = models.CharField("追溯码", max_length=16, unique=True)
    firm = _firm("企业")
    name = models.CharField("商品", max_length=200)
    barcode = models.CharField("条码", max_length=50, blank=True, default="")
    batch_no = models.CharField("批次号", max_length=60)
    country = models.CharField("原产国（地区）", max_length=3)
    quantity = models.PositiveIntegerField("数量")
    produced_date = models.DateField("生产日期", null=True, blank=True)
    expiry_date = models.DateField("保质期至", null=True, blank=True)
    created_by_label = models.CharField("登记人", max_length=128)
    created_at = models.DateTimeField("登记时间")

    objects: ClassVar[Any] = OfFirmQuerySet.as_manager()

    class Meta:
        db_table = "risk_goods_batch"
        verbose_name = "商品批次"
        verbose_name_plural = "商品批次"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "name", "batch_no"], name="risk_goods_batch_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class TraceEvent(models.Model):
    """A stage that a batch passed: when, where, how many, who answers for it, on what paper."""

    append_only = True

    batch = models.ForeignKey(GoodsBatch, on_delete=models.PROTECT, related_name="events")
    stage = models.CharField("环节", max_length=12)
    on_date = models.DateField("日期")
    place = models.CharField("地点", max_length=100)
    party = models.CharField("责任主体", max_length=120)
    document = models.CharField("单证编号", max_length=60, blank=True, default="")
    quantity = models.PositiveIntegerField("数量")
    by_label = models.CharField("登记人", max_length=128)
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "risk_trace_event"
        verbose_name = "追溯记录"
        verbose_name_plural = "追溯记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="risk_trace_stage")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.on_date}"
