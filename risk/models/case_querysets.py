"""Who may see what of alerts, cases and joint control: the only place that decides it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from enterprises.models.querysets import within

if TYPE_CHECKING:
    from enterprises.viewers import Viewer

OFFICE = "zone"
"""The department that sees every case of its sites; the others see those assigned to them."""


def _mine(viewer: "Viewer", case: str = "") -> Q:
    """Cases of the viewer's sites: all for the zone office, for a department those it leads."""
    here = within(viewer, f"{case}site__path")
    if OFFICE in viewer.departments:
        return Q(here)
    return Q(here, **{f"{case}department__in": sorted(viewer.departments)})


class RiskCaseQuerySet(models.QuerySet[Any]):
    """Cases; the risk work of officials is nobody else's."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Officials of the zone office see the cases of their sites, a department those whose
        handling it leads; firms none."""
        return self.filter(_mine(viewer)) if viewer.is_official else self.none()


class OfCaseQuerySet(models.QuerySet[Any]):
    """Rows of a case: alerts, steps, packages."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Seen by whoever sees the case."""
        return self.filter(_mine(viewer, "case__")) if viewer.is_official else self.none()


class RequestQuerySet(models.QuerySet[Any]):
    """Requests for assistance."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Seen by whoever sees the case, and by the department that is asked."""
        if not viewer.is_official:
            return self.none()
        asked = Q(
            within(viewer, "case__site__path"),
            party="department",
            department__in=sorted(viewer.departments),
        )
        return self.filter(_mine(viewer, "case__") | asked)


class DutyQuerySet(models.QuerySet[Any]):
    """Rows of the duty matrix."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Every official reads who does what."""
        return self if viewer.is_official else self.none()
