"""Returns read for pages and the interface: lists of running terms, one return, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from declarations.exports import firm_names, firms_named
from declarations.models import (
    Course,
    CustomsReceipt,
    Inventory,
    InventoryLine,
    Paper,
    Return,
    ReturnLine,
    ReturnStep,
)
from declarations.releases import left_of, release_of, terms_from
from declarations.return_states import (
    EXPIRED,
    HOLDING,
    REFUSED,
    RUNNING,
    STORED,
    TURNS,
)
from declarations.rulebook import settings_on
from declarations.rules.return_checks import (
    Asked,
    Released,
    Terms,
    Trouble,
    troubles,
)
from declarations.rules.return_terms import (
    APPLIED_LATE,
    ARRIVED_LATE,
    EXPORT,
    IMPORT,
    RETURNED_LATE,
)
from enterprises.viewers import Viewer
from zone_portal.kernel.findings import Evidence, Finding, Severity, to_stored

SOON: Final = "soon"
OVER: Final = "over"
SOON_DAYS: Final = 7
"""Terms that end within so many days count as ending soon in lists."""
RUNS: Final = "running"
KIND_OF: Final = {"CEB621": IMPORT, "CEB603": EXPORT}
"""The kind of paper that returns goods of an inventory."""


@dataclass(frozen=True, slots=True)
class ReturnFilter:
    """How a list of returns is narrowed down; empty means everything.

    ``direction`` import or export; ``state`` may be "running"; ``clock`` a term or "any";
    ``due`` "soon" (within seven days) or "over"; ``turn`` agent or customs; numbers are exact.
    """

    direction: str = ""
    state: str = ""
    clock: str = ""
    due: str = ""
    turn: str = ""
    due_before: date | None = None
    number: str = ""
    invt_no: str = ""
    logistics_no: str = ""
    party: str = ""
    inventory_id: int | None = None


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """One line of a released inventory: what was declared, and how much may still be returned."""

    gnum: int
    gcode: str
    gname: str
    gmodel: str
    unit: str
    declared: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be returned of an inventory today, and what stands against it.

    ``kind`` is that of the application; ``findings`` are in stored form, those that refuse it too.
    """

    inventory: Any
    kind: str
    invt_no: str
    status: str | None
    terms: Terms
    released_on: date | None
    lines: tuple[OfferedLine, ...]
    findings: tuple[dict[str, Any], ...]

    @property
    def is_open(self) -> bool:
        """Whether an application could pass today."""
        wrong = any(finding["severity"] == "error" for finding in self.findings)
        return bool(self.invt_no) and not wrong and any(line.left for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One line of a return beside the original."""

    gnum: int
    quantity: Decimal
    gcode: str = ""
    gname: str = ""
    unit: str = ""
    declared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """One return with its lines, steps and what customs said; ``paper`` is gone once deleted."""

    row: Return
    lines: tuple[ReturnedLine, ...]
    steps: tuple[ReturnStep, ...]
    receipts: tuple[CustomsReceipt, ...]
    paper: Paper | None
    firm: str
    sees_inventory: bool
    findings: tuple[dict[str, Any], ...] = ()


def returns(viewer: Viewer, wanted: ReturnFilter, *, on: date) -> QuerySet[Return]:
    """The returns that the viewer may see and the filter lets through."""
    rows: QuerySet[Return] = Return.objects.visible_to(viewer)
    if wanted.direction:
        rows = rows.filter(kind=IMPORT if wanted.direction == "import" else EXPORT)
    if wanted.state == RUNS:
        rows = rows.filter(state__in=RUNNING)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    rows = _by_clock(rows, wanted, on)
    if wanted.turn:
        rows = rows.filter(state__in=[state for state, who in TURNS.items() if who == wanted.turn])
    for column in ("number", "invt_no", "logistics_no"):
        if given := getattr(wanted, column):
            rows = rows.filter(**{column: given})
    if wanted.party:
        rows = rows.filter(parties__overlap=firms_named(wanted.party))
    if wanted.inventory_id is not None:
        rows = rows.filter(inventory_id=wanted.inventory_id)
    return rows


def _by_clock(rows: QuerySet[Return], wanted: ReturnFilter, on: date) -> QuerySet[Return]:
    if wanted.clock == "any":
        rows = rows.exclude(clock="")
    elif wanted.clock:
        rows = rows.filter(clock=wanted.clock)
    if wanted.due == SOON:
        rows = rows.exclude(clock="").filter(due_on__lte=on + timedelta(days=SOON_DAYS))
    elif wanted.due == OVER:
        rows = rows.filter(state=EXPIRED)
    if wanted.due_before is not None:
        rows = rows.exclude(clock="").filter(due_on__lt=wanted.due_before)
    return rows


def return_of(return_id: int, viewer: Viewer) -> ReturnFacts | None:
    """One return, or None where the viewer may not see it."""
    row = Return.objects.visible_to(viewer).filter(id=return_id).first()
    if row is None:
        return None
    paper = Paper.objects.filter(id=row.id).first()
    steps = tuple(ReturnStep.objects.filter(paper_id=row.id).order_by("number"))
    receipts: Any = CustomsReceipt.objects.filter(document_id__in=[row.id, row.tally_id or 0])
    seen = Inventory.objects.visible_to(viewer).filter(id=row.inventory_id or 0)
    return ReturnFacts(
        row=row,
        lines=tuple(_lines_of(row, paper)),
        steps=steps,
        receipts=tuple(receipts.order_by("return_time", "id")),
        paper=paper,
        firm=firm_names([row.sender_id]).get(row.sender_id, ""),
        sees_inventory=bool(row.inventory_id and seen.exists()),
        findings=(*((paper.findings or ()) if paper else ()), *_of_term(row, steps)),
    )


def _lines_of(row: Return, paper: Paper | None) -> Iterable[ReturnedLine]:
    declared = {
        line.gnum: line for line in InventoryLine.objects.filter(document_id=row.inventory_id or 0)
    }
    told = {line.get("gnum"): line for line in (paper.lines or ())} if paper else {}
    for asked in ReturnLine.objects.filter(paper_id=row.id).order_by("gnum"):
        original, own = declared.get(asked.gnum), told.get(asked.gnum, {})
        yield ReturnedLine(
            asked.gnum,
            asked.quantity,
            own.get("gcode") or getattr(original, "gcode", ""),
            own.get("gname") or getattr(original, "gname", ""),
            own.get("unit") or getattr(original, "unit", ""),
            getattr(original, "qty", None),
        )


def _of_term(row: Return, steps: Sequence[ReturnStep]) -> Iterable[dict[str, Any]]:
    """The finding of a term that was missed, or of goods that came back too late."""
    if row.state != EXPIRED or row.arrive_until is None:
        return
    ended = next((step.source for step in reversed(steps) if step.target == EXPIRED), "")
    code, last = RETURNED_LATE, row.arrive_until
    if row.kind == IMPORT:
        never_applied = ended in {STORED, REFUSED}
        code = APPLIED_LATE if never_applied else ARRIVED_LATE
        last = row.apply_until if never_applied and row.apply_until else last
    parameters = vars(settings_on(row.released_on or last).parameters[code])
    shown = f"{row.arrived_on}" if row.arrived_on else row.invt_no
    evidence = Evidence(row.kind, {"number": row.number}, "invtNo", None, shown)
    params = {"day": f"{last}", **parameters}
    yield to_stored(Finding(code, "error", (evidence,), "agent", params))


def returns_of(inventory_id: int) -> list[Return]:
    """All returns of an inventory, newest first: as its panel and timeline show them."""
    return list(Return.objects.filter(inventory_id=inventory_id).order_by("-id"))


def offer_of(inventory: Any, *, on: date) -> Offer:
    """What may be returned of an inventory on a day: four to six queries."""
    kind = KIND_OF[inventory.kind]
    lines = {
        line.gnum: line
        for line in InventoryLine.objects.filter(document_id=inventory.id).order_by("gnum")
    }
    left = left_of(inventory.id, lines)
    status, released_on = release_of(inventory.id)
    terms = terms_from(kind, inventory, released_on)
    asked = Asked(kind, inventory.customs_code, mode_of(inventory), {})
    released = Released(inventory.trade_mode, inventory.customs_code, status, released_on, left)
    settings = settings_on(on)
    found = troubles(asked, released, terms, today=on, settings=settings.parameters)
    findings = (_stored(trouble, inventory, settings.of(trouble.code)) for trouble in found)
    course = Course.objects.filter(inventory_id=inventory.id).first()
    return Offer(
        inventory=inventory,
        kind=kind,
        invt_no=(course and course.invt_no) or inventory.invt_no or "",
        status=status,
        terms=terms,
        released_on=released_on,
        lines=tuple(
            OfferedLine(gnum, row.gcode, row.gname, row.gmodel, row.unit, row.qty, left[gnum].left)
            for gnum, row in lines.items()
        ),
        findings=tuple(finding for finding in findings if finding is not None),
    )


def _stored(trouble: Trouble, inventory: Any, severity: str) -> dict[str, Any] | None:
    if severity == "off":
        return None
    key = {"agentCode": inventory.agent_code, "copNo": inventory.cop_no or ""}
    evidence = Evidence(inventory.kind, key, trouble.element, trouble.line, None)
    graded: Severity = "error" if severity == "error" else "warning"
    return to_stored(Finding(trouble.code, graded, (evidence,), "agent", trouble.params))


def mode_of(inventory: Any) -> str:
    """The trade mode of a return of an export: 1261 from a special zone, else 9661."""
    return "1261" if inventory.trade_mode == "1210" else "9661"


def waits_for_arrival(row: Return) -> bool:
    """Whether an import return still waits for its goods to be back."""
    waits = row.state in {*HOLDING, EXPIRED} - {"completed"}
    return row.kind == IMPORT and row.arrived_on is None and waits


def returnable(viewer: Viewer, number: str, *, most: int = 20) -> list[Any]:
    """Inventories that the viewer may read whole under a number of theirs, newest first."""
    from_course = Course.objects.filter(invt_no=number).values("inventory_id")
    rows: Any = Inventory.objects.open_to(viewer)
    found: dict[int, Any] = {}
    for column in ("order_no", "logistics_no", "cop_no", "invt_no"):
        found |= {row.id: row for row in rows.filter(**{column: number}).order_by("-id")[:most]}
    found |= {row.id: row for row in rows.filter(id__in=from_course).order_by("-id")[:most]}
    return [found[key] for key in sorted(found, reverse=True)][:most]
