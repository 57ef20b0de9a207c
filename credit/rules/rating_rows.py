"""Rows of ratings that a third party uploads: every problem of every row, good rows kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from credit.facts import NewRecord, Problem
from credit.rules.entries import check_entry
from zone_portal.kernel.periods import parse_day

COLUMNS: Final = ("uscc", "number", "grade", "rated_on", "valid_to", "evidence")
NEEDED: Final = ("uscc", "number", "grade", "rated_on", "valid_to")
KIND: Final = "third_party_rating"
MOST_ROWS: Final = 5_000
LONGEST_MONTHS: Final = 24


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: the subject it names and its record, or what is wrong with it."""

    line: int
    uscc: str
    new: NewRecord | None
    problems: tuple[Problem, ...]


def read_rating_rows(rows: Sequence[Mapping[str, Any]], *, today: date) -> list[ReadRow]:
    """The rows of an upload, numbered from 1; a number given twice is refused the second time."""
    seen: set[tuple[str, str]] = set()
    return [_read(line, row, seen, today) for line, row in enumerate(rows, 1)]


def _read(line: int, row: Mapping[str, Any], seen: set[tuple[str, str]], today: date) -> ReadRow:
    texts = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    uscc = texts["uscc"].upper()
    problems = [*_missing(texts), *_days(texts)]
    key = (uscc, texts["number"])
    if texts["number"] and key in seen:
        problems.append(
            Problem(
                "number",
                "rating_given_twice",
                texts["number"],
                "同一份报告在本次报送中重复",
                "The same report is given twice in this upload",
            )
        )
    seen.add(key)
    if problems:
        return ReadRow(line, uscc, None, tuple(problems))
    rated, until = _day(texts["rated_on"]), _day(texts["valid_to"])
    new = NewRecord(
        KIND,
        texts["number"],
        rated,
        to_date=until,
        grade=texts["grade"],
        evidence=texts["evidence"],
    )
    found = tuple(check_entry(new, today=today))
    return ReadRow(line, uscc, None if found else new, found)


def _missing(texts: Mapping[str, str]) -> Iterator[Problem]:
    for name in NEEDED:
        if not texts[name]:
            yield Problem(name, "rating_value_missing", "", "不能为空", "is needed")


def _days(texts: Mapping[str, str]) -> Iterator[Problem]:
    rated, until = parse_day(texts["rated_on"]), parse_day(texts["valid_to"])
    for name, day in (("rated_on", rated), ("valid_to", until)):
        if texts[name] and day is None:
            yield Problem(
                name,
                "rating_day_wrong",
                texts[name][:40],
                "日期应为 2026-01-31 的形式",
                "must be a day like 2026-01-31",
            )
    if rated and until and (until - rated).days > LONGEST_MONTHS * 31:
        yield Problem(
            "valid_to",
            "rating_too_long",
            texts["valid_to"],
            f"评级有效期至多 {LONGEST_MONTHS} 个月",
            f"A rating holds for {LONGEST_MONTHS} months at most",
        )


def _day(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise ValueError(text)
    return day
