"""What a dashboard, a list or a file is asked for: read from an address, and written back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from statistics_app.constants import COVERAGES, KINDS
from statistics_app.cuts import Cut
from statistics_app.rules.goods import chapters_of
from statistics_app.rules.terms import Term, compared, month, month_of
from zone_portal.kernel.periods import parse_day

CURRENCIES: Final = {"rmb": ("人民币", "RMB"), "usd": ("美元", "USD")}
COMPARED: Final = {
    "year": ("上年同期", "the year before"),
    "before": ("上一期", "the period before"),
}
LISTS: Final = {
    "mode": "modes",
    "site": "sites",
    "country": "countries",
    "chapter": "chapters",
    "heading": "headings",
}
"""Parameter → the field of a cut that lists its values, separated by commas."""
MOST_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A term, a cut, a currency, and what to compare with. ``counted`` is the last day that is
    counted, where it is known: what lies after it is compared with nothing."""

    term: Term
    cut: Cut
    currency: str = "rmb"
    compare: str = "year"
    section: str = ""
    counted: date | None = None

    @property
    def shown(self) -> Term:
        """The term as far as it is counted."""
        return self.term.until(self.counted)

    @property
    def base(self) -> Term:
        """The term compared with: as much of it as is shown."""
        return compared(self.term, self.compare, self.counted)[1]

    @property
    def is_unfinished(self) -> bool:
        """Whether days of the term are not counted yet."""
        return self.shown != self.term

    @property
    def by(self) -> str:
        """Whether the course of time is shown by "month" or by "day"."""
        return "month" if self.shown.months > 1 else "day"

    def query(self) -> dict[str, str]:
        """The parameters that ask for the same."""
        cut = self.cut
        lists = {name: ",".join(getattr(cut, field)) for name, field in LISTS.items()}
        if self.section:
            lists["chapter"] = ""
        given = {
            "from": _written(self.term.first, self.term),
            "to": _written(self.term.last, self.term),
            "currency": self.currency,
            "compare": self.compare,
            "coverage": cut.coverage,
            "direction": cut.direction,
            "kind": cut.kind,
            "customs": cut.customs,
            "section": self.section,
            "enterprise": "" if cut.enterprises is None else ",".join(map(str, cut.enterprises)),
            **lists,
        }
        usual = {"currency": "rmb", "compare": "year", "coverage": "A"}
        return {name: value for name, value in given.items() if value and usual.get(name) != value}


def asked(query: Mapping[str, Any], *, today: date) -> Asked:
    """What an address asks for; what it says wrong, or not at all, is as usual: the months from
    January to this one, all of coverage A, in renminbi, against the year before."""
    text = {name: str(value).strip() for name, value in query.items()}
    section = text.get("section", "")
    chapters = chapters_of(section)
    lists = {field: _listed(text.get(name, "")) for name, field in LISTS.items()}
    if chapters:
        lists["chapters"] = chapters
    firms = [int(part) for part in _listed(text.get("enterprise", "")) if part.isdecimal()]
    cut = Cut(
        coverage=_one_of(text.get("coverage"), COVERAGES, "A"),
        direction=_one_of(text.get("direction"), ("I", "E"), ""),
        kind=_one_of(text.get("kind"), KINDS, ""),
        customs=text.get("customs", "")[:4],
        enterprises=tuple(firms) or None,
        **lists,
    )
    return Asked(
        _term(text, today),
        cut,
        _one_of(text.get("currency"), CURRENCIES, "rmb"),
        _one_of(text.get("compare"), COMPARED, "year"),
        section if chapters else "",
    )


def drilled(one: Asked, **changed: Any) -> Asked:
    """The same for another cut."""
    return replace(one, cut=one.cut.but(**changed))


def _term(text: Mapping[str, str], today: date) -> Term:
    first, last = _start(text.get("from", "")), _end(text.get("to", ""))
    last = last or (month(first).last if first and first > today else None)
    last = last or month(today).last
    first = first or last.replace(month=1, day=1)
    if last < first or last.year - first.year > MOST_YEARS:
        return Term(month_of(last).replace(month=1), last)
    return Term(first, last)


def _start(text: str) -> date | None:
    return parse_day(text) or parse_day(f"{text}-01")


def _end(text: str) -> date | None:
    if day := parse_day(text):
        return day
    found = parse_day(f"{text}-01")
    return month(found).last if found else None


def _written(day: date, term: Term) -> str:
    return f"{day:%Y-%m}" if term.is_whole_months else day.isoformat()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)[:100]


def _one_of(value: str | None, known: Any, usual: str) -> str:
    return value if value is not None and value in known else usual
