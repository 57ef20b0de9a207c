"""Who may see targets, tasks, assessments, direct reports and surveys: decided here only."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Q

from enterprises.models.querysets import within
from statistics_app.states import OPEN

if TYPE_CHECKING:
    from enterprises.viewers import Viewer

OFFICE: Final = "zone"
READERS: Final = frozenset({"zone", "park", "county"})
"""Who may read single reports: the chain that reviews them. Departments that punish, rate or
inspect (customs, tax, market supervision) never do (Statistics Law, its regulations art. 30)."""


class OfficialsQuerySet(models.QuerySet[Any]):
    """What the government does together: targets, tasks, meetings, inspections."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Every official reads it; who may act on it is decided by unit and role."""
        return self if viewer.is_official else self.none()


class OfSiteQuerySet(models.QuerySet[Any]):
    """Evidence and assessments of a site."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Officials of the site and above."""
        if not viewer.is_official:
            return self.none()
        return self if viewer.sees_all else self.filter(within(viewer, "site__path"))


class ReportQuerySet(models.QuerySet[Any]):
    """Direct reports: statistical secrets of whoever gave them."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The respondent, and the chain of review of its site once it was sent in. A park sees its
        own report from the beginning."""
        if not viewer.is_official:
            return self.filter(enterprise_id__in=viewer.own_ids)
        if not viewer.departments & READERS:
            return self.none()
        sent = ~Q(status=OPEN) | Q(enterprise__isnull=True)
        rows = self.filter(sent)
        return rows if viewer.sees_all else rows.filter(within(viewer, "place__path"))


class SurveyQuerySet(models.QuerySet[Any]):
    """Surveys: designs and what was estimated."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The offices that work on statistics; not those that punish, rate or inspect."""
        return self if viewer.is_official and viewer.departments & READERS else self.none()


class SurveyUnitQuerySet(models.QuerySet[Any]):
    """Questionnaires of a sample."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Who was drawn, and the zone office of the hub."""
        if viewer.sees_all and OFFICE in viewer.departments:
            return self
        return self.filter(enterprise_id__in=viewer.own_ids)
