"""The certificate of a filing as a PDF: one A4 page, Chinese and English, with a QR code.

The same facts give the same bytes.
"""

import io
from collections.abc import Callable, Iterator
from typing import Final

import segno
from django.utils import timezone
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts import zones
from enterprises.constants import FILING_TYPES, kind_label
from enterprises.models import Filing
from enterprises.selectors_filings import CertificateFacts, certificate_of
from enterprises.viewers import Viewer
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

WIDTH, HEIGHT = A4

TITLES: Final = {
    "enterprise": ("跨境电子商务企业备案证明", "Certificate of Enterprise Filing"),
    "goods": ("跨境电子商务商品备案证明", "Certificate of Goods Filing"),
    "promotion": ("跨境电子商务促销备案证明", "Certificate of Promotion Filing"),
    "facility": ("跨境电子商务场所备案证明", "Certificate of Facility Filing"),
}
MARGIN: Final = 24 * mm
VALUE_AT: Final = MARGIN + 52 * mm
VALUE_WIDTH: Final = WIDTH - VALUE_AT - MARGIN
LEADING: Final = 1.45
FEW_KINDS: Final = 5
SHORT_NAME: Final = 44
QR_SIZE: Final = 34 * mm


def certificate_file(
    filing_id: int, *, viewer: Viewer, address: Callable[[str, str], str]
) -> tuple[str, bytes] | None:
    """Name and content of the certificate of a filing that the viewer may see, or None when it
    has none. ``address(number, code)`` is where it is checked."""
    rows = Filing.objects.visible_to(viewer).select_related("enterprise", "site")
    filing = rows.filter(pk=filing_id).first()
    facts = certificate_of(filing) if filing is not None else None
    if facts is None:
        return None
    zone = zones.current()
    url = address(facts.number, facts.code)
    content = certificate_pdf(facts, verify_url=url, zone=zone.name, zone_en=zone.name_en)
    return f"{facts.number}.pdf", content


def certificate_pdf(facts: CertificateFacts, *, verify_url: str, zone: str, zone_en: str) -> bytes:
    """The page for these facts. ``verify_url`` is the address behind the QR code, ``zone`` and
    ``zone_en`` name the pilot zone that issues it."""
    register_fonts()
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=A4, invariant=1, pageCompression=1)
    title, title_en = TITLES[facts.type]
    canvas.setTitle(f"{title} {facts.number}")
    canvas.setAuthor(zone)
    canvas.setSubject(facts.name)
    _frame(canvas)
    _head(canvas, zone, zone_en, title, title_en)
    bottom = _facts(canvas, facts, HEIGHT - 98 * mm)
    _statement(canvas, facts, bottom - 8 * mm)
    _verification(canvas, facts, verify_url)
    _issuer(canvas, facts, zone, zone_en)
    if facts.simulated:
        _simulated(canvas)
    canvas.showPage()
    canvas.save()
    return sheet.getvalue()


def _frame(canvas: Canvas) -> None:
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.6)
    canvas.rect(12 * mm, 12 * mm, WIDTH - 24 * mm, HEIGHT - 24 * mm)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.rect(14 * mm, 14 * mm, WIDTH - 28 * mm, HEIGHT - 28 * mm)


def _head(canvas: Canvas, zone: str, zone_en: str, title: str, title_en: str) -> None:
    middle = WIDTH / 2
    write(canvas, zone, middle, HEIGHT - 38 * mm, 13, QUIET, align="middle")
    write(canvas, zone_en, middle, HEIGHT - 44 * mm, 8.5, QUIET, align="middle")
    write(canvas, title, middle, HEIGHT - 66 * mm, 27, ACCENT, align="middle", spread=2)
    write(canvas, title_en, middle, HEIGHT - 75 * mm, 11.5, QUIET, align="middle")
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1)
    canvas.line(middle - 22 * mm, HEIGHT - 82 * mm, middle + 22 * mm, HEIGHT - 82 * mm)


def _facts(canvas: Canvas, facts: CertificateFacts, top: float) -> float:
    """The table of facts from ``top`` downwards; gives where it ends."""
    canvas.setFillColor(TINT)
    canvas.rect(
        MARGIN - 4 * mm, top - 4 * mm, WIDTH - 2 * MARGIN + 8 * mm, 13 * mm, stroke=0, fill=1
    )
    write(canvas, "备案号", MARGIN, top + 1.2 * mm, 11, QUIET)
    write(canvas, "Filing number", MARGIN, top - 2.6 * mm, 7.5, QUIET)
    write(canvas, facts.number, VALUE_AT, top - 0.6 * mm, 15, INK)
    at = top - 15 * mm
    for zh, en, lines in _rows(facts):
        write(canvas, zh, MARGIN, at, 11, QUIET)
        write(canvas, en, MARGIN, at - 4 * mm, 7.5, QUIET)
        line_at = at
        for text, size in lines:
            write(canvas, text, VALUE_AT, line_at, size, INK)
            line_at -= size * LEADING
        at = min(at - 7 * mm, line_at) - 1 * mm
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, at + 1.6 * mm, WIDTH - MARGIN, at + 1.6 * mm)
        at -= 4.6 * mm
    return float(at)


