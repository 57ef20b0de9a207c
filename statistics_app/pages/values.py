"""All indicators of the register for one selection, block by block, each with what limits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from statistics_app.constants import COVERAGES
from statistics_app.pages.amounts import NOTHING, Rate, rate_text, said, written
from statistics_app.pages.figures import FiguresPage, choices
from statistics_app.pages.panels import chips, counted_note, link
from statistics_app.rules.growth import WHY, Growth
from statistics_app.rules.indicators import INDICATORS, Indicator
from statistics_app.rules.indicators.base import (
    BLOCKS,
    UNITS,
    Asked,
    Change,
)
from statistics_app.selectors_indicators import Value, values_of

READ_LATER: Final = tuple(
    code
    for code, one in INDICATORS.items()
    if isinstance(one.formula, Asked) and one.formula.provider.startswith("b2b_")
)
"""Summed from the records of exports, not from cells: asked for after the page stands."""
AGAINST: Final = {"year": "year", "before": "month"}
"""What a page compares with → what the register calls it."""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as it is shown: its figure, or why there is none."""

    it: Indicator
    title: str
    value: str
    unit: str
    coverage: str
    growth: Rate | None
    problems: tuple[str, ...]
    caveat: str
    definition: str
    records: str


class Values(FiguresPage):
    """Every indicator for the term and filters of the address."""

    template_name = "statistics/values.html"
    fragment_name = "statistics/values_lines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.request.GET.get("part") == "later":
            return context | {"lines": self._lines(READ_LATER)}
        wanted = self.as_counted()
        lines = self._lines([code for code in INDICATORS if code not in READ_LATER])
        return context | {
            "whose": self.whose(),
            "wanted": wanted,
            "counted": counted_note(wanted),
            "coverage": said(COVERAGES[wanted.cut.coverage]),
            "choices": choices(wanted, self.viewer),
            "query": wanted.query(),
            "chips": chips(wanted, "values"),
            "back": link(wanted),
            "later": link(wanted, "values", part="later"),
            "blocks": [
                {
                    "code": block,
                    "name": said(name),
                    "lines": [line for line in lines if line.it.block == block],
                    "later": [
                        said(INDICATORS[code].title)
                        for code in READ_LATER
                        if INDICATORS[code].block == block
                    ],
                }
                for block, name in BLOCKS.items()
            ],
        }

    def _lines(self, codes: Sequence[str]) -> list[Line]:
        wanted = self.wanted
        found = values_of(
            codes, wanted.term, wanted.cut, currency=wanted.currency, viewer=self.viewer
        )
        grown = {
            value.indicator.formula.of: value
            for value in found
            if isinstance(value.indicator.formula, Change)
            and value.indicator.formula.against == AGAINST[wanted.compare]
        }
        return [self._line(value, grown) for value in found]

    def _line(self, value: Value, grown: Mapping[str, Value]) -> Line:
        one = value.indicator
        growth = grown.get(one.code)
        return Line(
            it=one,
            title=said(one.title),
            value=written(value),
            unit=said(UNITS[one.unit]),
            coverage=self._coverage(value.cut.coverage),
            growth=None if growth is None else _growth(growth),
            problems=tuple(said((problem.zh, problem.en)) for problem in value.problems),
            caveat=said(one.caveat),
            definition=f"{reverse('statistics:indicators')}#{one.code}",
            records=self._records(value),
        )

    def _coverage(self, code: str) -> str:
        """Named where it is not that of the page."""
        own = code == self.wanted.cut.coverage
        return code if own else f"{code} {said(COVERAGES[code])}"

    def _records(self, value: Value) -> str:
        """The bookings behind a figure of the cells."""
        if value.value is None or isinstance(value.indicator.formula, Asked):
            return ""
        direction = _direction(value.indicator) or self.wanted.cut.direction
        return link(self.wanted, "records", direction=direction, coverage=value.cut.coverage)


def _growth(value: Value) -> Rate:
    if value.value is not None:
        return rate_text(Growth(value.value))
    why = [said((problem.zh, problem.en)) for problem in value.problems if problem.code in WHY]
    return Rate(NOTHING, why=why[0] if why else "")


def _direction(one: Indicator) -> str:
    """The direction that an indicator is of by itself."""
    parts = (getattr(one.formula, name, None) for name in ("part", "numerator"))
    return next((part.direction for part in parts if part is not None), "")
