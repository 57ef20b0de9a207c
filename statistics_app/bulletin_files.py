"""A published bulletin as a file: CSV, XLSX, PDF; the same bulletin gives the same data."""

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.tables import MONTH, STAGES, YEAR
from zone_portal.framework.exporting import csv_lines, safe_cell
from zone_portal.framework.printing import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    TINT,
    lines_of,
    register_fonts,
    write,
)
from zone_portal.kernel.money import rounded

HEADING: Final = (
    "table", "direction", "key", "name_zh", "name_en", "period", "published", "rmb", "usd",
    "tickets", "parcels", "tax_rmb", "growth_rmb", "growth_usd",
)  # fmt: skip
FIGURES: Final = ("rmb", "usd", "tickets", "parcels", "tax", "growth_rmb", "growth_usd")
HIDDEN_MARK: Final = "＊"
"""What stands for a figure that is not published; never why."""
TEN_THOUSAND: Final = Decimal(10_000)

WIDTH, HEIGHT = A4
MARGIN: Final = 18 * mm
BOTTOM: Final = 20 * mm
ROW: Final = 5.4 * mm
COLUMNS: Final = (MARGIN, 92 * mm, 116 * mm, 136 * mm, 162 * mm, WIDTH - MARGIN)
TITLES: Final = (
    ("", ""),
    ("本月 万元", "Month 10k RMB"),
    ("同比 %", "Growth %"),
    ("票数", "Declarations"),
    ("累计 万元", "Since Jan"),
    ("同比 %", "Growth %"),
)


def name_of(row: Bulletin) -> str:
    """The name of its files, without the ending."""
    return f"bulletin-{row.month:%Y-%m}-{row.coverage}-{row.round}"


def title_of(content: Mapping[str, Any]) -> tuple[str, str]:
    """Its title, zh and en."""
    year, month = content["month"].split("-")
    zone, zone_en = content["zone"]
    return (
        f"{zone}统计月报 {year} 年 {int(month)} 月",
        f"{zone_en}: monthly bulletin, {content['month']}",
    )


