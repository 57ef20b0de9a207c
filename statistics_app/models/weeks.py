"""What authorities were told of a week: frozen, so that months and later editions respect it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from statistics_app.constants import COVERAGES


class ToldWeek(models.Model):
    """The figures of a week of one coverage as packages gave them; figures that changed since make
    another row, and all packages of a week give the newest.

    ``taken`` is what was read from the cubes, packed with zstd: single firms can be told apart in
    it, nobody but the services reads it. ``lines`` are what packages give, ``hidden`` the places
    of the lines that they do not, each with its reason. ``limits`` were in force.
    """

    append_only = True

    coverage = models.CharField("口径", max_length=1)
    first_date = models.DateField("期初")
    last_date = models.DateField("期末")
    told_at = models.DateTimeField("取数时间")
    taken = models.BinaryField("所取数据")
    limits = models.JSONField("保密限值")
    lines = models.JSONField("内容")
    hidden = models.JSONField("不公布的数据格")

    class Meta:
        db_table = "statistics_told_week"
        verbose_name = "已报送的周数据"
        verbose_name_plural = "已报送的周数据"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(coverage__in=list(COVERAGES)), name="statistics_told_week_coverage"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["coverage", "first_date", "-id"], name="statistics_told_week_of"),
        ]

    def __str__(self) -> str:
        return f"{self.first_date} {self.coverage}"
