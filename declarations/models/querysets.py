"""Who may see which row: the only place that decides it."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from declarations.models.decisions import Decision
from enterprises.viewers import Viewer

PROOF_READERS = frozenset({"customs", "zone"})
"""Departments that may look at raw payment data."""


class SubmissionQuerySet(models.QuerySet[Any]):
    """Submissions, to their sender and to officials."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(enterprise_id__in=viewer.enterprise_ids)


class RejectionQuerySet(SubmissionQuerySet):
    """Rejected documents, to their sender and to officials."""


class ProofQuerySet(SubmissionQuerySet):
    """Raw payment data: to the platform that uploaded them, and to customs and the zone office."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.is_official:
            return super().visible_to(viewer) if viewer.departments & PROOF_READERS else self.none()
        return self.filter(enterprise_id__in=viewer.own_ids)


class QueryQuerySet(ProofQuerySet):
    """Customs' questions for them, likewise."""


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents, whole, to those who sent them, own them or are named in them as a party.

    ``parties`` is written at intake: sender, owner and, for an inventory, every firm it names.
    """

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(parties__overlap=list(viewer.enterprise_ids))

    def open_to(self, viewer: Viewer) -> Self:
        """Documents the viewer may read whole."""
        return self.visible_to(viewer)

    def visible_parts(self, viewer: Viewer) -> tuple[Self, ...]:
        """``visible_to`` in parts, which may overlap, each of which can be read newest first."""
        return (self.visible_to(viewer),)


class InventoryQuerySet(DocumentQuerySet):
    """Inventories; a firm whose payment or waybill joined a declaration sees its outcome too."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Inventories whose outcome and findings the viewer may see."""
        if viewer.sees_all:
            return self
        own = list(viewer.enterprise_ids)
        joined = Decision.objects.filter(inventory_id=OuterRef("id"), joined_parties__overlap=own)
        return self.filter(Q(parties__overlap=own) | Exists(joined))

    def visible_parts(self, viewer: Viewer) -> tuple[Self, ...]:
        """Those that name the viewer, and those that its documents joined.

        Asked for as one, with OR, a page of a payment company's list reads all it ever joined
        (130 ms at 200,000 declarations, and growing with them); each part costs the same always.
        """
        if viewer.sees_all:
            return (self,)
        own = list(viewer.enterprise_ids)
        joined = Decision.objects.filter(joined_parties__overlap=own).values("inventory_id")
        return self.filter(parties__overlap=own), self.filter(id__in=joined)

    def open_to(self, viewer: Viewer) -> Self:
        """Inventories that the viewer may read whole: its sender, the seller and the agent."""
        if viewer.sees_all:
            return self
        return self.filter(owners__overlap=list(viewer.enterprise_ids))


class HoldQuerySet(models.QuerySet[Any]):
    """Holds, to officials of customs, of the inventories and papers that they may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        if not works_at_customs(viewer):
            return self.none()
        if viewer.sees_all:
            return self
        return self.filter(_inventory_seen_by(viewer) | _paper_seen_by(viewer, "paper_id"))


class SummaryQuerySet(models.QuerySet[Any]):
    """Monthly summaries, to the declaring firm, to the consignor, and to officials."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(parties__overlap=list(viewer.enterprise_ids))


class CustomsReceiptQuerySet(models.QuerySet[Any]):
    """Receipts of customs; those for unknown numbers belong to the customs office of the hub."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.sees_all:
            return self
        return self.filter(_inventory_seen_by(viewer) | _paper_seen_by(viewer, "document_id"))

    def unknown_to(self, viewer: Viewer) -> Self:
        """Receipts for numbers that nobody sent here."""
        may_look = viewer.sees_all and works_at_customs(viewer)
        return self.filter(effect="unknown") if may_look else self.none()


def works_at_customs(viewer: Viewer) -> bool:
    """Whether the viewer is an official with a posting at customs."""
    return viewer.is_official and "customs" in viewer.departments


def _inventory_seen_by(viewer: Viewer) -> Exists:
    """Whether the viewer may see the inventory of a row with ``inventory_id``."""
    inventories: Any = apps.get_model("declarations", "Inventory")
    return Exists(inventories.objects.visible_to(viewer).filter(id=OuterRef("inventory_id")))


def _paper_seen_by(viewer: Viewer, column: str) -> Exists:
    """Whether the viewer may see the paper of a row with such a column."""
    papers: Any = apps.get_model("declarations", "Paper")
    return Exists(papers.objects.visible_to(viewer).filter(id=OuterRef(column)))
