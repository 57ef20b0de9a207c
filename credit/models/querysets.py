"""Who may see what of credit: the only place that decides it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from credit.rules.supervision import states
from credit.rules.supervision.people import HANDLERS
from enterprises.models.querysets import within

if TYPE_CHECKING:
    from enterprises.viewers import Viewer

OFFICE = "zone"
"""The department that runs the credit systems; persons and models are its business."""


class SubjectQuerySet(models.QuerySet[Any]):
    """Subjects: enterprises, and persons where the law allows."""

    def enterprises(self) -> Self:
        """Subjects that are enterprises."""
        return self.filter(enterprise__isnull=False)

    def public(self) -> Self:
        """Whom the public may ever read of: registered enterprises, never a natural person, and
        no individual trader, who is one."""
        return (
            self.enterprises()
            .exclude(enterprise__status="applying")
            .exclude(enterprise__kinds__contains=["individual"])
        )

    def visible_to(self, viewer: "Viewer") -> Self:
        """An enterprise sees itself, an official the enterprises of the sites in charge; persons
        are seen by the zone office of the hub only."""
        if viewer.sees_all:
            return self if OFFICE in viewer.departments else self.enterprises()
        own = Q(enterprise_id__in=viewer.own_ids)
        return self.filter(own | within(viewer, "enterprise__site__path"))


class OfSubjectQuerySet(models.QuerySet[Any]):
    """Rows that belong to a subject."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Seen by whoever sees the subject."""
        if viewer.sees_all:
            if OFFICE in viewer.departments:
                return self
            return self.filter(subject__enterprise__isnull=False)
        own = Q(subject__enterprise_id__in=viewer.own_ids)
        return self.filter(own | within(viewer, "subject__enterprise__site__path"))


class OfficeQuerySet(models.QuerySet[Any]):
    """Tools of the zone office: sources, imports, models, cycles."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Officials see them; what may be done with them is decided by role and department."""
        return self if viewer.is_official else self.none()


class ImportQuerySet(models.QuerySet[Any]):
    """Imports into the ledger."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The zone office of the hub sees all, a department its own."""
        if viewer.sees_all and OFFICE in viewer.departments:
            return self
        if not viewer.is_official:
            return self.none()
        return self.filter(source__department__in=viewer.departments)


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
