"""The states of a month's summary, and what may follow what."""

from collections.abc import Collection
from typing import Final

from declarations.states import CONCLUDED, CORRECTABLE, RELEASED
from zone_portal.kernel.transitions import Transitions

DONE: Final = frozenset({CONCLUDED, RELEASED})
"""Statuses of a 701 that customs is done with."""

OPEN: Final = "open"
SENT: Final = "sent"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
CLOSED: Final = "closed"

STATES: Final[dict[str, tuple[str, str, str]]] = {
    OPEN: ("待汇总", "to be summarised", "warn"),
    SENT: ("已报送", "lodged", "info"),
    ACCEPTED: ("海关已审结", "concluded by customs", "info"),
    REJECTED: ("被退回", "returned", "bad"),
    CLOSED: ("已形成报关单", "declaration form made", "ok"),
}
"""Code → zh, en, tone. Lists that come late open a month again, a rejection likewise."""

SUMMARY: Final = Transitions(
    name="summary",
    initial=OPEN,
    following={
        OPEN: frozenset({SENT, REJECTED, ACCEPTED, CLOSED}),
        SENT: frozenset({OPEN, REJECTED, ACCEPTED, CLOSED}),
        REJECTED: frozenset({OPEN, SENT, ACCEPTED, CLOSED}),
        ACCEPTED: frozenset({OPEN, CLOSED}),
        CLOSED: frozenset({OPEN}),
    },
)


FORM_STATES: Final[dict[str, tuple[str, str, str]]] = {
    "numbered": ("报关单已编号", "declaration form numbered", "ok"),
    "entered": ("报关单已预录入", "declaration form pre-entered", "info"),
    "made": ("汇总结果已生成", "result of the summary made", "info"),
}
"""Word → zh, en, tone. Customs decides what the codes of ``decState`` (792) mean and publishes no
list of them, so the words go by what the result carries; the code stands beside them."""


def form_state(*, entry_id: str, dec_pre_no: str) -> str:
    """How far a declaration form has come, by the numbers that customs gave it."""
    if entry_id:
        return "numbered"
    return "entered" if dec_pre_no else "made"


def standing(*, left: int, statuses: Collection[str], sums: int, results: int) -> str:
    """Where a month stands.

    ``left`` lists are in no application that customs has not refused; ``statuses`` are those of
    the applications at customs, ``sums`` the numbers that customs gave them, ``results`` how many
    of these have a declaration form.
    """
    refused = [status for status in statuses if status in CORRECTABLE]
    if left:
        return REJECTED if refused and len(refused) == len(statuses) else OPEN
    under_way = [status for status in statuses if status not in CORRECTABLE]
    if not under_way or any(status not in DONE for status in under_way):
        return SENT
    return CLOSED if sums and results >= sums else ACCEPTED
