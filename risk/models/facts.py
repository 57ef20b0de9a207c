"""Facts that others deliver: page views, weighed parcels, bank data, complaints, series."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from risk.models.querysets import OfficeQuerySet


class FactSource(models.Model):
    """Where facts come from. ``connected_at`` is the moment of the latest delivery: without one
    every rule that needs the source says that it has no data."""

    code = models.CharField("代码", max_length=24, primary_key=True)
    title_zh = models.CharField("名称", max_length=100)
    title_en = models.CharField("英文名称", max_length=100)
    department = models.CharField("部门", max_length=24, default="")
    connected_at = models.DateTimeField("最近数据", null=True)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_fact_source"
        verbose_name = "风险数据来源"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class FactImport(models.Model):
    """A file of facts that was read: once for each source and content (``digest``: SHA-256, hex),
    so that the same file again adds nothing."""

    append_only = True

    source = models.ForeignKey(
        FactSource, verbose_name="来源", on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=150)
    rows = models.PositiveIntegerField("行数")
    by_label = models.CharField("登记人", max_length=128)
    at = models.DateTimeField("登记时间")

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_fact_import"
        verbose_name = "外部事实文件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "digest"], name="risk_fact_import_once")
        ]

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """One value that a source gave of a subject; the newest at the time of screening counts."""

    append_only = True

    source = models.ForeignKey(
        FactSource, verbose_name="来源", on_delete=models.PROTECT, db_index=False
    )
    subject_kind = models.CharField("对象类别", max_length=12)
    subject_key = models.CharField("对象", max_length=64)
    name = models.CharField("事实", max_length=48)
    value = models.FloatField("数值")
    observed_at = models.DateTimeField("观测时间")
    at = models.DateTimeField("登记时间")
    by_label = models.CharField("登记人", max_length=128)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        db_table = "risk_fact"
        verbose_name = "外部事实"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(subject_key=""), name="risk_fact_of_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["subject_kind", "subject_key", "name", "-observed_at"],
                name="risk_fact_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_key} {self.name}"
