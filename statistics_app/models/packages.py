"""Packages for higher authorities: who gets what and when, each package with its files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from statistics_app.models.stepping import StepBase
from statistics_app.rules.packages.periods import RHYTHMS
from statistics_app.states import PACKAGE, RECEIVED, RECEIVER, WAITING, WORKING

WAYS = (("download", "下载后另行报送"), ("simulator", "模拟接收系统"))


class Receiver(models.Model):
    """An authority, what it gets, how often, and when it is due: the ``working_days``-th working
    day after the period; the office is reminded ``remind_days`` working days before."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name_zh = models.CharField("接收单位", max_length=120)
    name_en = models.CharField("英文名称", max_length=120)
    rhythm = models.CharField("周期", max_length=8)
    coverage = models.CharField("口径", max_length=1)
    parts = models.JSONField("内容")
    working_days = models.PositiveSmallIntegerField("期后第几个工作日前")
    remind_days = models.PositiveSmallIntegerField("提前几个工作日提醒")
    way = models.CharField("报送方式", max_length=12, choices=WAYS)
    since_date = models.DateField("自哪期起")
    basis = models.CharField("依据", max_length=300)
    status = models.CharField("状态", max_length=12, default=WORKING)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "statistics_receiver"
        verbose_name = "报送接收单位"
        verbose_name_plural = "报送接收单位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=RECEIVER.states)
                & Q(rhythm__in=list(RHYTHMS))
                & Q(way__in=[code for code, _ in WAYS])
                & Q(working_days__gte=1)
                & ~Q(basis=""),
                name="statistics_receiver_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ReceiverStep(StepBase):
    """What happened to a receiver's entry, in order."""

    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_receiver_step"
        verbose_name = "接收单位变更记录"
        verbose_name_plural = "接收单位变更记录"


class Package(models.Model):
    """An edition of the package of a period. ``manifest`` names its files with their digests;
    ``digest`` is the SHA-256 of the manifest's canonical JSON: whoever shows it has the package.

    What was sent is never made anew: a further edition, with its ``reason``, replaces it.
    ``sources`` say from which published data each part was made (``selectors_packages.Source``).
    """

    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="packages")
    number = models.CharField("编号", max_length=60, unique=True)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    reason = models.CharField("重报理由", max_length=300, blank=True, default="")
    replaced_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaces"
    )
    first_date = models.DateField("期初")
    last_date = models.DateField("期末")
    due_date = models.DateField("期限")
    status = models.CharField("状态", max_length=12, default=WAITING)
    lacking = models.JSONField("尚缺", default=list)
    manifest = models.JSONField("清单", null=True)
    sources = models.JSONField("所据数据", default=dict)
    digest = models.CharField("清单摘要", max_length=64, blank=True, default="")
    made_at = models.DateTimeField("生成时间", null=True)
    sent_at = models.DateTimeField("报送时间", null=True)
    reference = models.CharField("接收系统编号", max_length=80, blank=True, default="")
    is_simulated = models.BooleanField("模拟报送", default=False)
    receipt_number = models.CharField("回执编号", max_length=80, blank=True, default="")
    received_by = models.CharField("签收人", max_length=80, blank=True, default="")
    received_at = models.DateTimeField("签收时间", null=True)
    receipt_way = models.CharField("回执来源", max_length=8, blank=True, default="")
    reminded_date = models.DateField("最近提醒", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "statistics_package"
        verbose_name = "报送包"
        verbose_name_plural = "报送包"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["receiver", "first_date", "edition"], name="statistics_package_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PACKAGE.states), name="statistics_package_status"
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(reason=""), name="statistics_package_edition_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status=RECEIVED)
                | (~Q(receipt_number="") & ~Q(received_by="") & Q(received_at__isnull=False)),
                name="statistics_package_receipt",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PackageFile(models.Model):
    """A file of a package, kept as it was made."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="files")
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("类型", max_length=100)
    content = models.BinaryField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        db_table = "statistics_package_file"
        verbose_name = "报送文件"
        verbose_name_plural = "报送文件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["package", "name"], name="statistics_package_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class PackageStep(StepBase):
    """What happened to a package, in order."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        db_table = "statistics_package_step"
        verbose_name = "报送记录"
        verbose_name_plural = "报送记录"
