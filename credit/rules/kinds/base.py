"""What a kind of credit record is: its grades, whose it is, whether the public may ever read it."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from zone_portal.kernel.rules import Text

Shape = Literal["event", "state", "tally"]
Tone = Literal["good", "neutral", "bad"]


@dataclass(frozen=True, slots=True)
class Grade:
    """One value of a kind. ``share`` is what it is worth, 0 (worst) to 1; a scheme that ended
    (``valid_to`` exclusive) can still be recorded for days on which it was in force."""

    code: str
    zh: str
    en: str
    share: float
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None

    def applies_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    ``event``: something that happened, weighed by its grade (severity). ``state``: the latest in
    force counts. ``tally``: ``good`` of ``total`` in a period that its dates give.
    ``public``: may be disclosed while its publication runs; ``persons``: may be recorded of a
    natural person; ``needs`` names columns that must be given.
    """

    code: str
    title: Text
    shape: Shape
    departments: tuple[str, ...]
    basis: str
    tone: Tone = "bad"
    grades: tuple[Grade, ...] = ()
    public: bool = False
    persons: bool = False
    needs: tuple[str, ...] = ()
    meaning: Text = ("", "")

    def grade_on(self, code: str, day: date) -> Grade | None:
        """The grade of this code in the scheme of that day."""
        return next((g for g in self.grades if g.code == code and g.applies_on(day)), None)


ORDER_282: Final = date(2026, 4, 1)
"""From this day customs knows five classes (order 282), before three (order 251)."""

SEVERITIES: Final = (
    Grade("minor", "轻微", "Minor", 0.7),
    Grade("general", "一般", "General", 0.3),
    Grade("serious", "严重", "Serious", 0.0),
)
LISTED: Final = (
    Grade("listed", "列入", "Listed", 0.0),
    Grade("removed", "移出", "Removed", 1.0),
)
YES_NO: Final = (Grade("yes", "是", "Yes", 1.0), Grade("no", "否", "No", 0.0))

SAMR_LISTS: Final = "企业信息公示暂行条例；市场监督管理总局令第44号"
OWN: Final = ("zone",)
