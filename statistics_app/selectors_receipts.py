"""Foreign exchange received, as key firms report it: the figure, and who stands behind it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from statistics_app.cuts import Cut
from statistics_app.models import Report, StatisticsRate
from statistics_app.rules.bulletins.disclosure import Cell
from statistics_app.rules.terms import Term
from statistics_app.selectors_indicators import (
    NARROWED_BY,
    PROVIDERS,
    RATE_MISSING,
    RESPONDENTS,
    WARNINGS,
    Problem,
)
from statistics_app.states import ACCEPTED

FORM: Final = "KEY-M"
FIGURE: Final = "fx_receipts"
YUAN: Final = 10_000
"""The form asks in units of 10,000 yuan."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a firm of a site received in a month, in yuan."""

    enterprise: int
    site: str
    month: date
    yuan: Decimal


def _given(term: Term, cut: Cut) -> Iterator[_Given]:
    """The accepted reports of a cut that give it."""
    rows = Report.objects.filter(
        form=FORM, status=ACCEPTED, period_date__gte=term.first, period_date__lte=term.last
    )
    if cut.sites:
        rows = rows.filter(place__code__in=cut.sites)
    if cut.enterprises is not None:
        rows = rows.filter(enterprise__in=cut.enterprises)
    found = rows.filter(figures__has_key=FIGURE, enterprise__isnull=False)
    for firm, site, month, figures in found.values_list(
        "enterprise_id", "place_id", "period_date", "figures"
    ):
        yield _Given(firm or 0, site, month, Decimal(figures[FIGURE]) * YUAN)


def _received(term: Term, cut: Cut, currency: str) -> tuple[Decimal | None, None]:
    """The receipts of a cut; dollars by the statistics rate of each month. None of nothing."""
    rows = list(_given(term, cut))
    if currency == "rmb":
        return (sum((row.yuan for row in rows), Decimal(0)) if rows else None), None
    rates = _rates(term)
    dollars = [row.yuan / rates[row.month] for row in rows if row.month in rates]
    return (sum(dollars, Decimal(0)) if dollars else None), None


def _lacking(term: Term, cut: Cut, currency: str) -> Sequence[Problem]:
    if currency == "rmb":
        return ()
    rates = _rates(term)
    return [RATE_MISSING] if any(row.month not in rates for row in _given(term, cut)) else ()


def _rates(term: Term) -> dict[date, Decimal]:
    """Renminbi a dollar by month, the latest edition."""
    rows = StatisticsRate.objects.filter(month__gte=term.first, month__lte=term.last)
    return dict(rows.order_by("edition").values_list("month", "rate"))


def _respondents(term: Term, cut: Cut) -> list[Cell]:
    """Each month of the zone by itself, since two terms differ by a month; asked by site, each site
    of each month, since the zone and the other sites differ by one."""
    added: dict[tuple[date, str], dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in _given(term, cut.but(sites=())):
        added[row.month, row.site if cut.sites else ""][row.enterprise] += row.yuan
    return [Cell(sum(of.values(), Decimal(0)), tuple(of.values())) for of in added.values()]


PROVIDERS[FIGURE] = _received
WARNINGS[FIGURE] = _lacking
NARROWED_BY[FIGURE] = frozenset({"sites", "enterprises"})
RESPONDENTS[FIGURE] = _respondents
