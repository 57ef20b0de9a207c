"""Periods of packages and when they are due. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from statistics_app.rules.terms import Term, month, month_of, next_month

WEEKLY, MONTHLY = "weekly", "monthly"
RHYTHMS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {WEEKLY: ("每周", "Weekly"), MONTHLY: ("每月", "Monthly")}
)
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
FOR_PACKAGES: Final = ("A", "C")
"""The coverages there are figures of; B is published nowhere on the platform."""
MOST: Final = 60
"""So many periods are opened at once, the latest ones."""

WEEK_CSV, WEEK_XLSX, WEEK_PDF = "week_csv", "week_xlsx", "week_pdf"
BULLETIN_CSV, BULLETIN_XLSX, BULLETIN_PDF = "bulletin_csv", "bulletin_xlsx", "bulletin_pdf"
INDEX_CSV, ANALYSIS_PDF, ANALYSIS_DOCX = "index_csv", "analysis_pdf", "analysis_docx"
PARTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        WEEK_CSV: ("工作周报 CSV", "Weekly figures, CSV"),
        WEEK_XLSX: ("工作周报 XLSX", "Weekly figures, XLSX"),
        WEEK_PDF: ("工作周报 PDF", "Weekly figures, PDF"),
        BULLETIN_CSV: ("统计月报 CSV", "Monthly bulletin, CSV"),
        BULLETIN_XLSX: ("统计月报 XLSX", "Monthly bulletin, XLSX"),
        BULLETIN_PDF: ("统计月报 PDF", "Monthly bulletin, PDF"),
        INDEX_CSV: ("活跃度指数 CSV", "Activity index, CSV"),
        ANALYSIS_PDF: ("分析报告 PDF", "Analysis report, PDF"),
        ANALYSIS_DOCX: ("分析报告 DOCX", "Analysis report, DOCX"),
    }
)
"""Part of a package → (zh, en)."""
OF_RHYTHM: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        WEEKLY: (WEEK_CSV, WEEK_XLSX, WEEK_PDF),
        MONTHLY: (
            BULLETIN_CSV, BULLETIN_XLSX, BULLETIN_PDF, INDEX_CSV, ANALYSIS_PDF, ANALYSIS_DOCX,
        ),
    }
)  # fmt: skip
"""Rhythm → the parts that a receiver may get."""
BULLETIN_PARTS: Final = frozenset({BULLETIN_CSV, BULLETIN_XLSX, BULLETIN_PDF})
ANALYSIS_PARTS: Final = frozenset({ANALYSIS_PDF, ANALYSIS_DOCX})
NEEDED: Final = frozenset(
    {WEEK_CSV, WEEK_XLSX, WEEK_PDF, BULLETIN_CSV, BULLETIN_XLSX, BULLETIN_PDF}
)
"""Without these a package is not made; the others are left out where they are not published."""

Adding = Callable[[date, int], date]
"""The ``n``-th working day after a day."""


def period_of(rhythm: str, day: date) -> Term:
    """The week (Monday to Sunday) or the month of a day."""
    if rhythm == MONTHLY:
        return month(day)
    first = day - timedelta(days=day.weekday())
    return Term(first, first + WEEK - DAY)


def periods_over(rhythm: str, since: date, today: date) -> Iterator[Term]:
    """The periods that began on ``since`` or later and are over, the latest ``MOST``."""
    first = period_of(rhythm, since).first
    if first < since:
        first = _next(rhythm, first)
    found = []
    while (term := period_of(rhythm, first)).last < today:
        found.append(term)
        first = _next(rhythm, first)
    yield from found[-MOST:]


def due_of(term: Term, working_days: int, add: Adding) -> date:
    """The last day on which the package of a period is in time."""
    return add(term.last, working_days)


def remind_from(due: date, working_days: int, add: Adding) -> date:
    """From which day on the office is reminded."""
    return add(due, -working_days)


def said(rhythm: str, first: date) -> tuple[str, str]:
    """A period in words, zh and en."""
    if rhythm == MONTHLY:
        return f"{first:%Y} 年 {first.month} 月", f"{first:%Y-%m}"
    last = first + WEEK - DAY
    return f"{first:%Y-%m-%d} 至 {last:%m-%d}", f"{first:%Y-%m-%d} to {last:%m-%d}"


def _next(rhythm: str, first: date) -> date:
    return next_month(month_of(first)) if rhythm == MONTHLY else first + WEEK
