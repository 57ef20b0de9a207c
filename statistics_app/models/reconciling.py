"""Cross-checking: agreements, what came under them, every access to it, and how figures differ."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from enterprises.models import Enterprise
from statistics_app.constants import DIRECTIONS
from statistics_app.models.plan_targets import Evidence
from statistics_app.rules.reconciling.comparing import VERDICTS
from statistics_app.rules.reconciling.judging import STATES
from statistics_app.rules.reconciling.sources import AGREED, PLATFORM, SOURCES

PERSON = settings.AUTH_USER_MODEL

IMPORTED, REFUSED, COMPARED, LOOKED, EXPORTED, ANSWERED = (
    "imported", "refused", "compared", "looked", "exported", "answered",
)  # fmt: skip
ACCESSES = {
    IMPORTED: ("导入", "Import"),
    REFUSED: ("导入被拒", "Import refused"),
    COMPARED: ("用于比对", "Read to compare"),
    LOOKED: ("查看", "Look"),
    EXPORTED: ("导出", "Export"),
    ANSWERED: ("接口提供", "Answered to a program"),
}
"""What was done with data under an agreement → (zh, en)."""


class SharingAgreement(models.Model):
    """What a department or a platform hands over, what for, and on which basis it counts.

    Holds in [from_date, to_date], or to the day before ``ended_date``. ``fields`` are the columns
    that may come in; ``customs`` (a prefix) limits it to one district or office. ``basis`` is a
    ``sources.Basis`` as JSON.
    """

    number = models.CharField("协议编号", max_length=60, unique=True)
    title = models.CharField("协议名称", max_length=150)
    source = models.CharField("数据类型", max_length=10)
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+"
    )
    enterprise = models.ForeignKey(
        Enterprise, verbose_name="平台企业", null=True, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField("用途", max_length=300)
    fields = ArrayField(models.CharField(max_length=12), verbose_name="约定的数据项")
    customs = models.CharField("关区", max_length=4, blank=True, default="")
    basis = models.JSONField("统计口径")
    from_date = models.DateField("有效期自")
    to_date = models.DateField("有效期至")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("登记人", max_length=128)
    ended_date = models.DateField("提前终止日期", null=True)
    ended_reason = models.CharField("终止原因", max_length=300, blank=True, default="")

    class Meta:
        db_table = "statistics_sharing_agreement"
        verbose_name = "数据共享协议"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(source__in=AGREED), name="statistics_agreement_source"
            ),
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="statistics_agreement_period"
            ),
            models.CheckConstraint(
                condition=Q(source=PLATFORM, enterprise__isnull=False, organisation__isnull=True)
                | (~Q(source=PLATFORM) & Q(enterprise__isnull=True, organisation__isnull=False)),
                name="statistics_agreement_party",
            ),
            models.CheckConstraint(
                condition=Q(ended_date__isnull=True) | ~Q(ended_reason=""),
                name="statistics_agreement_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """A file that came under an agreement for a month (its first day), as far as it was agreed on.
    Of several of one month the last one counts; ``drawn_date`` is the day its figures were drawn.
    """

    append_only = True

    agreement = models.ForeignKey(
        SharingAgreement, verbose_name="协议", on_delete=models.PROTECT, related_name="deliveries"
    )
    month = models.DateField("月份")
    drawn_date = models.DateField("数据截至")
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("摘要", max_length=64)
    rows = models.IntegerField("行数")
    channel = models.CharField("方式", max_length=8)
    request_key = models.CharField("请求标识", max_length=64, blank=True, default="")
    at = models.DateTimeField("接收时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("操作人", max_length=128)

    class Meta:
        db_table = "statistics_delivery"
        verbose_name = "交换数据"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agreement", "month", "digest"], name="statistics_delivery_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "request_key"],
                condition=~Q(request_key=""),
                name="statistics_delivery_key",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="statistics_delivery_month"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.month:%Y-%m}"


class DeliveredTotal(models.Model):
    """A total of a delivery, in its own currency; an empty mode or firm means all."""

    append_only = True

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="totals")
    direction = models.CharField("进出口", max_length=1, choices=DIRECTIONS)
    mode = models.CharField("监管方式", max_length=4, blank=True, default="")
    firm = models.CharField("企业代码", max_length=18, blank=True, default="")
    tickets = models.BigIntegerField("票数", null=True)
    value = models.DecimalField("金额", max_digits=24, decimal_places=5)
    currency = models.CharField("币制", max_length=3)
    precision = models.DecimalField("末位", max_digits=12, decimal_places=5)

    class Meta:
        db_table = "statistics_delivered_total"
        verbose_name = "交换汇总数"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["delivery", "direction", "mode", "firm"], name="statistics_total_once"
            ),
        ]


class ListedDeclaration(models.Model):
    """A declaration of a port's list."""

    append_only = True

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="listed")
    number = models.CharField("清单编号", max_length=20)
    direction = models.CharField("进出口", max_length=1, choices=DIRECTIONS)
    mode = models.CharField("监管方式", max_length=4)
    firm = models.CharField("企业代码", max_length=18, blank=True, default="")
    day = models.DateField("日期")
    value = models.DecimalField("金额", max_digits=24, decimal_places=5)
    currency = models.CharField("币制", max_length=3)
    quantity = models.DecimalField("数量", max_digits=24, decimal_places=5, null=True)

    class Meta:
        db_table = "statistics_listed_declaration"
        verbose_name = "口岸清单"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["delivery", "number"], name="statistics_listed_once"),
        ]


