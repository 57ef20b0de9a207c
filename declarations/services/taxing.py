"""Quota and guarantee follow the decisions and the courses, never in their transactions.

Whatever the events say, what a declaration holds is brought in line with the decision in force and
its status at customs. All deeds of a step are one transaction with the step of the cursor.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import DataError, transaction

from declarations.models import Course, Decision, TaxStanding
from declarations.rulebook import day_of
from declarations.services.tax_bills import expect
from declarations.tax_states import FREE, HELD, RELEASED, TAX_STANDING, wanted
from declarations.taxable import Taxable, estimates, taxables
from taxation.facts import Estimate, FreezeWish, GiveBack, QuotaWish
from taxation.selectors import excess_of_quota, lack_of_guarantee
from taxation.services.guarantees import freeze_many, release_many
from taxation.services.quota import reserve_many
from taxation.services.quota_moves import confirm_many, give_back_many
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.findings import Finding, to_stored

log = logging.getLogger(__name__)

SLICE: Final = 1000
UNUSUAL: Final = (ArithmeticError, LookupError, ValueError, DataError, PortalError)
"""What one strange document may cause; it must not hold up the others for ever."""


@dataclass(slots=True)
class Move:
    """One declaration that is to hold something else. ``taxable`` is given where it asks anew."""

    standing: TaxStanding
    target: str
    taxable: Taxable | None = None


def reconcile(inventory_ids: Sequence[int], at: datetime) -> None:
    """Bring what these declarations hold in line; inside the caller's transaction."""
    ids = sorted(set(inventory_ids))
    for first in range(0, len(ids), SLICE):
        _patiently(ids[first : first + SLICE], at)


def _patiently(ids: Sequence[int], at: datetime) -> None:
    """A slice at once; one by one where one of them cannot be worked in, which is left out."""
    try:
        with transaction.atomic():
            _bring(ids, at)
    except UNUSUAL as error:
        if len(ids) == 1:
            log.error("taxes of declaration %s: %s", ids[0], type(error).__name__)
            return
        for one in ids:
            _patiently([one], at)


def _bring(ids: Sequence[int], at: datetime) -> None:
    moves, released = _moves(ids, at)
    today = day_of(at)
    _give_back(moves, today, at)
    asking = [move for move in moves if move.taxable is not None]
    _assess(asking)
    _reserve([move.standing for move in asking if move.target == HELD], today, at)
    confirmed = [move.standing for move in moves if move.target == RELEASED]
    confirm_many(wishes=[_quota_wish(row) for row in confirmed if row.person], at=at)
    for move in moves:
        TAX_STANDING.check(move.standing.state, move.target)
        move.standing.state, move.standing.changed_at = move.target, at
        if move.target != HELD:
            move.standing.findings = None
    # A guarantor's account is one row for all of its declarations, so it is locked last.
    _freeze([move.standing for move in asking], today, at)
    TaxStanding.objects.bulk_create(
        [move.standing for move in moves],
        update_conflicts=True,
        unique_fields=["inventory_id"],
        update_fields=_WRITTEN,
    )
    expect(released | {row.inventory_id: row for row in confirmed}, at)


def _moves(ids: Sequence[int], at: datetime) -> tuple[list[Move], dict[int, TaxStanding]]:
    """What has to change, and what was released already."""
    held = TaxStanding.objects.select_for_update().filter(inventory_id__in=ids)
    rows = {row.inventory_id: row for row in held.order_by("inventory_id")}
    decided = Decision.objects.filter(inventory_id__in=ids)
    decisions = {
        key: (outcome, revision)
        for key, outcome, revision in decided.values_list(
            "inventory_id", "outcome", "inventory_revision"
        )
    }
    statuses = dict(
        Course.objects.filter(inventory_id__in=ids).values_list("inventory_id", "status")
    )
    moves: list[Move] = []
    asking: dict[int, str] = {}
    for key in ids:
        row = rows.get(key)
        outcome, revision = decisions.get(key, (None, 0))
        target = wanted(outcome, statuses.get(key))
        source = row.state if row else FREE
        if row is not None and (source, target) in _AS_IT_IS:
            moves.append(Move(row, target))
        elif source == FREE != target or (
            source == HELD == target and row and row.revision != revision
        ):
            asking[key] = target
    read = taxables(asking)
    for key, target in asking.items():
        row, found = rows.get(key), read.get(key)
        if found is None and row is not None and row.state == HELD:
            moves.append(Move(row, FREE))  # it is no retail import any more
        elif found is not None and (row is None or row.state == FREE or _is_other(row, found)):
            moves.append(Move(row or _fresh(found, at), target, found))
    moves.sort(key=lambda move: move.standing.inventory_id)
    return moves, {key: row for key, row in rows.items() if row.state == RELEASED}


