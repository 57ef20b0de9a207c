"""A published analysis report as a file: DOCX, PDF, JSON; the same report gives the same bytes."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape

from django.utils import timezone
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from statistics_app.models import AnalysisReport
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.rules.bulletins.tables import DIRECTIONS, STAGES
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

TEN_THOUSAND: Final = Decimal(10_000)
STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every part of a DOCX: the bytes say nothing of when they were made."""
HEADING: Final = (
    ("项目", "Item"),
    ("人民币值（万元）", "10k RMB"),
    ("票数", "Declarations"),
    ("同比", "Growth"),
    ("占比", "Share"),
)
NOTES: Final = (
    (
        "本平台监测数据，国家数据以国家统计局公布的为准；只据已公布的统计公报编制，"
        "为保护单个企业不公布的数据不写入。",
        "Monitored by this platform; national figures are the statistics bureau's. Made from "
        "published bulletins only: what they hide to protect single firms is not told.",
    ),
)
NOTHING: Final = "—"


def title_of(row: AnalysisReport) -> tuple[str, str]:
    """Its title, zh and en."""
    zone, period = row.content["zone"], row.content["period"]
    return (
        f"{zone[0]}{row.template.title_zh}（{period[0]}）",
        f"{zone[1]}: {row.template.title_en}, {period[1]}",
    )


def name_of(row: AnalysisReport) -> str:
    """The name of its files, without the ending."""
    return f"analysis-{row.template.code}-{row.first:%Y-%m}-{row.round}"


def cells_of(line: Mapping[str, Any], language: int = 0) -> list[str]:
    """A line of a table as text."""
    direction = DIRECTIONS[line["direction"]][language] if line["direction"] else ""
    rmb = line["rmb"]
    return [
        f"{direction} {line['label'][language]}".strip(),
        NOTHING if rmb is None else f"{rounded(Decimal(rmb) / TEN_THOUSAND, 2):,}",
        NOTHING if line["tickets"] is None else f"{int(line['tickets']):,}",
        _percent(line["growth"], "+"),
        _percent(line["share"], ""),
    ]


def _percent(rate: str | None, sign: str) -> str:
    if rate is None:
        return NOTHING
    amount = rounded(Decimal(rate) * 100, 1)
    return f"{amount:+}%" if sign else f"{amount}%"


