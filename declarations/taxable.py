"""Retail imports as the taxation app reads them: a purchase, its buyer and its guarantor."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from declarations.models import Inventory, InventoryLine
from declarations.rulebook import day_of, mode_register
from declarations.rules.modes import IMPORT
from taxation.constants import RETAIL_MODES
from taxation.facts import ZERO, Estimate, Goods, Purchase
from taxation.selectors import estimate_many

KIND: Final = "CEB621"
_HEAD = (
    "id", "revision", "received_at", "trade_mode", "freight", "insured_fee", "assure_code",
    "buyer_id_number_hash",
)  # fmt: skip
_LINE = (
    "document_id", "gnum", "gcode", "gname", "total_price", "qty", "unit", "qty1", "unit1",
    "qty2", "unit2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taxable:
    """One retail import. ``day`` is that of its acceptance: its law and its year apply;
    ``person`` the keyed hash of the buyer's ID number."""

    inventory_id: int
    revision: int
    day: date
    person: UUID | None
    assure_code: str
    purchase: Purchase

    @property
    def amount(self) -> Decimal:
        """Goods, freight and insurance, in RMB: what counts into the buyer's year."""
        goods = sum((line.total_price for line in self.purchase.goods), ZERO)
        return goods + self.purchase.freight + self.purchase.insurance


def is_retail_import(kind: str, trade_mode: str) -> bool:
    """Whether an inventory's taxes concern a person's quota and a guarantee."""
    return kind == KIND and trade_mode in retail_modes()


def retail_modes() -> dict[str, str]:
    """The modes of retail imports → the mode whose taxes apply: their own, or for a pilot the one
    that its template names."""
    pilots = {
        template.code: template.taxed_as
        for template in mode_register().templates
        if template.direction == IMPORT and template.taxed_as in RETAIL_MODES
    }
    return {**{code: code for code in RETAIL_MODES}, **pilots}


def taxables(inventory_ids: Iterable[int]) -> dict[int, Taxable]:
    """The retail imports among some inventories, by id. Two queries."""
    modes = retail_modes()
    rows = Inventory.objects.filter(
        id__in=list(inventory_ids), kind=KIND, trade_mode__in=list(modes)
    )
    heads = {row["id"]: row for row in rows.values(*_HEAD)}
    goods = _goods(heads)
    return {
        key: _taxable(head, goods[key], modes[head["trade_mode"]]) for key, head in heads.items()
    }


def estimates(found: Sequence[Taxable], *, explain: bool = False) -> dict[int, Estimate]:
    """The taxes of some retail imports by the law of their days, by inventory."""
    by_day: dict[date, list[Taxable]] = defaultdict(list)
    for one in found:
        by_day[one.day].append(one)
    told: dict[int, Estimate] = {}
    for day, listed in by_day.items():
        answers = estimate_many([one.purchase for one in listed], on=day, explain=explain)
        told |= {one.inventory_id: said for one, said in zip(listed, answers, strict=True)}
    return told


def _goods(inventory_ids: Iterable[int]) -> dict[int, tuple[Goods, ...]]:
    found: dict[int, list[Goods]] = defaultdict(list)
    lines = InventoryLine.objects.filter(document_id__in=list(inventory_ids))
    for line in lines.order_by("document_id", "gnum").values(*_LINE):
        found[line["document_id"]].append(
            Goods(
                gnum=line["gnum"],
                hs_code=line["gcode"],
                total_price=line["total_price"],
                pieces=line["qty"],
                quantities=_quantities(line),
                name=line["gname"],
                unit=line["unit"],
            )
        )
    return defaultdict(tuple, {key: tuple(goods) for key, goods in found.items()})


def _quantities(line: Mapping[str, Any]) -> dict[str, Decimal]:
    """Quantities by unit; the statutory ones count where a unit is given twice."""
    found = {line["unit"]: line["qty"], line["unit2"]: line["qty2"], line["unit1"]: line["qty1"]}
    return {unit: quantity for unit, quantity in found.items() if unit and quantity is not None}


def _taxable(head: Mapping[str, Any], goods: tuple[Goods, ...], mode: str) -> Taxable:
    return Taxable(
        inventory_id=head["id"],
        revision=head["revision"],
        day=day_of(head["received_at"]),
        person=head["buyer_id_number_hash"],
        assure_code=head["assure_code"] or "",
        purchase=Purchase(
            goods=goods,
            freight=head["freight"],
            insurance=head["insured_fee"],
            mode=mode,
        ),
    )
