"""The one decision point of each model here: what an official's postings let them see."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.facts import HUB_PATH

if TYPE_CHECKING:
    from accounts.facts import Authority
    from accounts.models.audit import AuditEntry  # noqa: F401  named in the bases below
    from accounts.models.organisations import Organisation  # noqa: F401
    from accounts.models.sites import Site  # noqa: F401


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites."""

    def visible_to(self, authority: "Authority") -> "SiteQuerySet":
        """An official sees the subtrees of the postings."""
        return self.filter(below(authority.seen_roots, "path"))

    def run_by(self, authority: "Authority") -> "SiteQuerySet":
        """The sites an official administers."""
        return self.filter(below(authority.site_roots, "path"))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations of officials."""

    def visible_to(self, authority: "Authority") -> "OrganisationQuerySet":
        """An administrator sees what may be administered: all of the sites in charge, else those
        of the own department; anybody else the own organisations."""
        condition = below(authority.site_roots, "site__path")
        for posting in authority.postings:
            if posting.role == "administrator":
                condition |= Q(
                    department=posting.department, site__path__startswith=posting.site_path
                )
            condition |= Q(code=posting.organisation)
        return self.filter(condition)


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """The trail."""

    def visible_to(self, authority: "Authority") -> "AuditQuerySet":
        """An auditor of the hub searches the whole trail, one of another site the deeds of the
        people who serve or served in the subtree."""
        roots = authority.audited_roots
        if HUB_PATH in roots:
            return self
        people: Any = self.model._meta.get_field("by").related_model
        serving = people.objects.filter(below(roots, "postings__organisation__site__path"))
        return self.filter(by__in=serving)


def below(roots: tuple[str, ...], path: str) -> Q:
    """The condition that a site path lies in one of the subtrees; never true for none."""
    condition = Q(pk__in=())
    for root in roots:
        condition |= Q(**{f"{path}__startswith": root})
    return condition
