"""Recognition of B2B exports: versions of the model, their measurements, and what each says of each
export declaration.

No foreign keys point to documents (ADR 0005). ``Recognition`` and ``RecognitionResult`` are written
by ``services.recognition.running`` alone, ``decided`` by ``services.recognition.deciding``.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from statistics_app.models.querysets import OfFirmsQuerySet
from statistics_app.rules.b2b.vocabulary import CLASSES, DOUBTFUL, DS_PLACES, FOUND
from statistics_app.states import DROPPED, PROPOSED, RECOGNITION, RELEASED

PERSON = settings.AUTH_USER_MODEL


class RecognitionModel(models.Model):
    """A version of the model. ``definition`` holds its figures by name, as text.

    The version in force is the newest released one. ``is_shipped`` is the one that comes with the
    platform: no two people of the zone released it.
    """

    number = models.PositiveIntegerField("版本", unique=True)
    state = models.CharField("状态", max_length=12)
    definition = models.JSONField("定义")
    note = models.CharField("说明", max_length=1000, blank=True, default="")
    is_shipped = models.BooleanField("随平台提供", default=False)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("起草人", max_length=128)
    at = models.DateTimeField("起草时间")
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField("发布时间", null=True)

    class Meta:
        db_table = "statistics_recognition_model"
        verbose_name = "识别模型版本"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=RECOGNITION.states), name="statistics_recognition_model_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=RELEASED)
                | Q(is_shipped=True, released_at__isnull=False)
                | (
                    Q(
                        proposed_by__isnull=False,
                        released_by__isnull=False,
                        released_at__isnull=False,
                    )
                    & ~Q(released_by=F("proposed_by"))
                    & ~Q(released_by=F("by"))
                ),
                name="statistics_recognition_model_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["is_shipped"],
                condition=~Q(state__in=[RELEASED, DROPPED]),
                name="statistics_recognition_model_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"B2B v{self.number}"

    @property
    def is_proposed(self) -> bool:
        return self.state == PROPOSED


class RecognitionMeasure(models.Model):
    """A version measured on labelled simulated records: ``rows`` is its table as
    ``rules.b2b.confusion`` writes it, ``definition`` what was measured."""

    append_only = True

    model = models.ForeignKey(
        RecognitionModel, verbose_name="模型版本", on_delete=models.PROTECT, related_name="measures"
    )
    definition = models.JSONField("定义")
    seed = models.BigIntegerField("种子")
    size = models.PositiveIntegerField("样本数")
    rows = models.JSONField("混淆矩阵")
    by_label = models.CharField("操作人", max_length=128)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "statistics_recognition_measure"
        verbose_name = "识别模型测量"

    def __str__(self) -> str:
        return f"{self.model_id} {self.size}"


class RecognitionQuerySet(OfFirmsQuerySet):
    """Recognised declarations."""

    def doubtful(self) -> "RecognitionQuerySet":
        """What waits for a person."""
        return self.filter(found=DOUBTFUL)


class Recognition(models.Model):
    """An export declaration: what its record shows, and what it is taken for.

    ``sequence`` is the matching decision it was read from. ``buyer_key`` is a keyed hash of a
    company's name: remarks themselves are not kept. ``heading`` is that of the dearest line.
    ``leading``, ``confidence`` and ``found`` are those of ``model``; a ``decided`` class stands
    above them, and ``found`` is then that class. ``model`` None: to be classified again.
    """

    inventory_id = models.BigIntegerField("清单", primary_key=True)
    sequence = models.IntegerField("第几次判定")
    at = models.DateTimeField("接收时间")
    day = models.DateField("申报日期")
    order_no = models.CharField("订单编号", max_length=60)
    firm = models.CharField("企业代码", max_length=18)
    enterprise_id = models.IntegerField("企业", default=0)
    site = models.CharField("备案平台", max_length=40, blank=True, default="")
    mode = models.CharField("监管方式", max_length=4)
    order_type = models.CharField("订单类型", max_length=1, blank=True, default="")
    country = models.CharField("运抵国（地区）", max_length=3)
    heading = models.CharField("品目", max_length=4)
    buyer_key = models.UUIDField("买家（密钥散列）", null=True)
    company = models.BooleanField("买家为企业", default=False)
    taxed = models.BooleanField("有买家税号", default=False)
    person = models.BooleanField("买家持个人证件", default=False)
    most = models.DecimalField("单项最大数量", max_digits=19, decimal_places=5)
    pieces = models.DecimalField("商品总数量", max_digits=21, decimal_places=5)
    kilograms = models.DecimalField("法定数量（千克）", max_digits=19, decimal_places=5)
    units = models.DecimalField("法定数量（其他单位）", max_digits=19, decimal_places=5)
    rmb = models.DecimalField("货值", max_digits=21, decimal_places=2, null=True)
    ds_mark = models.CharField("DS标识", max_length=8, blank=True, default="")
    model = models.ForeignKey(
        RecognitionModel, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    leading = models.CharField("最可能的类别", max_length=8, blank=True, default="")
    confidence = models.DecimalField("置信度", max_digits=5, decimal_places=4, null=True)
    found = models.CharField("类别", max_length=8, blank=True, default="")
    decided = models.CharField("人工认定", max_length=8, blank=True, default="")

    objects: ClassVar[Any] = RecognitionQuerySet.as_manager()

    class Meta:
        db_table = "statistics_recognition"
        verbose_name = "出口识别"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(found__in=["", *FOUND], decided__in=["", *CLASSES]),
                name="statistics_recognition_classes",
            ),
            models.CheckConstraint(
                condition=Q(decided="") | Q(found=F("decided")),
                name="statistics_recognition_decision_stands",
            ),
            models.CheckConstraint(
                condition=Q(ds_mark__in=["", *DS_PLACES]), name="statistics_recognition_ds"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["model", "inventory_id"], name="statistics_recognition_due"),
            models.Index(fields=["found", "inventory_id"], name="statistics_recognition_found"),
            models.Index(
                fields=["buyer_key", "heading", "at"],
                name="statistics_recognition_buyer",
                condition=Q(buyer_key__isnull=False),
            ),
            models.Index(
                fields=["inventory_id"],
                name="statistics_recognition_marked",
                condition=~Q(ds_mark=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_no} {self.found}"


class RecognitionResult(models.Model):
    """What a version says of a declaration; one row for each version, so that they compare.

    ``hits``: feature → what was observed.
    """

    pk = models.CompositePrimaryKey("inventory_id", "model_id")
    inventory_id = models.BigIntegerField("清单")
    model = models.ForeignKey(RecognitionModel, on_delete=models.PROTECT, related_name="results")
    leading = models.CharField("最可能的类别", max_length=8)
    confidence = models.DecimalField("置信度", max_digits=5, decimal_places=4)
    found = models.CharField("类别", max_length=8)
    hits = models.JSONField("特征")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "statistics_recognition_result"
        verbose_name = "识别结果"

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.found}"


class RecognitionDecision(models.Model):
    """An official's word on a declaration, with what the model said then; the last one stands."""

    append_only = True

    inventory_id = models.BigIntegerField("清单", db_index=True)
    label = models.CharField("认定类别", max_length=8)
    reason = models.CharField("理由", max_length=500)
    model = models.ForeignKey(RecognitionModel, on_delete=models.PROTECT, related_name="decisions")
    leading = models.CharField("模型类别", max_length=8)
    found = models.CharField("模型结论", max_length=8)
    confidence = models.DecimalField("置信度", max_digits=5, decimal_places=4)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField("认定人", max_length=128)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "statistics_recognition_decision"
        verbose_name = "人工认定"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(label__in=list(CLASSES)) & ~Q(reason=""),
                name="statistics_recognition_decision_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.label}"
