"""The worked examples of docs/algorithms/quota.md hold."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import count, groupby
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from taxation.facts import GiveBack, QuotaWish
from taxation.selectors import quota_of
from taxation.services.quota import reserve_many
from taxation.services.quota_moves import confirm_many, give_back_many
from tests.integration.taxation.conftest import AT, DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settings_loaded")]
DOCUMENT = Path(__file__).parents[3] / "docs" / "algorithms" / "quota.md"
CELLS = 6
YEAR = 2026
_DEED = re.compile(r"([rcb]) (\d) ([\d.]+|all)")
bases = count(30_000_000, 10)


def examples() -> Iterator[list[str]]:
    """The rows of the table, cell by cell."""
    for text in DOCUMENT.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in text[1:-1].split("|")]
        if len(cells) == CELLS and _DEED.search(cells[1]):
            yield cells


def slices(deeds: str) -> Iterator[list[tuple[str, int, str]]]:
    """The deeds, those within brackets together."""
    marked, inside = [], 0
    for number, part in enumerate(deeds.split("; ")):
        inside = number if part.startswith("[") else inside
        match = _DEED.fullmatch(part.strip("[]"))
        assert match, part
        together = inside if "[" in deeds and number >= inside else number
        marked.append((together, (match[1], int(match[2]), match[3])))
    for _, group in groupby(marked, key=lambda pair: pair[0]):
        yield [deed for _, deed in group]


def done(person: UUID, base: int, deeds: list[tuple[str, int, str]]) -> list[Any]:
    """Do the deeds of one slice, which are of one kind."""
    verb = deeds[0][0]
    if verb == "b":
        returns = [
            GiveBack(base + number, None if amount == "all" else Decimal(amount))
            for _, number, amount in deeds
        ]
        return give_back_many(returns=returns, at=AT)
    wishes = [QuotaWish(base + n, person, YEAR, Decimal(amount)) for _, n, amount in deeds]
    if verb == "c":
        return confirm_many(wishes=wishes, at=AT)
    return reserve_many(wishes=wishes, on=DAY, at=AT)


@pytest.mark.parametrize("row", list(examples()), ids=lambda row: row[0])
def test_worked_example(row: list[str]) -> None:
    _case, deeds, answers, reserved, used, left = row
    person, base = uuid4(), next(bases)
    said = [one.outcome for part in slices(deeds) for one in done(person, base, part)]
    quota = quota_of(person, YEAR, on=DAY)
    assert " ".join(said) == answers
    assert [f"{n:.2f}" for n in (quota.reserved, quota.used, quota.left)] == [reserved, used, left]


def test_the_table_is_read() -> None:
    assert len(list(examples())) >= 13
