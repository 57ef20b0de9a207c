"""The one writer of a return's state: its step, its term, and what it holds of the original."""

from datetime import date, datetime
from typing import Final

from django.db import connection

from declarations.models import Return, Returned, ReturnLine, ReturnStep
from declarations.return_states import APPLY, HOLDING, RETURN, clock_of

NOTE: Final = 200


def begin(row: Return, *, at: datetime, note: str = "") -> None:
    """Enter a new return in the state that it bears; it holds what it asks for."""
    _set_clock(row)
    row.steps = 1
    row.save(force_insert=True)
    _write_step(row, "", at, note=note)


def move(
    row: Return,
    target: str,
    *,
    at: datetime,
    receipt_id: int | None = None,
    by: str = "",
    note: str = "",
) -> None:
    """One step of a locked return. ``at`` is when it happened.

    :raises PortalError: ``transition_refused``.
    :raises IntegrityError: ``returned_never_more_than_declared`` where too little is left.
    """
    RETURN.check(row.state, target)
    source, row.state, row.state_at = row.state, target, at
    if source in HOLDING and target not in HOLDING:
        free(row)
    elif target in HOLDING and source not in HOLDING:
        hold(row)
    _set_clock(row)
    row.steps += 1
    row.save()
    _write_step(row, source, at, receipt_id=receipt_id, by=by, note=note)


def refresh(row: Return) -> None:
    """Save a locked return whose terms or arrival changed, and not its state."""
    _set_clock(row)
    row.save()


def hold(row: Return) -> None:
    """Hold what the return asks for of every line of the original that is known."""
    _change(row, _HOLD)


def free(row: Return) -> None:
    """Let go of it."""
    _change(row, _FREE)


def fits(row: Return) -> bool:
    """Whether so much is left of every line as the return asks for (it holds nothing now)."""
    if row.inventory_id is None:
        return True
    asked = dict(ReturnLine.objects.filter(paper_id=row.id).values_list("gnum", "quantity"))
    rows = Returned.objects.select_for_update().filter(inventory_id=row.inventory_id)
    held = {one.gnum: one.declared - one.held for one in rows.order_by("gnum")}
    return all(held.get(gnum, quantity) >= quantity for gnum, quantity in asked.items())


def _change(row: Return, statement: str) -> None:
    if row.inventory_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, {"paper": row.id, "inventory": row.inventory_id})


def _set_clock(row: Return) -> None:
    row.clock = clock_of(row.kind, row.state, arrived=row.arrived_on is not None)
    last: date | None = None
    if row.clock:
        last = row.apply_until if row.clock == APPLY else row.arrive_until
    if last is None:
        row.clock = ""
    row.due_on = last


def _write_step(
    row: Return,
    source: str,
    at: datetime,
    *,
    receipt_id: int | None = None,
    by: str = "",
    note: str = "",
) -> None:
    ReturnStep.objects.create(
        paper_id=row.id,
        number=row.steps,
        source=source,
        target=row.state,
        at=at,
        receipt_id=receipt_id,
        by_label=by[:128],
        note=note[:NOTE],
    )


_HOLD: Final = """
INSERT INTO declarations_returned AS kept (inventory_id, gnum, declared, held)
SELECT line.document_id, line.gnum, line.qty, asked.quantity
FROM declarations_return_line AS asked
JOIN declarations_inventory_line AS line
  ON line.document_id = %(inventory)s AND line.gnum = asked.gnum
WHERE asked.paper_id = %(paper)s
ORDER BY line.gnum
ON CONFLICT (inventory_id, gnum) DO UPDATE SET held = kept.held + excluded.held
"""
_FREE: Final = """
UPDATE declarations_returned AS kept SET held = kept.held - asked.quantity
FROM declarations_return_line AS asked
WHERE asked.paper_id = %(paper)s AND kept.inventory_id = %(inventory)s AND kept.gnum = asked.gnum
"""
