"""The figures of evaluation as they stand on a day."""

from datetime import date
from typing import NamedTuple

from credit.rules.parameters import CODE, LARGE_FROM, PARAMETERS, SMALL_BELOW, ZONE_GRADE
from reference.selectors import rule_settings


class Sizes(NamedTuple):
    """Declarations in twelve months: below ``small`` is small, from ``large`` on large."""

    small: int
    large: int


def figure(parameter: str, on: date) -> str:
    """A figure of evaluation on a day; the first value where nobody set one."""
    return rule_settings(on=on).get(CODE, {}).get(parameter, PARAMETERS[parameter].initial)


def zone_grade_mode(on: date) -> str:
    """``grade``, ``reference`` or ``off``: how the zone's own rating is shown on a day."""
    return figure(ZONE_GRADE, on)


def sizes_on(on: date) -> Sizes:
    """What counts as small and large on a day."""
    return Sizes(int(figure(SMALL_BELOW, on)), int(figure(LARGE_FROM, on)))
