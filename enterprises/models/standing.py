"""What happens to an approved enterprise: proposals for four eyes, the yearly confirmation, and the
numbers other authorities know it by."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from enterprises.constants import NUMBER_SCHEMES, PROPOSED_ACTIONS
from enterprises.models.enterprises import Enterprise
from enterprises.models.filings import Filing
from enterprises.models.querysets import SubjectNumberQuerySet


class Proposal(models.Model):
    """Suspension, cancellation or resumption: proposed by one official, decided by another."""

    filing = models.ForeignKey(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="proposals"
    )
    action = models.CharField("拟办事项", max_length=8, choices=PROPOSED_ACTIONS)
    reason = models.CharField("理由", max_length=500)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    confirmed = models.BooleanField("同意", null=True, blank=True)
    comment = models.CharField("意见", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "暂停注销提议"
        verbose_name_plural = "暂停注销提议"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["filing"], condition=Q(decided_at__isnull=True), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="proposal_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, confirmed__isnull=True)
                | Q(decided_at__isnull=False, confirmed__isnull=False, decided_by__isnull=False),
                name="proposal_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_reasoned"),
            models.CheckConstraint(
                condition=Q(action__in=[code for code, _ in PROPOSED_ACTIONS]),
                name="proposal_action_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.filing_id}"


class AnnualConfirmation(models.Model):
    """An enterprise confirmed in ``year`` that its file still holds."""

    append_only = True

    filing = models.ForeignKey(
        Filing, verbose_name="备案", on_delete=models.PROTECT, related_name="confirmations"
    )
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveIntegerField("确认的版本")
    at = models.DateTimeField("确认时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "年度确认"
        verbose_name_plural = "年度确认"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["filing", "year"], name="confirmation_once_a_year"),
        ]


class SubjectNumber(models.Model):
    """A number under which an authority knows the enterprise: it hangs on the unified code.

    ``source`` says where it comes from, ``confirmed_by`` who vouches for it ("" = nobody yet). The
    ``value`` of a bank account is masked: the account itself is in ``sealed`` (context
    ``subject-number:<enterprise id>``), told apart by its keyed hash ``digest``."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name="企业", on_delete=models.PROTECT, related_name="numbers"
    )
    scheme = models.CharField("号码种类", max_length=16, choices=NUMBER_SCHEMES)
    value = models.CharField("号码", max_length=40)
    sealed = models.BinaryField("号码(密文)", null=True, blank=True)
    digest = models.UUIDField("号码(密钥散列)", null=True, blank=True)
    source = models.CharField("来源", max_length=100)
    as_of_date = models.DateField("数据日期")
    confirmed_by = models.CharField("确认单位", max_length=100, blank=True, default="")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("失效时间", null=True, blank=True)

    objects = SubjectNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "主体号码"
        verbose_name_plural = "主体号码"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise", "scheme", "value", "digest"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="subject_number_once",
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True, digest__isnull=True)
                | Q(sealed__isnull=False, digest__isnull=False),
                name="subject_number_sealed_whole",
            ),
            models.CheckConstraint(
                condition=Q(scheme__in=[code for code, _ in NUMBER_SCHEMES]),
                name="subject_number_scheme_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["scheme", "value"], name="subject_number_value"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
