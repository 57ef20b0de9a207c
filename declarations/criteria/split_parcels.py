"""The goods side of a declaration whose order is sent in several parcels: sums by line.

Pure; the result depends on the set of documents alone, never on the order in which they came.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from declarations.criteria.choosing import DECLARED
from declarations.criteria.comparing import finding
from declarations.criteria.evidence import key_of, written
from declarations.criteria.split_payments import part
from declarations.criteria.split_rules import (
    PARCEL_QUANTITIES,
    PARCEL_STRANGE_LINE,
    PARCEL_VALUES,
    PARCELS_ABOVE_LIMIT,
    PARCELS_MISSING,
)
from declarations.facts import InventoryFacts, LineFacts, OrderFacts, Parcel
from declarations.rules.registry import Settings
from declarations.rules.split_marks import PARCEL, Mark, kept_mark
from zone_portal.kernel.findings import Evidence, Finding

WHOLE_ONLY = frozenset({"MAT-015", "MAT-016", "MAT-018", "MAT-021", "MAT-033", "MAT-035"})
"""Criteria that ask of one inventory what only all parcels together can hold: number of lines,
quantities, totals."""
_IMPORT = "CEB621"


@dataclass(slots=True)
class SentTogether:
    """The parcels that are here, whether others are missing, what is wrong, and the table."""

    waiting_for: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    table: Mapping[str, Any] | None = None


class _Held(dict[int, tuple[Parcel, LineFacts]]):
    """The lines of all parcels with one gnum, by the number of their parcel."""


def sent_in_parcels(
    own: Parcel,
    mark: Mark,
    parcels: Iterable[Parcel],
    order: tuple[OrderFacts, Sequence[LineFacts]] | None,
    settings: Settings,
) -> SentTogether:
    """An inventory that says it is one parcel of several; ``order`` comes with its lines."""
    present = _belonging(own, mark, parcels)
    complete = len(present) == mark.of
    sent = SentTogether(table=_table(mark, present, order[1] if order else ()))
    if not complete:
        sent.waiting_for = ("inventory",)
        numbers = [_of(one, "note", one.inventory.split) for one in present.values()]
        sent.findings += _found(
            PARCELS_MISSING, settings, numbers, of=mark.of, present=len(present)
        )
    if own.inventory.kind == _IMPORT:
        sent.findings += _above_limit(present.values(), settings)
    if order is not None:
        sent.findings += _strange(own, order[1], settings)
        for ordered in order[1]:
            line = _Line(order[0], ordered, _held(present, ordered.gnum), mark.number)
            sent.findings += line.findings(settings, complete=complete)
    return sent


def _belonging(own: Parcel, mark: Mark, parcels: Iterable[Parcel]) -> dict[int, Parcel]:
    """The declared parcels of the same order by number; intake lets each number in once, and only
    parcels that agree on how many there are."""
    inventory = own.inventory
    seller = _seller(inventory)
    found: dict[int, Parcel] = {}
    for parcel in parcels:
        other = parcel.inventory
        said = kept_mark(other.split)
        if (
            said is not None
            and (said.kind, said.of) == (PARCEL, mark.of)
            and other.app_status == DECLARED
            and (other.kind, _seller(other), other.order_no)
            == (inventory.kind, seller, inventory.order_no)
        ):
            found[said.number] = parcel
    return dict(sorted({**found, mark.number: own}.items()))


def _seller(inventory: InventoryFacts) -> str:
    return inventory.ebp_code if inventory.kind == _IMPORT else inventory.ebc_code


def _held(present: Mapping[int, Parcel], gnum: int) -> _Held:
    return _Held(
        (number, (parcel, line))
        for number, parcel in present.items()
        for line in parcel.lines
        if line.gnum == gnum
    )


class _Line(NamedTuple):
    """A line of the order with what the parcels hold of it."""

    order: OrderFacts
    ordered: LineFacts
    held: _Held
    own: int

    def findings(self, settings: Settings, *, complete: bool) -> Iterator[Finding]:
        """Quantity and value over all parcels: never more than ordered, in the end as much.

        Where unit or currency differ the amounts cannot be added; the line itself says so.
        """
        lines = [line for _, line in self.held.values()]
        if all(line.unit == self.ordered.unit for line in lines):
            yield from self._sum(PARCEL_QUANTITIES, "qty", settings, complete=complete)
        if all(line.currency == self.ordered.currency for line in lines):
            yield from self._sum(PARCEL_VALUES, "totalPrice", settings, complete=complete)

    def _sum(
        self, code: str, element: str, settings: Settings, *, complete: bool
    ) -> Iterator[Finding]:
        """Both sums, and every part: the order's value first, the own parcel's before others'."""
        value = attrgetter(_ATTRIBUTE[element])
        wanted, gnum = value(self.ordered), self.ordered.gnum
        total = sum((value(line) for _, line in self.held.values()), Decimal(0))
        if total == wanted or (total < wanted and not complete):
            return
        numbers = sorted(self.held, key=lambda number: (number != self.own, number))
        evidence = [
            Evidence(self.order.kind, key_of(self.order), element, gnum, written(wanted)),
            *(
                _of(self.held[number][0], element, written(value(self.held[number][1])), gnum)
                for number in numbers
            ),
        ]
        params = {"line": gnum, "ordered": written(wanted), "declared": written(total)}
        yield from _found(code, settings, evidence, **params)


