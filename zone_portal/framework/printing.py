"""Writing on a PDF page, Chinese and English: the font, a line of text, where lines break.

The font lies beside this file and is embedded as far as it is used, so that a page looks the same
on a machine without Chinese fonts; what it lacks (rare characters of names) is left to the
reader's own font. A canvas with ``invariant=1`` gives the same bytes for the same facts.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT: Final = "NotoSansSC"
FALLBACK: Final = "STSong-Light"
FONT_FILE: Final = Path(__file__).resolve().parent / "fonts" / "NotoSansSC-Regular.ttf"

INK: Final = HexColor("#1f2937")
QUIET: Final = HexColor("#5b6472")
ACCENT: Final = HexColor("#0b5cad")
LINE: Final = HexColor("#c9d3df")
TINT: Final = HexColor("#f2f6fb")


def write(  # noqa: PLR0917  a line of text is where, how large and in which colour
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    size: float,
    colour: Color,
    *,
    align: str = "left",
    spread: float = 0,
) -> None:
    """One line of text; characters that the font lacks come from the reader's."""
    pieces = list(runs(text))
    width = sum(width_of(piece, font, size, spread) for font, piece in pieces)
    x -= {"left": 0.0, "middle": width / 2, "right": width}[align]
    canvas.setFillColor(colour)
    for font, piece in pieces:
        line: Any = canvas.beginText(x, y)
        line.setFont(font, size)
        line.setCharSpace(spread)
        line.textOut(piece)
        canvas.drawText(line)
        x += width_of(piece, font, size, spread)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces of one font each."""
    known = pdfmetrics.getFont(FONT).face.charToGlyph
    piece, font = "", FONT
    for character in text:
        wanted = FONT if ord(character) in known else FALLBACK
        if wanted != font and piece:
            yield font, piece
            piece = ""
        font = wanted
        piece += character
    if piece:
        yield font, piece


def width_of(text: str, font: str, size: float, spread: float = 0) -> float:
    """How wide a piece of one font is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size)) + spread * len(text)


def lines_of(text: str, size: float, *, width: float) -> list[str]:
    """The text broken where the column ends: at a blank where there is one near, else anywhere."""
    lines: list[str] = []
    line = ""
    for character in text:
        if line and sum(width_of(p, f, size) for f, p in runs(line + character)) > width:
            head, blank, tail = line.rpartition(" ")
            if blank and len(tail) < len(line) // 2:
                lines.append(head)
                line = tail
            else:
                lines.append(line)
                line = ""
        line += character
    return [*lines, line] if line else lines


@cache
def register_fonts() -> None:
    """Once a process, before the first page."""
    pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE)))
    pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK))
