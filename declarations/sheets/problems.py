"""What is wrong with the documents of a table, said of the cells that people see."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from declarations.sheets.layout import Layout
from declarations.sheets.reading import Entered, Fault
from zone_portal.kernel.masking import mask

MOST_CHARACTERS = 60


class RowProblem(NamedTuple):
    """One finding of one row: ``number`` names its document, ``column`` is the official name of
    its column (empty: the row as a whole), ``finding`` is in stored form, its values masked."""

    row: int
    number: str
    column: str
    finding: dict[str, Any]

    @property
    def is_error(self) -> bool:
        return bool(self.finding["severity"] == "error")

    @property
    def value(self) -> str | None:
        """What stands in the cell, as far as it may be shown."""
        documents = self.finding["documents"]
        shown: str | None = documents[0]["value"] if documents else None
        return shown


def problems_of(
    entered: Entered, findings: Iterable[Mapping[str, Any]], layout: Layout
) -> list[RowProblem]:
    """Everything found about a document, by row and column of its table.

    Of a cell that is no value nothing else is said: it is not missing.
    """
    number = number_of(layout.kind, entered.data)
    own = [
        RowProblem(fault.row, number, fault.column, _stored(fault, layout))
        for fault in entered.faults
    ]
    taken = {(problem.row, problem.column) for problem in own}
    names = {(column.element.name, column.of_line): column.name for column in layout.columns}
    for finding in findings:
        row, column = _place(entered, finding, names)
        if (row, column) not in taken:
            own.append(RowProblem(row, number, column, dict(finding)))
    places = {column.name: place for place, column in enumerate(layout.columns)}
    return sorted(own, key=lambda problem: (problem.row, places.get(problem.column, -1)))


def number_of(kind: Kind, data: Mapping[str, Any]) -> str:
    """The number by which people know a document, or nothing."""
    head = data[kind.json_head]
    names = (kind.key[-1], "orderNo")
    return next((str(head[name]) for name in names if head.get(name)), "")[:60]


def _place(
    entered: Entered, finding: Mapping[str, Any], names: Mapping[tuple[str, bool], str]
) -> tuple[int, str]:
    if not finding["documents"]:
        return entered.rows[0], ""
    evidence = finding["documents"][0]
    line = evidence["line"]
    row = entered.rows[0] if line is None else entered.lines.get(line, entered.rows[0])
    return row, names.get((evidence["field"], line is not None), "")


def _stored(fault: Fault, layout: Layout) -> dict[str, Any]:
    element = next((c.element for c in layout.columns if c.name == fault.column), None)
    return {
        "code": fault.code,
        "severity": "error",
        "documents": [
            {
                "type": layout.kind.code,
                "key": {},
                "field": element.name if element else "",
                "line": None,
                "value": _shown(element, fault.value),
            }
        ],
        "responsible": "",
        "params": dict(fault.params),
    }


def _shown(element: Element | None, value: str) -> str | None:
    text = value[:MOST_CHARACTERS]
    if not text or element is None or element.personal is None:
        return text or None
    return mask(element.personal, text)
