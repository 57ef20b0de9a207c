"""The ledger: what was recorded of a subject. Rows are only ever added."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from credit.constants import MARKS
from credit.models.querysets import OfSubjectQuerySet
from credit.models.sources import ImportRun, Source
from credit.models.subjects import Subject


class Record(models.Model):
    """One record. A wrong one is revoked by a later one that names it in ``revokes`` and either
    replaces it or, with ``withdrawn``, only takes it back.

    What was true at a moment: the records with ``recorded_at`` up to it that are not withdrawn
    and that no other record up to it revokes. In effect on a day: ``from_date`` ≤ day <
    ``to_date``. By kind (``credit.rules.record_kinds``) a record carries a grade, an amount
    (``value``), or a count (``good`` of ``total``).
    """

    append_only = True

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, db_index=False
    )
    source = models.ForeignKey(Source, verbose_name="来源", on_delete=models.PROTECT)
    kind = models.CharField("种类", max_length=24)
    number = models.CharField("文号", max_length=80)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    occurred_date = models.DateField("发生日期")
    from_date = models.DateField("生效日期")
    to_date = models.DateField("失效日期", null=True, blank=True)
    grade = models.CharField("等级", max_length=16, blank=True, default="")
    value = models.DecimalField("金额或数值", max_digits=18, decimal_places=4, null=True)
    good = models.IntegerField("合格数", null=True, blank=True)
    total = models.IntegerField("总数", null=True, blank=True)
    cause = models.CharField("事由", max_length=500, blank=True, default="")
    evidence = models.CharField("证据链接", max_length=300, blank=True, default="")
    delivery = models.ForeignKey(
        ImportRun,
        verbose_name="导入批次",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    by_label = models.CharField("录入人", max_length=128)
    recorded_at = models.DateTimeField("入库时间")
    revokes = models.OneToOneField(
        "self", verbose_name="撤销", null=True, on_delete=models.PROTECT, related_name="revoked_by"
    )
    withdrawn = models.BooleanField("仅撤销", default=False)
    reason = models.CharField("撤销理由", max_length=300, blank=True, default="")

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_record"
        verbose_name = "信用记录"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "kind", "source", "number", "edition"],
                name="credit_record_once",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gt=F("from_date")),
                name="credit_record_period",
            ),
            models.CheckConstraint(
                condition=Q(revokes__isnull=True, withdrawn=False, edition=1)
                | (Q(revokes__isnull=False, edition__gt=1) & ~Q(reason="")),
                name="credit_record_revoked_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(good__isnull=True, total__isnull=True)
                | Q(good__gte=0, total__gte=F("good"), total__gt=0),
                name="credit_record_count",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="credit_record_value"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="credit_record_numbered"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source", "-id"], name="credit_record_of_source"),
            BrinIndex(fields=["recorded_at"], name="credit_record_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class RecordMark(models.Model):
    """What was said of a record later: disputed, repaired. The last word before a moment counts;
    the record itself never changes."""

    append_only = True

    record = models.ForeignKey(
        Record, verbose_name="记录", on_delete=models.PROTECT, related_name="marks"
    )
    mark = models.CharField("标注", max_length=12)
    at = models.DateTimeField("时间")
    reason = models.CharField("理由", max_length=300)
    by_label = models.CharField("操作人", max_length=128)

    class Meta:
        db_table = "credit_record_mark"
        verbose_name = "记录标注"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(mark__in=list(MARKS)), name="credit_mark_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="credit_mark_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.mark}"
