"""What happens to reserved quota: it is confirmed, given back, or expires."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeGuard, TypeVar
from uuid import UUID

from django.db import connection, transaction

from taxation.constants import CONFIRM, EXPIRE, GIVE_BACK, RESERVE
from taxation.facts import ZERO, GiveBack, Moved, QuotaWish
from taxation.rulebook import reservation_days
from taxation.services.arrays import array
from taxation.services.quota import Pot, lock_pots
from zone_portal.kernel.money import rounded

DONE: Final = "done"
REPEATED: Final = "repeated"
NOTHING: Final = "nothing"
LOOK_BACK: Final = timedelta(days=31)
"""How far behind its day the sweep looks for reservations to expire; it runs every hour."""


@dataclass
class Standing:
    """What a declaration holds: in which balance, how much, and by which deeds."""

    pot: Pot | None = None
    reserved: Decimal = ZERO
    used: Decimal = ZERO
    deeds: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Change:
    """What a deed changes in a balance."""

    pot: Pot
    reserved: Decimal
    used: Decimal


W = TypeVar("W", QuotaWish, GiveBack)
Decide = Callable[[W, Standing], Change | None]


def confirm_many(*, wishes: Iterable[QuotaWish], at: datetime) -> list[Moved]:
    """Customs released these declarations: what they reserved is used from now on.

    One that could not reserve counts with its own amount all the same, above the limit if need
    be: customs has let it pass, and customs keeps the true quota.
    """
    return _move(CONFIRM, list(wishes), _confirmed, at)


def give_back_many(*, returns: Iterable[GiveBack], at: datetime) -> list[Moved]:
    """Cancelled or returned: give back all that a declaration holds, or an amount of it (never
    more than it holds)."""
    return _move(GIVE_BACK, list(returns), _given_back, at)


def expire(*, on: date, at: datetime, most: int = 1000) -> int:
    """Let go of reservations that were never released within their time; returns how many."""
    days = reservation_days(on)
    if days is None:
        return 0
    until = at - timedelta(days=days)
    with connection.cursor() as cursor:
        window = {"until": until, "since": until - LOOK_BACK}
        cursor.execute(_STALE, {"kind": RESERVE, "most": most, **window})
        returns = [GiveBack(row[0], None, row[1]) for row in cursor.fetchall()]
    moved = _move(EXPIRE, returns, _expired, at)
    return sum(1 for row in moved if row.outcome == DONE)


def _confirmed(wish: QuotaWish, standing: Standing) -> Change | None:
    if standing.reserved:
        return Change(standing.pot or wish_pot(wish), -standing.reserved, standing.reserved)
    if standing.used or (CONFIRM, wish.occasion) in standing.deeds:
        return None
    return Change(wish_pot(wish), ZERO, rounded(wish.amount))


def _given_back(back: GiveBack, standing: Standing) -> Change | None:
    holds = standing.used or standing.reserved
    if standing.pot is None or not holds:
        return None
    amount = holds if back.amount is None else min(rounded(back.amount), holds)
    if standing.used:
        return Change(standing.pot, ZERO, -amount)
    return Change(standing.pot, -amount, ZERO)


def _expired(_back: GiveBack, standing: Standing) -> Change | None:
    if standing.pot is None or not standing.reserved:
        return None
    return Change(standing.pot, -standing.reserved, ZERO)


def _is_wish(one: QuotaWish | GiveBack) -> TypeGuard[QuotaWish]:
    return isinstance(one, QuotaWish)


def wish_pot(wish: QuotaWish) -> Pot:
    """The balance of a wish."""
    return wish.person, wish.year


@transaction.atomic
def _move(kind: str, asked: Sequence[W], decide: "Decide[W]", at: datetime) -> list[Moved]:
    """Lock the balances, then read what each declaration holds, then change both ledgers."""
    ids = sorted({one.declaration_id for one in asked})
    if not ids:
        return []
    pots = {row.pot for row in standings(ids).values() if row.pot is not None}
    pots |= set(map(wish_pot, filter(_is_wish, asked)))
    lock_pots(pots, ZERO)
    found = standings(ids)  # a new statement: it sees what others committed before the lock
    changes: list[tuple[W, Change]] = []
    told: list[Moved] = []
    for one in sorted(asked, key=lambda one: (one.declaration_id, one.occasion)):
        standing = found[one.declaration_id]
        if (kind, one.occasion) in standing.deeds:
            told.append(Moved(one.declaration_id, REPEATED))
            continue
        change = decide(one, standing)
        if change is None:
            told.append(Moved(one.declaration_id, NOTHING))
            continue
        standing.deeds.add((kind, one.occasion))
        standing.pot = change.pot
        standing.reserved += change.reserved
        standing.used += change.used
        changes.append((one, change))
        amount = abs(change.used or change.reserved)
        told.append(Moved(one.declaration_id, DONE, amount))
    if changes:
        _write(kind, changes, at)
    return told


def standings(ids: Sequence[int]) -> dict[int, Standing]:
    """What each of some declarations holds."""
    found: dict[int, Standing] = defaultdict(Standing)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"ids": array(ids)})
        for declaration_id, kind, occasion, person, year, reserved, used in cursor.fetchall():
            standing = found[declaration_id]
            standing.pot = (UUID(str(person)), year)
            standing.reserved += reserved
            standing.used += used
            standing.deeds.add((kind, occasion))
    return found


def _write(kind: str, changes: Sequence[tuple[W, Change]], at: datetime) -> None:
    parameters: dict[str, Any] = {
        "ids": array(one.declaration_id for one, _ in changes),
        "occasions": array(one.occasion for one, _ in changes),
        "people": array(change.pot[0] for _, change in changes),
        "years": array(change.pot[1] for _, change in changes),
        "reserved": array(change.reserved for _, change in changes),
        "used": array(change.used for _, change in changes),
        "kind": kind,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, parameters)


_HELD: Final = """
SELECT declaration_id, kind, occasion, person, year, reserved, used
FROM taxation_quotamovement WHERE declaration_id = ANY(%(ids)s::bigint[]) ORDER BY id
"""
_WRITE: Final = """
WITH moves AS (
    SELECT * FROM unnest(
        %(ids)s::bigint[], %(occasions)s::bigint[], %(people)s::uuid[], %(years)s::smallint[],
        %(reserved)s::numeric[], %(used)s::numeric[]
    ) AS m (declaration_id, occasion, person, year, reserved, used)
), pots AS (
    SELECT person, year, sum(reserved) AS reserved, sum(used) AS used
    FROM moves GROUP BY person, year
), changed AS (
    UPDATE taxation_quotabalance AS balance
    SET reserved = balance.reserved + pots.reserved,
        used = balance.used + pots.used,
        ceiling = greatest(
            balance.ceiling, balance.reserved + pots.reserved + balance.used + pots.used
        )
    FROM pots WHERE balance.person = pots.person AND balance.year = pots.year
)
INSERT INTO taxation_quotamovement
    (declaration_id, kind, occasion, person, year, reserved, used, at)
SELECT declaration_id, %(kind)s, occasion, person, year, reserved, used, %(at)s
FROM moves ORDER BY declaration_id
"""
_STALE: Final = """
SELECT stale.declaration_id, stale.occasion FROM taxation_quotamovement AS stale
WHERE stale.kind = %(kind)s AND stale.at < %(until)s AND stale.at >= %(since)s
AND 0 < (
    SELECT sum(every.reserved) FROM taxation_quotamovement AS every
    WHERE every.declaration_id = stale.declaration_id
)
ORDER BY stale.id LIMIT %(most)s
"""
