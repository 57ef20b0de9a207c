"""Credit commitments: signed by a firm, and what became of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from credit.models.ledger import Record
from credit.models.querysets import OfSubjectQuerySet
from credit.models.subjects import Subject
from credit.rules.supervision.commitments import COMMITMENTS

PERSON = settings.AUTH_USER_MODEL


class Commitment(models.Model):
    """A firm promised something in writing. ``text`` is what was signed, ``digest`` its SHA-256,
    ``signed_as`` the name and post typed under it."""

    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, related_name="commitments"
    )
    kind = models.CharField("种类", max_length=16)
    text = models.TextField("承诺内容", max_length=2000)
    digest = models.CharField("摘要", max_length=64)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("签署时间")
    from_date = models.DateField("起始日期")
    to_date = models.DateField("终止日期", null=True, blank=True)

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_commitment"
        verbose_name = "信用承诺"
        verbose_name_plural = "信用承诺"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=Q(to_date__isnull=True),
                name="credit_commitment_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(COMMITMENTS)), name="credit_commitment_kind"
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="credit_commitment_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.kind}"


class CommitmentBreach(models.Model):
    """A commitment was broken: found by an official, kept as a record of the ledger."""

    append_only = True

    commitment = models.ForeignKey(
        Commitment, verbose_name="承诺", on_delete=models.PROTECT, related_name="breaches"
    )
    record = models.OneToOneField(
        Record, verbose_name="信用记录", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("认定时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "credit_commitment_breach"
        verbose_name = "违诺认定"
        verbose_name_plural = "违诺认定"

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.record_id}"
