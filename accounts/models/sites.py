"""The tree of sites (1+M+N): one hub, sub-platforms below it, front windows below those."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.constants import HUB, SITE_KINDS, SITE_STATUSES
from accounts.models.querysets import SiteQuerySet


class Site(models.Model):
    """One node. ``path`` holds the codes from the hub down (``/hub/west/window/``), so that the
    subtree of a site is every path that begins with its own. ``loaded`` holds what the zone's
    configuration last said, so that a column edited by hand is told apart and stays."""

    code = models.SlugField("平台代码", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级平台",
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField("路径", max_length=200, unique=True)
    kind = models.CharField("类型", max_length=8, choices=SITE_KINDS)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=120, blank=True, default="")
    area = models.CharField("所在区域", max_length=60, blank=True, default="")
    operator = models.CharField("运营单位", max_length=100, blank=True, default="")
    services = ArrayField(
        models.CharField(max_length=40), verbose_name="开通服务", default=list, blank=True
    )
    status = models.CharField("状态", max_length=8, choices=SITE_STATUSES, default="open")
    accepted_date = models.DateField("验收日期", null=True, blank=True)
    loaded = models.JSONField("配置所载", default=dict, blank=True, editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "平台节点"
        verbose_name_plural = "平台节点"
        ordering = ("path",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind="hub", parent__isnull=True)
                | (~models.Q(kind="hub") & models.Q(parent__isnull=False)),
                name="site_hub_is_root",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="hub"), name="site_one_hub"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[code for code, *_ in SITE_KINDS]),
                name="site_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[code for code, *_ in SITE_STATUSES]),
                name="site_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(path__regex=rf"^/{HUB}/([a-z0-9-]+/)*$"), name="site_path_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name
