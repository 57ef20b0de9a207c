"""The tables that come with the product: the plans' targets, the 45 tasks and their units.

The figures and divisions of work are facts of the plans named in ``data/plans.csv``; the words are
this platform's own.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from statistics_app.rules.targets import (
    Deadline,
    Row,
    plan_day,
    read_deadline,
    read_goal,
    start_of,
)

FOLDER: Final = Path(__file__).resolve().parent.parent / "data"

ZONES: Final[dict[str, tuple[str, str]]] = {
    "jingdezhen": ("景德镇", "Jingdezhen"),
    "shangrao": ("上饶", "Shangrao"),
    "ganzhou": ("赣州", "Ganzhou"),
    "nanchang": ("南昌", "Nanchang"),
    "xuzhou": ("徐州", "Xuzhou"),
    "nantong": ("南通", "Nantong"),
}
UNITS_EN: Final[dict[str, str]] = {
    "家": "firms",
    "个": "",
    "名": "people",
    "人": "people",
    "人次": "people",
    "种": "kinds",
    "项": "practices",
    "批": "rounds",
    "条": "routes",
    "列": "trains",
    "%": "%",
    "工作日": "working days",
    "元人民币": "yuan",
    "亿元人民币": "100 million yuan",
    "亿美元": "100 million US dollars",
    "万美元": "10,000 US dollars",
    "万件": "10,000 items",
    "万吨": "10,000 tonnes",
    "万标箱": "10,000 TEU",
    "万平方米": "10,000 m²",
    "个/县区": "in each county",
    "次/园区": "in each park",
    "次": "times",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A member unit. ``organisation`` is its code in the zone's configuration, where it has one;
    a ``group`` stands for several units."""

    code: str
    zh: str
    en: str
    organisation: str
    group: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One of the tasks of the responsibility table."""

    number: int
    section: int
    zh: str
    en: str
    leads: tuple[str, ...]
    participants: tuple[str, ...]
    deadline_text: str
    deadline: Deadline


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def plans() -> dict[str, tuple[str, Named, date]]:
    """Plan → zone, its words, its day."""
    return {
        row["code"]: (
            row["zone"],
            Named(row["code"], row["zh"], row["en"]),
            plan_day(row["from"]),
        )
        for row in _rows("plans.csv")
    }


@cache
def indicators() -> dict[str, Named]:
    """What the targets are about, by code."""
    rows = _rows("target_indicators.csv")
    return {row["code"]: Named(row["code"], row["zh"], row["en"]) for row in rows}


@cache
def plan_rows() -> tuple[Row, ...]:
    """Every target of the six zones' plans, read.

    :raises UnreadableError: for a row that no rule reads.
    """
    found = []
    for row in _rows("targets.csv"):
        zone, _, day = plans()[row["plan"]]
        deadline = read_deadline(row["year"])
        found.append(
            Row(
                line=int(row["line"]),
                zone=zone,
                plan=row["plan"],
                indicator=row["indicator"],
                basis=row["basis"],
                sense=row["sense"],
                unit=row["unit"],
                year_text=row["year"],
                target_text=row["target"],
                goal=read_goal(row["target"]),
                deadline=deadline,
                start=start_of(row["basis"], deadline, day),
                plan_from=day,
            )
        )
    return tuple(found)


@cache
def sections() -> dict[int, Named]:
    """Sections of the responsibility table."""
    rows = _rows("task_sections.csv")
    return {int(row["number"]): Named(row["number"], row["zh"], row["en"]) for row in rows}


@cache
def units() -> dict[str, UnitRow]:
    """Member units by code."""
    return {
        row["code"]: UnitRow(
            row["code"], row["zh"], row["en"], row["organisation"], row["group"] == "yes"
        )
        for row in _rows("units.csv")
    }


@cache
def task_rows() -> tuple[TaskRow, ...]:
    """The 45 tasks in order."""
    return tuple(
        TaskRow(
            number=int(row["number"]),
            section=int(row["section"]),
            zh=row["zh"],
            en=row["en"],
            leads=tuple(row["leads"].split()),
            participants=tuple(row["participants"].split()),
            deadline_text=row["deadline"],
            deadline=read_deadline(row["deadline"]),
        )
        for row in _rows("tasks.csv")
    )
