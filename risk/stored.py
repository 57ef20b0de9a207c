"""Matched declarations read back in bulk, with their lines and what stands around them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec
from django.db import connection

from credit.models import Standing
from credit.selectors_measures import measures_in_force
from declarations.models.columns import layout_of
from enterprises.models import Enterprise
from risk.channels import Imposed
from risk.gathering import Credit, Declared, Line
from zone_portal.framework.vault import KeyErased, SealBroken, vault

_DECLARED: Final = """
SELECT i.id, d.sequence, extract(epoch FROM i.received_at)::float8, i.ie_flag = 'I', i.trade_mode,
    i.country, i.customs_code, i.ebc_code, i.order_no, i.logistics_no, i.gross_weight::float8,
    i.net_weight::float8, replace(coalesce(o.buyer_id_number_hash, i.buyer_id_number_hash)::text,
    '-', ''), replace(p.payer_id_number_hash::text, '-', ''), o.app_time, p.app_time, w.app_time,
    o.sender_id, p.sender_id, w.sender_id, o.goods_value::float8, o.discount::float8,
    w.gross_weight::float8,
    (o.findings IS NOT NULL AND o.findings::text LIKE '%%"GEN-026"%%'), o.kind, o.id, o.personal
FROM declarations_decision d
JOIN declarations_inventory i ON i.id = d.inventory_id
LEFT JOIN declarations_order o ON o.id = d.order_id
LEFT JOIN declarations_payment p ON p.id = d.payment_id
LEFT JOIN declarations_waybill w ON w.id = d.waybill_id
WHERE d.inventory_id = ANY(%(ids)s) AND d.outcome = 'matched'
ORDER BY i.id
"""
_LINES: Final = """
SELECT document_id, gcode, gname, gmodel, bar_code, country, currency, unit, qty::float8,
    price::float8, total_price::float8
FROM declarations_inventory_line WHERE document_id = ANY(%(ids)s) ORDER BY document_id, gnum
"""
_DONE: Final = """
SELECT inventory_id, max(sequence) FROM risk_screening
WHERE inventory_id = ANY(%(ids)s) GROUP BY inventory_id
"""
_WINDOWS: Final = "SELECT key, state FROM risk_window WHERE key = ANY(%(keys)s)"
_DELIVERED: Final = """
SELECT DISTINCT ON (subject_key, name) subject_key, name, value FROM risk_fact
WHERE subject_kind = %(kind)s AND subject_key = ANY(%(keys)s)
ORDER BY subject_key, name, observed_at DESC, id DESC
"""
_PERSONAL: Final = ("consigneeTelephone", "buyerTelephone", "consigneeAddress", "buyerRegNo")
_decode = msgspec.json.Decoder(list[str | None]).decode


def screened_before(ids: Sequence[int]) -> dict[int, int]:
    """The latest decision of each of these declarations that was screened already."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, {"ids": list(ids)})
        return dict(cursor.fetchall())


def declared(ids: Sequence[int], done: Mapping[int, int]) -> list[Declared]:
    """The matched ones of these declarations, in the order of their ids, without those whose
    present decision was screened already (``done``)."""
    with connection.cursor() as cursor:
        cursor.execute(_DECLARED, {"ids": list(ids)})
        rows = cursor.fetchall()
    return [_declared(row) for row in rows if done.get(row[0]) != row[1]]


def _declared(row: Sequence[Any]) -> Declared:
    telephone = address = account = None
    kind, order_id, sealed = row[24], row[25], row[26]
    if sealed is not None:
        values = _opened(kind, order_id, sealed)
        mobile, own, address, account = (values[i] if i is not None else None for i in _at(kind))
        telephone = mobile or own
    told = (*row[:17], (row[17], row[18], row[19]), *row[20:24], telephone, address, account)
    return Declared._make(told)


_EMPTY: Final[list[str | None]] = [None] * 64


def _opened(kind: str, order_id: int, sealed: Any) -> list[str | None]:
    """The personal elements of an order; none of an order whose month was erased."""
    try:
        return _decode(vault().open(sealed, order_id.to_bytes(8, "big")))
    except (KeyErased, SealBroken):
        return _EMPTY


@cache
def _at(kind: str) -> tuple[int | None, ...]:
    """Where the personal elements that screening needs stand in an order of a kind."""
    personal = layout_of(kind).personal
    return tuple(personal.index(name) if name in personal else None for name in _PERSONAL)


def lines_of(ids: Sequence[int]) -> dict[int, list[Line]]:
    """The lines of each of these declarations."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"ids": list(ids)})
        rows = cursor.fetchall()
    found: dict[int, list[Line]] = {}
    for row in rows:
        lines = found.get(row[0])
        line = Line._make(row[1:])
        if lines is None:
            found[row[0]] = [line]
        else:
            lines.append(line)
    return found


def kept_windows(keys: Iterable[int]) -> dict[int, memoryview]:
    """The kept states of these keys."""
    with connection.cursor() as cursor:
        cursor.execute(_WINDOWS, {"keys": list(keys)})
        return dict(cursor.fetchall())


def delivered_facts(
    wanted: Mapping[str, Iterable[str]],
) -> dict[tuple[str, str], dict[str, float]]:
    """(kind, key) → name → value of what others delivered, the newest of each."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    with connection.cursor() as cursor:
        for kind, keys in wanted.items():
            cursor.execute(_DELIVERED, {"kind": kind, "keys": list(keys)})
            for key, name, value in cursor.fetchall():
                found.setdefault((kind, key), {})[name] = value
    return found


class Firms:
    """The enterprises behind customs codes: ids, credit, what measures impose."""

    def __init__(self, codes: Iterable[str], on: date) -> None:
        rows = Enterprise.objects.registered().filter(code__in=set(codes))
        self.ids: dict[str, int] = dict(rows.values_list("code", "id"))
        numbers = list(self.ids.values())
        standing = {
            number: (grade, score)
            for number, grade, score in Standing.objects.filter(
                subject__enterprise_id__in=numbers
            ).values_list("subject__enterprise_id", "grade", "score")
        }
        measures = measures_in_force(numbers, on)
        self.credit: dict[str, Credit] = {}
        self.imposed: dict[str, Imposed] = {}
        for code, number in self.ids.items():
            grade, score = standing.get(number, ("", None))
            measure = measures[number]
            rate = measure.inspection_rate
            self.credit[code] = Credit(
                grade, None if score is None else float(score), measure.listed
            )
            self.imposed[code] = Imposed(
                grade, None if rate is None else float(rate), measure.channel == "red"
            )
