"""Who may see what of risk: the only place that decides it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from enterprises.models import Enterprise
from enterprises.models.querysets import within

if TYPE_CHECKING:
    from enterprises.viewers import Viewer


class OfficeQuerySet(models.QuerySet[Any]):
    """Rules, facts, troubles: internal matters of the authorities, to officials alone."""

    def visible_to(self, viewer: "Viewer") -> Self:
        return self if viewer.is_official else self.none()


class OfEnterpriseQuerySet(models.QuerySet[Any]):
    """Rows that speak of an enterprise by its number: to officials of the sites in charge, never
    to the enterprise itself (scores and rules are internal)."""

    def visible_to(self, viewer: "Viewer") -> Self:
        if not viewer.is_official:
            return self.none()
        if viewer.sees_all:
            return self
        seen = Enterprise.objects.filter(within(viewer, "site__path"))
        return self.filter(enterprise_id__in=seen.values("id"))
