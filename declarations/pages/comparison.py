"""The comparison of a declaration: four documents, a row for each fact, findings beside it.

Pure presentation over frozen facts: no query, nothing decided here. Whether two values agree was
decided by the criteria; this only finds the row a finding speaks of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from declarations.pages.compared_facts import COLUMNS, FACTS, LINE_LISTS, Fact
from zone_portal.framework.lists import Label
from zone_portal.framework.templatetags.portal import money

Stored = Mapping[str, Any]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One document as the comparison sees it, by official element name.

    ``shown`` are the values to print (personal ones masked), ``tokens`` what equality is judged
    on where it differs from that (personal values themselves); ``lines`` by gnum; ``names`` the
    element of this kind for a fact that imports call otherwise, ``notes`` small print below a
    value. A closed side belongs to another
    firm: it shows what a finding quotes, what the reader's own documents say as well, and the
    ``known`` elements that every party may see.
    """

    kind: str
    shown: Values
    tokens: Values = field(default_factory=dict)
    lines: Mapping[int, Values] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = True
    known: frozenset[str] = frozenset()

    def hides(self, element: str) -> bool:
        """Whether an element is not for every reader's eyes."""
        return not self.is_open and element not in self.known

    def token(self, element: str) -> Any:
        return self.tokens.get(element, self.shown.get(element))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in its column: ``tone`` is quiet, plain, bad, warn or none."""

    text: str
    note: str = ""
    tone: str = "plain"
    column: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A compared fact with its cells, its verdict and the findings that speak of it."""

    label: str
    cells: tuple[Cell, ...]
    verdict: Label
    findings: tuple[Stored, ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.findings) or self.verdict.tone in {"bad", "warn"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows, and the findings that no row could take.

    ``hidden`` counts the facts that stand only in documents of other firms.
    """

    rows: tuple[Row, ...]
    other_findings: tuple[Stored, ...]
    hidden: int = 0

    @property
    def differs(self) -> bool:
        return any(row.differs for row in self.rows)


def compare(
    sides: Mapping[str, Side], findings: Iterable[Stored], meanings: Mapping[tuple[str, str], str]
) -> Comparison:
    """The comparison of the documents that are there; ``meanings`` explains (table, code).

    Each finding is printed once, under the first row that shows one of its values; the other rows
    it speaks of are marked only.
    """
    waiting = list(findings)
    rows: list[Row] = []
    taken: set[int] = set()
    hidden = 0
    for draft in _drafts(sides, meanings):
        mine = [index for index, stored in enumerate(waiting) if _speaks_of(stored, draft)]
        if draft.is_empty and not mine:
            continue
        if draft.is_foreign and not mine:
            hidden += 1
            continue
        fresh = tuple(waiting[index] for index in mine if index not in taken)
        taken.update(mine)
        rows.append(draft.finished([waiting[index] for index in mine], fresh))
    left = tuple(stored for index, stored in enumerate(waiting) if index not in taken)
    return Comparison(tuple(rows), left, hidden)


Place = tuple[str, str, int | None]
"""Where a cell's value stands: kind, element, line."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row before the findings are known: where each cell comes from, and its value."""

    label: str
    places: Mapping[str, Place]
    texts: Mapping[str, tuple[str, str]]  # noun → text, note
    tokens: Mapping[str, Any]
    closed: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not any(text for text, _note in self.texts.values())

    @property
    def is_foreign(self) -> bool:
        """Whether only closed documents say something here."""
        return all(noun in self.closed for noun, (text, _note) in self.texts.items() if text)

    def finished(self, speaking: list[Stored], fresh: tuple[Stored, ...]) -> Row:
        marked = {
            noun: "warn" if stored["severity"] == "warning" else "bad"
            for stored in speaking
            for noun in COLUMNS
            if noun in self.places and _points_at(stored, self.places[noun])
        }
        verdict = self._verdict(set(marked.values()))
        cells = []
        for noun in COLUMNS:
            text, note = self._visible(noun, speaking)
            tone = marked.get(noun) or ("quiet" if verdict.tone in {"same", "idle"} else "plain")
            cells.append(Cell(text, note, tone if text or noun in marked else "none", noun))
        return Row(self.label, tuple(cells), verdict, fresh)

    def _visible(self, noun: str, speaking: list[Stored]) -> tuple[str, str]:
        """What this reader may see of a cell."""
        text, note = self.texts.get(noun, ("", ""))
        if noun not in self.closed or not text:
            return text, note
        own = [self.tokens[other] for other in self.tokens if other not in self.closed]
        if self.tokens.get(noun) in own:
            return text, note
        quoted = [value for stored in speaking for value in _quoted(stored, self.places[noun])]
        return (quoted[0], "") if quoted else (_("不公开"), "")

    def _verdict(self, tones: set[str]) -> Label:
        if "bad" in tones:
            return Label("bad", _("不一致"))
        if "warn" in tones:
            return Label("warn", _("提示"))
        values = [token for token in self.tokens.values() if token not in (None, "")]
        if len(values) < 2:
            return Label("idle", "")
        if all(value == values[0] for value in values):
            return Label("same", _("一致"))
        return Label("idle", _("不要求一致"))


def _drafts(sides: Mapping[str, Side], meanings: Mapping[tuple[str, str], str]) -> Iterator[_Draft]:
    for fact in FACTS:
        places: dict[str, Place] = {}
        texts: dict[str, tuple[str, str]] = {}
        tokens: dict[str, Any] = {}
        for noun in COLUMNS:
            side, element = sides.get(noun), fact.element(noun)
            if side is None or not element:
                continue
            element = side.names.get(element, element)
            places[noun] = (side.kind, element, None)
            texts[noun] = _written(fact, side, element, meanings)
            tokens[noun] = side.token(element)
        closed = frozenset(noun for noun in places if sides[noun].hides(places[noun][1]))
        yield _Draft(str(fact.label), places, texts, tokens, closed)
    yield from _line_drafts({noun: sides[noun] for noun in LINE_LISTS if noun in sides})


def _line_drafts(sides: Mapping[str, Side]) -> Iterator[_Draft]:
    counts = {noun: len(side.lines) for noun, side in sides.items()}
    closed = frozenset(noun for noun, side in sides.items() if not side.is_open)
    yield _Draft(
        _("商品项数"),
        {noun: (side.kind, LINE_LISTS[noun], None) for noun, side in sides.items()},
        {noun: (str(count or ""), "") for noun, count in counts.items()},
        counts,
        closed,
    )
    for gnum in sorted({gnum for side in sides.values() for gnum in side.lines}):
        lines = {noun: side.lines[gnum] for noun, side in sides.items() if gnum in side.lines}
        named = lines.get("inventory") or lines["order"]
        yield _Draft(
            f"{gnum} {named.get('gname') or named.get('itemName') or ''}".strip(),
            {noun: (side.kind, "", gnum) for noun, side in sides.items()},
            {noun: _line_text(line) for noun, line in lines.items()},
            {
                noun: (line.get("qty"), line.get("unit"), line.get("price"), line.get("currency"))
                for noun, line in lines.items()
            },
            closed,
        )


def _written(
    fact: Fact, side: Side, element: str, meanings: Mapping[tuple[str, str], str]
) -> tuple[str, str]:
    """A value and the small print below it."""
    value = side.shown.get(element)
    if value is None or value == "":
        return "", ""
    if fact.form == "money":
        return money(value), ""
    if fact.form == "firm":
        name = side.shown.get(f"{element.removesuffix('Code')}Name")
        return (str(name), str(value)) if name else (str(value), "")
    if fact.form == "code":
        meaning = meanings.get((fact.table, str(value)), "")
        return f"{value} {meaning}".strip(), ""
    return str(value), side.notes.get(element, "")


def _line_text(line: Values) -> tuple[str, str]:
    quantity = f"{line.get('qty') or ''} × {money(line.get('price'))}"
    code = line.get("gcode") or line.get("itemNo") or ""
    return f"{quantity} = {money(line.get('totalPrice'))}", str(code)


def _speaks_of(stored: Stored, draft: _Draft) -> bool:
    return any(_points_at(stored, place) for place in draft.places.values())


def _points_at(stored: Stored, place: Place) -> bool:
    """Whether a finding's evidence lies in this cell."""
    return any(_is_here(evidence, place) for evidence in stored["documents"])


def _quoted(stored: Stored, place: Place) -> list[str]:
    """The values of this cell that a finding quotes."""
    here = [evidence for evidence in stored["documents"] if _is_here(evidence, place)]
    return [str(evidence["value"]) for evidence in here if evidence["value"] is not None]


def _is_here(evidence: Stored, place: Place) -> bool:
    """A line's cell takes all elements of its line."""
    kind, element, line = place
    return (
        evidence["type"] == kind
        and evidence["line"] == line
        and (line is not None or evidence["field"] == element)
    )
