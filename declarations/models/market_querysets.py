"""Who may see what of market purchase: the declarant its own, officials their sites'."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import Site
from enterprises.models.querysets import within
from enterprises.viewers import Viewer


class MarketFirmQuerySet(models.QuerySet[Any]):
    """Firms of markets: a public trade register in substance, so every signed-in firm may look."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all or viewer.own_ids:
            return self
        return self.filter(site__in=_sites(viewer))


class MarketRecordQuerySet(models.QuerySet[Any]):
    """Declarations under 1039."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(Q(enterprise_id__in=viewer.own_ids) | Q(site__in=_sites(viewer)))


def _sites(viewer: Viewer) -> Any:
    return Site.objects.filter(within(viewer, "path")).values("code")
