"""A cancellation against what became of its inventory, and against earlier cancellations."""

from typing import Any

from django.db.models import Exists, OuterRef

from declarations.models import Course, Paper, PaperCourse
from declarations.rules.cancelling import ASKED_BEFORE, TOO_LATE
from declarations.states import CANCELLED, CORRECTABLE, THROUGH


def refused_because(kind: str, head: Any, inventory_id: int) -> str | None:
    """The rule that forbids a cancellation; None where it may go to customs."""
    rows = Course.objects.filter(inventory_id=inventory_id)
    status = rows.values_list("status", flat=True).first()
    if status == CANCELLED or _asked_before(kind, head):
        return ASKED_BEFORE
    return TOO_LATE if status in THROUGH else None


def _asked_before(kind: str, head: Any) -> bool:
    """Whether another application for the inventory is kept that customs has not rejected."""
    rejected = PaperCourse.objects.filter(paper_id=OuterRef("id"), status__in=CORRECTABLE)
    others = Paper.objects.filter(~Exists(rejected), kind=kind, invt_no=head.invtNo)
    return others.exclude(cop_no=head.copNo, data__agentCode=head.agentCode).exists()
