"""Bulletins: each round of a month's figures with what it was made from, frozen."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from statistics_app.constants import COVERAGES
from statistics_app.models.stepping import StepBase
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.states import BULLETIN, DRAFT, PUBLISHED

PERSON = settings.AUTH_USER_MODEL


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    """Bulletins, by who may read them."""

    def published(self) -> "BulletinQuerySet":
        """What anybody may read."""
        return self.filter(status=PUBLISHED)


class Bulletin(models.Model):
    """A round of the bulletin of a month (its first day) for one coverage.

    ``taken`` is what was read from the cubes, packed with zstd: single firms can be told apart in
    it, nobody but the service reads it. ``content`` is what may be published, ``digest`` the
    SHA-256 of its canonical JSON. ``reasons`` say to officers why a cell is hidden; ``secret``
    keys of cells hidden in this round stay hidden in later ones.
    """

    month = models.DateField("月份")
    coverage = models.CharField("口径", max_length=1)
    round = models.PositiveSmallIntegerField("轮次")
    stage = models.CharField("数据状态", max_length=12)
    status = models.CharField("状态", max_length=12, default=DRAFT)
    reason = models.CharField("修订原因", max_length=500, blank=True, default="")
    reason_en = models.CharField("修订原因（英文）", max_length=500, blank=True, default="")
    analysis = models.TextField("分析", blank=True, default="")
    analysis_en = models.TextField("英文分析", blank=True, default="")
    taken_at = models.DateTimeField("取数时间")
    taken = models.BinaryField("所取数据")
    inputs = models.JSONField("保密与定义")
    content = models.JSONField("内容")
    reasons = models.JSONField("不公布的原因")
    problems = models.JSONField("问题")
    digest = models.CharField("内容摘要", max_length=64)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        db_table = "statistics_bulletin"
        verbose_name = "统计公报"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["month", "coverage", "round"], name="statistics_bulletin_round"
            ),
            models.CheckConstraint(
                condition=Q(status__in=BULLETIN.states), name="statistics_bulletin_status"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=list(STAGES)) & Q(coverage__in=list(COVERAGES)),
                name="statistics_bulletin_vocabulary",
            ),
            models.CheckConstraint(
                condition=~Q(status=PUBLISHED)
                | (
                    Q(proposed_by__isnull=False)
                    & Q(published_by__isnull=False)
                    & Q(published_at__isnull=False)
                    & ~Q(published_by=F("proposed_by"))
                ),
                name="statistics_bulletin_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.coverage}{self.round}"


class BulletinStep(StepBase):
    """What happened to a bulletin, in order."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_bulletin_step"
        verbose_name = "公报办理记录"