class AccessEntry(models.Model):
    """Somebody did something with data under an agreement: who, when, what, what for."""

    append_only = True

    agreement = models.ForeignKey(
        SharingAgreement, verbose_name="协议", on_delete=models.PROTECT, related_name="accesses"
    )
    what = models.CharField("事项", max_length=10)
    month = models.DateField("月份", null=True)
    detail = models.CharField("内容", max_length=300, blank=True, default="")
    purpose = models.CharField("用途", max_length=300)
    rows = models.IntegerField("行数", default=0)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("操作人", max_length=128)
    origin = models.CharField("来源地址", max_length=64, blank=True, default="")

    class Meta:
        db_table = "statistics_access_entry"
        verbose_name = "数据使用记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(what__in=list(ACCESSES)), name="statistics_access_what"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agreement", "-id"], name="statistics_access_of"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.agreement_id}"


class Reconciliation(models.Model):
    """The figures of all sources for a month, as compared last. ``seen`` is what was there then:
    the latest touched day and statistics rate (ids), the accepted reports (how many, versions)."""

    month = models.DateField("月份", unique=True)
    compared_at = models.DateTimeField("比对时间")
    by_label = models.CharField("比对人", max_length=128)
    limits = models.JSONField("容差")
    seen = models.JSONField("比对时的数据", default=dict)

    class Meta:
        db_table = "statistics_reconciliation"
        verbose_name = "数据印证"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ReconciledCell(models.Model):
    """A figure of a source beside the platform's, in yuan; an empty mode or firm means all.

    ``causes`` are the automatic explanations (code, amount, count, records), ``hints`` what
    officials should look at; ``by_hand`` is the sum of what they explained.
    """

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.CASCADE, related_name="cells"
    )
    source = models.CharField("来源", max_length=10)
    agreement = models.ForeignKey(
        SharingAgreement, null=True, on_delete=models.PROTECT, related_name="+"
    )
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField("进出口", max_length=1, choices=DIRECTIONS)
    mode = models.CharField("监管方式", max_length=4, blank=True, default="")
    firm = models.CharField("企业代码", max_length=18, blank=True, default="")
    ours = models.DecimalField("本平台数", max_digits=19, decimal_places=2)
    ours_tickets = models.BigIntegerField("本平台票数")
    theirs = models.DecimalField("来源数", max_digits=19, decimal_places=2, null=True)
    theirs_tickets = models.BigIntegerField("来源票数", null=True)
    explained = models.DecimalField("自动说明", max_digits=19, decimal_places=2, default=0)
    by_hand = models.DecimalField("人工说明", max_digits=19, decimal_places=2, default=0)
    difference = models.DecimalField("差额", max_digits=19, decimal_places=2, null=True)
    remainder = models.DecimalField("未说明", max_digits=19, decimal_places=2, null=True)
    tolerance = models.DecimalField("容差", max_digits=19, decimal_places=2)
    state = models.CharField("状态", max_length=10)
    causes = models.JSONField("说明", default=list)
    hints = models.JSONField("提示", default=list)

    class Meta:
        db_table = "statistics_reconciled_cell"
        verbose_name = "印证项"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["reconciliation", "source", "agreement", "direction", "mode", "firm"],
                nulls_distinct=False,
                name="statistics_reconciled_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(STATES)) & Q(source__in=list(SOURCES)),
                name="statistics_reconciled_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.direction}{self.mode}{self.firm}"


class ListFinding(models.Model):
    """A declaration in which a port's list and the platform differ; ``inventory_id`` None: unknown
    here. ``amount`` is theirs less ours, in yuan."""

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.CASCADE, related_name="findings"
    )
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("清单编号", max_length=20)
    inventory_id = models.BigIntegerField("清单", null=True)
    verdict = models.CharField("结果", max_length=12)
    cause = models.CharField("原因", max_length=14)
    direction = models.CharField("进出口", max_length=1)
    mode = models.CharField("监管方式", max_length=4)
    firm = models.CharField("企业代码", max_length=18, blank=True, default="")
    ours = models.DecimalField("本平台金额", max_digits=19, decimal_places=2, null=True)
    theirs = models.DecimalField("对方金额", max_digits=19, decimal_places=2, null=True)
    ours_day = models.DateField("本平台日期", null=True)
    theirs_day = models.DateField("对方日期", null=True)
    amount = models.DecimalField("差额", max_digits=19, decimal_places=2)

    class Meta:
        db_table = "statistics_list_finding"
        verbose_name = "逐票差异"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(verdict__in=list(VERDICTS)), name="statistics_finding_verdict"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["reconciliation", "agreement", "-id"], name="statistics_finding_of"
            ),
        ]


class HandExplanation(models.Model):
    """What an official explained of a cell's difference, with reason and evidence. It stays with
    the cell when the month is compared anew; ``takes_back`` names an earlier one that no longer
    counts, whose amount this one repeats with the other sign."""

    append_only = True

    month = models.DateField("月份")
    source = models.CharField("来源", max_length=10)
    agreement = models.ForeignKey(
        SharingAgreement, null=True, on_delete=models.PROTECT, related_name="+"
    )
    direction = models.CharField("进出口", max_length=1)
    mode = models.CharField("监管方式", max_length=4, blank=True, default="")
    firm = models.CharField("企业代码", max_length=18, blank=True, default="")
    amount = models.DecimalField("金额", max_digits=19, decimal_places=2)
    reason = models.CharField("理由", max_length=500)
    reference = models.CharField("依据文号", max_length=200, blank=True, default="")
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    takes_back = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("说明人", max_length=128)

    class Meta:
        db_table = "statistics_hand_explanation"
        verbose_name = "人工说明"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason="") & (~Q(reference="") | Q(evidence__isnull=False)),
                name="statistics_explanation_grounded",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["month", "source"], name="statistics_explanation_of"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.source} {self.amount}"
