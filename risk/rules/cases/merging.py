"""Which signals count on an alert that is there, and which alerts join a case. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from risk.rules.cases.grading import ORDER

COUNT: Final = "count"
JOIN: Final = "join"
OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Last:
    """The newest alert of the same rule and subject, whatever became of its case."""

    raised_at: datetime
    level: str


def placed(
    last: Last | None, level: str, *, has_open_case: bool, at: datetime, cool_down: timedelta
) -> str:
    """``count`` on the last alert, a new alert that ``join``s the open case, or one that ``open``s
    a case.

    A graver signal does not wait for the cool-down; one that is no graver counts on the last alert
    even when its case is closed, so that what was just reviewed is not opened again at once.
    """
    if last is not None and at - last.raised_at < cool_down:
        graver = ORDER.index(level) > ORDER.index(last.level)
        if not graver:
            return COUNT
    return JOIN if has_open_case else OPEN
