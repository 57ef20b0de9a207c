"""What the histories of cases and claims have in common."""

from django.conf import settings
from django.db import models


class Step(models.Model):
    """One step: from what state to what, when, by whom (``by`` is empty for a program, which
    ``by_label`` names), with what said."""

    append_only = True

    source = models.CharField("原状态", max_length=12, blank=True, default="")
    target = models.CharField("新状态", max_length=12)
    deed = models.CharField("事项", max_length=24)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_label = models.CharField("操作人", max_length=128)
    note = models.CharField("说明", max_length=500, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