_AS_IT_IS: Final = frozenset({(HELD, FREE), (HELD, RELEASED), (RELEASED, FREE)})
"""Steps for which the document itself is not read again."""


def _is_other(row: TaxStanding, found: Taxable) -> bool:
    revision: int = row.revision
    return revision != found.revision


def _fresh(found: Taxable, at: datetime) -> TaxStanding:
    return TaxStanding(inventory_id=found.inventory_id, state=FREE, changed_at=at)


def _give_back(moves: Iterable[Move], today: date, at: datetime) -> None:
    """Whatever was held before: all of it, once for each time that it was asked for."""
    backs = [
        move.standing
        for move in moves
        if move.standing.state != FREE and (move.target == FREE or move.taxable is not None)
    ]
    give_back_many(returns=[GiveBack(row.inventory_id, None, row.occasion) for row in backs], at=at)
    by_occasion: dict[int, list[int]] = defaultdict(list)
    for row in backs:
        by_occasion[row.occasion].append(row.inventory_id)
    for occasion, ids in sorted(by_occasion.items()):
        release_many(declaration_ids=ids, on=today, at=at, occasion=occasion)


def _assess(asking: Sequence[Move]) -> None:
    """What each wants: the next occasion, the amount, the taxes as far as they are computable."""
    found = [move.taxable for move in asking if move.taxable is not None]
    told = estimates(found)
    for move, one in zip(asking, found, strict=True):
        row, estimate = move.standing, told[one.inventory_id]
        row.occasion += 1
        row.revision, row.year, row.amount = one.revision, one.day.year, one.amount
        row.person, row.assure_code = one.person, one.assure_code[:30]
        row.duty, row.consumption, row.vat = _taxes(estimate)
        row.quota = row.guarantee = ""
        row.findings = None


def _taxes(estimate: Estimate) -> tuple[Any, Any, Any]:
    return estimate.duty, estimate.consumption, estimate.vat


def _quota_wish(row: TaxStanding) -> QuotaWish:
    if row.person is None:
        raise ValueError(f"declaration {row.inventory_id} names no buyer")
    return QuotaWish(row.inventory_id, row.person, row.year, row.amount, row.occasion)


def _reserve(rows: Iterable[TaxStanding], today: date, at: datetime) -> None:
    wishes = {row.inventory_id: (row, _quota_wish(row)) for row in rows if row.person}
    for granted in reserve_many(wishes=[wish for _, wish in wishes.values()], on=today, at=at):
        row, wish = wishes[granted.declaration_id]
        row.quota = granted.outcome
        finding = excess_of_quota(wish, granted, on=today)
        if finding is not None:
            # What is left of a year is a person's own affair: parties of the declaration
            # learn that it does not fit, not how much would have.
            _find(row, replace(finding, params={}))


def _freeze(rows: Iterable[TaxStanding], today: date, at: datetime) -> None:
    wishes = {
        row.inventory_id: (
            row,
            FreezeWish(row.inventory_id, row.assure_code, tax, row.occasion),
        )
        for row in rows
        if row.assure_code and (tax := row.tax)
    }
    if not wishes:
        return
    for frozen in freeze_many(wishes=[wish for _, wish in wishes.values()], on=today, at=at):
        row, wish = wishes[frozen.declaration_id]
        row.guarantee = frozen.outcome
        finding = lack_of_guarantee(wish, frozen, on=today)
        if finding is not None and row.state == HELD:
            # What the guarantor has left is shown on the account's own page only.
            _find(row, replace(finding, params={}))


def _find(row: TaxStanding, finding: Finding) -> None:
    row.findings = [*(row.findings or ()), to_stored(finding)]


_WRITTEN: Final = tuple(
    field.attname for field in TaxStanding._meta.fields if field.attname != "inventory_id"
)
