"""What each source says of a month, beside the declarations that it is compared with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from statistics_app import selectors_reconciling as reading
from statistics_app.models import (
    Delivery,
    ListFinding,
    ReconciledCell,
    SharingAgreement,
)
from statistics_app.rules.reconciling import explaining, judging
from statistics_app.rules.reconciling.comparing import (
    DIFFERS,
    ONLY_OURS,
    ONLY_THEIRS,
    Finding,
    compared,
)
from statistics_app.rules.reconciling.explaining import Cause, Slice
from statistics_app.rules.reconciling.judging import ZERO, Limits
from statistics_app.rules.reconciling.sources import (
    GROSS,
    ORDERED,
    ORDERS,
    OWN_BASES,
    PLATFORM,
    PORT_LIST,
    REPORTS,
    Basis,
)
from statistics_app.selectors_reconciling import Asked, Currencies, Pair
from statistics_app.services.reconciling.agreements import basis_of

MOST_FIRMS: Final = 50
"""So many firms stand in the report for sources that know all of them: the largest open ones."""
REPORT_FIGURES: Final = (
    ("I", "import_value", "import_orders"),
    ("E", "export_value", "export_orders"),
)

Key = tuple[str, str, str]
"""Direction, mode, firm; an empty mode or firm means all."""
Place = tuple[str, int | None, str, str, str]
"""Source, agreement, direction, mode, firm."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a source says of a cell; ``rmb`` None: its currency has no rate. ``precision`` is what
    its last digit is worth, in yuan."""

    rmb: Decimal | None
    tickets: int | None = None
    precision: Decimal = ZERO
    registered: bool = True


@dataclass(slots=True)
class Source:
    """A source with all it says of the month, and the declarations it is compared with."""

    code: str
    basis: Basis
    slices: Sequence[Slice]
    given: dict[Key, Given]
    agreement: SharingAgreement | None = None
    delivery: Delivery | None = None
    found: dict[Key, list[Cause]] = field(default_factory=dict)
    """Causes of single declarations; where given, those of the slices are not asked for."""
    _of_firms: dict[tuple[str, str], list[Slice]] = field(default_factory=dict)

    def of(self, key: Key) -> list[Slice]:
        """The declarations of a cell; those of a firm are looked up, not looked for."""
        direction, mode, firm = key
        if firm and not self._of_firms:
            for one in self.slices:
                self._of_firms.setdefault((one.direction, one.firm), []).append(one)
        among = self._of_firms.get((direction, firm), []) if firm else self.slices
        return [one for one in among if explaining.fits(one, direction, mode, firm)]


@dataclass(slots=True)
class Run:
    """One comparison being made."""

    month: date
    at: datetime
    limits: Limits
    currencies: Currencies
    by_hand: dict[Place, Decimal]
    cells: list[ReconciledCell] = field(default_factory=list)
    findings: list[ListFinding] = field(default_factory=list)


def of_orders(run: Run, declared: Sequence[Slice]) -> Source:
    """Orders by platform as they were received, for each direction and mode, and for the firms
    whose orders are not what they declared."""
    slices = reading.order_slices(Asked(run.month), declared)
    source = Source(ORDERS, OWN_BASES[ORDERS], slices, {})
    if any(one.theirs is not None for one in slices):
        for key in {(one.direction, one.mode, "") for one in slices}:
            source.given[key] = _ordered(source, key)
        for key in _largest_firms(run, source):
            source.given[key] = _ordered(source, key)
    return source


def _ordered(source: Source, key: Key) -> Given:
    ordered = [one for one in source.of(key) if one.theirs is not None]
    return Given(
        sum((one.theirs or ZERO for one in ordered), ZERO), sum(one.tickets for one in ordered)
    )


def _largest_firms(run: Run, source: Source) -> list[Key]:
    by_firm: dict[Key, list[Slice]] = defaultdict(list)
    for one in source.slices:
        if one.firm:
            by_firm[one.direction, "", one.firm].append(one)
    left: list[tuple[Decimal, Key]] = []
    for key, slices in by_firm.items():
        ours, _ = explaining.ours_in(slices)
        theirs = sum((one.theirs or ZERO for one in slices), ZERO)
        causes = explaining.causes_of(slices, source.basis)
        explained = sum((c.amount for c in causes if explains(c, source)), ZERO)
        judged = judging.judge(ours, theirs, explained=explained, limits=run.limits)
        if judged.state == judging.OPEN and judged.remainder is not None:
            left.append((abs(judged.remainder), key))
    return [key for _, key in sorted(left, reverse=True)[:MOST_FIRMS]]


def of_reports(run: Run) -> Source:
    """Accepted direct reports: all modes together, firm by firm."""
    reports = reading.accepted_reports(run.month)
    source = Source(REPORTS, OWN_BASES[REPORTS], (), {})
    if not reports:
        return source
    moments = [row.submitted_at for row in reports if row.submitted_at]
    source.slices = reading.slices(Asked(run.month, as_of=max(moments) if moments else None))
    for report in reports:
        firm = report.enterprise.code if report.enterprise else ""
        for direction, value, orders in REPORT_FIGURES:
            if value in report.figures:
                written = Decimal(report.figures[value])
                source.given[direction, "", firm] = Given(
                    written * reading.TEN_THOUSAND,
                    int(Decimal(report.figures.get(orders) or 0)),
                    _last_digit(written) * reading.TEN_THOUSAND,
                )
    return source


def _last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def of_delivery(run: Run, delivery: Delivery) -> Source:
    """What was delivered under an agreement: totals, or a list compared one by one."""
    agreement = delivery.agreement
    basis = basis_of(agreement)
    firm = agreement.enterprise
    midnight = datetime.combine(delivery.drawn_date + timedelta(days=1), time.min)
    asked = Asked(
        run.month,
        agreement.customs,
        (firm.code, firm.uscc) if firm is not None else (),
        timezone.make_aware(midnight),
    )
    slices = reading.slices(asked)
    if agreement.source == PLATFORM and basis.moment == ORDERED:
        slices = reading.order_slices(asked, slices)
    source = Source(agreement.source, basis, slices, {}, agreement, delivery)
    if agreement.source == PORT_LIST:
        _compare_list(run, source, delivery, asked)
    else:
        source.given = _totals(run, delivery)
        _add_left_out(source)
    return source


def _totals(run: Run, delivery: Delivery) -> dict[Key, Given]:
    rows = list(delivery.totals.order_by("id"))
    firms = reading.canonical_firms(row.firm for row in rows)
    found: dict[Key, Given] = {}
    for row in rows:
        firm, registered = firms.get(row.firm, ("", True))
        precision = run.currencies.of_total(row.precision, row.currency) or ZERO
        given = Given(
            run.currencies.of_total(row.value, row.currency), row.tickets, precision, registered
        )
        found[row.direction, row.mode, firm] = given
    return found


def _add_left_out(source: Source) -> None:
    """A source that tells modes apart and leaves one out that we have says that there is none."""
    told = {direction for direction, mode, firm in source.given if mode and not firm}
    for one in source.slices:
        key = (one.direction, one.mode, "")
        if one.direction in told and one.booked == explaining.WITHIN and key not in source.given:
            source.given[key] = Given(ZERO, 0)


def _compare_list(run: Run, source: Source, delivery: Delivery, asked: Asked) -> None:
    """Declaration by declaration; what differs is kept, and adds up to the cells' causes."""
    sums: dict[Key, tuple[Decimal, int]] = defaultdict(lambda: (ZERO, 0))
    causes: dict[Key, list[Cause]] = defaultdict(list)
    for pair in reading.pairs(delivery, asked, run.currencies):
        if pair.theirs is not None:
            key = (pair.theirs.direction, pair.theirs.mode, "")
            value, tickets = sums[key]
            sums[key] = (value + (pair.theirs.rmb or ZERO), tickets + 1)
        found = compared(
            pair.ours, pair.theirs, basis=source.basis, tolerance=run.limits.declaration
        )
        if found is not None:
            run.findings.append(_finding(source, pair, found))
            for key, cause in _shares(pair, found):
                causes[key].append(cause)
    if source.basis.returns == GROSS:
        for one in source.slices:
            if one.is_return:
                key = (one.direction, one.mode, "")
                causes[key] += explaining.causes_of([one], source.basis)
    source.given = {key: Given(value, tickets) for key, (value, tickets) in sums.items()}
    source.found = {key: explaining.by_code(rows) for key, rows in causes.items()}
    _add_left_out(source)


