"""Runs of the counting, the days they touched, and files of figures being made."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from statistics_app.constants import EXTRACT_STATES, RUN_KINDS, RUN_STATES
from statistics_app.models.querysets import ExtractQuerySet


class Run(models.Model):
    """One run: how many inventories it looked at, how many bookings and cells it changed.

    ``waiting``: it was asked for and has not begun; one at a time.
    ``done`` of ``total`` inventories are looked at; ``mended`` counts cells that a rebuild put
    right: 0 when every night did its work.
    """

    kind = models.CharField("类型", max_length=8, choices=RUN_KINDS)
    state = models.CharField("状态", max_length=8, choices=RUN_STATES, default="running")
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    total = models.IntegerField("待查清单", default=0)
    done = models.IntegerField("已查清单", default=0)
    bookings = models.IntegerField("变更记录", default=0)
    cells = models.IntegerField("变更数据格", default=0)
    mended = models.IntegerField("更正数据格", default=0)
    seconds = models.FloatField("用时（秒）", default=0)
    by_label = models.CharField("操作人", max_length=128)

    class Meta:
        db_table = "statistics_run"
        verbose_name = "统计运行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in RUN_STATES]),
                name="statistics_run_state",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="waiting"), name="statistics_run_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d}"


class TouchedDay(models.Model):
    """A day whose figures a run changed, and by how much: what a revision of a month is made of."""

    append_only = True

    run = models.ForeignKey(
        Run, verbose_name="运行", on_delete=models.PROTECT, related_name="touched"
    )
    day = models.DateField("统计日期")
    direction = models.CharField("进出口", max_length=1)
    tickets = models.BigIntegerField("票数变化")
    rmb = models.DecimalField("人民币值变化", max_digits=19, decimal_places=2)
    usd = models.DecimalField("美元值变化", max_digits=19, decimal_places=2)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "statistics_touched_day"
        verbose_name = "变更日期"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day", "-id"], name="statistics_touched_day_of"),
        ]


class Extract(models.Model):
    """A file of figures or of the records behind them, complete or refused.

    ``query`` is the address's query as asked; ``content`` the file, packed with zstd, until
    ``expires_at``. ``done`` counts rows, of ``total``.
    """

    user_id = models.IntegerField("申请人")
    name = models.CharField("文件名", max_length=120)
    what = models.CharField("内容", max_length=20)
    query = models.JSONField("查询条件")
    state = models.CharField("状态", max_length=8, choices=EXTRACT_STATES, default="waiting")
    asked_at = models.DateTimeField("申请时间")
    taken_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)
    attempts = models.SmallIntegerField("次数", default=0)
    total = models.IntegerField("总行数")
    done = models.IntegerField("已完成行数", default=0)
    content = models.BinaryField("文件", null=True)
    error = models.CharField("未完成的原因", max_length=200, default="")

    objects: ClassVar[Any] = ExtractQuerySet.as_manager()

    class Meta:
        db_table = "statistics_extract"
        verbose_name = "统计文件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _ in EXTRACT_STATES]),
                name="statistics_extract_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user_id", "-id"], name="statistics_extract_owner"),
            models.Index(
                fields=["id"],
                name="statistics_extract_due",
                condition=Q(state__in=("waiting", "running")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
