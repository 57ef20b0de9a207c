"""The quota ledger: reserve on acceptance, confirm on release, give back, expire.

All verbs take a slice of declarations at once and belong into the transaction of the deed that
causes them. Balances are locked in the order of person and year, whoever comes; two declarations
that want the last yuan meet at the balance row, and its constraint is the last guard.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from taxation.constants import RESERVE
from taxation.facts import ZERO, Granted, QuotaWish
from taxation.granting import grant
from taxation.rulebook import yearly_limit
from taxation.services.arrays import array
from zone_portal.kernel.money import rounded

Pot = tuple[UUID, int]

RESERVED: Final = "reserved"
REPEATED: Final = "repeated"
EXCEEDED: Final = "exceeded"
UNKNOWN: Final = "unknown"


@transaction.atomic
def reserve_many(*, wishes: Iterable[QuotaWish], on: date, at: datetime) -> list[Granted]:
    """Reserve quota for a slice of accepted declarations, in the order of their keys.

    One statement when every buyer's declarations fit together, which is nearly always; else the
    balances of those that do not are locked and looked at one declaration at a time. ``on`` is
    the day whose limit applies. Nothing is kept of a wish that exceeds: its excess is a finding.
    A deadlock with a transaction that holds other balances is the caller's to retry, and so is
    ``quota_movement_once``: the same declaration from two sides at the same moment.

    :raises ValueError: for a negative amount.
    """
    asked = {(w.declaration_id, w.occasion): _in_cents(w) for w in wishes}
    limit = yearly_limit(on)
    if limit is None:
        return [Granted(wish.declaration_id, UNKNOWN) for wish in asked.values()]
    told = _reserve(asked.values(), limit, at) if asked else {}
    left_over = [wish for key, wish in asked.items() if key not in told]
    refused: dict[tuple[int, int], Decimal] = {}
    if left_over:
        rest = lock_pots({pot_of(wish) for wish in left_over}, limit)
        room = {pot: limit - reserved - used for pot, (reserved, used) in rest.items()}
        fitting, exceeding = grant(left_over, room, pot_of)
        told |= _reserve(fitting, limit, at) if fitting else {}
        refused = {(w.declaration_id, w.occasion): max(left, ZERO) for w, left in exceeding}
    return [
        Granted(wish.declaration_id, told.get(key, EXCEEDED), refused.get(key))
        for key, wish in asked.items()
    ]


def pot_of(wish: QuotaWish) -> Pot:
    """The balance a wish draws on."""
    return wish.person, wish.year


def lock_pots(pots: set[Pot], ceiling: Decimal) -> dict[Pot, tuple[Decimal, Decimal]]:
    """Open what is missing of these balances, lock all in order; gives (reserved, used) of each."""
    ordered = sorted(pots)
    columns: dict[str, Any] = {
        "people": array(person for person, _ in ordered),
        "years": array(year for _, year in ordered),
        "ceiling": ceiling,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, columns)
        cursor.execute(_LOCK, columns)
        return {(row[0], row[1]): (row[2], row[3]) for row in cursor.fetchall()}


def _in_cents(wish: QuotaWish) -> QuotaWish:
    if wish.amount < 0:
        raise ValueError(f"declaration {wish.declaration_id} wants {wish.amount}")
    amount = rounded(wish.amount)
    return QuotaWish(wish.declaration_id, wish.person, wish.year, amount, wish.occasion)


def _reserve(
    wishes: Iterable[QuotaWish], limit: Decimal, at: datetime
) -> dict[tuple[int, int], str]:
    """What became of the wishes, without those whose balance has no room for all of its wishes."""
    rows: Sequence[QuotaWish] = list(wishes)
    parameters: dict[str, Any] = {
        "ids": array(wish.declaration_id for wish in rows),
        "occasions": array(wish.occasion for wish in rows),
        "people": array(wish.person for wish in rows),
        "years": array(wish.year for wish in rows),
        "amounts": array(wish.amount for wish in rows),
        "limit": limit,
        "kind": RESERVE,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, parameters)
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


_RESERVE: Final = """
WITH wanted AS (
    SELECT * FROM unnest(
        %(ids)s::bigint[], %(occasions)s::bigint[], %(people)s::uuid[], %(years)s::smallint[],
        %(amounts)s::numeric[]
    ) AS w (declaration_id, occasion, person, year, amount)
), fresh AS (
    SELECT * FROM wanted WHERE NOT EXISTS (
        SELECT 1 FROM taxation_quotamovement AS done
        WHERE done.declaration_id = wanted.declaration_id
        AND done.kind = %(kind)s AND done.occasion = wanted.occasion
    )
), granted AS (
    INSERT INTO taxation_quotabalance AS balance (person, year, reserved, used, ceiling)
    SELECT person, year, sum(amount), 0, %(limit)s
    FROM fresh GROUP BY person, year HAVING sum(amount) <= %(limit)s ORDER BY person, year
    ON CONFLICT (person, year) DO UPDATE
    SET reserved = balance.reserved + excluded.reserved,
        ceiling = greatest(balance.ceiling, excluded.ceiling)
    WHERE balance.reserved + balance.used + excluded.reserved <= excluded.ceiling
    RETURNING balance.person, balance.year
), moved AS (
    INSERT INTO taxation_quotamovement
        (declaration_id, kind, occasion, person, year, reserved, used, at)
    SELECT declaration_id, %(kind)s, occasion, person, year, amount, 0, %(at)s
    FROM fresh JOIN granted USING (person, year) ORDER BY declaration_id
    RETURNING declaration_id, occasion
)
SELECT declaration_id, occasion, 'reserved' FROM moved
UNION ALL
SELECT declaration_id, occasion, 'repeated' FROM wanted
WHERE (declaration_id, occasion) NOT IN (SELECT declaration_id, occasion FROM fresh)
"""
_OPEN: Final = """
INSERT INTO taxation_quotabalance (person, year, reserved, used, ceiling)
SELECT person, year, 0, 0, %(ceiling)s
FROM unnest(%(people)s::uuid[], %(years)s::smallint[]) AS pot (person, year)
ORDER BY person, year ON CONFLICT (person, year) DO NOTHING
"""
_LOCK: Final = """
SELECT person, year, reserved, used FROM taxation_quotabalance
JOIN unnest(%(people)s::uuid[], %(years)s::smallint[]) AS pot (person, year) USING (person, year)
ORDER BY person, year FOR UPDATE OF taxation_quotabalance
"""