_ATTRIBUTE = {"qty": "qty", "totalPrice": "total_price"}


def _above_limit(parcels: Collection[Parcel], settings: Settings) -> Iterator[Finding]:
    """An order is one purchase: goods, freight and insurance of all its parcels, as of one."""
    figures = settings.parameters[PARCELS_ABOVE_LIMIT]
    limit = figures.limit
    worth = [_worth(parcel) for parcel in parcels]
    priced = [line for parcel in parcels for line in parcel.lines if line.total_price > 0]
    is_single = len(priced) == 1 and (priced[0].unit in figures.measures or priced[0].qty <= 1)
    if sum(worth) <= limit or is_single:
        return
    evidence = [
        _of(parcel, "InventoryList", written(value))
        for parcel, value in zip(parcels, worth, strict=True)
    ]
    params = {"declared": written(sum(worth, Decimal(0))), "limit": written(limit)}
    yield from _found(PARCELS_ABOVE_LIMIT, settings, evidence, **params)


def _worth(parcel: Parcel) -> Decimal:
    goods = sum((line.total_price for line in parcel.lines), Decimal(0))
    return goods + parcel.inventory.freight + parcel.inventory.insured_fee


def _strange(own: Parcel, ordered: Sequence[LineFacts], settings: Settings) -> Iterator[Finding]:
    known = {line.gnum for line in ordered}
    strange = [line for line in own.lines if line.gnum not in known]
    if strange:
        evidence = [_of(own, "gnum", line.name, line.gnum) for line in strange]
        yield from _found(PARCEL_STRANGE_LINE, settings, evidence)


def _table(
    mark: Mark, present: Mapping[int, Parcel], ordered: Sequence[LineFacts]
) -> dict[str, Any]:
    """The parcels, and of each line of the order what they hold of it."""
    return {
        "number": mark.number,
        "of": mark.of,
        "documents": [
            {
                **part(parcel.inventory, "logisticsNo", parcel.inventory.logistics_no),
                "number": number,
            }
            for number, parcel in present.items()
        ],
        "lines": [_row(line, _held(present, line.gnum)) for line in ordered],
    }


def _row(ordered: LineFacts, held: _Held) -> dict[str, Any]:
    lines = [line for _, line in held.values()]
    return {
        "gnum": ordered.gnum,
        "name": ordered.name,
        "unit": ordered.unit,
        "ordered": written(ordered.qty),
        "declared": written(sum((line.qty for line in lines), Decimal(0))),
        "orderedValue": written(ordered.total_price),
        "declaredValue": written(sum((line.total_price for line in lines), Decimal(0))),
        "parcels": {str(number): written(line.qty) for number, (_, line) in held.items()},
    }


def _of(parcel: Parcel, element: str, value: str | None, line: int | None = None) -> Evidence:
    return Evidence(parcel.inventory.kind, key_of(parcel.inventory), element, line, value)


def _found(
    code: str, settings: Settings, evidence: Sequence[Evidence], **params: Any
) -> list[Finding]:
    if settings.of(code) == "off":
        return []
    return [finding(code, settings, tuple(evidence), **params)]
