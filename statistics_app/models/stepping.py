"""The history of a status: one row for each step, only ever added."""

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class StepBase(models.Model):
    """A deed on something with a status; ``note`` is what was written with it."""

    append_only = True

    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    deed = models.CharField("事项", max_length=24)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        PERSON, verbose_name="操作人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_label = models.CharField("操作人名称", max_length=128)
    note = models.CharField("说明", max_length=1000, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
