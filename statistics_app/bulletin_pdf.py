"""A published bulletin as a PDF: A4, Chinese with English beneath, the same bytes each time."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from statistics_app.bulletin_words import (
    HIDDEN_MARK,
    SIMULATED,
    TEN_THOUSAND,
    TITLES,
    Text,
    counts_of,
    earlier_targets,
    groups_of,
    notes_of,
    revision_lines,
    state_text,
    targets_of,
    title_of,
    totals_of,
    warnings_of,
)
from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.tables import DIRECTIONS, MONTH, STAGES, YEAR
from statistics_app.selectors_bulletins import revisions_of
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

WIDTH, HEIGHT = A4
MARGIN: Final = 18 * mm
BOTTOM: Final = 20 * mm
ROW: Final = 7.4 * mm
LABEL: Final = 56 * mm
STOPS: Final = (98 * mm, 114 * mm, 134 * mm, 162 * mm, WIDTH - MARGIN)
HEADS: Final = (
    ("本月 万元", "Month, 10k RMB"),
    ("同比 %", "Growth %"),
    ("票数", "Declarations"),
    ("累计 万元", "Since January, 10k RMB"),
    ("同比 %", "Growth %"),
)
COUNT_STOPS: Final = (88 * mm, 108 * mm, 128 * mm, 150 * mm, 171 * mm, WIDTH - MARGIN)
COUNT_HEADS: Final = (
    ("票数 本月", "Declarations"),
    ("票数 累计", "since January"),
    ("件数 本月", "Parcels"),
    ("件数 累计", "since January"),
    ("税款 万元", "Taxes, 10k RMB"),
    ("税款 累计", "since January"),
)
TARGET_STOPS: Final = (126 * mm, 158 * mm, WIDTH - MARGIN)
TARGET_HEADS: Final = (("目标", "Goal"), ("期限", "Due"), ("进度", "Progress"))
REVISION_STOPS: Final = (152 * mm, WIDTH - MARGIN)
REVISION_HEADS: Final = (("原数 万元", "Old, 10k RMB"), ("新数 万元", "New, 10k RMB"))
TARGET_LABEL: Final = 76 * mm


def as_pdf(row: Bulletin) -> bytes:
    """A4, Chinese with English beneath; the same bulletin gives the same bytes."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1)
    page, content = _Page(canvas, row), row.content
    page.head()
    if content.get("simulated"):
        page.pair(SIMULATED, ACCENT)
    if row.analysis:
        page.title(TITLES["analysis"])
        page.text(row.analysis, 10, INK)
        page.text(row.analysis_en, 8, QUIET)
    page.title(TITLES["warnings"])
    for pair in warnings_of(content):
        page.pair(pair, INK)
    page.table(TITLES["totals"], [line for _key, line in totals_of(content)])
    page.grid(
        TITLES["counts"],
        COUNT_HEADS,
        [(label, [(text, "") for text in cells]) for label, cells in counts_of(content)],
        COUNT_STOPS,
    )
    for title, facts in groups_of(content):
        page.grid(title, (), [(name, [value]) for name, value in facts], STOPS[-1:], FACT_LABEL)
    for table in content["tables"]:
        page.table(table["title"], table["rows"])
    targets = [
        (name, [goal, (due, ""), state_text(state)])
        for name, goal, due, state in targets_of(content)
    ]
    if targets:
        page.grid(TITLES["targets"], TARGET_HEADS, targets, TARGET_STOPS, TARGET_LABEL)
    elif any(earlier_targets(content)):
        page.title(TITLES["targets"])
    page.pair(earlier_targets(content), QUIET)
    revised = [
        (label, [(_ten_thousands(cell["rmb"]), "") for cell in (old, new)])
        for label, old, new in revision_lines(revisions_of(row))
    ]
    if revised:
        page.grid(TITLES["revisions"], REVISION_HEADS, revised, REVISION_STOPS, FACT_LABEL)
    page.title(TITLES["notes"])
    for pair in notes_of(row):
        page.pair(pair, QUIET)
    page.end()
    canvas.save()
    return file.getvalue()


