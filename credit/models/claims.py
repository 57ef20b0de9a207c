"""What an enterprise asks for: statement and defence, objection, repair, appeal."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constants import DEPARTMENTS
from credit.models.cases import Case
from credit.models.ledger import Record
from credit.models.querysets import ClaimFileQuerySet, ClaimQuerySet
from credit.models.steps import Step
from credit.models.subjects import Subject
from credit.rules.supervision import states
from enterprises.constants import SCANS

PERSON = settings.AUTH_USER_MODEL
CLAIM_KINDS = (
    ("statement", "陈述申辩"),
    ("objection", "异议"),
    ("repair", "信用修复"),
    ("appeal", "复核"),
)


class Claim(models.Model):
    """One claim; begun by a person, or by a program of the firm (``created_by`` empty, its step
    names the program), which gives a ``request_key`` so that what it repeats is done once. It is
    against a ``record``, a ``case`` or, an appeal, an ``earlier`` claim's
    decision: one of them. ``objecting`` names nobody: who may not review is worked out by the
    trigger ``credit_claim_reviewer`` from who recorded, proposed, decided and submitted."""

    number = models.CharField("编号", max_length=32, unique=True)
    kind = models.CharField("种类", max_length=10, choices=CLAIM_KINDS)
    subject = models.ForeignKey(
        Subject, verbose_name="主体", on_delete=models.PROTECT, related_name="claims"
    )
    record = models.ForeignKey(
        Record, verbose_name="记录", null=True, on_delete=models.PROTECT, related_name="claims"
    )
    case = models.ForeignKey(
        Case, verbose_name="事项", null=True, on_delete=models.PROTECT, related_name="claims"
    )
    earlier = models.ForeignKey(
        "self", verbose_name="原决定", null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    status = models.CharField("状态", max_length=12, default=states.DRAFT)
    version = models.PositiveIntegerField("版本", default=1)
    text = models.TextField("理由", max_length=4000, blank=True, default="")
    commitment = models.BooleanField("作出信用承诺", default=False)
    created_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("创建时间")
    submitted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    due_date = models.DateField("应办结日期", null=True, blank=True)
    mark_due_date = models.DateField("应标注日期", null=True, blank=True)
    marked_at = models.DateTimeField("标注时间", null=True, blank=True)
    reviewer = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    asked_department = models.CharField(
        "转办部门", max_length=12, choices=DEPARTMENTS, blank=True, default=""
    )
    asked_at = models.DateTimeField("转办时间", null=True, blank=True)
    answer = models.CharField("部门答复", max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decision_reasons = models.TextField("决定理由", max_length=2000, blank=True, default="")
    effect = models.JSONField("处理结果", default=dict)
    request_key = models.CharField("请求标识", max_length=64, blank=True, default="")
    request_digest = models.CharField("请求摘要", max_length=64, blank=True, default="")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        db_table = "credit_claim"
        verbose_name = "异议修复申诉"
        verbose_name_plural = "异议修复申诉"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=states.CLAIM.states), name="credit_claim_status"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="statement",
                    case__isnull=False,
                    record__isnull=True,
                    earlier__isnull=True,
                )
                | Q(
                    kind="objection",
                    record__isnull=False,
                    case__isnull=True,
                    earlier__isnull=True,
                )
                | (
                    Q(kind="repair", earlier__isnull=True)
                    & (
                        Q(record__isnull=False, case__isnull=True)
                        | Q(record__isnull=True, case__isnull=False)
                    )
                )
                | (
                    Q(kind="appeal", record__isnull=True)
                    & (
                        Q(case__isnull=False, earlier__isnull=True)
                        | Q(case__isnull=True, earlier__isnull=False)
                    )
                ),
                name="credit_claim_against_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["kind", target],
                    condition=Q(status__in=sorted(states.CLAIM_OPEN)),
                    name=f"credit_claim_one_of_{target}",
                )
                for target in ("record", "case", "earlier")
            ),
            models.CheckConstraint(
                condition=Q(status__in=[states.DRAFT, states.WITHDRAWN])
                | (Q(submitted_at__isnull=False, due_date__isnull=False) & ~Q(text="")),
                name="credit_claim_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision_reasons="")),
                name="credit_claim_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(states.CLAIM_DECIDED)) | Q(decided_at__isnull=False),
                name="credit_claim_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")),
                name="credit_claim_not_by_applicant",
            ),
            models.UniqueConstraint(
                fields=["subject", "request_key"],
                condition=~Q(request_key=""),
                name="credit_claim_requested_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_date", "id"],
                condition=Q(status__in=sorted(states.CLAIM_IN_QUEUE)),
                name="credit_claim_queue",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ClaimStep(Step):
    """One step of a claim."""

    claim = models.ForeignKey(
        Claim, verbose_name="申请", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta:
        db_table = "credit_claim_step"
        verbose_name = "申请步骤"
        verbose_name_plural = "申请步骤"


class ClaimFile(models.Model):
    """One paper handed in with a claim; ``content`` is sealed with the context
    ``credit-claim:<claim id>:<sha256 hex>``."""

    claim = models.ForeignKey(
        Claim, verbose_name="申请", on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("内容(密文)")
    scan = models.CharField("病毒扫描", max_length=10, choices=SCANS)
    scanner = models.CharField("扫描程序", max_length=60, blank=True, default="")
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ClaimFileQuerySet.as_manager()

    class Meta:
        db_table = "credit_claim_file"
        verbose_name = "申请材料"
        verbose_name_plural = "申请材料"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="credit_claim_file_not_empty"),
            models.UniqueConstraint(fields=["claim", "sha256"], name="credit_claim_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
