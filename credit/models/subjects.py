"""Whose credit it is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from credit.models.querysets import SubjectQuerySet
from enterprises.models import Enterprise


class Subject(models.Model):
    """An enterprise, or a natural person where the law allows: ``person`` is the keyed hash of
    the ID number, ``sealed_name`` the name under the vault (context ``credit-person:<hash>``)."""

    enterprise = models.OneToOneField(
        Enterprise,
        verbose_name="企业",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="credit_subject",
    )
    person = models.UUIDField("个人（散列）", null=True, blank=True, unique=True)
    sealed_name = models.BinaryField("姓名(密文)", null=True, blank=True)
    since = models.DateTimeField("建档时间")

    objects = SubjectQuerySet.as_manager()

    class Meta:
        db_table = "credit_subject"
        verbose_name = "信用主体"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, person__isnull=True, sealed_name__isnull=True)
                | Q(enterprise__isnull=True, person__isnull=False, sealed_name__isnull=False),
                name="credit_subject_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"subject {self.pk}"
