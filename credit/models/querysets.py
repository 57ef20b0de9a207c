"""Who may see what of credit: the only place that decides it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

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
