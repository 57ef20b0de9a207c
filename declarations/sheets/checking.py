"""A file of documents looked at whole: what is good, what is wrong and where."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from declarations.sheets.layout import Layout
from declarations.sheets.problems import RowProblem, problems_of
from declarations.sheets.reading import Entered, Table, documents, open_table, time_of_entry
from declarations.sheets.repeats import tell_repeats
from zone_portal.framework.sheet_cells import Limits, read_cells

MOST_COLUMNS: Final = 160
SLICE: Final = 500
"""Documents that are judged between two reports of progress."""

Findings = list[list[dict[str, Any]]]
Judge = Callable[[Sequence[bytes]], Findings]
"""Takes documents as lines of NDJSON, gives the findings on each."""
Told = Callable[[int, int], None]
"""Is told how many documents of how many have been looked at."""


@dataclass(slots=True)
class Checked:
    """What is known of a file: ``good`` documents as lines, the numbers of the rows that ``failed``
    (whole documents), every problem by row and column."""

    table: Table
    total: int = 0
    good: list[bytes] = field(default_factory=list)
    good_rows: int = 0
    failed: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def by_column(self) -> dict[str, int]:
        """How many errors each column has, the most first."""
        found = Counter(problem.column for problem in self.problems if problem.is_error)
        return dict(found.most_common())

    def failed_cells(self) -> list[tuple[int, list[str]]]:
        """The failed rows as they stood in the file."""
        width = len(self.table.headings)
        return [
            (row, [str(cell) for cell in self.table.rows[row][:width]])
            for row in sorted(self.failed)
        ]


def check_file(
    content: bytes,
    layout: Layout,
    limits: Limits,
    *,
    at: datetime,
    to_lines: Callable[[Iterable[Mapping[str, Any]]], list[bytes]],
    judge: Judge,
    told: Told,
) -> Checked:
    """Read a file and judge every document of it; ``at`` in local time stands in for times left
    empty.

    :raises PortalError: those of ``read_cells`` and ``open_table``.
    """
    table = open_table(read_cells(content, limits), layout)
    entered = documents(table, at=time_of_entry(at))
    tell_repeats(entered, layout)
    checked = Checked(table, total=len(entered))
    for start in range(0, len(entered), SLICE):
        part = entered[start : start + SLICE]
        lines = to_lines(document.data for document in part)
        for document, line, findings in zip(part, lines, judge(lines), strict=True):
            _enter(checked, document, line, problems_of(document, findings, layout))
        told(start + len(part), len(entered))
    return checked


def _enter(checked: Checked, document: Entered, line: bytes, found: list[RowProblem]) -> None:
    checked.problems += found
    if any(problem.is_error for problem in found):
        checked.failed += document.rows
    else:
        checked.good.append(line)
        checked.good_rows += len(document.rows)
