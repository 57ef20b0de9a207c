"""Who may see what of points, plans and runs."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from enterprises.models.querysets import within
from risk.rules.matters import RELEASED

if TYPE_CHECKING:
    from enterprises.viewers import Viewer


def _above(viewer: "Viewer") -> list[str]:
    """The sites above the viewer's: what holds there holds for them."""
    return sorted({code for path in viewer.site_paths for code in path.split("/") if code})


class OfSiteQuerySet(models.QuerySet[Any]):
    """Rows of a site: internal work of the authorities."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Officials of the sites in charge."""
        if not viewer.is_official:
            return self.none()
        return self.filter(within(viewer, "site__path"))


class PlanQuerySet(OfSiteQuerySet):
    """Plans."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of the viewer's sites, and what is in force at the sites above."""
        if not viewer.is_official:
            return self.none()
        above = Q(site_id__in=_above(viewer), status=RELEASED)
        return self.filter(Q(within(viewer, "site__path")) | above)
