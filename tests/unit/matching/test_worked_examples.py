"""The worked examples of docs/algorithms/matching.md hold."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.builders.bundles import Declaration, an_export, an_import, hashed, settings_on
from tests.unit.matching.deciding import codes, decide

DOCUMENT = Path(__file__).parents[3] / "docs" / "algorithms" / "matching.md"
CELLS = 6
_CASE = re.compile(r"^\| (import|export) (\d{4}) \| (\d{4}-\d\d-\d\d) \|")
_SETTING = re.compile(r"(MAT-\d+) (\w+)=(.*)")
_LINE = re.compile(r"line (\d+)\.(\w+)=(.*)")
_FACT = re.compile(r"(\w+)\.(\w+)=(.*)")


def examples() -> Iterator[list[str]]:
    """The rows of the table, cell by cell."""
    for text in DOCUMENT.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if _CASE.match(text) and len(cells) == CELLS:
            yield cells


def read(column: str, text: str, old: Any) -> Any:
    """A value of the table as the facts hold it."""
    if column.endswith("_hash"):
        return hashed(text)
    return type(old)(text) if isinstance(old, int | Decimal) else text


def changed(declaration: Declaration, change: str) -> Declaration:
    """The declaration after one change of the table."""
    if change == "nothing":
        return declaration
    if change.startswith("no "):
        missing: dict[str, Any] = {change.removeprefix("no "): None}
        return declaration._replace(**missing)
    if match := _LINE.fullmatch(change):
        gnum, column = int(match[1]), match[2]
        (old,) = [line for line in declaration.lines if line.gnum == gnum]
        return declaration.change_line(
            gnum, **{column: read(column, match[3], getattr(old, column))}
        )
    match = _FACT.fullmatch(change)
    assert match, change
    noun, column = match[1], match[2]
    old_value = getattr(getattr(declaration, noun), column)
    return declaration.change(noun, **{column: read(column, match[3], old_value)})


@pytest.mark.parametrize("row", list(examples()), ids=lambda row: f"{row[0]}: {row[2]}")
def test_worked_example(row: list[str]) -> None:
    case, day, changes, outcome, waiting_for, findings = row
    direction, mode = case.split()
    declaration = an_import(mode) if direction == "import" else an_export(mode)
    settings: dict[str, dict[str, str]] = {}
    for change in changes.split("; "):
        if match := _SETTING.fullmatch(change):
            settings[match[1]] = {match[2]: match[3]}
        else:
            declaration = changed(declaration, change)
    on = date.fromisoformat(day)
    decided = decide(declaration, settings=settings_on(on, **settings), day=on)
    assert (decided.outcome, " ".join(decided.waiting_for), " ".join(codes(decided))) == (
        outcome,
        waiting_for,
        findings,
    )


def test_the_table_is_read() -> None:
    assert len(list(examples())) >= 25
