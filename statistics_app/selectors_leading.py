"""The register of leading firms: what each reported year by year, beside what was booked of it.

Read as single reports are (``ReportQuerySet``): by the firm itself and the offices that review its
reports; it serves statistics only (regulations of the Statistics Law art. 30).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from enterprises.models import Enterprise
from enterprises.models.querysets import within
from enterprises.viewers import Viewer
from statistics_app.cuts import Cut
from statistics_app.models import Report, Respondent
from statistics_app.models.governance_querysets import READERS
from statistics_app.rules.growth import Growth, growth
from statistics_app.rules.terms import year as year_of
from statistics_app.selectors_figures import EVERYTHING, NOTHING, Sums, sums_by
from statistics_app.states import ACCEPTED

FORM: Final = "LEAD-Y"
COVERAGE: Final = "A"
TEN_THOUSAND: Final = Decimal(10_000)
BOOKED: Final = ("tickets", "rmb", "returned_rmb", "unrated")


@dataclass(frozen=True, slots=True)
class LeadingYear:
    """A year of a firm. ``figures`` as reported, by the form's codes (amounts in 10,000 yuan);
    ``exports`` and ``imports`` as booked, in yuan net of returns; ``turnover`` and ``booked`` their
    growth against the year before."""

    year: int
    report: Report | None
    figures: Mapping[str, Decimal]
    exports: Sums
    imports: Sums
    turnover: Growth
    booked: Growth

    @property
    def is_accepted(self) -> bool:
        return self.report is not None and self.report.status == ACCEPTED

    @property
    def is_booked(self) -> bool:
        """Whether anything of the firm was booked: before the platform's data begin, nothing is."""
        return self.exports is not NOTHING or self.imports is not NOTHING

    @property
    def whole(self) -> Decimal:
        """Imports and exports as booked, yuan."""
        return self.exports.rmb + self.imports.rmb

    @property
    def gap(self) -> Decimal | None:
        """Reported exports less booked ones, 10,000 yuan; None where one of them is missing."""
        told = self.figures.get("export_value")
        if told is None or not self.is_booked:
            return None
        return told - self.exports.rmb / TEN_THOUSAND


@dataclass(frozen=True, slots=True)
class LeadingFirm:
    """A leading firm and its years, the newest first."""

    firm: Enterprise
    years: list[LeadingYear]


def leading_firms(viewer: Viewer, *, today: date) -> list[LeadingFirm]:
    """The leading firms that somebody may read, by name: those chosen to report and those that
    did."""
    told = Report.objects.visible_to(viewer).filter(form=FORM, enterprise__isnull=False)
    ids = set(told.values_list("enterprise_id", flat=True)) | _chosen(viewer)
    rows = Enterprise.objects.filter(pk__in=ids).select_related("site").order_by("name", "pk")
    reports = _reports(told)
    sums = _booked(ids, today)
    return [LeadingFirm(row, _years(reports.get(row.pk, {}), sums.get(row.pk, {}))) for row in rows]


def leading_firm(viewer: Viewer, pk: int, *, today: date) -> LeadingFirm | None:
    """One of them, or None."""
    return next((one for one in leading_firms(viewer, today=today) if one.firm.pk == pk), None)


def _chosen(viewer: Viewer) -> set[int]:
    """Firms that are to report, whether or not they have: to themselves and to the offices of their
    place."""
    rows = Respondent.objects.filter(form=FORM, enterprise__isnull=False)
    if not viewer.is_official:
        rows = rows.filter(enterprise_id__in=viewer.own_ids)
    elif not viewer.departments & READERS:
        return set()
    elif not viewer.sees_all:
        rows = rows.filter(within(viewer, "enterprise__site__path"))
    return set(rows.values_list("enterprise_id", flat=True))


def _reports(rows: Any) -> dict[int, dict[int, Report]]:
    found: dict[int, dict[int, Report]] = {}
    for row in rows.order_by("period_date", "id"):
        found.setdefault(row.enterprise_id, {})[row.period_date.year] = row
    return found


Booked = dict[int, dict[str, Sums]]
"""Year → direction → sums."""


def _booked(ids: set[int], today: date) -> dict[int, Booked]:
    """What was booked of the firms, by year and direction; one question for each year."""
    found: dict[int, Booked] = {}
    if not ids:
        return found
    cut = Cut(coverage=COVERAGE, enterprises=tuple(sorted(ids)))
    for number in range(today.year - MOST_YEARS + 1, today.year + 1):
        sums = sums_by(
            cut, year_of(number), ("enterprise", "direction"), viewer=EVERYTHING, measures=BOOKED
        )
        for (pk, direction), one in sums.items():
            found.setdefault(pk, {}).setdefault(number, {})[direction] = one
    return found


MOST_YEARS: Final = 6


def _years(reports: Mapping[int, Report], booked: Booked) -> list[LeadingYear]:
    """Every year that was reported or in which something was booked, the newest first."""
    found: list[LeadingYear] = []
    for number in sorted(reports.keys() | booked.keys()):
        report, sums = reports.get(number), booked.get(number, {})
        figures = {code: Decimal(text) for code, text in (report.figures if report else {}).items()}
        before = found[-1] if found and found[-1].year == number - 1 else None
        exports, imports = sums.get("E", NOTHING), sums.get("I", NOTHING)
        found.append(
            LeadingYear(
                number,
                report,
                figures,
                exports,
                imports,
                growth(figures.get("turnover"), before.figures.get("turnover") if before else None),
                growth(exports.rmb + imports.rmb, before.whole if before else None),
            )
        )
    return found[::-1]
