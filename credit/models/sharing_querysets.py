"""Who may see the log of queries and the contracts of raters."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from credit.models.querysets import OFFICE
from enterprises.models.querysets import within

if TYPE_CHECKING:
    from enterprises.viewers import Viewer


class QueryQuerySet(models.QuerySet[Any]):
    """Queries: to the subject, to who asked, and to auditors of the sites in charge."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Its subject and the enterprise that asked see a query; an official those of the own
        departments about enterprises in charge; an auditor and the zone office all of these."""
        if not viewer.is_official:
            # Named one by one, so that each side of the OR is read from its own index.
            subjects: Any = apps.get_model("credit", "Subject").objects
            own = list(
                subjects.filter(enterprise_id__in=viewer.own_ids).values_list("pk", flat=True)
            )
            return self.filter(Q(subject_id__in=own) | Q(enterprise_id__in=viewer.own_ids))
        rows = self
        if not viewer.sees_all:
            rows = rows.filter(within(viewer, "subject__enterprise__site__path"))
        if "auditor" in viewer.roles or OFFICE in viewer.departments:
            return rows
        return rows.filter(party__in=sorted(viewer.departments))


class ContractQuerySet(models.QuerySet[Any]):
    """Contracts of raters: to the rater and to the zone office of the hub."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The rater sees its own, the zone office of the hub all."""
        if viewer.sees_all and OFFICE in viewer.departments:
            return self
        return self.filter(enterprise_id__in=viewer.own_ids)
