"""What the platform itself knows of a park or county beside what it says of itself.

A figure stands beside the value that was filled in, with what it counts; it never replaces it: the
tree's own words may mean something else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.db.models import Q

from accounts.models import Site
from statistics_app.cuts import Cut
from statistics_app.models import Assessment, AssessmentPaper, Duty, MemberUnit
from statistics_app.rules.terms import Term, year
from statistics_app.selectors_figures import sums_by
from statistics_app.selectors_indicators import indicator, value_of
from statistics_app.selectors_measured import data_begin
from statistics_app.states import CLOSED
from zone_portal.kernel.money import rounded

PLACES: Final = 2
HUNDRED: Final = Decimal(100)
HUNDRED_MILLION: Final = Decimal(10) ** 8
COUNTIES: Final = "counties"
"""The group that stands for all counties and parks in the responsibility table."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the platform, what it counts (zh, en), and what speaks against it."""

    value: Decimal
    counts: tuple[str, str]
    problems: tuple[tuple[str, str], ...] = ()


def known_values(row: Assessment, *, today: date) -> dict[str, Known]:
    """By indicator of the shipped tree, what the platform has of the site in the assessed year up
    to today; nothing of a year before its data begin."""
    whole = year(row.tree.year)
    if whole.first > today:
        return {}
    term = Term(whole.first, min(whole.last, today))
    sites = tuple(
        Site.objects.filter(path__startswith=row.site.path).values_list("code", flat=True)
    )
    found = {code: ask(term, row.site, sites) for code, ask in _ASKED.items()}
    return {code: known for code, known in found.items() if known is not None}


def papers_of(row: Assessment) -> dict[str, AssessmentPaper]:
    """The latest paper of each indicator."""
    rows = row.files.select_related("evidence").defer("evidence__content").order_by("id")
    return {one.code: one for one in rows}


def _value(term: Term, _site: Site, sites: tuple[str, ...]) -> Known | None:
    counts = (
        "企业在本平台备案的进出口额（亿元人民币）",
        "Imports and exports of firms filed at this site, 100 million yuan",
    )
    return _indicator("IND-SCALE-01", term, sites, counts, unit=HUNDRED_MILLION)


def _growth(term: Term, _site: Site, sites: tuple[str, ...]) -> Known | None:
    counts = "出口额同比", "Exports against the same days of the year before"
    return _indicator("IND-GROW-02", term, sites, counts, unit=1 / HUNDRED)


def _indicator(
    code: str, term: Term, sites: tuple[str, ...], counts: tuple[str, str], *, unit: Decimal
) -> Known | None:
    begins = data_begin()
    if begins is None or begins > term.last:
        return None
    found = value_of(code, term, Cut(coverage="C", sites=sites))
    if found.value is None:
        return None
    problems = tuple((one.zh, one.en) for one in found.problems)
    if begins > term.first:
        told = f"平台数据自 {begins} 起", f"The platform's data begin on {begins}"
        problems = (*problems, told)
    return Known(rounded(found.value / unit, PLACES), counts, problems)


def _filed(term: Term, _site: Site, sites: tuple[str, ...]) -> Known | None:
    wanted = indicator("IND-SCALE-07")
    found = value_of(wanted.code, term, Cut(coverage=wanted.coverages[0], sites=sites))
    if found.value is None:
        return None
    return Known(found.value, ("在本平台备案且未注销的企业", "Firms filed here and not cancelled"))


def _modes(term: Term, _site: Site, sites: tuple[str, ...]) -> Known | None:
    begins = data_begin()
    if begins is None or begins > term.last:
        return None
    found = sums_by(Cut(coverage="C", sites=sites), term, ("mode",), measures=("tickets",))
    modes = [key for key, sums in found.items() if sums.get("tickets")]
    return Known(
        Decimal(len(modes)), ("年内有申报的监管方式", "Supervision modes declared in the year")
    )


def _tasks(term: Term, site: Site, _sites: tuple[str, ...]) -> Known | None:
    """Tasks due by then that the site's own units lead, or the group that stands for all."""
    units = MemberUnit.objects.filter(Q(organisation__site=site) | Q(code=COUNTIES))
    due = Duty.objects.filter(leads__in=units, due_date__lte=term.last).distinct()
    if not due.exists():
        return None
    done = due.filter(status=CLOSED).exclude(steps__deed="closed", steps__at__date__gt=term.last)
    share = rounded(HUNDRED * done.count() / due.count(), PLACES)
    return Known(
        share,
        ("到期任务中本单位牵头且已办结的比例", "Of the tasks due that its units lead, closed"),
    )


Asking = Callable[[Term, Site, tuple[str, ...]], Known | None]
_ASKED: Final[Mapping[str, Asking]] = MappingProxyType(
    {
        "tasks_done": _tasks,
        "modes_open": _modes,
        "value": _value,
        "export_growth": _growth,
        "filed": _filed,
    }
)