def _rows(facts: CertificateFacts) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    size = 12.5 if len(facts.name) <= SHORT_NAME else 10.0
    name = [(line, size) for line in _column(facts.name, size)]
    small = size * 0.72
    yield (
        "企业名称",
        "Enterprise",
        name + [(line, small) for line in _column(facts.name_en, small)],
    )
    yield "统一社会信用代码", "Unified social credit code", [(facts.uscc, 12.5)]
    kinds_zh = "、".join(kind_label(kind, "zh") for kind in facts.kinds)
    kinds_en = ", ".join(kind_label(kind, "en") for kind in facts.kinds)
    size = 11.0 if len(facts.kinds) <= FEW_KINDS else 8.5
    kinds = [(line, size) for line in _column(kinds_zh, size)]
    small = size * 0.76
    yield (
        "企业类型",
        "Kinds",
        kinds + [(line, small) for line in _column(kinds_en, small)],
    )
    english = [(line, 8.0) for line in _column(facts.site_en, 8)[:1]]
    yield "受理平台", "Filed at", [(facts.site, 11.0), *english]
    day = timezone.localdate(facts.approved_at)
    dated = f"{day.year} 年 {day.month} 月 {day.day} 日（第 {facts.version} 版）"
    yield "备案日期", "Date of filing", [(dated, 11)]
    if facts.confirmed_year is not None:
        yield "年度确认", "Confirmed for", [(f"{facts.confirmed_year} 年度", 11)]


def _column(text: str, size: float) -> list[str]:
    return lines_of(text, size, width=VALUE_WIDTH)


def _statement(canvas: Canvas, facts: CertificateFacts, at: float) -> None:
    kind = dict(FILING_TYPES)[facts.type]
    text = f"上述企业已在本平台办理{kind}，备案信息由各监管部门共享使用。"
    english = (
        "The enterprise named above is filed with this platform; the departments share one file."
    )
    write(canvas, text, MARGIN, at, 10.5, INK)
    write(canvas, english, MARGIN, at - 5 * mm, 8, QUIET)


def _verification(canvas: Canvas, facts: CertificateFacts, url: str) -> None:
    left, bottom = MARGIN - 2 * mm, 33 * mm
    _qr(canvas, url, left, bottom)
    right = left + QR_SIZE + 7 * mm
    write(canvas, "扫码核验 / Verify", right, bottom + 28.5 * mm, 11, INK)
    write(canvas, f"校验码 Code  {facts.code}", right, bottom + 22.5 * mm, 10, INK)
    lines = (
        "备案的现行状态（有效、暂停、注销）以扫码或网上核验结果为准。",
        "Whether the filing is in force now is told by the check, not by this paper.",
    )
    write(canvas, lines[0], right, bottom + 16 * mm, 8, QUIET)
    write(canvas, lines[1], right, bottom + 12.2 * mm, 7, QUIET)
    for number, line in enumerate(lines_of(url, 7, width=88 * mm)[:3]):
        write(canvas, line, right, bottom + (7 - 3.2 * number) * mm, 7, ACCENT)


def _issuer(canvas: Canvas, facts: CertificateFacts, zone: str, zone_en: str) -> None:
    day = timezone.localdate(facts.approved_at)
    right = WIDTH - MARGIN
    write(canvas, f"{zone}线上综合服务平台", right, 26 * mm, 9, INK, align="right")
    write(canvas, f"{zone_en} · {day:%Y-%m-%d}", right, 21.5 * mm, 7.5, QUIET, align="right")


def _simulated(canvas: Canvas) -> None:
    """A demo's paper says so across the page."""
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(38)
    write(canvas, "模拟  SIMULATED", 0, 0, 54, Color(0.72, 0.11, 0.11, alpha=0.1), align="middle")
    canvas.restoreState()


def _qr(canvas: Canvas, url: str, left: float, bottom: float) -> None:
    """The code as one path of squares: sharp at any size, dark on white with its quiet zone."""
    matrix = [list(row) for row in segno.make(url, error="m", micro=False).matrix_iter(border=2)]
    side = QR_SIZE / len(matrix)
    path = canvas.beginPath()
    for y, row in enumerate(reversed(matrix)):
        for x, dark in enumerate(row):
            if dark:
                path.rect(left + x * side, bottom + y * side, side, side)
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
