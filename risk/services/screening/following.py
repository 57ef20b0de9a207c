"""The follower of decisions: what was matched is screened, once, in its own time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from declarations.services.following import follow, has_news, in_turn
from risk.services.screening.slices import screen_declarations

NAME: Final = "risk"
KINDS: Final = frozenset({"decision"})


def is_behind() -> bool:
    """Whether decisions wait to be screened."""
    return has_news(NAME)


def follow_decisions(*, seconds: float, at: datetime) -> int:
    """Screen what was decided since; returns the events passed."""
    return in_turn(lambda: follow(NAME, _work, kinds=KINDS, at=at), seconds=seconds)


def _work(inventory_ids: Sequence[int], at: datetime) -> None:
    screen_declarations(inventory_ids, at)
