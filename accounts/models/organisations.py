"""Organisations of officials, and who serves in them as what."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.constants import DEPARTMENTS, HUB, OFFICIAL_ROLES
from accounts.models.querysets import OrganisationQuerySet
from accounts.models.sites import Site


class Organisation(models.Model):
    """A customs house, a tax bureau, a county, a bank …: a department at one site. ``loaded`` as
    for sites."""

    code = models.SlugField("单位代码", max_length=40, unique=True)
    name = models.CharField("单位名称", max_length=100)
    name_en = models.CharField("英文名称", max_length=160, blank=True, default="")
    department = models.CharField("部门", max_length=12, choices=DEPARTMENTS)
    site = models.ForeignKey(
        Site,
        verbose_name="所属平台",
        to_field="code",
        default=HUB,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    active = models.BooleanField("启用", default=True)
    loaded = models.JSONField("配置所载", default=dict, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(department__in=[code for code, *_ in DEPARTMENTS]),
                name="organisation_department_known",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """A person's role in an organisation in [from_date, to_date)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        on_delete=models.PROTECT,
        related_name="postings",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="postings"
    )
    role = models.CharField("角色", max_length=16, choices=OFFICIAL_ROLES)
    from_date = models.DateField("任职日期")
    to_date = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(to_date__isnull=True),
                name="posting_once",
            ),
            models.CheckConstraint(
                condition=models.Q(to_date__isnull=True)
                | models.Q(to_date__gte=models.F("from_date")),
                name="posting_period",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, *_ in OFFICIAL_ROLES]),
                name="posting_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"
