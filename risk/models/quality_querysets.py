"""Who may see what of complaints, notices, recalls, authorisations and batches."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Q

from enterprises.models.querysets import within
from risk.rules.matters import (
    CHECKING,
    DONE,
    PUBLISHED,
    RECEIVED,
    REFUSED,
    UNFOUNDED,
)

if TYPE_CHECKING:
    from enterprises.viewers import Viewer

HANDLERS: Final = frozenset({"market", "zone", "county", "park"})
"""Departments that handle complaints and quality, each at its sites."""
OFFICE_ONLY: Final = (RECEIVED, REFUSED, CHECKING, UNFOUNDED)
"""States of a complaint of which the firm does not know: it learns of what is handed to it."""


def _in_charge(viewer: "Viewer") -> Any:
    return within(viewer, "site__path")


class ComplaintQuerySet(models.QuerySet[Any]):
    """Complaints and reports."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those who handle them at the sites in charge; the firm and the platform from when it was
        handed to the firm, or a report was confirmed."""
        if viewer.is_official:
            if not viewer.departments & HANDLERS:
                return self.none()
            return self.filter(_in_charge(viewer))
        own = list(viewer.own_ids)
        return self.filter(Q(firm_id__in=own) | Q(platform_id__in=own)).exclude(
            status__in=OFFICE_ONLY
        )


class OfFirmQuerySet(models.QuerySet[Any]):
    """What is a firm's own: authorisations and batches."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The firm, and officials who handle quality at its sites."""
        if viewer.is_official:
            if not viewer.departments & (HANDLERS | {"customs"}):
                return self.none()
            return self.filter(within(viewer, "firm__site__path"))
        return self.filter(firm_id__in=list(viewer.own_ids))


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices of infringement."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those who handle them; the merchant and its platform from when it was forwarded."""
        if viewer.is_official:
            if not viewer.departments & HANDLERS:
                return self.none()
            return self.filter(within(viewer, "firm__site__path"))
        own = list(viewer.own_ids)
        return self.filter(Q(firm_id__in=own) | Q(platform_id__in=own)).exclude(
            status__in=[RECEIVED, REFUSED]
        )


class RecallQuerySet(OfFirmQuerySet):
    """Recalls and failed tests."""

    def public(self) -> Self:
        """What anybody may read."""
        return self.filter(status__in=[PUBLISHED, DONE])