def _shares(pair: Pair, found: Finding) -> Iterable[tuple[Key, Cause]]:
    """What a finding adds to the difference of which cell."""
    records = (pair.inventory_id,) if pair.inventory_id else ()
    ours, theirs = pair.ours, pair.theirs
    if found.cause == explaining.OTHER_CELL and ours is not None and theirs is not None:
        yield (
            (ours.direction, ours.mode, ""),
            Cause(found.cause, -(ours.rmb or ZERO), 1, records),
        )
        yield (
            (theirs.direction, theirs.mode, ""),
            Cause(found.cause, theirs.rmb or ZERO, 1, records),
        )
        return
    side = ours if found.verdict == ONLY_OURS else theirs
    if side is not None:
        yield (side.direction, side.mode, ""), Cause(found.cause, found.amount, 1, records)


def _finding(source: Source, pair: Pair, found: Finding) -> ListFinding:
    ours = pair.ours if found.verdict != ONLY_THEIRS else None
    theirs = pair.theirs if found.verdict != ONLY_OURS else None
    side: Any = theirs if found.verdict in {ONLY_THEIRS, DIFFERS} else ours
    return ListFinding(
        agreement=source.agreement,
        number=pair.number,
        inventory_id=pair.inventory_id,
        verdict=found.verdict,
        cause=found.cause,
        direction=side.direction,
        mode=side.mode,
        firm=pair.firm,
        ours=ours.rmb if ours else None,
        theirs=theirs.rmb if theirs else None,
        ours_day=pair.ours.day if pair.ours else None,
        theirs_day=theirs.day if theirs else None,
        amount=found.amount,
    )


def explains(cause: Cause, source: Source) -> bool:
    """Whether a cause counts as an explanation where it comes from this source."""
    return explaining.is_explained(cause.code, source.code)
