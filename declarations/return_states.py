"""The life of a return: what may follow what, and which official codes mean which step."""

from typing import Final

from zone_portal.kernel.transitions import Transitions

STORED: Final = "stored"
APPLIED: Final = "applied"
ACCEPTED: Final = "accepted"
APPROVED: Final = "approved"
COMPLETED: Final = "completed"
REFUSED: Final = "refused"
EXPIRED: Final = "expired"
WITHDRAWN: Final = "withdrawn"

RETURN: Final = Transitions(
    name="return",
    initial=APPLIED,
    following={
        STORED: frozenset({APPLIED, EXPIRED, WITHDRAWN}),
        APPLIED: frozenset({STORED, ACCEPTED, APPROVED, COMPLETED, REFUSED, EXPIRED, WITHDRAWN}),
        ACCEPTED: frozenset({APPROVED, COMPLETED, REFUSED, EXPIRED}),
        APPROVED: frozenset({COMPLETED, REFUSED, EXPIRED}),
        # Customs may go on after a refusal, as with every paper (states.COURSE).
        REFUSED: frozenset({STORED, APPLIED, EXPIRED, WITHDRAWN, ACCEPTED, APPROVED, COMPLETED}),
        EXPIRED: frozenset({APPLIED, ACCEPTED, APPROVED, COMPLETED, WITHDRAWN}),
        COMPLETED: frozenset(),
        WITHDRAWN: frozenset(),
    },
)
"""``stored`` was sent with appStatus 1 only; ``accepted`` is taken up by customs, ``approved``
concluded by it. An import is ``completed`` once it is approved and the goods are back in time, an
export once customs releases what came back. ``expired`` missed its term; a day of arrival that is
recorded late, or a late word of customs, may still complete it."""

RETURN_LABELS: Final = {
    STORED: ("暂存，未申报", "Stored, not applied for"),
    APPLIED: ("已申请，待海关受理", "Applied for"),
    ACCEPTED: ("海关已受理", "Taken up by customs"),
    APPROVED: ("海关已审结", "Concluded by customs"),
    COMPLETED: ("退货完成", "Returned"),
    REFUSED: ("海关退单", "Rejected by customs"),
    EXPIRED: ("已逾期", "Out of time"),
    WITHDRAWN: ("已撤回", "Withdrawn"),
}
TONES: Final = {
    STORED: "idle",
    APPLIED: "info",
    ACCEPTED: "info",
    APPROVED: "warn",
    COMPLETED: "ok",
    REFUSED: "bad",
    EXPIRED: "bad",
    WITHDRAWN: "idle",
}

HOLDING: Final = frozenset({APPLIED, ACCEPTED, APPROVED, COMPLETED})
"""What such a return asks for is not left for another."""
RUNNING: Final = frozenset({STORED, APPLIED, ACCEPTED, APPROVED, REFUSED})
"""A term runs."""

APPLY: Final = "apply"
ARRIVE: Final = "arrive"
COME_BACK: Final = "return"
CLOCKS: Final = {
    APPLY: ("申请期限", "Time to apply"),
    ARRIVE: ("运抵期限", "Time to be back"),
    COME_BACK: ("退运进境期限", "Time to return"),
}
"""Which term runs: an import's application, an import's goods on their way, an export's year."""

TURNS: Final = {
    STORED: "agent",
    REFUSED: "agent",
    APPLIED: "customs",
    ACCEPTED: "customs",
    APPROVED: "agent",
}
"""Whose turn it is."""

_TAKEN_UP = dict.fromkeys(("120", "300", "500", "505", "600"), ACCEPTED)
_REFUSALS = {"100": REFUSED}
SAID: Final = {
    "CEB626": {**_TAKEN_UP, "399": APPROVED, "800": APPROVED, **_REFUSALS},
    "CEB214": {**_TAKEN_UP, "399": ACCEPTED, "800": COMPLETED, **_REFUSALS},
}
"""What a returnStatus means for a return, by the kind of receipt; a negative code refuses too."""


def meaning_of(kind: str, return_status: str) -> str | None:
    """The state that a receipt speaks of; None where it says nothing new (stored, sent …)."""
    code = return_status.strip()
    if kind not in SAID:
        return None
    if code.startswith("-") and code[1:].isdecimal():
        return REFUSED
    return SAID[kind].get(code)


def clock_of(kind: str, state: str, *, arrived: bool) -> str:
    """Which term runs for a return of a kind of paper in a state; empty when none does."""
    if state not in RUNNING:
        return ""
    is_import = kind == "CEB625"
    if state in {STORED, REFUSED}:
        return APPLY if is_import else COME_BACK
    if arrived:
        return ""
    return ARRIVE if is_import else COME_BACK
