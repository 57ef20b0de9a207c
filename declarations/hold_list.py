"""The queue of customs read for its page and for programs: what is held, for how long, by whom it
is worked on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from declarations.messages.catalogue import KINDS
from declarations.models import Hold, Inventory, Paper
from declarations.outlines import shown_time
from declarations.rulebook import day_of
from declarations.rules import gateway as law
from declarations.standing_words import authority_of
from enterprises.viewers import Viewer
from reference.selectors import rule_settings

OPEN, UNTOUCHED, INSTRUCTED, FOUND, ENDED = "open", "untouched", "instructed", "found", "ended"
STATES: Final = (OPEN, UNTOUCHED, INSTRUCTED, FOUND, ENDED)
OF_INVENTORY, OF_PAPER = "inventory", "paper"
LATE: Final = "yes"


@dataclass(frozen=True, slots=True)
class HoldFilter:
    """How the queue is narrowed down; numbers are exact, empty means everything."""

    state: str = ""
    status: str = ""
    subject: str = ""
    overdue: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold with what it holds: an inventory or a paper; either may be gone by now."""

    hold: Hold
    inventory: Inventory | None = None
    paper: Paper | None = None

    @property
    def number(self) -> str:
        """What people know the document by."""
        if self.inventory is not None:
            return self.inventory.cop_no or self.inventory.order_no
        if self.paper is not None:
            return self.paper.cop_no or self.paper.logistics_no or str(self.paper.id)
        return str(self.hold.inventory_id or self.hold.paper_id)

    @property
    def kind(self) -> str:
        document = self.inventory or self.paper
        return document.kind if document is not None else ""


def limit(at: datetime) -> timedelta:
    """How long a hold may last before it counts as overdue: a dated setting."""
    rows = rule_settings(on=day_of(at)).get(law.CODE, {})
    return timedelta(hours=int(rows.get(law.HOLD_HOURS, law.PARAMETERS[law.HOLD_HOURS].initial)))


def holds(viewer: Viewer, wanted: HoldFilter, *, at: datetime) -> QuerySet[Hold]:
    """The holds that the viewer may see and the filter lets through."""
    rows: QuerySet[Hold] = Hold.objects.visible_to(viewer)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.subject:
        rows = rows.filter(paper_id__isnull=wanted.subject == OF_INVENTORY)
    if wanted.overdue:
        rows = rows.filter(ended_at=None, since__lt=at - limit(at))
    if wanted.number:
        rows = rows.filter(_numbered(wanted.number))
    narrowing: dict[str, dict[str, Any]] = {
        OPEN: {"ended_at": None},
        UNTOUCHED: {"ended_at": None, "instructed_at": None},
        INSTRUCTED: {"ended_at": None, "instructed_at__isnull": False, "found_at": None},
        FOUND: {"ended_at": None, "found_at__isnull": False},
        ENDED: {"ended_at__isnull": False},
    }
    return rows.filter(**narrowing.get(wanted.state, {}))


def _numbered(number: str) -> Q:
    """Holds of whatever carries a number."""
    inventories = Inventory.objects.filter(
        Q(cop_no=number) | Q(order_no=number) | Q(logistics_no=number) | Q(invt_no=number)
    )
    papers = Paper.objects.filter(
        Q(cop_no=number) | Q(logistics_no=number) | Q(invt_no=number) | Q(order_no=number)
    )
    return Q(inventory_id__in=inventories.values("id")) | Q(paper_id__in=papers.values("id"))


def with_documents(rows: Iterable[Hold]) -> list[Held]:
    """Holds with what they hold: two queries for all."""
    listed = list(rows)
    inventories = Inventory.objects.in_bulk([r.inventory_id for r in listed if r.inventory_id])
    wanted = [row.paper_id for row in listed if row.paper_id]
    papers = Paper.objects.defer("lines", "numbers", "personal").in_bulk(wanted) if wanted else {}
    return [
        Held(row, inventories.get(row.inventory_id or 0), papers.get(row.paper_id or 0))
        for row in listed
    ]


def hold_of(viewer: Viewer, hold_id: int) -> Held | None:
    """One hold; None where it is not the viewer's."""
    row = Hold.objects.visible_to(viewer).filter(pk=hold_id).first()
    return with_documents([row])[0] if row is not None else None


def outlines(rows: Iterable[Hold], *, at: datetime) -> list[dict[str, Any]]:
    """Holds as programs read them."""
    longest = limit(at)
    return [_outline(held, at, longest) for held in with_documents(rows)]


def _outline(held: Held, at: datetime, longest: timedelta) -> dict[str, Any]:
    hold = held.hold
    subject = OF_INVENTORY if hold.inventory_id else OF_PAPER
    lasted = (hold.ended_at or at) - hold.since
    return {
        "id": str(hold.pk),
        "subject": subject,
        "document": str(hold.inventory_id or hold.paper_id),
        "type": held.kind or None,
        "title": KINDS[held.kind].en if held.kind else None,
        "number": held.number,
        "status": hold.status,
        "authority": authority_of(hold.status),
        "reason": hold.reason,
        "since": shown_time(hold.since),
        "hours": round(lasted.total_seconds() / 3600, 2),
        "overdue": hold.ended_at is None and lasted > longest,
        "directive": hold.directive or None,
        "instruction": hold.instruction or None,
        "instructed_by": hold.instructed_by or None,
        "instructed_at": shown_time(hold.instructed_at),
        "result": hold.result or None,
        "finding": hold.finding or None,
        "found_by": hold.found_by or None,
        "found_at": shown_time(hold.found_at),
        "ended_at": shown_time(hold.ended_at),
        "ended_status": hold.ended_status or None,
        "ended_reason": hold.ended_reason or None,
    }
