"""A form of one document: the texts typed into it, read as the table of a single document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from declarations.messages.record import Element
from declarations.sheets.layout import FILLED_IN, Layout
from declarations.sheets.problems import RowProblem
from declarations.sheets.reading import Entered, Table, documents

LONGEST: Final = 1_200
"""Characters of one typed value that are kept; no element is longer."""
MOST_LINES: Final = 99
HIDDEN: Final = ("guid", "appTime", "gnum")
"""What a form never asks for: the portal fills it in."""


@dataclass(slots=True)
class Typed:
    """What stands in a form: texts by official element name, the head's and each line's."""

    head: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, str]] = field(default_factory=list)

    def trimmed(self, layout: Layout) -> "Typed":
        """The same with known elements only, no blanks around them, a line where lines belong."""
        kind = layout.kind
        lines = [_known(line, kind.line_elements) for line in self.lines[:MOST_LINES]]
        if kind.line is not None and not lines:
            lines = [{}]
        return Typed(_known(self.head, kind.head_elements), lines if kind.line else [])

    def impersonal(self, layout: Layout) -> "Typed":
        """The same without personal values and without what belongs to one document only."""
        elements = layout.kind.head_elements
        own = {*FILLED_IN, *layout.kind.key[1:], "orderNo", "logisticsNo", "copNo", "preNo"}
        own |= {"invtNo", "payTransactionId", "payTime", "declTime", "accountingDate", "payNo"}
        head = {
            name: value
            for name, value in self.head.items()
            if elements[name].personal is None and name not in own
        }
        return Typed(head, [dict(line) for line in self.lines])


def read_form(typed: Typed, layout: Layout, *, at: str) -> Entered | None:
    """The document of a form, or None when nothing has been typed; line ``n`` of the form is row
    ``n`` of the document, the head is row 1. ``at`` is the time of entry."""
    rows = {
        number: [
            (line if column.of_line else typed.head if number == 1 else {}).get(
                column.element.name, ""
            )
            for column in layout.columns
        ]
        for number, line in enumerate(typed.lines or [{}], 1)
    }
    headings = tuple(column.name for column in layout.columns)
    found = documents(Table(layout, headings, layout.columns, (), rows, {}), at=at)
    return found[0] if found else None


def typed_of(kind_elements: tuple[Iterable[Element], Iterable[Element]], document: Any) -> Typed:
    """What a form says of a kept document, given as the struct of its kind."""
    head, line = kind_elements
    return Typed(
        _texts(document.head, head),
        [_texts(row, line) for row in getattr(document, "lines", [])],
    )


def field_of(problem: RowProblem, layout: Layout) -> str:
    """The field of a form that a problem belongs to: ``orderNo``, ``2.qty``, or nothing."""
    column = next((c for c in layout.columns if c.name == problem.column), None)
    if column is None or column.element.name in HIDDEN:
        return ""
    return f"{problem.row}.{column.element.name}" if column.of_line else column.element.name


def _known(values: Mapping[str, str], elements: Mapping[str, Element]) -> dict[str, str]:
    return {
        name: text
        for name in elements
        if (text := values.get(name, "").strip()[:LONGEST]) and name != "gnum"
    }


def _texts(record: Any, elements: Iterable[Element]) -> dict[str, str]:
    found = {}
    for element in elements:
        value = getattr(record, element.name)
        if value is not None and element.name not in HIDDEN:
            found[element.name] = format(value, "f") if isinstance(value, Decimal) else str(value)
    return found
