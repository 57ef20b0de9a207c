"""The one decision point of each model: what a viewer may see of it."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from enterprises.constants import APPLYING

if TYPE_CHECKING:
    from enterprises.viewers import Viewer


class EnterpriseQuerySet(models.QuerySet[Any]):
    """Enterprises; a firm that is still applying is not registered."""

    def registered(self) -> "EnterpriseQuerySet":
        """Those that were approved once, whatever happened since."""
        return self.exclude(status=APPLYING)

    def visible_to(self, viewer: "Viewer") -> "EnterpriseQuerySet":
        """A member sees its own enterprises, an official those of the sites in charge."""
        if viewer.sees_all:
            return self
        return self.filter(Q(id__in=viewer.own_ids) | within(viewer, "site__path"))


class FilingQuerySet(models.QuerySet[Any]):
    """Filings of every type."""

    def visible_to(self, viewer: "Viewer") -> "FilingQuerySet":
        """A member sees the filings of its own enterprises; an official what was ever submitted at
        the sites in charge (a draft is nobody's business but the applicant's)."""
        if viewer.is_official:
            submitted = self.filter(version__gt=0)
            return submitted if viewer.sees_all else submitted.filter(within(viewer, "site__path"))
        return self.filter(enterprise_id__in=viewer.own_ids)


class OwnQuerySet(models.QuerySet[Any]):
    """What is an enterprise's own business: its members, invitations, API clients."""

    def visible_to(self, viewer: "Viewer") -> "OwnQuerySet":
        """Only who acts for the enterprise sees it; no official does."""
        return self.filter(enterprise_id__in=viewer.own_ids)


class TokenQuerySet(models.QuerySet[Any]):
    """Tokens of API clients."""

    def visible_to(self, viewer: "Viewer") -> "TokenQuerySet":
        """Only who acts for the enterprise sees them."""
        return self.filter(client__enterprise_id__in=viewer.own_ids)


class MandateQuerySet(models.QuerySet[Any]):
    """Mandates between two enterprises."""

    def visible_to(self, viewer: "Viewer") -> "MandateQuerySet":
        """Both firms see a mandate, and the officials in charge of either."""
        if viewer.sees_all:
            return self
        parties = Q(principal_id__in=viewer.own_ids) | Q(agent_id__in=viewer.own_ids)
        in_charge = within(viewer, "principal__site__path") | within(viewer, "agent__site__path")
        return self.filter(parties | in_charge)


class ConsentQuerySet(models.QuerySet[Any]):
    """Consents of an enterprise to a bank or insurer."""

    def visible_to(self, viewer: "Viewer") -> "ConsentQuerySet":
        """Who gave it and who holds it; it is no official's business."""
        return self.filter(Q(principal_id__in=viewer.own_ids) | Q(recipient_id__in=viewer.own_ids))


class FilingLineQuerySet(models.QuerySet[Any]):
    """Lines of filings (goods, promoted goods), each of one version of its filing."""

    def visible_to(self, viewer: "Viewer") -> "FilingLineQuerySet":
        """A member sees the lines of its own enterprises; an official those of submitted versions
        at the sites in charge: what is still being typed is nobody else's business."""
        if viewer.is_official:
            submitted = self.filter(version__lte=F("filing__version"))
            return (
                submitted
                if viewer.sees_all
                else submitted.filter(within(viewer, "filing__site__path"))
            )
        return self.filter(filing__enterprise_id__in=viewer.own_ids)


class FiledQuerySet(models.QuerySet[Any]):
    """What an approval put in force (promotions, facilities): seen by the firm and the sites."""

    def visible_to(self, viewer: "Viewer") -> "FiledQuerySet":
        """A member sees its own, an official those filed at the sites in charge."""
        if viewer.sees_all:
            return self
        if viewer.is_official:
            return self.filter(within(viewer, "filing__site__path"))
        return self.filter(enterprise_id__in=viewer.own_ids)


class IdentityCheckQuerySet(models.QuerySet[Any]):
    """Checks of people and firms at identity services."""

    def visible_to(self, viewer: "Viewer") -> "IdentityCheckQuerySet":
        """An enterprise sees its own; officials those of the enterprises in charge, and at the hub
        also what officials asked."""
        if viewer.sees_all:
            return self
        own = Q(enterprise_id__in=viewer.own_ids)
        return self.filter(own | within(viewer, "enterprise__site__path"))


class SubjectNumberQuerySet(models.QuerySet[Any]):
    """The numbers by which authorities know an enterprise."""

    def visible_to(self, viewer: "Viewer") -> "SubjectNumberQuerySet":
        """An enterprise sees its own, officials those of the sites in charge."""
        if viewer.sees_all:
            return self
        own = Q(enterprise_id__in=viewer.own_ids)
        return self.filter(own | within(viewer, "enterprise__site__path"))

    def in_force(self) -> "SubjectNumberQuerySet":
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)


def within(viewer: "Viewer", path: str) -> Any:
    """The condition that a site path lies in one of the viewer's subtrees; never true for none."""
    condition = Q(pk__in=())
    for root in viewer.site_paths:
        condition |= Q(**{f"{path}__startswith": root})
    return condition