def paragraphs(section: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """What a section says, its template's words first, then what officials added."""
    yield from section["paragraphs"]
    yield from section["own"]


def notes_of(row: AnalysisReport) -> list[tuple[str, str]]:
    """What stands at the end of every form."""
    coverage = row.content["coverage"]
    told = [
        (
            f"口径 {coverage['code']}：{coverage['label'][0]}；{STAGES[row.stage][0]}。",
            f"Coverage {coverage['code']}: {coverage['label'][1]}; {STAGES[row.stage][1]}.",
        ),
        *NOTES,
    ]
    if row.content.get("simulated"):
        told.insert(0, ("演示数据，不是真实统计。", "Simulated figures, not real statistics."))
    if row.reason:
        told.append((f"修订原因：{row.reason}", f"Reason of the revision: {row.reason}"))
    return told


def as_json(row: AnalysisReport) -> bytes:
    """The content, keys sorted, without blanks: what the digest is of."""
    return canonical(row.content)


def as_docx(row: AnalysisReport) -> bytes:
    """A document for word processors, Chinese with English beneath."""
    zh, en = title_of(row)
    body = [_text(zh, 36, bold=True), _text(en, 20, grey=True)]
    for section in row.content["sections"]:
        body += [
            _text(section["title"][0], 28, bold=True),
            _text(section["title"][1], 18, grey=True),
        ]
        for one in paragraphs(section):
            body += [_text(one[0], 22), _text(one[1], 18, grey=True)]
        if section["table"]:
            body += [_text(" ".join(section["table"]["title"]), 20, bold=True)]
            body += [_table(section["table"]["rows"]), _text("", 20)]
    for zh, en in notes_of(row):
        body += [_text(zh, 18, grey=True), _text(en, 16, grey=True)]
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" '
        'w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((_TYPES_AT, _TYPES), (_RELS_AT, _RELS), ("word/document.xml", document)):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return file.getvalue()


_GREY: Final = '<w:color w:val="5B6472"/>'
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES_AT: Final = "[Content_Types].xml"
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS_AT: Final = "_rels/.rels"
_RELS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _text(
    text: str, size: int, *, bold: bool = False, grey: bool = False, right: bool = False
) -> str:
    """A paragraph; ``size`` in half points."""
    marks = ("<w:b/>" if bold else "") + (_GREY if grey else "")
    align = '<w:pPr><w:jc w:val="right"/></w:pPr>' if right else ""
    return (
        f'<w:p>{align}<w:r><w:rPr>{marks}<w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r></w:p>'
    )


def _printable(text: str) -> str:
    """Without the control characters that XML does not allow."""
    return "".join(one for one in text if one in "\t\n" or ord(one) >= ord(" "))


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9D3DF"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = [f"{zh} {en}" for zh, en in HEADING]
    lines = [_row(head, bold=True), *(_row(cells_of(one)) for one in rows)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (3600, 1700, 1500, 1250, 1250))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{border}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _row(cells: Sequence[str], *, bold: bool = False) -> str:
    made = (
        f"<w:tc><w:tcPr/>{_text(cell, 18, bold=bold, right=place > 0)}</w:tc>"
        for place, cell in enumerate(cells)
    )
    return f"<w:tr>{''.join(made)}</w:tr>"


WIDTH, HEIGHT = A4
MARGIN: Final = 20 * mm
BOTTOM: Final = 20 * mm
ROW: Final = 5.6 * mm
COLUMNS: Final = (MARGIN, 108 * mm, 132 * mm, 158 * mm, WIDTH - MARGIN)


def as_pdf(row: AnalysisReport) -> bytes:
    """A4, Chinese with English beneath, a bar for each line of a section with a chart."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    page = _Page(canvas, row)
    page.head()
    for section in row.content["sections"]:
        page.section(section)
    for zh, en in notes_of(row):
        page.text(zh, 8.5, QUIET)
        page.text(en, 7.5, QUIET)
    page.end()
    canvas.save()
    return file.getvalue()


class _Page:
    """Where the next line goes."""

    def __init__(self, canvas: Canvas, row: AnalysisReport) -> None:
        self.canvas, self.row = canvas, row
        self.at = HEIGHT - 24 * mm
        self.number = 1
        canvas.setTitle(title_of(row)[0])

    def head(self) -> None:
        zh, en = title_of(self.row)
        for line in lines_of(zh, 16, width=WIDTH - 2 * MARGIN):
            write(self.canvas, line, MARGIN, self.at, 16, ACCENT)
            self.at -= 7 * mm
        self.text(en, 9, QUIET)
        when = self.row.published_at or self.row.drafted_at
        self.text(f"{STAGES[self.row.stage][0]} · {timezone.localdate(when):%Y-%m-%d}", 9, QUIET)
        self.at -= 3 * mm

    def section(self, section: Mapping[str, Any]) -> None:
        self._room(16 * mm)
        write(self.canvas, section["title"][0], MARGIN, self.at, 13, INK)
        self.at -= 4.5 * mm
        write(self.canvas, section["title"][1], MARGIN, self.at, 8, QUIET)
        self.at -= 6 * mm
        for one in paragraphs(section):
            self.text(one[0], 10.5, INK)
            self.text(one[1], 8.5, QUIET)
        if section["table"]:
            self.table(section["table"]["rows"], has_bars=section["chart"])
        self.at -= 3 * mm

    def text(self, text: str, size: float, colour: Any) -> None:
        for paragraph in text.splitlines():
            for line in lines_of(paragraph, size, width=WIDTH - 2 * MARGIN):
                self._room(size * 0.6 * mm)
                write(self.canvas, line, MARGIN, self.at, size, colour)
                self.at -= size * 0.55 * mm
        self.at -= 1.2 * mm if text else 0

    def table(self, rows: Sequence[Mapping[str, Any]], *, has_bars: bool) -> None:
        self._room(3 * ROW)
        self.canvas.setFillColor(TINT)
        self.canvas.rect(
            MARGIN, self.at - 1.8 * mm, WIDTH - 2 * MARGIN, ROW + 1 * mm, stroke=0, fill=1
        )
        for x, (zh, en) in list(zip(COLUMNS, HEADING, strict=True))[1:]:
            write(self.canvas, f"{zh} {en}", x, self.at, 6.5, QUIET, align="right")
        self.at -= ROW
        known = [Decimal(one["rmb"]) for one in rows if one["rmb"] is not None]
        most = max(known, default=Decimal(0)) if has_bars else Decimal(0)
        for one in rows:
            self._room(ROW)
            first, *others = cells_of(one)
            shown = lines_of(first, 9, width=64 * mm)
            write(self.canvas, shown[0] if shown else "", MARGIN + 1 * mm, self.at, 9, INK)
            for x, text in zip(COLUMNS[1:], others, strict=True):
                write(self.canvas, text, x, self.at, 9, INK, align="right")
            if most > 0 and one["rmb"] is not None and Decimal(one["rmb"]) > 0:
                self.canvas.setFillColor(ACCENT)
                width = float(Decimal(one["rmb"]) / most) * (WIDTH - 2 * MARGIN)
                self.canvas.rect(MARGIN, self.at - 1.7 * mm, width, 0.5 * mm, stroke=0, fill=1)
            self.canvas.setStrokeColor(LINE)
            self.canvas.setLineWidth(0.3)
            self.canvas.line(MARGIN, self.at - 1.9 * mm, WIDTH - MARGIN, self.at - 1.9 * mm)
            self.at -= ROW

    def _room(self, height: float) -> None:
        if self.at - height < BOTTOM:
            self.end()
            self.number += 1
            self.at = HEIGHT - 20 * mm

    def end(self) -> None:
        write(self.canvas, str(self.number), WIDTH / 2, 11 * mm, 8, QUIET, align="middle")
        digest = f"SHA-256 {self.row.digest[:16]}"
        write(self.canvas, digest, WIDTH - MARGIN, 11 * mm, 6.5, QUIET, align="right")
        self.canvas.showPage()


FILES: Final[Mapping[str, tuple[Any, str]]] = {
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (as_pdf, "application/pdf"),
    "json": (as_json, "application/json"),
}
"""Ending → (how it is made, media type)."""
