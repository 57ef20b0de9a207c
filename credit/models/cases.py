"""Cases of the negative list: from a candidate to removal, every step by somebody and on record."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constants import HUB
from accounts.models import Site
from credit.models.ledger import Record
from credit.models.querysets import CaseQuerySet
from credit.models.steps import Step
from credit.models.subjects import Subject
from credit.rules.supervision import states
from credit.rules.supervision.causes import CAUSES, LEVELS

PERSON = settings.AUTH_USER_MODEL
ENDINGS = (("repaired", "信用修复"), ("expired", "到期"), ("annulled", "决定撤销"))
DECISIONS = (("list", "列入"), ("dismiss", "不予列入"))


class Case(models.Model):
    """One case. ``facts`` and ``reasons`` are what the party is told; ``records`` the ledger's rows
    it rests on; ``entry`` the ledger record that the listing made.

    No publication by accident: the row cannot be published without a notice, a hearing, and a
    decision by a second person (constraints below; ``services.cases`` is the only writer).
    """

    number = models.CharField("案号", max_length=32, unique=True)
    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, related_name="cases"
    )
    site = models.ForeignKey(
        Site,
        verbose_name="办理平台",
        to_field="code",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cause = models.CharField("事由", max_length=24)
    level = models.CharField("程度", max_length=8)
    status = models.CharField("状态", max_length=12, default=states.CANDIDATE)
    version = models.PositiveIntegerField("版本", default=1)
    facts = models.TextField("事实", max_length=2000)
    evidence = models.CharField("证据链接", max_length=300, blank=True, default="")
    records = models.ManyToManyField(Record, verbose_name="依据的记录", related_name="cases")
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("立案时间")
    reasons = models.TextField("告知的理由", max_length=2000, blank=True, default="")
    notified_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    notified_at = models.DateTimeField("告知时间", null=True, blank=True)
    statement_until_date = models.DateField("陈述申辩截止", null=True, blank=True)
    heard_at = models.DateTimeField("听取意见完成时间", null=True, blank=True)
    waived = models.BooleanField("放弃陈述申辩", default=False)
    proposal = models.CharField("处理意见", max_length=8, blank=True, default="")
    proposal_reasons = models.TextField("意见理由", max_length=2000, blank=True, default="")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decision = models.CharField("决定", max_length=8, blank=True, default="")
    decision_number = models.CharField("决定书文号", max_length=40, blank=True, default="")
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    listed_from_date = models.DateField("列入日期", null=True, blank=True)
    minimum_until_date = models.DateField("最短公布期至", null=True, blank=True)
    listed_until_date = models.DateField("最长公布期至", null=True, blank=True)
    entry = models.ForeignKey(
        Record, verbose_name="名单记录", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ending = models.CharField("终止原因", max_length=8, blank=True, default="")
    ending_reasons = models.CharField("终止理由", max_length=500, blank=True, default="")
    ended_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    removal_due_date = models.DateField("应移出日期", null=True, blank=True)
    removed_at = models.DateTimeField("移出时间", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        db_table = "credit_case"
        verbose_name = "负面清单事项"
        verbose_name_plural = "负面清单事项"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=states.CASE.states), name="credit_case_status"
            ),
            models.CheckConstraint(condition=Q(cause__in=list(CAUSES)), name="credit_case_cause"),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="credit_case_level"),
            models.UniqueConstraint(
                fields=["subject", "cause"],
                condition=Q(status__in=sorted(states.CASE_OPEN)),
                name="credit_case_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="credit_case_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(notified_at__isnull=True)
                | (Q(statement_until_date__isnull=False) & ~Q(reasons="")),
                name="credit_case_notice_reasoned",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[states.PROPOSED, states.DECIDED])
                | Q(heard_at__isnull=False, proposed_by__isnull=False),
                name="credit_case_heard_first",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(
                    decision="list",
                    decided_by__isnull=False,
                    proposed_by__isnull=False,
                    notified_at__isnull=False,
                    heard_at__isnull=False,
                    published_by__isnull=False,
                    listed_from_date__isnull=False,
                    listed_until_date__isnull=False,
                ),
                name="credit_case_publication_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[states.PUBLISHED, states.ENDING, states.REMOVED])
                | Q(published_at__isnull=False),
                name="credit_case_listed_is_published",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[states.ENDING, states.REMOVED])
                | (Q(ended_at__isnull=False, removal_due_date__isnull=False) & ~Q(ending="")),
                name="credit_case_ended_whole",
            ),
            models.CheckConstraint(
                condition=~Q(ending="annulled")
                | (~Q(ended_by=F("decided_by")) & ~Q(ended_by=F("proposed_by"))),
                name="credit_case_annulled_by_another",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "-id"], name="credit_case_queue"),
            models.Index(
                fields=["-published_at"],
                condition=Q(status=states.PUBLISHED),
                name="credit_case_public",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseStep(Step):
    """One step of a case."""

    case = models.ForeignKey(
        Case, verbose_name="事项", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta:
        db_table = "credit_case_step"
        verbose_name = "事项步骤"
        verbose_name_plural = "事项步骤"
