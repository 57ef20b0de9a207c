"""The figures of a week as a PDF of one page: A4, Chinese with English beneath, the same bytes for
the same told week."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from statistics_app.constants import COVERAGES
from statistics_app.models import ToldWeek
from statistics_app.rules.bulletins.tables import DIRECTIONS
from zone_portal.framework.printing import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    TINT,
    register_fonts,
    write,
)

WIDTH, HEIGHT = A4
MARGIN: Final = 18 * mm
ROW: Final = 7.4 * mm
STOPS: Final = (82 * mm, 114 * mm, 138 * mm, 162 * mm, WIDTH - MARGIN)
HEADS: Final = (
    ("人民币 元", "RMB"),
    ("美元", "USD"),
    ("票数", "Declarations"),
    ("件数", "Parcels"),
    ("较上周 %", "On the week before %"),
)
HIDDEN: Final = ("不公布", "not published")
NOTES: Final = (
    (
        "平台监测数据，为初步数；涉及企业过少或一两家占比过高的数据不公布，由其推算得出的也不公布。",
        "Figures of the platform, preliminary. Those of too few firms, or made up by one or two, "
        "are not published, nor those that would give them away.",
    ),
)


def as_pdf(week: ToldWeek) -> bytes:
    """A page with a line for all, for each direction and for each mode of it."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    span = f"{week.first_date} – {week.last_date}"
    canvas.setTitle(f"工作周报 {span}")
    write(canvas, f"工作周报 {span}", MARGIN, HEIGHT - 24 * mm, 16, ACCENT)
    zh, en = COVERAGES[week.coverage]
    told = f"{timezone.localtime(week.told_at):%Y-%m-%d %H:%M}"
    write(canvas, f"Weekly figures {span}", MARGIN, HEIGHT - 30 * mm, 9, QUIET)
    words = f"口径 {week.coverage} {zh} / {en} · {told}"
    write(canvas, words, MARGIN, HEIGHT - 36 * mm, 9, QUIET)
    at = _heading(canvas, HEIGHT - 46 * mm)
    for line in week.lines:
        _line(canvas, line, at)
        at -= ROW
    for zh, en in NOTES:
        write(canvas, zh, MARGIN, at - 2 * mm, 8, QUIET)
        write(canvas, en, MARGIN, at - 6 * mm, 6.5, QUIET)
        at -= 10 * mm
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _heading(canvas: Canvas, at: float) -> float:
    canvas.setFillColor(TINT)
    canvas.rect(MARGIN, at - 2.4 * mm, WIDTH - 2 * MARGIN, ROW + 1 * mm, stroke=0, fill=1)
    for x, (zh, en) in zip(STOPS, HEADS, strict=True):
        write(canvas, zh, x, at + 1.6 * mm, 8, INK, align="right")
        write(canvas, en, x, at - 1.4 * mm, 6, QUIET, align="right")
    return float(at - ROW)


def _line(canvas: Canvas, line: Mapping[str, Any], at: float) -> None:
    zh, en = _name(line)
    indent = MARGIN + (4 * mm if line["mode"] else 0)
    write(canvas, zh, indent, at + 0.6 * mm, 9, INK)
    write(canvas, en, indent, at - 2.2 * mm, 6, QUIET)
    if line["hidden"]:
        write(canvas, " / ".join(HIDDEN), STOPS[0], at, 8, QUIET, align="right")
    else:
        for x, text in zip(STOPS, _cells(line), strict=True):
            write(canvas, text, x, at, 9, INK, align="right")
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.3)
    canvas.line(MARGIN, at - 3.2 * mm, WIDTH - MARGIN, at - 3.2 * mm)


def _name(line: Mapping[str, Any]) -> tuple[str, str]:
    if not line["direction"]:
        return "进出口", "Imports and exports"
    zh, en = DIRECTIONS[line["direction"]]
    return (f"{zh} {line['mode']}", f"{en}, {line['mode']}") if line["mode"] else (zh, en)


def _cells(line: Mapping[str, Any]) -> tuple[str, ...]:
    rate = line.get("growth_rmb")
    return (
        f"{Decimal(line['rmb']):,.2f}",
        f"{Decimal(line['usd']):,.2f}",
        f"{int(line['tickets']):,}",
        f"{int(line['parcels']):,}",
        "—" if rate is None else f"{Decimal(rate) * 100:+.1f}",
    )
