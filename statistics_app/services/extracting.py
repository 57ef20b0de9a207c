"""Files of figures and of the records behind them: complete, or refused with the reason.

A short file is read whole before it is sent; a long one is made in the background, with its
progress. Before either the rows are counted, in the database: a file with fewer or more rows than
were counted is never handed out; it is read again, and refused when the figures keep moving.
"""

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import zstandard
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.timezone import localdate

from accounts.models import User
from enterprises.viewers import Viewer, viewer_for
from statistics_app.asking import Asked, asked
from statistics_app.models import Extract
from statistics_app.rules.terms import Term, month, next_month
from statistics_app.selectors_dashboard import firm_names, records
from statistics_app.selectors_figures import count_by, sums_by
from zone_portal.framework.background import hint
from zone_portal.framework.exporting import csv_lines
from zone_portal.kernel.errors import PortalError

log = logging.getLogger(__name__)

TASK: Final = "statistics.make_extracts"
CELLS, RECORDS = "cells", "records"
WHATS: Final = {CELLS: ("统计数据", "Figures"), RECORDS: ("明细记录", "Records")}
AT_ONCE: Final = 2_000
"""Rows of a file that is made and sent in the request."""
KEPT: Final = timedelta(days=7)
TAKEN_AGAIN: Final = timedelta(minutes=30)
MOST_ATTEMPTS: Final = 3
MOVED: Final = "extract_moved"
CHUNK: Final = 2_000

CELL_HEADING: Final = {
    "zh": ("月份", "进出口", "监管方式", "平台", "国家（地区）", "章", "企业", "票数", "人民币值",
           "美元值", "退货人民币值", "退货美元值", "税款", "缺汇率项数"),
    "en": ("Month", "Direction", "Mode", "Site", "Country", "Chapter", "Firm", "Declarations",
           "RMB", "USD", "Returns RMB", "Returns USD", "Tax", "Lines without rate"),
}  # fmt: skip
RECORD_HEADING: Final = {
    "zh": ("统计日期", "清单", "退货来源", "序号", "企业代码", "进出口", "监管方式", "申报海关",
           "国家（地区）", "商品编码", "法定数量", "单位", "币制", "人民币值", "美元值", "税款"),
    "en": ("Day", "Declaration", "Return", "Line", "Firm", "Direction", "Mode", "Customs",
           "Country", "HS code", "Quantity", "Unit", "Currency", "RMB", "USD", "Tax"),
}  # fmt: skip
_BY: Final = ("month", "direction", "mode", "site", "country", "chapter", "enterprise")


@dataclass(frozen=True, slots=True)
class File:
    """A file's rows, still to be read."""

    name: str
    total: int
    heading: Sequence[str]
    rows: Iterable[Sequence[Any]]


Maker = Callable[[Viewer, str, Asked, str], File]
MAKERS: Final[dict[str, tuple[tuple[str, str], Maker]]] = {}
"""Files of other parts, which have pages of their own to ask for them: kind → its name (zh, en),
and what makes its rows for a viewer, the rest of ``what`` after a colon, what is asked, and a
language. What comes of it has passed ``refuse_size``."""


def name_of(what: str) -> tuple[str, str]:
    """What a file holds, zh and en."""
    kind = what.partition(":")[0]
    return WHATS[kind] if kind in WHATS else MAKERS[kind][0]


def file_of(
    viewer: Viewer, what: str, wanted: Asked, *, language: str, is_later: bool = False
) -> File:
    """The rows of a file, counted; those of a short one read, unless it is made later.

    :raises PortalError: ``extract_unknown``; ``extract_too_large`` beyond ``STATISTICS_MOST_ROWS``;
        ``extract_empty``; ``extract_moved`` where a short file's rows changed at every reading.
    """
    for _attempt in range(MOST_ATTEMPTS):
        file = _counted(viewer, what, wanted, language)
        if is_later or file.total > AT_ONCE:
            return file
        rows = list(file.rows)
        if len(rows) == file.total:
            return replace(file, rows=rows)
    raise _moved()


def _counted(viewer: Viewer, what: str, wanted: Asked, language: str) -> File:
    kind, _colon, rest = what.partition(":")
    if kind in MAKERS:
        return MAKERS[kind][1](viewer, rest, wanted, language)
    if what not in WHATS:
        raise PortalError("extract_unknown", zh="没有这种文件", en="there is no such file")
    words = "zh" if language.startswith("zh") else "en"
    name = f"{what}-{wanted.term.first:%Y%m%d}-{wanted.term.last:%Y%m%d}"
    if what == RECORDS:
        found = records(viewer, wanted)
        total = found.order_by()[: settings.STATISTICS_MOST_ROWS + 1].count()
        file = File(name, total, RECORD_HEADING[words], _records(found))
    else:
        most = settings.STATISTICS_MOST_ROWS + 1
        total = count_by(wanted.cut, wanted.term, _BY, viewer=viewer, most=most)
        file = File(name, total, CELL_HEADING[words], _cells(viewer, wanted))
    return refuse_size(file)


def refuse_size(file: File) -> File:
    """The file itself, unless it is empty or too long.

    :raises PortalError: ``extract_too_large`` beyond ``STATISTICS_MOST_ROWS``; ``extract_empty``.
    """
    if file.total > settings.STATISTICS_MOST_ROWS:
        most = f"{settings.STATISTICS_MOST_ROWS:,}"
        raise PortalError(
            "extract_too_large",
            zh=f"所选范围超过 {most} 行，不能导出。请缩小期间或增加筛选条件；文件不会被截断。",
            en=f"More than {most} rows: narrow the period or the filters. No file is cut short.",
        )
    if not file.total:
        raise PortalError(
            "extract_empty", zh="所选范围没有数据。", en="There is nothing in this selection."
        )
    return file


