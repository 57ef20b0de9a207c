"""What export declarations show, read from their documents in bulk.

Remarks are opened in memory, asked a few questions and forgotten: what is kept of them is yes or
no, and the keyed hash of a company's name. Documents whose month was erased have no remarks.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection
from django.utils import timezone

from declarations.models.columns import layout_of
from enterprises.models import Enterprise
from reference.selectors import rule_settings
from statistics_app.models import Recognition
from statistics_app.rules.b2b import marks
from statistics_app.rules.b2b.parameters import READING, figures_in
from statistics_app.rules.b2b.vocabulary import LINE, NOTE, NUMBER
from statistics_app.services.rates import DUTY, rates_in_force
from zone_portal.framework.vault import KeyErased, SealBroken, vault

EXPORT_KIND: Final = "CEB603"
KILOGRAM: Final = "035"
"""The customs unit code of the kilogram."""
RENMINBI: Final = "142"
NO_PERSON: Final = ("", "0")
BUYERS: Final = "b2b_buyer"
"""The kind of value under which names of companies are hashed."""
CENT: Final = Decimal("0.01")

_HEADS: Final = """
SELECT i.id, d.sequence, i.received_at, i.order_no, i.ebc_code, i.trade_mode, i.country, i.cop_no,
    i.personal, o.id, o.kind, o.order_type, o.buyer_id_type, o.personal
FROM declarations_decision d
JOIN declarations_inventory i ON i.id = d.inventory_id
LEFT JOIN declarations_order o ON o.id = d.order_id
WHERE d.inventory_id = ANY(%(ids)s) AND d.outcome = 'matched' AND i.kind = %(kind)s
ORDER BY i.id
"""
_LINES: Final = """
SELECT document_id, gcode, qty, qty1, unit1, total_price, currency, note
FROM declarations_inventory_line WHERE document_id = ANY(%(ids)s) ORDER BY document_id, gnum
"""
_decode = msgspec.json.Decoder(list[str | None]).decode


class Head(NamedTuple):
    """A matched export with the order that it was matched with."""

    id: int
    sequence: int
    at: datetime
    order_no: str
    firm: str
    mode: str
    country: str
    cop_no: str | None
    sealed: Any
    order_id: int | None
    order_kind: str | None
    order_type: str | None
    buyer_id_type: str | None
    order_sealed: Any


class Line(NamedTuple):
    """A line of goods."""

    gcode: str
    qty: Decimal
    qty1: Decimal
    unit1: str
    total: Decimal
    currency: str
    note: str | None


def read(ids: Sequence[int]) -> list[Recognition]:
    """What the matched exports among these declarations show, in the order of their ids; none of
    the rows is saved, none is classified."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"ids": list(ids), "kind": EXPORT_KIND})
        heads = [Head._make(row) for row in cursor.fetchall()]
    lines = _lines([head.id for head in heads])
    firms = _firms(head.firm for head in heads)
    around = _Around()
    return [around.shown(head, lines.get(head.id, []), firms.get(head.firm)) for head in heads]


class _Around:
    """What holds for a whole slice: the words that are looked for, the rates."""

    def __init__(self) -> None:
        self._words: dict[date, marks.Words] = {}
        self._rates = _duty_rates()

    def shown(self, head: Head, lines: Sequence[Line], firm: tuple[int, str] | None) -> Recognition:
        day = timezone.localdate(head.at)
        words = self._words_on(day)
        remarks = [
            _remark(EXPORT_KIND, head.id, head.sealed),
            _remark(head.order_kind or "", head.order_id or 0, head.order_sealed),
        ]
        own = [line.note or "" for line in lines]
        buyer = marks.buyer_in([*remarks, *own], words)
        dearest = max(lines, key=lambda line: line.total, default=None)
        weighed = [line.qty1 for line in lines if line.unit1 == KILOGRAM]
        counted = [line.qty1 for line in lines if line.unit1 != KILOGRAM]
        return Recognition(
            inventory_id=head.id,
            sequence=head.sequence,
            at=head.at,
            day=day,
            order_no=head.order_no,
            firm=head.firm,
            enterprise_id=firm[0] if firm else 0,
            site=firm[1] if firm else "",
            mode=head.mode,
            order_type=head.order_type or "",
            country=head.country,
            heading=dearest.gcode[:4] if dearest else "",
            buyer_key=vault().hash(BUYERS, buyer.key) if buyer.key else None,
            company=buyer.company,
            taxed=buyer.taxed,
            person=(head.buyer_id_type or "") not in NO_PERSON,
            most=max((line.qty for line in lines), default=Decimal(0)),
            pieces=sum((line.qty for line in lines), Decimal(0)),
            kilograms=max(weighed, default=Decimal(0)),
            units=max(counted, default=Decimal(0)),
            rmb=self._value(lines, day),
            ds_mark=_mark(remarks, own, head.cop_no or "", words),
        )

    def _words_on(self, day: date) -> marks.Words:
        if day not in self._words:
            told = figures_in(rule_settings(on=day), READING)
            self._words[day] = marks.words(
                told["ds_words"], told["company_words"], told["tax_words"]
            )
        return self._words[day]

    def _value(self, lines: Iterable[Line], day: date) -> Decimal | None:
        """The value in renminbi at the duty rates of the day; None where one is missing."""
        total = Decimal(0)
        for line in lines:
            rate = Decimal(1) if line.currency == RENMINBI else self._rate(line.currency, day)
            if rate is None:
                return None
            total += line.total * rate
        return total.quantize(CENT)

    def _rate(self, currency: str, day: date) -> Decimal | None:
        rows = self._rates.get(currency, [])
        place = bisect_right(rows, day, key=lambda row: row[0]) - 1
        if place < 0 or rows[place][1] <= day:
            return None
        return rows[place][2]


def _mark(remarks: Iterable[str], own: Iterable[str], number: str, words: marks.Words) -> str:
    """Where the record carries the DS mark, empty where it does not."""
    if any(marks.has_mark(text, words) for text in remarks):
        return NOTE
    if any(marks.has_mark(text, words) for text in own):
        return LINE
    return NUMBER if marks.starts_with_mark(number, words) else ""


def _remark(kind: str, document_id: int, sealed: Any) -> str:
    """The remark of a document, empty where it has none or its month was erased."""
    place = _place(kind) if kind else None
    if place is None or sealed is None:
        return ""
    try:
        values = _decode(vault().open(sealed, document_id.to_bytes(8, "big")))
    except (KeyErased, SealBroken):
        return ""
    return values[place] or ""


@cache
def _place(kind: str) -> int | None:
    """Where the remark stands among the sealed elements of a kind."""
    personal = layout_of(kind).personal
    return personal.index("note") if "note" in personal else None


def _lines(ids: Sequence[int]) -> dict[int, list[Line]]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"ids": list(ids)})
        rows = cursor.fetchall()
    found: dict[int, list[Line]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Line._make(row[1:]))
    return found


def _firms(codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Code → id and site of the registered firms among these."""
    rows = Enterprise.objects.registered().filter(code__in=set(codes))
    return {code: (pk, site or "") for code, pk, site in rows.values_list("code", "id", "site")}


def _duty_rates() -> Mapping[str, list[tuple[date, date, Decimal]]]:
    """Currency → (first day, day after the last, rate), in the order of time."""
    found: dict[str, list[tuple[date, date, Decimal]]] = {}
    for (table, currency, start), rate in rates_in_force().items():
        if table == DUTY:
            found.setdefault(currency, []).append((start, rate.valid_to, rate.rate))
    return {currency: sorted(rows) for currency, rows in found.items()}
