"""How the figures of a plan are read: "≥5", "2-3", "未注明", "长期工作" and rows that stand twice.

Each way of writing is one rule below, in the order in which they are tried; what no rule reads is
refused, never guessed. Source of the figures: the plans named in ``data/plans.csv``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

REACH: Final = "reach"
POLICY: Final = "policy"
"""``policy``: a figure that the plan sets (a limit, a rate), not something to be achieved."""

TOTAL: Final = "total"
YEAR: Final = "year"
LEVEL: Final = "level"
BASES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        TOTAL: ("自方案起累计", "In all since the plan"),
        YEAR: ("当年", "Within the year"),
        LEVEL: ("期末状况", "As it stands at the end"),
    }
)

DATED: Final = "dated"
STANDING: Final = "standing"
UNDATED: Final = "undated"
DEADLINES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        DATED: ("有期限", "Has a deadline"),
        STANDING: ("长期保持", "To be kept all the time"),
        UNDATED: ("方案未注明期限", "The plan names no deadline"),
    }
)


class UnreadableError(ValueError):
    """A figure or a deadline that no rule reads; ``text`` is what stood there."""

    def __init__(self, what: str, text: str) -> None:
        super().__init__(f"{what}: {text!r}")
        self.what, self.text = what, text


@dataclass(frozen=True, slots=True)
class Goal:
    """What counts as reached. ``low`` is the least, ``high`` the most that is right; ``strict``
    means that the bound itself is not enough. ``note`` is what the plan says beside the figure."""

    low: Decimal | None
    high: Decimal | None
    strict: bool = False
    note: str = ""
    rule: str = ""

    @property
    def is_limit(self) -> bool:
        """Whether the figure must stay below, not be reached."""
        return self.low is None

    @property
    def bound(self) -> Decimal:
        """The figure that progress is measured by: a range is reached at its lower end."""
        found = self.high if self.low is None else self.low
        if found is None:
            raise UnreadableError("goal", "")
        return found

    def is_met(self, value: Decimal) -> bool:
        """Whether a measured value meets it. More than the upper end of a range is no failure."""
        if self.low is None:
            return value < self.bound if self.strict else value <= self.bound
        return value > self.bound if self.strict else value >= self.bound


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when. ``earliest`` is the first day of a span of years that the plan leaves open."""

    kind: str
    due: date | None = None
    earliest: date | None = None
    rule: str = ""


def _number(text: str) -> Decimal:
    return Decimal(text)


def _at_least(found: re.Match[str]) -> Goal:
    return Goal(_number(found[1]), None, rule="TR-01")


def _more_than(found: re.Match[str]) -> Goal:
    return Goal(_number(found[1]), None, strict=True, rule="TR-02")


def _at_most(found: re.Match[str]) -> Goal:
    return Goal(None, _number(found[1]), rule="TR-03")


def _less_than(found: re.Match[str]) -> Goal:
    return Goal(None, _number(found[1]), strict=True, rule="TR-04")


def _range(found: re.Match[str]) -> Goal:
    low, high = _number(found[1]), _number(found[2])
    if low > high:
        raise UnreadableError("target", found[0])
    return Goal(low, high, rule="TR-05")


def _plain(found: re.Match[str]) -> Goal:
    return Goal(_number(found[1]), None, note=found[2] or "", rule="TR-06")


_FIGURE: Final = r"(\d+(?:\.\d+)?)"
_GOALS: Final[tuple[tuple[str, Callable[[re.Match[str]], Goal]], ...]] = (
    (rf"≥{_FIGURE}", _at_least),
    (rf">{_FIGURE}", _more_than),
    (rf"≤{_FIGURE}", _at_most),
    (rf"<{_FIGURE}", _less_than),
    (rf"{_FIGURE}[-—~至]{_FIGURE}", _range),
    (rf"{_FIGURE}(?:（(.+)）)?", _plain),
)

