"""Who may see what of supervision."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from credit.rules.supervision import states
from credit.rules.supervision.people import HANDLERS, OFFICE
from enterprises.models.querysets import within

if TYPE_CHECKING:
    from enterprises.viewers import Viewer


def _own(viewer: "Viewer", prefix: str = "") -> Q:
    return Q(**{f"{prefix}subject__enterprise_id__in": viewer.own_ids})


def _in_charge(viewer: "Viewer", prefix: str = "") -> Any:
    """For an official: subjects of the sites in charge; persons are the hub office's alone."""
    subject = f"{prefix}subject__"
    if viewer.sees_all:
        if OFFICE in viewer.departments:
            return Q()
        return Q(**{f"{subject}enterprise__isnull": False})
    return within(viewer, f"{subject}enterprise__site__path")


class CaseQuerySet(models.QuerySet[Any]):
    """Cases of the negative list."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The party sees a case from its notice on; officials those of their sites. Before the
        listing is published only those who handle cases see it."""
        if not viewer.is_official:
            return self.filter(_own(viewer)).exclude(
                Q(status__in=sorted(states.UNKNOWN_TO_PARTY)) | Q(notified_at__isnull=True)
            )
        rows = self.filter(_in_charge(viewer))
        if viewer.departments & HANDLERS:
            return rows
        return rows.filter(published_at__isnull=False)

    def public(self) -> Self:
        """What stands on the public page: published, not removed, never of a natural person or an
        individual trader."""
        return (
            self.filter(status=states.PUBLISHED, subject__enterprise__isnull=False)
            .exclude(subject__enterprise__status="applying")
            .exclude(subject__enterprise__kinds__contains=["individual"])
        )


class ClaimQuerySet(models.QuerySet[Any]):
    """What enterprises ask for."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """A firm sees its own; officials what was submitted at their sites: those who handle
        cases, and the department that was asked."""
        if not viewer.is_official:
            return self.filter(_own(viewer))
        rows = self.filter(_in_charge(viewer), submitted_at__isnull=False)
        if viewer.departments & HANDLERS:
            return rows
        return rows.filter(asked_department__in=sorted(viewer.departments))


class ClaimFileQuerySet(models.QuerySet[Any]):
    """Papers of claims."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Seen by whoever sees the claim."""
        claims = self.model._meta.get_field("claim").related_model
        return self.filter(claim__in=claims.objects.visible_to(viewer))


class MeasureQuerySet(models.QuerySet[Any]):
    """Measures in force or ended."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """A firm sees what is in force on it; a department what it carries out, the zone office
        everything of its sites."""
        if not viewer.is_official:
            return self.filter(_own(viewer))
        rows = self.filter(_in_charge(viewer))
        if OFFICE in viewer.departments:
            return rows
        return rows.filter(item__department__in=sorted(viewer.departments))


class AcknowledgementQuerySet(models.QuerySet[Any]):
    """What departments said of measures."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Officials who see the measure."""
        if not viewer.is_official:
            return self.none()
        measures = self.model._meta.get_field("measure").related_model
        return self.filter(measure__in=measures.objects.visible_to(viewer))
