"""The grading standard: four levels, from which score each begins, and what each asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

BLUE: Final = "blue"
YELLOW: Final = "yellow"
ORANGE: Final = "orange"
RED: Final = "red"

ORDER: Final = (BLUE, YELLOW, ORANGE, RED)


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its words, and the response that it asks for."""

    code: str
    zh: str
    en: str
    response_zh: str
    response_en: str


LEVELS: Final[Mapping[str, Level]] = MappingProxyType(
    {
        level.code: level
        for level in (
            Level(
                BLUE,
                "蓝色（一般）",
                "Blue (IV, general)",
                "提示企业自查",
                "The firm is told and checks itself",
            ),
            Level(
                YELLOW,
                "黄色（较大）",
                "Yellow (III, considerable)",
                "责任单位核查，加强单证审核",
                "The unit in charge checks; more documents are checked",
            ),
            Level(
                ORANGE,
                "橙色（重大）",
                "Orange (II, major)",
                "联合核查，暂停便利措施，告知银行和园区",
                "Joint check, facilitation suspended, bank and park told",
            ),
            Level(
                RED,
                "红色（特别重大）",
                "Red (I, grave)",
                "两人确认；指挥组处置，建议海关布控，移送缉私、公安，上报",
                "Confirmed by two people; command group, suggestion to customs, transfer to "
                "anti-smuggling or police, report to higher level",
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Standard:
    """From which score (0–100) each level begins, as set for a day."""

    blue: Decimal
    yellow: Decimal
    orange: Decimal
    red: Decimal

    def level(self, score: Decimal) -> str:
        """The level of a score; empty below the lowest."""
        found = ""
        for code in ORDER:
            if score >= getattr(self, code):
                found = code
        return found


@dataclass(frozen=True, slots=True)
class Graded:
    """``level`` is in force at once; ``claimed`` is red where two people must confirm it first."""

    level: str
    claimed: str = ""


def higher(levels: Iterable[str]) -> str:
    """The highest of these levels; empty when there is none."""
    known = [level for level in levels if level]
    return max(known, key=ORDER.index) if known else ""


def graded(level: str, *, confirmed: bool = False) -> Graded:
    """A level as it may act: red acts as orange until two people have confirmed it."""
    if level == RED and not confirmed:
        return Graded(ORANGE, RED)
    return Graded(level)
