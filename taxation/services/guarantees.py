"""Guarantees: freeze the tax of accepted declarations, release it when it is paid or not due.

A guarantor's account is one row that all of its declarations change: freeze as late in the
transaction as possible, since other transactions of the same guarantor wait for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from enterprises.services.notices import notify_members
from taxation.constants import FREEZE, RELEASE
from taxation.facts import ZERO, FreezeWish, Frozen, Moved
from taxation.granting import grant
from taxation.models import GuaranteeAccount, ReturnedTax
from taxation.rulebook import low_share
from taxation.services.arrays import array
from zone_portal.kernel.money import rounded

FROZEN: Final = "frozen"
REPEATED: Final = "repeated"
SHORT: Final = "short"
OVER: Final = "over"
UNKNOWN: Final = "unknown"
TOLD: Final = ("finance", "administrator")
LINK: Final = "/tax/guarantees/"


class Part(NamedTuple):
    """So much of what a declaration has frozen, for one occasion (a return)."""

    declaration_id: int
    occasion: int
    amount: Decimal


Key = tuple[int, int]
Row = tuple[int, int, int, Decimal]
"""Account, declaration, occasion, amount."""


@transaction.atomic
def freeze_many(*, wishes: Iterable[FreezeWish], on: date, at: datetime) -> list[Frozen]:
    """Freeze the tax of a slice of declarations, in the order of their keys.

    Nothing is kept of a wish that does not fit: its shortage is a finding.
    """
    asked = {(w.declaration_id, w.occasion): _in_cents(w) for w in wishes}
    accounts = _locked(assure_code__in={wish.assure_code for wish in asked.values()})
    by_code = {account.assure_code: account for account in accounts.values()}
    done = _deeds(FREEZE, [key[0] for key in asked])
    told: dict[Key, tuple[str, Decimal | None]] = {}
    free: list[FreezeWish] = []
    for key, wish in asked.items():
        account = by_code.get(wish.assure_code)
        if account is None:
            told[key] = (UNKNOWN, None)
        elif key in done:
            told[key] = (REPEATED, None)
        elif not _in_force(account, on):
            told[key] = (OVER, None)
        else:
            free.append(wish)
    room = {code: account.amount - account.frozen for code, account in by_code.items()}
    fitting, refused = grant(free, room, lambda wish: wish.assure_code)
    told |= {(w.declaration_id, w.occasion): (SHORT, left) for w, left in refused}
    told |= {(w.declaration_id, w.occasion): (FROZEN, None) for w in fitting}
    rows = [(by_code[w.assure_code].pk, w.declaration_id, w.occasion, w.amount) for w in fitting]
    _apply(FREEZE, rows, accounts, on=on, at=at)
    return [Frozen(key[0], *told[key]) for key in asked]


@transaction.atomic
def release_many(
    *, declaration_ids: Iterable[int], on: date, at: datetime, occasion: int = 0
) -> list[Moved]:
    """Release all that these declarations have frozen: the tax was paid, or is not due."""
    ids = sorted(set(declaration_ids))
    accounts = _locked(pk__in={row[0] for row in _held(ids)})
    held = _held(ids)  # read again: now nobody else changes these accounts
    rows = [(account, key, occasion, -amount) for account, key, amount in held if amount]
    _apply(RELEASE, rows, accounts, on=on, at=at)
    freed: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for _account, key, _occasion, amount in rows:
        freed[key] -= amount
    done = {key for key, _occasion in _deeds(RELEASE, ids)}
    return [
        Moved(key, "done", freed[key])
        if key in freed
        else Moved(key, "repeated" if key in done else "nothing")
        for key in ids
    ]


@transaction.atomic
def release_parts(*, parts: Iterable[Part], on: date, at: datetime) -> list[Moved]:
    """Release a part of what declarations have frozen, never more than that; each occasion once."""
    asked = sorted(set(parts))
    ids = sorted({part.declaration_id for part in asked})
    accounts = _locked(pk__in={row[0] for row in _held(ids)})
    done = _deeds(RELEASE, ids)
    held = {key: (account, amount) for account, key, amount in _held(ids) if amount}
    rows: list[Row] = []
    told = []
    for part in asked:
        account, left = held.get(part.declaration_id, (0, ZERO))
        amount = min(rounded(part.amount), left)
        if (part.declaration_id, part.occasion) in done:
            told.append(Moved(part.declaration_id, REPEATED))
        elif not amount:
            told.append(Moved(part.declaration_id, "nothing"))
        else:
            held[part.declaration_id] = account, left - amount
            rows.append((account, part.declaration_id, part.occasion, -amount))
            told.append(Moved(part.declaration_id, "done", amount))
    _apply(RELEASE, rows, accounts, on=on, at=at)
    return told


@transaction.atomic
def release_returned(*, declaration_ids: Iterable[int], on: date, at: datetime) -> list[Moved]:
    """Release so much as returns made undue, each return once; what is left stays frozen."""
    rows = ReturnedTax.objects.filter(declaration_id__in=sorted(set(declaration_ids)))
    parts = [Part(*row) for row in rows.values_list("declaration_id", "occasion", "amount")]
    return release_parts(parts=parts, on=on, at=at)


def frozen_for(declaration_id: int) -> Decimal:
    """What is frozen for a declaration, in RMB."""
    return sum((amount for _account, _key, amount in _held([declaration_id])), ZERO)


def _in_cents(wish: FreezeWish) -> FreezeWish:
    if wish.amount < 0:
        raise ValueError(f"declaration {wish.declaration_id} freezes {wish.amount}")
    amount = rounded(wish.amount)
    return FreezeWish(wish.declaration_id, wish.assure_code, amount, wish.occasion)


def _in_force(account: GuaranteeAccount, on: date) -> bool:
    return account.valid_from <= on and (account.valid_to is None or on < account.valid_to)


def _locked(**which: Any) -> dict[int, GuaranteeAccount]:
    rows = GuaranteeAccount.objects.select_for_update().filter(**which).order_by("assure_code")
    return {row.pk: row for row in rows}


def _apply(
    kind: str,
    rows: Sequence[Row],
    accounts: dict[int, GuaranteeAccount],
    *,
    on: date,
    at: datetime,
) -> None:
    """Write the movements and the sums of their accounts, and tell whose guarantee runs low."""
    if not rows:
        return
    parameters: dict[str, Any] = {
        "accounts": array(row[0] for row in rows),
        "ids": array(row[1] for row in rows),
        "occasions": array(row[2] for row in rows),
        "amounts": array(row[3] for row in rows),
        "kind": kind,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, parameters)
    changed: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for account_id, _key, _occasion, amount in rows:
        changed[account_id] += amount
    for pk, amount in changed.items():
        account = accounts[pk]
        account.frozen += amount
        warn_if_low(account, on=on, at=at)
        account.save(update_fields=["frozen", "warned_at"])


def warn_if_low(account: GuaranteeAccount, *, on: date, at: datetime) -> None:
    """Tell finance and administrators once when little is left; again only after a recovery."""
    share = low_share(on)
    left = account.amount - account.frozen
    if share is None or left >= account.amount * share:
        account.warned_at = None
    elif account.warned_at is None:
        account.warned_at = at
        notify_members(
            account.enterprise_id,
            TOLD,
            kind="guarantee_low",
            zh=f"担保账户 {account.assure_code} 余额不足：剩余 {left:,.2f} 元"
            f"（共 {account.amount:,.2f} 元，按本平台所知）。",
            en=f"Guarantee {account.assure_code} runs low: {left:,.2f} of {account.amount:,.2f} "
            "CNY left, as known here.",
            at=at,
            link=LINK,
        )


def _deeds(kind: str, ids: Sequence[int]) -> set[Key]:
    with connection.cursor() as cursor:
        cursor.execute(_DEEDS, {"ids": array(ids), "kind": kind})
        return {(row[0], row[1]) for row in cursor.fetchall()}


def _held(ids: Sequence[int]) -> list[tuple[int, int, Decimal]]:
    """(account, declaration, frozen) of declarations that ever froze something."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"ids": array(ids)})
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


_WRITE: Final = """
INSERT INTO taxation_guaranteemovement
    (account_id, declaration_id, kind, occasion, frozen, amount, at, by_label)
SELECT account, declaration_id, %(kind)s, occasion, amount, 0, %(at)s, ''
FROM unnest(
    %(accounts)s::bigint[], %(ids)s::bigint[], %(occasions)s::bigint[], %(amounts)s::numeric[]
) AS m (account, declaration_id, occasion, amount)
"""
_DEEDS: Final = """
SELECT declaration_id, occasion FROM taxation_guaranteemovement
WHERE declaration_id = ANY(%(ids)s::bigint[]) AND kind = %(kind)s
"""
_HELD: Final = """
SELECT account_id, declaration_id, sum(frozen) FROM taxation_guaranteemovement
WHERE declaration_id = ANY(%(ids)s::bigint[]) GROUP BY account_id, declaration_id
"""
