"""A cancellation against what became of its inventory, and against earlier cancellations."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q

from declarations.models import Course, Paper, PaperCourse
from declarations.rules.cancelling import ASKED_BEFORE, TOO_LATE
from declarations.states import CANCELLED, CORRECTABLE, THROUGH

NEW = "1"
"""appType of what is not kept yet."""


def refused_because(kind: str, head: Any, inventory: Any) -> str | None:
    """The rule that forbids a cancellation; None where it may go to customs.

    The same one sent again is no other application, whatever has become of the inventory since.
    """
    kept = Paper.objects.filter(kind=kind, invt_no=head.invtNo)
    own = Q(cop_no=head.copNo, data__agentCode=head.agentCode)
    if head.appType == NEW and kept.filter(own).exists():
        return None
    rows = Course.objects.filter(inventory_id=inventory.id)
    status = rows.values_list("status", flat=True).first()
    if status == CANCELLED or _is_asked_for(kept.exclude(own), inventory.parties):
        return ASKED_BEFORE
    return TOO_LATE if status in THROUGH else None


def _is_asked_for(others: Any, parties: Collection[int]) -> bool:
    """Whether customs has another application to answer, or granted it.

    One from somebody whom the inventory does not concern forbids nothing: its number is easily
    guessed.
    """
    rejected = PaperCourse.objects.filter(paper_id=OuterRef("id"), status__in=CORRECTABLE)
    return bool(others.filter(~Exists(rejected), sender_id__in=parties).exists())
