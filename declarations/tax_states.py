"""What a declaration holds of quota and guarantee, and what it should hold.

The wanted state follows from the decision and the course alone, in whatever order their events are
worked in; so no event is ever too late, and one that comes twice does nothing.
"""

from typing import Final

from declarations import states
from zone_portal.kernel.transitions import Transitions

FREE: Final = "free"
HELD: Final = "held"
RELEASED: Final = "released"

TAX_STANDING: Final = Transitions(
    name="tax_standing",
    initial=FREE,
    following={
        FREE: frozenset({HELD, RELEASED}),
        HELD: frozenset({FREE, HELD, RELEASED}),
        RELEASED: frozenset({FREE}),
    },
)
"""``free`` holds nothing, ``held`` reserves quota and secures the tax, ``released`` has used the
quota and awaits its bill. From ``held`` to ``held``: another revision asks anew."""

TAX_STANDING_LABELS: Final = {
    FREE: ("不占用", "Holds nothing"),
    HELD: ("已占用额度、冻结担保", "Quota reserved, tax secured"),
    RELEASED: ("已放行，待税单", "Released, bill expected"),
}

THROUGH: Final = frozenset({states.RELEASED, states.CLEARED})
NOT_AT_CUSTOMS: Final = states.CORRECTABLE | {states.RETURNED, states.CANCELLED}
"""What was rejected is free again until customs has the corrected declaration."""


def wanted(outcome: str | None, status: str | None) -> str:
    """What a declaration should hold by the outcome in force and where it stands at customs.

    While customs has it, it holds what it asked for, whatever its documents say here since.
    """
    if status in THROUGH:
        return RELEASED
    if status in states.AT_CUSTOMS:
        return HELD
    if status in NOT_AT_CUSTOMS or outcome != "matched":
        return FREE
    return HELD
