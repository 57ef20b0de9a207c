"""Packages of periods that are over: opened, and made from frozen data when it is there."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.audit import Actor
from enterprises.viewers import Viewer
from reference.selectors import add_working_days
from statistics_app import analysis_files, bulletin_files, week_pdf
from statistics_app.activity_files import series_csv
from statistics_app.models import AnalysisReport, Bulletin, Package, PackageFile, Receiver, ToldWeek
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.rules.packages.periods import (
    ANALYSIS_DOCX,
    ANALYSIS_PDF,
    BULLETIN_CSV,
    BULLETIN_PDF,
    BULLETIN_XLSX,
    INDEX_CSV,
    WEEK_CSV,
    WEEK_PDF,
    WEEK_XLSX,
    due_of,
    periods_over,
)
from statistics_app.rules.packages.weekly import HEADING, records
from statistics_app.rules.terms import Term
from statistics_app.selectors_activity import bulletin_of, series
from statistics_app.selectors_packages import stock
from statistics_app.selectors_weeks import told_weeks
from statistics_app.services.governance.common import Deed, missing, need_text, refuse_problems
from statistics_app.services.packages.common import enter, locked, move, must_be, must_be_latest
from statistics_app.services.packages.weeks import tell_week
from statistics_app.states import MADE, RECEIVED, SENT, WAITING, WORKING
from zone_portal.framework.excel import excel, saved
from zone_portal.framework.exporting import csv_lines, safe_cell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
PDF: Final = "application/pdf"
OF_WEEKS: Final = frozenset({WEEK_CSV, WEEK_XLSX, WEEK_PDF})
SLICE: Final = 50
"""So many packages are made at once."""
LONGEST_REASON: Final = 300

File = tuple[str, str, bytes]
"""Name, media type, content."""


def open_due(*, by: Actor, at: datetime) -> int:
    """Open the packages of periods that are over; returns how many."""
    today, opened = timezone.localdate(at), 0
    for receiver in Receiver.objects.filter(status=WORKING):
        known = set(receiver.packages.values_list("first_date", flat=True))
        for term in periods_over(receiver.rhythm, receiver.since_date, today):
            if term.first not in known:
                opened += _open(receiver, term, Deed(by, at))
    return opened


@transaction.atomic
def _open(receiver: Receiver, term: Term, deed: Deed) -> int:
    row, is_new = Package.objects.get_or_create(
        receiver=receiver,
        first_date=term.first,
        edition=1,
        defaults={
            "number": f"{receiver.code}-{term.first:%Y%m%d}".upper(),
            "last_date": term.last,
            "due_date": due_of(term, receiver.working_days, add_working_days),
        },
    )
    if is_new:
        enter(row, "", "opened", deed)
    return int(is_new)


def make_due(*, by: Actor, at: datetime) -> int:
    """Make packages whose data is there, the longest due first; returns how many. Those that wait
    for figures are told what they lack and keep nobody waiting, however many they are."""
    waiting = Package.objects.filter(status=WAITING).select_related("receiver")
    rows = list(waiting.defer("manifest").order_by("due_date", "pk"))
    there = stock(rows)
    ready, changed = [], []
    for row in rows:
        lacking = there.lacking(row)
        if not any(is_needed for _zh, _en, is_needed in lacking):
            ready.append(row.pk)
        elif (now := [list(one) for one in lacking]) != row.lacking:
            row.lacking = now
            changed.append(row)
    Package.objects.bulk_update(changed, ["lacking"], batch_size=SLICE)
    return sum(_make_waiting(pk, Deed(by, at)) for pk in ready[:SLICE])


@transaction.atomic
def _make_waiting(pk: int, deed: Deed) -> bool:
    row = Package.objects.select_for_update().filter(pk=pk, status=WAITING).first()
    return row is not None and _make(row, deed)


@transaction.atomic
def make_again(
    *,
    package_id: int,
    version: int,
    reason: str,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Package:
    """Make a package, or make it anew for a reason: before it was sent in its place, later as the
    next edition. What was sent stays as it was sent, with its receipt.

    :raises Refusal: as :func:`locked`; ``package_decided`` (409) where a later edition is there;
        ``statistics_incomplete`` (422) without a reason, or with everything that is lacking.
    """
    row: Package = locked(Package, package_id, viewer, version)
    must_be(row, WAITING, MADE, SENT, RECEIVED)
    must_be_latest(row)
    problems = [] if row.status == WAITING else need_text("reason", reason, "请写明理由", "Say why")
    refuse_problems(problems)
    deed = Deed(by, at, origin)
    if row.status in {SENT, RECEIVED}:
        row = _next_edition(row, reason.strip(), deed)
    if not _make(row, deed, note=reason.strip()):
        refuse_problems(
            missing("package", zh, en) for zh, en, is_needed in row.lacking if is_needed
        )
    return row


def _next_edition(row: Package, reason: str, deed: Deed) -> Package:
    """The package that replaces one that was sent, due as many working days from today."""
    edition, receiver = row.edition + 1, row.receiver
    first_number = row.number.rpartition("-R")[0] if row.edition > 1 else row.number
    following: Package = Package.objects.create(
        receiver=receiver,
        number=f"{first_number}-R{edition}",
        edition=edition,
        reason=reason[:LONGEST_REASON],
        first_date=row.first_date,
        last_date=row.last_date,
        due_date=add_working_days(deed.day, receiver.working_days),
    )
    enter(following, "", "opened", deed, note=reason)
    row.replaced_by = following
    row.version += 1
    row.save(update_fields=["replaced_by", "version"])
    enter(row, row.status, "replaced", deed, note=following.number)
    return following


def _make(row: Package, deed: Deed, *, note: str = "") -> bool:
    """Make the files and the manifest; False, with what is lacking, where something needed is."""
    there = stock([row])
    row.lacking = there.lacking(row)
    if any(is_needed for _zh, _en, is_needed in row.lacking):
        row.save(update_fields=["lacking"])
        return False
    sources = there.sources(row)
    if OF_WEEKS & sources.keys():
        tell_week(row.first_date, row.last_date, row.receiver.coverage, at=deed.at)
    files = [
        made for part in row.receiver.parts if part in sources for made in [_MAKERS[part](row)]
    ]
    row.files.all().delete()
    PackageFile.objects.bulk_create(
        PackageFile(
            package=row,
            name=file_name,
            media_type=media_type,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
        )
        for file_name, media_type, content in filter(None, files)
    )
    receiver = row.receiver
    row.manifest = {
        "number": row.number,
        "edition": row.edition,
        "reason": row.reason,
        "receiver": [receiver.name_zh, receiver.name_en],
        "rhythm": receiver.rhythm,
        "first": row.first_date.isoformat(),
        "last": row.last_date.isoformat(),
        "due": row.due_date.isoformat(),
        "coverage": receiver.coverage,
        "made_at": timezone.localtime(deed.at).isoformat(timespec="seconds"),
        "left_out": [[zh, en] for zh, en, _ in row.lacking],
        "files": [
            {"name": one.name, "size": one.size, "sha256": one.sha256}
            for one in row.files.order_by("name")
        ],
    }
    row.digest = hashlib.sha256(canonical(row.manifest)).hexdigest()
    row.made_at, row.sources = deed.at, sources
    move(row, MADE, "made", deed, note=note)
    return True


def _bulletin(ending: str) -> Callable[[Package], File | None]:
    def make(row: Package) -> File | None:
        bulletin: Bulletin | None = bulletin_of(row.first_date, row.receiver.coverage)
        if bulletin is None:
            return None
        maker, media_type = bulletin_files.FILES[ending]
        return f"{bulletin_files.name_of(bulletin)}.{ending}", media_type, maker(bulletin)

    return make


def _index(row: Package) -> File | None:
    rows = [one for one in series(newest_first=False) if one.month <= row.first_date]
    if not rows or rows[-1].month != row.first_date:
        return None
    return f"activity-index-{row.first_date:%Y-%m}.csv", CSV, series_csv(rows)


def _analysis(ending: str) -> Callable[[Package], File | None]:
    def make(row: Package) -> File | None:
        reports = AnalysisReport.objects.published().select_related("template")
        report = (
            reports.filter(
                first=row.first_date,
                template__period="month",
                template__coverage=row.receiver.coverage,
            )
            .order_by("-round", "-pk")
            .first()
        )
        if report is None:
            return None
        maker, media_type = analysis_files.FILES[ending]
        return f"{analysis_files.name_of(report)}.{ending}", media_type, maker(report)

    return make


def _told(row: Package) -> ToldWeek:
    """The week of a package as all packages tell it."""
    return told_weeks(row.first_date, row.last_date, row.receiver.coverage)[0]


def _week_lines(told: ToldWeek) -> list[list[Any]]:
    return records(told.lines, told.first_date.isoformat(), told.last_date.isoformat())


def _week_csv(row: Package) -> File:
    text = "".join(csv_lines(HEADING, _week_lines(_told(row))))
    return f"week-{row.first_date}.csv", CSV, text.encode()


def _week_xlsx(row: Package) -> File:
    book = excel().Workbook()
    sheet = book.active
    sheet.title = "week"
    told = _told(row)
    for line in (HEADING, *_week_lines(told)):
        sheet.append([safe_cell(value) for value in line])
    sheet.freeze_panes = "A2"
    return f"week-{row.first_date}.xlsx", XLSX, saved(book, at=told.told_at)


def _week_pdf(row: Package) -> File:
    return f"week-{row.first_date}.pdf", PDF, week_pdf.as_pdf(_told(row))


_MAKERS: Final[dict[str, Callable[[Package], File | None]]] = {
    WEEK_CSV: _week_csv,
    WEEK_XLSX: _week_xlsx,
    WEEK_PDF: _week_pdf,
    BULLETIN_CSV: _bulletin("csv"),
    BULLETIN_XLSX: _bulletin("xlsx"),
    BULLETIN_PDF: _bulletin("pdf"),
    INDEX_CSV: _index,
    ANALYSIS_PDF: _analysis("pdf"),
    ANALYSIS_DOCX: _analysis("docx"),
}
