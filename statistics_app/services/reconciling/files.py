"""The report of a month, and what differs in a list, as files. Whoever asks stands in the log."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from accounts.models import User
from enterprises.viewers import Viewer
from statistics_app.asking import Asked
from statistics_app.models import ListFinding, ReconciledCell, SharingAgreement
from statistics_app.models.reconciling import EXPORTED
from statistics_app.rules.reconciling.comparing import VERDICTS
from statistics_app.rules.reconciling.explaining import CAUSES
from statistics_app.rules.reconciling.judging import STATES
from statistics_app.rules.terms import month_of
from statistics_app.selectors_reconciling import (
    agreements,
    cells_of,
    findings_of,
    is_in_force,
    party_of,
)
from statistics_app.services.extracting import MAKERS, File, refuse_size
from statistics_app.services.governance.common import must_be_office
from statistics_app.services.reconciling.access import LIST_SHOWN, REPORT_SHOWN, Access, enter
from zone_portal.framework.excel import excel
from zone_portal.framework.exporting import safe_cell
from zone_portal.kernel.money import rounded

REPORT, LIST = "reconciled", "listed"
NAMES: Final = {
    REPORT: ("数据印证报告", "Reconciliation report"),
    LIST: ("逐票差异", "Differences by declaration"),
}
HEADING: Final = {
    "zh": ("月份", "来源", "进出口", "监管方式", "企业代码", "本平台（元）", "本平台票数",
           "来源（元）", "来源票数", "差额（元）", "差额（%）", "自动说明（元）", "人工说明（元）",
           "未说明（元）", "容差（元）", "状态", "说明"),
    "en": ("Month", "Source", "Direction", "Mode", "Firm", "Platform (yuan)", "Declarations",
           "Source (yuan)", "Source's declarations", "Difference", "Difference (%)",
           "Explained by records",
           "Explained by hand", "Remainder", "Tolerance", "State", "Explanations"),
}  # fmt: skip
LIST_HEADING: Final = {
    "zh": ("清单编号", "结果", "原因", "进出口", "监管方式", "企业代码", "本平台（元）",
           "对方（元）", "本平台日期", "对方日期", "差额（元）"),
    "en": ("Number", "Verdict", "Cause", "Direction", "Mode", "Firm", "Platform (yuan)",
           "Theirs (yuan)", "Platform's day", "Their day", "Difference"),
}  # fmt: skip
CHUNK: Final = 2_000


def log_export(
    what: str, month: date, pk: int, rows: int, *, by: User, at: datetime, origin: str
) -> None:
    """Enter an export of a report, or of the list of one agreement, in the log of accesses."""
    today = timezone.localdate(at)
    if what == LIST:
        touched = list(agreements().filter(pk=pk))
    else:
        cells = [cell for cell in cells_of(month) if _is_readable(cell, today)]
        ids = {cell.agreement_id for cell in cells if cell.agreement_id is not None}
        touched = list(agreements().filter(pk__in=ids))
    detail = LIST_SHOWN if what == LIST else REPORT_SHOWN
    enter(touched, Access(EXPORTED, by, at, month, detail, rows, origin))


def report_file(viewer: Viewer, _rest: str, wanted: Asked, language: str) -> File:
    """Every cell of a month; those under an agreement that is over are left out."""
    must_be_office(viewer)
    month, words = month_of(wanted.term.first), _words(language)
    today = timezone.localdate()
    rows = [_cell(cell, words) for cell in cells_of(month) if _is_readable(cell, today)]
    return refuse_size(File(f"reconciliation-{month:%Y-%m}", len(rows), HEADING[words], rows))


def list_file(viewer: Viewer, rest: str, wanted: Asked, language: str) -> File:
    """Every finding of the list of an agreement (``rest`` is its id) in a month."""
    must_be_office(viewer)
    month, words = month_of(wanted.term.first), _words(language)
    agreement: SharingAgreement | None = agreements().filter(pk=int(rest or 0)).first()
    if agreement is None or not is_in_force(agreement, timezone.localdate()):
        return refuse_size(File("", 0, (), ()))
    found = findings_of(month, agreement.pk)
    name = f"list-{agreement.pk}-{month:%Y-%m}"
    return refuse_size(File(name, found.count(), LIST_HEADING[words], _findings(found, words)))


def as_xlsx(file: File) -> bytes:
    """A short file as a workbook."""
    book = excel().Workbook()
    sheet: Any = book.active
    sheet.title = "data"
    sheet.append(list(file.heading))
    for row in file.rows:
        sheet.append([safe_cell(cell) for cell in row])
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _is_readable(cell: ReconciledCell, today: date) -> bool:
    return cell.agreement is None or is_in_force(cell.agreement, today)


def _words(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"


def _cell(cell: ReconciledCell, words: str) -> Sequence[Any]:
    side = 0 if words == "zh" else 1
    causes = "; ".join(f"{CAUSES[one['code']][side]} {one['amount']}" for one in cell.causes)
    return (
        f"{cell.reconciliation.month:%Y-%m}",
        party_of(cell)[side],
        cell.direction,
        cell.mode,
        cell.firm,
        cell.ours,
        cell.ours_tickets,
        cell.theirs,
        cell.theirs_tickets,
        cell.difference,
        _percent(cell),
        cell.explained,
        cell.by_hand,
        cell.remainder,
        cell.tolerance,
        STATES[cell.state][side],
        causes,
    )


def _percent(cell: ReconciledCell) -> Decimal | None:
    """The difference in percent of the platform's figure; None where that is 0."""
    if cell.difference is None or not cell.ours:
        return None
    return rounded(cell.difference / cell.ours * 100)


def _findings(found: Any, words: str) -> Iterator[Sequence[Any]]:
    """The rows, read by key, newest first as the page shows them."""
    side, last = 0 if words == "zh" else 1, None
    while True:
        rows = found if last is None else found.filter(pk__lt=last)
        chunk = list(rows.order_by("-id")[:CHUNK])
        if not chunk:
            return
        yield from (_finding(row, side) for row in chunk)
        last = chunk[-1].pk


def _finding(row: ListFinding, side: int) -> Sequence[Any]:
    return (
        row.number,
        VERDICTS[row.verdict][side],
        CAUSES[row.cause][side],
        row.direction,
        row.mode,
        row.firm,
        row.ours,
        row.theirs,
        row.ours_day,
        row.theirs_day,
        row.amount,
    )


MAKERS[REPORT] = (NAMES[REPORT], report_file)
MAKERS[LIST] = (NAMES[LIST], list_file)