@transaction.atomic
def ask_for(*, user: User, what: str, wanted: Asked, total: int, at: datetime) -> Extract:
    """Have a long file made in the background."""
    extract: Extract = Extract.objects.create(
        user_id=user.pk,
        name=f"{what}-{wanted.term.first:%Y%m%d}-{wanted.term.last:%Y%m%d}.csv",
        what=what,
        query={**wanted.query(), "language": translation.get_language() or "zh-hans"},
        asked_at=at,
        total=total,
    )
    hint(TASK, queue="default")
    return extract


def make_waiting(*, at: datetime) -> int:
    """Make the files that wait, or that another worker left unfinished; drop those grown old."""
    Extract.objects.filter(expires_at__lt=at).delete()
    made = 0
    while (extract := _take(at)) is not None:
        _make(extract, at)
        made += 1
    return made


def content_of(extract: Extract) -> bytes:
    """The finished file."""
    return zstandard.ZstdDecompressor().decompressobj().decompress(bytes(extract.content or b""))


@transaction.atomic
def _take(at: datetime) -> Extract | None:
    left = Q(state="running", taken_at__lt=at - TAKEN_AGAIN)
    rows = Extract.objects.select_for_update(skip_locked=True).filter(Q(state="waiting") | left)
    extract: Extract | None = rows.order_by("id").first()
    if extract is None:
        return None
    extract.attempts += 1
    extract.state = "running" if extract.attempts <= MOST_ATTEMPTS else "failed"
    extract.taken_at = at
    if extract.state == "failed":
        _end(extract, at, error="多次未能完成 (gave up)")
    extract.save()
    return extract


def _make(extract: Extract, at: datetime) -> None:
    if extract.state != "running":
        return
    user = User.objects.filter(id=extract.user_id, is_active=True).first()
    language = str(extract.query.get("language", "zh-hans"))
    wanted = asked(extract.query, today=localdate(extract.asked_at))
    try:
        file = file_of(viewer_for(user), extract.what, wanted, language=language, is_later=True)
        extract.total = file.total
        content, extract.done = _packed(file, lambda done: _said(extract, done))
        if extract.done != file.total:
            raise _moved()
    except PortalError as refusal:
        if refusal.code == MOVED and extract.attempts < MOST_ATTEMPTS:
            extract.state, extract.done = "waiting", 0
        else:
            _end(extract, at, error=refusal.text(language)[:200])
    else:
        extract.content = content
        _end(extract, at)
    extract.save()


def _moved() -> PortalError:
    return PortalError(
        MOVED,
        zh="读取期间数据有变动，行数与统计的不符，文件未生成。请稍后再导出。",
        en="The figures changed while they were read, so no file was made. Export it again later.",
    )


def _end(extract: Extract, at: datetime, *, error: str = "") -> None:
    extract.state = "failed" if error else "done"
    extract.error = error
    extract.ended_at, extract.expires_at = at, at + KEPT


def _said(extract: Extract, done: int) -> None:
    Extract.objects.filter(id=extract.pk).update(done=done)


def _packed(file: File, say: Callable[[int], None]) -> tuple[bytes, int]:
    """The whole file, packed, and how many rows it has."""
    sink = io.BytesIO()
    written = 0
    with zstandard.ZstdCompressor(level=3).stream_writer(sink, closefd=False) as writer:
        for place, line in enumerate(csv_lines(file.heading, file.rows)):
            writer.write(line.encode())
            written = place
            if place % CHUNK == 0:
                say(min(place, file.total))
    return sink.getvalue(), written


def _cells(viewer: Viewer, wanted: Asked) -> Iterator[Sequence[Any]]:
    """The rows, month by month: no more than a month is held at once."""
    first = wanted.term.first
    while first <= wanted.term.last:
        term = Term(first, min(month(first).last, wanted.term.last))
        found = sums_by(wanted.cut, term, _BY, viewer=viewer)
        names = firm_names([str(key[6]) for key in found])
        for key, sums in sorted(found.items(), key=lambda item: tuple(map(str, item[0]))):
            yield (
                f"{key[0]:%Y-%m}",
                *key[1:6],
                names.get(str(key[6]), ""),
                *(sums.get(name) for name in ("tickets", "rmb", "usd", "returned_rmb")),
                sums.get("returned_usd"),
                sums.get("tax") - sums.get("returned_tax"),
                sums.get("unrated"),
            )
        first = next_month(first)


def _records(found: Any) -> Iterator[Sequence[Any]]:
    """The rows, read by key: no cursor stays open while a slow client reads."""
    last: Mapping[str, Any] | None = None
    while True:
        rows = found if last is None else found.filter(inventory_id__lt=last["inventory_id"])
        chunk = list(rows.values(*_RECORD)[:CHUNK])
        if not chunk:
            return
        if len(chunk) == CHUNK:
            # The last declaration of a full chunk may go on: it is read with the next.
            end = chunk[-1]["inventory_id"]
            whole = [row for row in chunk if row["inventory_id"] != end]
            chunk = whole or list(rows.filter(inventory_id=end).values(*_RECORD))
        yield from (tuple(row[name] for name in _RECORD) for row in chunk)
        last = chunk[-1]


_RECORD: Final = (
    "day", "inventory_id", "source", "gnum", "firm", "direction", "mode", "customs_code", "country",
    "hs_code", "quantity", "unit", "currency", "rmb", "usd", "tax",
)  # fmt: skip