RULES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "TR-01": ("“≥5”：达到5即完成", "“≥5”: reached at 5"),
        "TR-02": ("“>500”：须超过500，恰好500不算", "“>500”: more than 500; 500 is not enough"),
        "TR-03": ("“≤7”：不超过7即符合", "“≤7”: right up to 7"),
        "TR-04": ("“<20”：须低于20", "“<20”: below 20"),
        "TR-05": (
            "“2-3”：达到下限2即完成，超过上限不算未完成",
            "“2-3”: reached at 2; more than 3 is no failure",
        ),
        "TR-06": (
            "单写数字：达到该数即完成，括号内为说明",
            "A bare figure: reached at it; brackets hold a note",
        ),
        "TY-01": ("“2025”：期限为当年12月31日", "“2025”: due on 31 December"),
        "TY-02": (
            "“2019年6月”：期限为当月最后一日",
            "“2019年6月”: due on the last day of the month",
        ),
        "TY-03": ("“2019年底”：期限为当年12月31日", "“2019年底”: due on 31 December"),
        "TY-04": (
            "“3-5年内(2020方案)”：自方案年份起第5年年底到期，第3年年底起可视为提前",
            "“3-5年内(2020方案)”: due at the end of the plan's fifth year, early from its third",
        ),
        "TY-05": (
            "“持续”“长期工作”：没有期限，任何时候都看是否符合或当月有无进展",
            "“持续”, “长期工作”: no deadline; it must hold, or move, all the time",
        ),
        "TY-06": (
            "“未注明”：方案没有期限，只显示进展，不判断快慢",
            "“未注明”: the plan names no deadline; progress is shown, pace is not judged",
        ),
        "TD-01": (
            "同一综试区、同一指标、同一口径、同一期限出现两次：以要求更高者为准，"
            "相同时以较晚的方案为准，另一行注明并入",
            "The same zone, indicator, basis and deadline twice: the stricter one counts, of equal "
            "ones that of the later plan; the other row says so",
        ),
    }
)
"""The written rules, as the pages and the handbook show them."""


def read_goal(text: str) -> Goal:
    """The goal that a plan's figure states.

    :raises UnreadableError: for a figure that no rule reads.
    """
    for pattern, read in _GOALS:
        found = re.fullmatch(pattern, text.strip())
        if found is not None:
            return read(found)
    raise UnreadableError("target", text)


def read_deadline(text: str) -> Deadline:
    """The deadline that a plan's words state.

    :raises UnreadableError: for words that no rule reads.
    """
    words = text.strip()
    if words in {"持续", "长期工作"}:
        return Deadline(STANDING, rule="TY-05")
    if "未注明" in words:
        return Deadline(UNDATED, rule="TY-06")
    if found := re.fullmatch(r"(\d{4})", words):
        return Deadline(DATED, date(int(found[1]), 12, 31), rule="TY-01")
    if found := re.fullmatch(r"(\d{4})年(\d{1,2})月", words):
        return Deadline(DATED, last_day(int(found[1]), int(found[2])), rule="TY-02")
    if found := re.fullmatch(r"(\d{4})年底", words):
        return Deadline(DATED, date(int(found[1]), 12, 31), rule="TY-03")
    if found := re.fullmatch(r"(\d)-(\d)年内\((\d{4})方案\)", words):
        first, last, year = (int(part) for part in found.groups())
        return Deadline(DATED, date(year + last, 12, 31), date(year + first, 12, 31), rule="TY-04")
    raise UnreadableError("deadline", text)


def last_day(year: int, month: int) -> date:
    """The last day of a month.

    :raises UnreadableError: for a month that does not exist.
    """
    if not 1 <= month <= 12:
        raise UnreadableError("deadline", f"{year}-{month}")
    following = date(year + (month == 12), month % 12 + 1, 1)
    return following - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of targets, read. ``start`` is the day from which pace is counted."""

    line: int
    zone: str
    plan: str
    indicator: str
    basis: str
    sense: str
    unit: str
    year_text: str
    target_text: str
    goal: Goal
    deadline: Deadline
    start: date
    plan_from: date

    @property
    def identity(self) -> tuple[str, str, str, Deadline | date | None]:
        """Two rows with the same are the same target in two plans."""
        return self.zone, self.indicator, self.basis, self.deadline.due


def doubles(rows: Iterable[Row]) -> dict[int, int]:
    """Line → the line that counts instead of it (rule TD-01)."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((*row.identity, row.deadline.kind), []).append(row)
    found: dict[int, int] = {}
    for group in groups.values():
        counted = max(group, key=_strictness)
        found |= {row.line: counted.line for row in group if row is not counted}
    return found


def _strictness(row: Row) -> tuple[Decimal, bool, date, int]:
    """Greater is stricter; of equal ones the later plan's."""
    bound = row.goal.bound
    return (-bound if row.goal.is_limit else bound, row.goal.strict, row.plan_from, row.line)


def start_of(basis: str, deadline: Deadline, plan_from: date) -> date:
    """The day from which pace is counted: the plan's own, or the first of the year where the
    figure is one of a year."""
    if basis == YEAR and deadline.due is not None:
        return max(date(deadline.due.year, 1, 1), plan_from)
    return plan_from


def plan_day(text: str) -> date:
    """The day of a plan; of one whose year alone is known, the first of January."""
    return date(int(text), 1, 1) if re.fullmatch(r"\d{4}", text) else date.fromisoformat(text)
