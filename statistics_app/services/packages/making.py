"""Packages of periods that are over: opened, and made from frozen data when it is there."""

import hashlib
import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.audit import Actor
from enterprises.viewers import Viewer
from reference.selectors import add_working_days, rule_settings
from statistics_app import analysis_files, bulletin_files
from statistics_app.activity_files import series_csv
from statistics_app.cuts import Cut
from statistics_app.models import AnalysisReport, Bulletin, Due, Package, PackageFile, Receiver, Run
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.packages.periods import (
    ANALYSIS_DOCX,
    ANALYSIS_PDF,
    BULLETIN_CSV,
    BULLETIN_PDF,
    BULLETIN_XLSX,
    INDEX_CSV,
    NEEDED,
    PARTS,
    WEEK_CSV,
    WEEK_XLSX,
    due_of,
    periods_over,
)
from statistics_app.rules.packages.weekly import HEADING, compile_week, records
from statistics_app.rules.terms import Term
from statistics_app.selectors_activity import bulletin_of, series
from statistics_app.selectors_figures import sums_by
from statistics_app.services.governance.common import Deed, missing, need_text, refuse_problems
from statistics_app.services.packages.common import enter, locked, move, must_be
from statistics_app.states import MADE, SENT, WAITING, WORKING
from zone_portal.framework.excel import excel
from zone_portal.framework.exporting import csv_lines, safe_cell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
MEASURES: Final = ("tickets", "parcels", "rmb", "usd", "returned_rmb", "returned_usd")
SLICE: Final = 50

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
    """Make the packages whose data is there; returns how many."""
    made = 0
    waiting = Package.objects.filter(status=WAITING).order_by("due_date", "pk")
    for pk in waiting.values_list("pk", flat=True)[:SLICE]:
        with transaction.atomic():
            row = Package.objects.select_for_update().filter(pk=pk, status=WAITING).first()
            made += row is not None and _make(row, Deed(by, at), "made")
    return made


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
    """Make a package, or make it anew before its receipt, for a reason.

    :raises Refusal: as :func:`locked`; ``package_decided`` (409); ``statistics_incomplete`` (422)
        with everything that is lacking.
    """
    row: Package = locked(Package, package_id, viewer, version)
    must_be(row, WAITING, MADE, SENT)
    problems = [] if row.status == WAITING else need_text("reason", reason, "请写明理由", "Say why")
    refuse_problems(problems)
    if not _make(row, Deed(by, at, origin), "made", note=reason.strip()):
        refuse_problems(
            missing("package", zh, en) for zh, en, is_needed in row.lacking if is_needed
        )
    return row


def _make(row: Package, deed: Deed, name: str, *, note: str = "") -> bool:
    """Make the files and the manifest; False, with what is lacking, where something needed is."""
    files, lacking = _files(row)
    row.lacking = lacking
    if any(one[2] for one in lacking):
        row.save(update_fields=["lacking"])
        return False
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
        for file_name, media_type, content in files
    )
    receiver = row.receiver
    row.manifest = {
        "number": row.number,
        "receiver": [receiver.name_zh, receiver.name_en],
        "rhythm": receiver.rhythm,
        "first": row.first_date.isoformat(),
        "last": row.last_date.isoformat(),
        "due": row.due_date.isoformat(),
        "coverage": receiver.coverage,
        "made_at": timezone.localtime(deed.at).isoformat(timespec="seconds"),
        "left_out": [[zh, en] for zh, en, _ in lacking],
        "files": [
            {"name": one.name, "size": one.size, "sha256": one.sha256}
            for one in row.files.order_by("name")
        ],
    }
    row.digest = hashlib.sha256(canonical(row.manifest)).hexdigest()
    row.made_at, row.sent_at, row.reference, row.is_simulated = deed.at, None, "", False
    move(row, MADE, name, deed, note=note)
    return True


def _files(row: Package) -> tuple[list[File], list[tuple[str, str, bool]]]:
    """The files of a package, and what is lacking: zh, en, whether it is needed."""
    receiver, files = row.receiver, []
    lacking: list[tuple[str, str, bool]] = []
    for part in receiver.parts:
        made = _MAKERS[part](row)
        if made is None:
            zh, en = PARTS[part]
            told = f"{zh}尚无已发布的数据", f"{en}: nothing is published yet"
            lacking.append((*told, part in NEEDED))
        else:
            files.append(made)
    return files, lacking


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
            .order_by("-round")
            .first()
        )
        if report is None:
            return None
        maker, media_type = analysis_files.FILES[ending]
        return f"{analysis_files.name_of(report)}.{ending}", media_type, maker(report)

    return make


def _week_lines(row: Package) -> list[list[Any]] | None:
    """The rows of a week as they are read now; None until a run has counted it."""
    if not _is_counted(row.last_date):
        return None
    term, cut = Term(row.first_date, row.last_date), Cut(coverage=row.receiver.coverage)
    limits = limits_in(rule_settings(on=row.last_date))
    lines = compile_week(_rows(cut, term), _rows(cut, term.before()), limits)
    return records(lines, row.first_date.isoformat(), row.last_date.isoformat())


def _is_counted(last: date) -> bool:
    """Whether a run that began after a day has ended, or nothing waits. By day customs always says
    something of some declaration: waiting for none to be due would be waiting for ever."""
    over = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    is_run = Run.objects.filter(state="done", started_at__gte=over).exists()
    return is_run or not Due.objects.exists()


def _rows(cut: Cut, term: Term) -> list[list[Any]]:
    found = sums_by(cut, term, ("direction", "mode", "enterprise"), measures=MEASURES)
    return [
        [*key, sums.rmb, sums.usd, int(sums.get("tickets")), int(sums.get("parcels"))]
        for key, sums in found.items()
    ]


def _week_csv(row: Package) -> File | None:
    lines = _week_lines(row)
    if lines is None:
        return None
    return f"week-{row.first_date}.csv", CSV, "".join(csv_lines(HEADING, lines)).encode()


def _week_xlsx(row: Package) -> File | None:
    lines = _week_lines(row)
    if lines is None:
        return None
    book = excel().Workbook()
    sheet = book.active
    sheet.title = "week"
    for line in (HEADING, *lines):
        sheet.append([safe_cell(value) for value in line])
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return f"week-{row.first_date}.xlsx", XLSX, file.getvalue()


_MAKERS: Final[dict[str, Callable[[Package], File | None]]] = {
    WEEK_CSV: _week_csv,
    WEEK_XLSX: _week_xlsx,
    BULLETIN_CSV: _bulletin("csv"),
    BULLETIN_XLSX: _bulletin("xlsx"),
    BULLETIN_PDF: _bulletin("pdf"),
    INDEX_CSV: _index,
    ANALYSIS_PDF: _analysis("pdf"),
    ANALYSIS_DOCX: _analysis("docx"),
}
