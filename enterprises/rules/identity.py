"""Checks of people and enterprises at identity services: limits, and what may be asked at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from enterprises.rules.registration import Problem
from zone_portal.kernel.identifiers import WARNINGS, resident_id_problems
from zone_portal.kernel.rules import Parameter

CODE: Final = "IDENTITY"
"""The rule code under which the settings of identity checks are kept."""

SINCE: Final = date(2018, 1, 1)

QUOTA: Final = "quota_per_day"
BATCH: Final = "batch_size"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        QUOTA: Parameter(
            "500",
            ("每家企业每日身份核查次数", "Identity checks of one enterprise a day"),
            "integer",
            unverified=True,
        ),
        BATCH: Parameter(
            "100",
            ("一次批量核查的人数", "People in one batch"),
            "integer",
            unverified=True,
        ),
    }
)

LONGEST_NAME: Final = 60
SHORTEST_PURPOSE: Final = 4
LONGEST_PURPOSE: Final = 100

PERSON: Final = "person"
REGISTRY: Final = "registry"
METHODS: Final = {
    PERSON: ("姓名与身份证号", "Name and ID number"),
    REGISTRY: ("企业登记名称", "Registered name of an enterprise"),
}
"""Method of a check → (zh, en)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person to be checked. It lives as long as the request that brings it."""

    name: str
    number: str

    def __repr__(self) -> str:
        return "Subject(…)"


def subject(name: str, number: str) -> Subject:
    """A subject as written in a form or message: trimmed, the X in upper case."""
    return Subject(name.strip(), number.strip().upper())


def is_askable(given: Subject, *, today: date) -> bool:
    """Whether a service can know the person at all: a name, and a number that may exist."""
    problems = set(resident_id_problems(given.number, today)) - WARNINGS
    return bool(given.name) and len(given.name) <= LONGEST_NAME and not problems


def request_problems(purpose: str, count: int, *, most: int) -> Iterator[Problem]:
    """Everything wrong with a request to check people, but for the people themselves."""
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        yield Problem(
            "purpose",
            "purpose_missing",
            "",
            f"请写明核查用途（{SHORTEST_PURPOSE} 至 {LONGEST_PURPOSE} 字）",
            f"say what the check is for ({SHORTEST_PURPOSE} to {LONGEST_PURPOSE} characters)",
        )
    if count < 1:
        yield Problem("subjects", "missing", "", "至少一人", "at least one person is needed")
    if count > most:
        yield Problem(
            "subjects",
            "too_many",
            str(count),
            f"一次最多核查 {most} 人",
            f"at most {most} people in one batch",
        )
