"""Firms that are not registered here, told apart by their codes. The cells know all of them as one
firm; for disclosure control they are as many as they are."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, Sum
from django.db.models.functions import Left

from statistics_app.constants import ORIGINAL
from statistics_app.cuts import Cut
from statistics_app.models import Booking
from statistics_app.rules.bulletins.lines import less
from statistics_app.rules.terms import Term
from statistics_app.selectors_figures import narrowed

UNREGISTERED: Final = 0
DIGITS: Final = 16
"""Of the digest that stands for a code."""
_LISTS: Final = Q(source=ORIGINAL)
_PLACES: Final = {"mode": 1, "site": 2, "country": 3, "chapter": 4}

_SUMS: Final = {
    "in_rmb": Sum("rmb", filter=_LISTS),
    "back_rmb": Sum("rmb", filter=~_LISTS),
    "in_usd": Sum("usd", filter=_LISTS),
    "back_usd": Sum("usd", filter=~_LISTS),
    "in_tax": Sum("tax", filter=_LISTS),
    "back_tax": Sum("tax", filter=~_LISTS),
    "lists": Sum("tickets", filter=_LISTS),
    "all_parcels": Sum("parcels"),
}

Row = list[Any]
"""[direction, key, firm, RMB, USD, tickets, parcels, tax], net of returns."""


def told_apart(cut: Cut, term: Term, cells: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows of a term by table, with those of unregistered firms by a digest of their codes.
    What no booking stands behind stays one firm."""
    if not any(row[2] == UNREGISTERED for row in cells["mode"]):
        return cells
    booked = _booked(cut, term)
    return {table: _told_apart(rows, booked[table]) for table, rows in cells.items()}


def _told_apart(rows: Iterable[Row], booked: Sequence[Row]) -> list[Row]:
    together = [row for row in rows if row[2] == UNREGISTERED]
    apart = [[row[0], row[1], UNREGISTERED, *row[3:]] for row in booked]
    left = less({"": together}, {"": apart})[""]
    found = [row for row in rows if row[2] != UNREGISTERED]
    found += [_as_text(row) for row in (*booked, *left)]
    return sorted(found, key=lambda row: (row[0], row[1], str(row[2])))


def _as_text(row: Sequence[Any]) -> Row:
    direction, key, firm, rmb, usd, tickets, parcels, tax = row
    return [direction, key, firm, str(rmb), str(usd), int(tickets), int(parcels), str(tax)]


def _booked(cut: Cut, term: Term) -> dict[str, list[Row]]:
    """The bookings of unregistered firms by table, added up by firm."""
    rows = Booking.objects.filter(
        enterprise_id=UNREGISTERED, day__gte=term.first, day__lte=term.last
    )
    grouped = (
        narrowed(rows, cut)
        .annotate(chapter=Left("hs_code", 2))
        .values_list("direction", "mode", "site", "country", "chapter", "firm")
        .annotate(**_SUMS)
        .order_by()
    )
    found: dict[str, dict[tuple[str, str, str], list[Any]]] = {
        table: defaultdict(lambda: [Decimal(0)] * 5) for table in _PLACES
    }
    for row in grouped:
        rmb, rmb_back, usd, usd_back, tax, tax_back, tickets, parcels = (
            value or 0 for value in row[6:]
        )
        amounts = (rmb - rmb_back, usd - usd_back, tickets, parcels, tax - tax_back)
        for table, place in _PLACES.items():
            key = (row[0], row[place], _digest(row[5]))
            added = zip(found[table][key], amounts, strict=True)
            found[table][key] = [one + more for one, more in added]
    return {
        table: [[*key, *amounts] for key, amounts in rows.items()] for table, rows in found.items()
    }


def _digest(code: str) -> str:
    return f"x{hashlib.sha256(code.encode()).hexdigest()[:DIGITS]}"