def records(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    """One row for each cell, in the order of ``HEADING``; a hidden one has no figures."""
    for key, line in content["totals"].items():
        yield from _rows(["total", "" if key == "all" else key, ""], line)
    for table in content["tables"]:
        for line in table["rows"]:
            yield from _rows([table["code"], line["direction"], line["key"]], line)


def _rows(first: Sequence[str], line: Mapping[str, Any]) -> Iterator[list[Any]]:
    for part, period in ((MONTH, "month"), (YEAR, "year_to_date")):
        cell = line[part]
        figures = ["" if cell["hidden"] else cell[name] for name in FIGURES]
        yield [*first, *line["label"], period, "no" if cell["hidden"] else "yes", *figures]


def as_csv(row: Bulletin) -> bytes:
    """UTF-8 with a byte order mark."""
    return "".join(csv_lines(HEADING, records(row.content))).encode()


def as_xlsx(row: Bulletin) -> bytes:
    """The cells on one sheet, what they mean on another."""
    book = Workbook()
    if row.published_at:
        stamp = row.published_at.replace(tzinfo=None, microsecond=0)
        book.properties.created = book.properties.modified = stamp
    sheet = book.active
    sheet.title = "data"
    sheet.append(list(HEADING))
    for record in records(row.content):
        sheet.append([safe_cell(value) for value in record])
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("notes")
    for pair in notes_of(row):
        notes.append([safe_cell(text) for text in pair])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def notes_of(row: Bulletin) -> list[tuple[str, str]]:
    """What the figures mean, zh and en, for the end of every form."""
    content = row.content
    coverage = content["coverage"]
    rates = "，".join(f"{month} {rate}" for month, rate in content["rates"].items()) or "—"
    notes = [
        (
            f"口径 {coverage['code']}：{coverage['label'][0]}；不同口径的数据不相加、不比较。",
            f"Coverage {coverage['code']}: {coverage['label'][1]}; never added to another.",
        ),
        (
            "进口按到岸价、放行日期，出口按离岸价、结关日期统计；金额已扣除退货。",
            "Imports CIF by day of release, exports FOB by day of closing; net of returns.",
        ),
        (
            f"人民币值按计征汇率、美元值按当月统计汇率（{rates}）在入账时折算，不再重算。",
            f"RMB by the duty rate, USD by the statistics rate of the month ({rates}), once.",
        ),
        (
            f"{HIDDEN_MARK} 为保护单个企业的资料不公布。",
            f"{HIDDEN_MARK} not published, to protect what single firms reported.",
        ),
        (
            f"{STAGES[row.stage][0]}；取数时间 {content['cut_at']}；本平台监测数据，"
            "国家数据以国家统计局公布的为准。",
            f"{STAGES[row.stage][1]}; figures of {content['cut_at']}; monitored by this platform, "
            "national figures are those of the statistics bureau.",
        ),
    ]
    if row.reason:
        notes.append((f"修订原因：{row.reason}", f"Reason of the revision: {row.reason}"))
    return notes


def as_pdf(row: Bulletin) -> bytes:
    """A4, Chinese with English beneath; the same bulletin gives the same bytes."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    page = _Page(canvas, row)
    page.head()
    page.text(row.analysis, 10.5, INK)
    page.text(row.analysis_en, 8.5, QUIET)
    page.table(("总计", "Totals"), [dict(one) for one in row.content["totals"].values()])
    for table in row.content["tables"]:
        page.table(table["title"], table["rows"])
    for zh, en in notes_of(row):
        page.text(zh, 8.5, QUIET)
        page.text(en, 7.5, QUIET)
    page.end()
    canvas.save()
    return file.getvalue()


class _Page:
    """Where the next line goes."""

    def __init__(self, canvas: Canvas, row: Bulletin) -> None:
        self.canvas, self.row = canvas, row
        self.at = HEIGHT - 24 * mm
        self.number = 1
        zh, en = title_of(row.content)
        canvas.setTitle(zh)
        canvas.setSubject(en)

    def head(self) -> None:
        zh, en = title_of(self.row.content)
        write(self.canvas, zh, MARGIN, self.at, 17, ACCENT)
        write(self.canvas, en, MARGIN, self.at - 6 * mm, 9, QUIET)
        stage = " ".join(STAGES[self.row.stage])
        when = self.row.published_at or self.row.taken_at
        told = f"{stage} · {timezone.localdate(when):%Y-%m-%d}"
        write(self.canvas, told, WIDTH - MARGIN, self.at, 9.5, QUIET, align="right")
        self.at -= 15 * mm

    def text(self, text: str, size: float, colour: Any) -> None:
        for paragraph in text.splitlines():
            for line in lines_of(paragraph, size, width=WIDTH - 2 * MARGIN):
                self._room(size * 0.6 * mm)
                write(self.canvas, line, MARGIN, self.at, size, colour)
                self.at -= size * 0.55 * mm
        self.at -= 1.5 * mm if text else 0

    def table(self, title: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> None:
        self._room(5 * ROW)
        write(self.canvas, f"{title[0]}  {title[1]}", MARGIN, self.at, 11.5, INK)
        self.at -= ROW
        self._heading()
        most = max((_amount(line[YEAR]) or Decimal(0) for line in lines), default=Decimal(0))
        for line in lines:
            if self.at < BOTTOM + ROW:
                self._turn()
                self._heading()
            self._line(line, most)
        self.at -= 4 * mm

    def _heading(self) -> None:
        self.canvas.setFillColor(TINT)
        self.canvas.rect(
            MARGIN, self.at - 1.6 * mm, WIDTH - 2 * MARGIN, ROW + 1.6 * mm, stroke=0, fill=1
        )
        for x, (zh, en) in list(zip(COLUMNS, TITLES, strict=True))[1:]:
            write(self.canvas, zh, x, self.at + 1.8 * mm, 7.5, QUIET, align="right")
            write(self.canvas, en, x, self.at - 0.9 * mm, 6, QUIET, align="right")
        self.at -= ROW

    def _line(self, line: Mapping[str, Any], most: Decimal) -> None:
        """A line with its bar: how it compares with the largest since January."""
        direction = {"I": "进 ", "E": "出 "}.get(str(line.get("direction", "")), "")
        label = lines_of(direction + line["label"][0], 9, width=46 * mm)[0]
        write(self.canvas, label, MARGIN + 1 * mm, self.at, 9, INK)
        month, year = line[MONTH], line[YEAR]
        shown = (
            _money(month), _percent(month), _tickets(month), _money(year), _percent(year)
        )  # fmt: skip
        for x, text in zip(COLUMNS[1:], shown, strict=True):
            write(self.canvas, text, x, self.at, 9, INK, align="right")
        amount = _amount(year)
        if amount and most > 0 and amount > 0:
            self.canvas.setFillColor(ACCENT)
            width = float(amount / most) * (WIDTH - 2 * MARGIN)
            self.canvas.rect(MARGIN, self.at - 1.7 * mm, width, 0.5 * mm, stroke=0, fill=1)
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(0.3)
        self.canvas.line(MARGIN, self.at - 1.9 * mm, WIDTH - MARGIN, self.at - 1.9 * mm)
        self.at -= ROW

    def _room(self, height: float) -> None:
        if self.at - height < BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self.end()
        self.number += 1
        self.at = HEIGHT - 20 * mm

    def end(self) -> None:
        write(self.canvas, str(self.number), WIDTH / 2, 11 * mm, 8, QUIET, align="middle")
        digest = f"SHA-256 {self.row.digest[:16]}"
        write(self.canvas, digest, WIDTH - MARGIN, 11 * mm, 6.5, QUIET, align="right")
        self.canvas.showPage()


def _amount(cell: Mapping[str, Any]) -> Decimal | None:
    return None if cell["hidden"] else Decimal(cell["rmb"])


def _money(cell: Mapping[str, Any]) -> str:
    amount = _amount(cell)
    return HIDDEN_MARK if amount is None else f"{rounded(amount / TEN_THOUSAND, 2):,}"


def _percent(cell: Mapping[str, Any]) -> str:
    if cell["hidden"] or cell["growth_rmb"] is None:
        return "—"
    return f"{rounded(Decimal(cell['growth_rmb']) * 100, 1):+}"


def _tickets(cell: Mapping[str, Any]) -> str:
    return HIDDEN_MARK if cell["hidden"] else f"{cell['tickets']:,}"


FILES: Final[Mapping[str, tuple[Any, str]]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
}
"""Ending → (how it is made, media type)."""
