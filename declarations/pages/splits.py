"""The sums of a declaration whose order is paid or sent in parts, for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from declarations.dossiers import Dossier
from declarations.messages.catalogue import KINDS
from declarations.pages.labels import NOUNS
from declarations.split_tables import readable
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import Words

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the table: linked where the reader may see its page."""

    label: Words
    number: str
    value: str
    url: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A line of the order: what each parcel holds of it, and the sum."""

    gnum: int
    name: str
    ordered: str
    held: tuple[str, ...]
    declared: str
    verdict: Label


def split_panel(dossier: Dossier) -> dict[str, Any] | None:
    """What the page shows of a split; None where there is none, or none for this reader."""
    split = dossier.decision.split if dossier.decision else None
    shown = readable(split, [noun for noun, kept in dossier.documents.items() if kept.is_open])
    if not shown:
        return None
    payment, parcels = shown.get("payment"), shown.get("parcels")
    return {
        "payment": _payment(payment, dossier) if payment else None,
        "parcels": _parcels(parcels, dossier) if parcels else None,
    }


def _payment(table: Table, dossier: Dossier) -> dict[str, Any]:
    rows = table["documents"]
    orders = [row for row in rows if KINDS[row["type"]].noun == "order"]
    payments = [row for row in rows if KINDS[row["type"]].noun == "payment"]
    shared = table["of"] == "orders"
    present = len(orders if shared else payments)
    complete = bool(payments) and present >= (table["declared"] or present)
    return {
        "sentence": _payment_sentence(table, present, shared=shared),
        "orders": [_part(row, dossier) for row in orders],
        "payments": [_part(row, dossier) for row in payments],
        "ordered": table["ordered"],
        "paid": table["paid"],
        "verdict": _verdict(table["ordered"], table["paid"], complete=complete),
    }


def _payment_sentence(table: Table, present: int, *, shared: bool) -> str:
    counted = {"of": table["declared"], "present": present}
    if shared:
        return _("一笔支付由 %(of)s 个订单合并支付，已收到 %(present)s 个订单。") % counted
    if table["declared"]:
        return _("订单分 %(of)s 笔支付，已收到 %(present)s 笔。") % counted
    return _("订单没有指明支付，%(present)s 笔支付合计等于实付金额。") % counted


def _parcels(table: Table, dossier: Dossier) -> dict[str, Any]:
    numbers = range(1, table["of"] + 1)
    known = {row["number"]: row for row in table["documents"]}
    complete = len(known) == table["of"]
    return {
        "sentence": _("订单分 %(of)s 个包裹，本清单是第 %(number)s 个，已收到 %(present)s 个。")
        % {"of": table["of"], "number": table["number"], "present": len(known)},
        "columns": [
            _part(known[number], dossier, label=_parcel(number))
            if number in known
            else Part(_parcel(number), "", "")
            for number in numbers
        ],
        "rows": [_row(line, numbers, complete=complete) for line in table["lines"]],
    }


def _parcel(number: int) -> str:
    return _("包裹 %(number)s") % {"number": number}


def _row(line: Table, numbers: Sequence[int], *, complete: bool) -> ParcelRow:
    return ParcelRow(
        line["gnum"],
        line["name"],
        line["ordered"],
        tuple(line["parcels"].get(str(number), "") for number in numbers),
        line["declared"],
        _verdict(line["ordered"], line["declared"], complete=complete),
    )


def _verdict(wanted: str, got: str, *, complete: bool) -> Label:
    if Decimal(wanted) == Decimal(got):
        return Label("ok", _("合计一致"))
    if complete or (Decimal(got) > Decimal(wanted)):
        return Label("bad", _("合计不一致"))
    return Label("warn", _("尚未到齐"))


def _part(row: Table, dossier: Dossier, *, label: Words = "") -> Part:
    kind = KINDS[row["type"]]
    url = ""
    if row["id"] in dossier.open_parts:
        url = reverse(f"declarations:{kind.noun}", args=[row["id"]])
    return Part(
        label or NOUNS[kind.noun],
        row["key"][kind.key[1]],
        row["value"] or "",
        url,
        is_own=row["id"] == dossier.inventory.id,
    )