FACT_LABEL: Final = 110 * mm


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
        """Title, kind of figures, day."""
        zh, en = title_of(self.row.content)
        for line in lines_of(zh, 17, width=WIDTH - 2 * MARGIN):
            write(self.canvas, line, MARGIN, self.at, 17, ACCENT)
            self.at -= 7 * mm
        write(self.canvas, en, MARGIN, self.at + 1 * mm, 9, QUIET)
        stage = " ".join(STAGES[self.row.stage])
        when = self.row.published_at or self.row.taken_at
        told = f"{stage} · {timezone.localdate(when):%Y-%m-%d}"
        write(self.canvas, told, WIDTH - MARGIN, self.at + 1 * mm, 9, INK, align="right")
        self.at -= 8 * mm

    def title(self, title: Sequence[str]) -> None:
        """The heading of a part; never the last line of a page."""
        self._room(3 * ROW)
        zh, en = title
        self.at -= 2 * mm
        write(self.canvas, zh, MARGIN, self.at, 11.5, INK)
        beside = MARGIN + sum(12 if not sign.isascii() else 6.5 for sign in zh) + 2 * mm
        write(self.canvas, en, beside, self.at, 8.5, QUIET)
        self.at -= 6 * mm

    def pair(self, pair: Text, colour: Any) -> None:
        """A paragraph, English beneath."""
        self.text(pair[0], 8.5, colour)
        self.at += 1 * mm
        self.text(pair[1], 7.5, QUIET)

    def text(self, text: str, size: float, colour: Any) -> None:
        """Paragraphs as wide as the page."""
        for paragraph in text.splitlines():
            for line in lines_of(paragraph, size, width=WIDTH - 2 * MARGIN):
                self._room(size * 0.6 * mm)
                write(self.canvas, line, MARGIN, self.at, size, colour)
                self.at -= size * 0.55 * mm
        self.at -= 1.5 * mm if text else 0

    def table(self, title: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> None:
        """Figures of the month and since January, with a bar under each line."""
        self.title(title)
        if not lines:
            self.pair(NO_LINES, QUIET)
            return
        most = max((_amount(line[YEAR]) or Decimal(0) for line in lines), default=Decimal(0))
        rows = []
        for line in lines:
            direction = DIRECTIONS.get(str(line.get("direction", "")), ("", ""))
            rank = f"{line['rank']}. " if "rank" in line else ""
            zh, en = line["label"]
            month, year = line[MONTH], line[YEAR]
            shown = _money(month), _percent(month), _tickets(month), _money(year), _percent(year)
            label = (f"{rank}{direction[0]} {zh}".strip(), f"{direction[1]} {en}".strip())
            rows.append((label, [(text, "") for text in shown], _share(_amount(year), most)))
        self._lines(HEADS, rows, STOPS, LABEL)

    def grid(
        self,
        title: Sequence[str],
        heads: Sequence[Text],
        rows: Sequence[tuple[Text, Sequence[Text]]],
        stops: Sequence[float],
        label: float = LABEL,
    ) -> None:
        """Lines of a name and some values that end at ``stops``."""
        self.title(title)
        self._lines(heads, [(name, values, 0.0) for name, values in rows], stops, label)

    def _lines(
        self,
        heads: Sequence[Text],
        rows: Iterable[tuple[Text, Sequence[Text], float]],
        stops: Sequence[float],
        label: float,
    ) -> None:
        self._heading(heads, stops)
        for name, values, share in rows:
            if self.at < BOTTOM + ROW:
                self._turn()
                self._heading(heads, stops)
            write(self.canvas, _fit(name[0], 9, label), MARGIN + 1 * mm, self.at, 9, INK)
            english = _fit(name[1], 6.5, label)
            write(self.canvas, english, MARGIN + 1 * mm, self.at - 2.7 * mm, 6.5, QUIET)
            for x, (zh, en) in zip(stops, values, strict=True):
                write(self.canvas, zh, x, self.at, 9, INK, align="right")
                if en != zh:
                    write(self.canvas, en, x, self.at - 2.7 * mm, 6.5, QUIET, align="right")
            self._rule(share)
            self.at -= ROW
        self.at -= 1 * mm

    def _heading(self, heads: Sequence[Text], stops: Sequence[float]) -> None:
        if not heads:
            return
        self.canvas.setFillColor(TINT)
        self.canvas.rect(MARGIN, self.at - 2.2 * mm, WIDTH - 2 * MARGIN, 7.2 * mm, stroke=0, fill=1)
        for x, (zh, en) in zip(stops, heads, strict=True):
            write(self.canvas, zh, x, self.at + 1.6 * mm, 7.5, QUIET, align="right")
            write(self.canvas, en, x, self.at - 1.2 * mm, 5.5, QUIET, align="right")
        self.at -= 6.4 * mm

    def _rule(self, share: float) -> None:
        """The line under a row, and how it compares with the largest since January."""
        below = self.at - 4 * mm
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(0.3)
        self.canvas.line(MARGIN, below, WIDTH - MARGIN, below)
        if share > 0:
            self.canvas.setFillColor(ACCENT)
            self.canvas.rect(
                MARGIN, below, share * (WIDTH - 2 * MARGIN), 0.5 * mm, stroke=0, fill=1
            )

    def _room(self, height: float) -> None:
        if self.at - height < BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self.end()
        self.number += 1
        self.at = HEIGHT - 20 * mm

    def end(self) -> None:
        """The foot of a page."""
        write(self.canvas, str(self.number), WIDTH / 2, 11 * mm, 8, QUIET, align="middle")
        digest = f"SHA-256 {self.row.digest[:16]}"
        write(self.canvas, digest, WIDTH - MARGIN, 11 * mm, 6.5, QUIET, align="right")
        self.canvas.showPage()


NO_LINES: Final[Text] = ("没有数据", "No figures")


def _fit(text: str, size: float, width: float) -> str:
    """The text, or as much of it as fits and a sign that there is more."""
    lines = lines_of(text, size, width=width)
    if lines in ([], [text]):
        return text
    return f"{lines_of(text, size, width=width - 3 * mm)[0]}…"


def _share(amount: Decimal | None, most: Decimal) -> float:
    return float(amount / most) if amount and amount > 0 < most else 0.0


def _amount(cell: Mapping[str, Any]) -> Decimal | None:
    return None if cell["hidden"] else Decimal(cell["rmb"])


def _money(cell: Mapping[str, Any]) -> str:
    amount = _amount(cell)
    return HIDDEN_MARK if amount is None else f"{rounded(amount / TEN_THOUSAND, 2):,}"


def _ten_thousands(amount: str) -> str:
    return f"{rounded(Decimal(amount) / TEN_THOUSAND, 2):,}"


def _percent(cell: Mapping[str, Any]) -> str:
    if cell["hidden"] or cell["growth_rmb"] is None:
        return "—"
    return f"{rounded(Decimal(cell['growth_rmb']) * 100, 1):+}"


def _tickets(cell: Mapping[str, Any]) -> str:
    return HIDDEN_MARK if cell["hidden"] else f"{cell['tickets']:,}"
