"""The activity index: its methods, and each round of a month's index with what it was made from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from statistics_app.constants import COVERAGES
from statistics_app.models.bulletins import Bulletin
from statistics_app.models.stepping import StepBase
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.states import DRAFT, INDEX, INDEX_METHOD, PUBLISHED, RELEASED

PERSON = settings.AUTH_USER_MODEL


class IndexMethod(models.Model):
    """How the index is made from a month on: ``definition`` is read by ``rules.activity.method``.

    The first method starts at its base month, at 100; a later one counts from the month after its
    base month, whose published index (``base_value``) it continues. ``base`` maps indicators to
    what the bulletin of the base month said of them; ``bulletin`` is that one.
    """

    number = models.PositiveSmallIntegerField("版次", unique=True)
    coverage = models.CharField("口径", max_length=1)
    base_month = models.DateField("基期")
    base_value = models.DecimalField("基期指数", max_digits=12, decimal_places=2)
    base = models.JSONField("基期数据")
    bulletin = models.ForeignKey(
        Bulletin, verbose_name="基期公报", on_delete=models.PROTECT, related_name="+"
    )
    definition = models.JSONField("指标与权重")
    reason = models.CharField("制定或修订的理由", max_length=500)
    status = models.CharField("状态", max_length=12, default=DRAFT)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "statistics_index_method"
        verbose_name = "指数方法"
        verbose_name_plural = "指数方法"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=INDEX_METHOD.states)
                & Q(coverage__in=list(COVERAGES))
                & Q(base_month__day=1)
                & Q(base_value__gt=0)
                & ~Q(reason=""),
                name="statistics_index_method_sane",
            ),
            models.CheckConstraint(
                condition=~Q(status=RELEASED)
                | (
                    Q(proposed_by__isnull=False)
                    & Q(released_by__isnull=False)
                    & Q(released_at__isnull=False)
                    & ~Q(released_by=F("proposed_by"))
                ),
                name="statistics_index_method_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["coverage"],
                condition=~Q(status=RELEASED),
                name="statistics_index_method_one_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class IndexMethodStep(StepBase):
    """What happened to a method, in order."""

    method = models.ForeignKey(IndexMethod, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_index_method_step"
        verbose_name = "指数方法办理记录"
        verbose_name_plural = "指数方法办理记录"


class IndexRoundQuerySet(models.QuerySet["IndexRound"]):
    """Rounds, by who may read them."""

    def published(self) -> "IndexRoundQuerySet":
        """What anybody may read."""
        return self.filter(status=PUBLISHED)


class IndexRound(models.Model):
    """A round of the index of a month (its first day). ``inputs`` is all that ``content`` follows
    from (see ``rules.activity.index``), ``digest`` the SHA-256 of the content's canonical JSON."""

    month = models.DateField("月份")
    round = models.PositiveSmallIntegerField("轮次")
    coverage = models.CharField("口径", max_length=1)
    stage = models.CharField("数据状态", max_length=12)
    status = models.CharField("状态", max_length=12, default=DRAFT)
    reason = models.CharField("修订原因", max_length=500, blank=True, default="")
    value = models.DecimalField("指数", max_digits=12, decimal_places=2)
    method = models.ForeignKey(IndexMethod, on_delete=models.PROTECT, related_name="rounds")
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField("所据数据")
    content = models.JSONField("内容")
    problems = models.JSONField("问题")
    digest = models.CharField("内容摘要", max_length=64)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = IndexRoundQuerySet.as_manager()

    class Meta:
        db_table = "statistics_index_round"
        verbose_name = "活跃度指数"
        verbose_name_plural = "活跃度指数"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["coverage", "month", "round"], name="statistics_index_round_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=INDEX.states)
                & Q(stage__in=list(STAGES))
                & Q(coverage__in=list(COVERAGES))
                & Q(month__day=1),
                name="statistics_index_round_vocabulary",
            ),
            models.CheckConstraint(
                condition=~Q(status=PUBLISHED)
                | (
                    Q(proposed_by__isnull=False)
                    & Q(published_by__isnull=False)
                    & Q(published_at__isnull=False)
                    & ~Q(published_by=F("proposed_by"))
                ),
                name="statistics_index_round_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.round}"


class IndexRoundStep(StepBase):
    """What happened to a round of the index, in order."""

    round = models.ForeignKey(IndexRound, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_index_round_step"
        verbose_name = "指数办理记录"
        verbose_name_plural = "指数办理记录"
