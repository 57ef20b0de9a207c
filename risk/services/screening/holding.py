"""Red and yellow lanes as holds suggested to customs, through the declarations' own service."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from declarations.services.suggesting import Suggestion, suggest_holds
from declarations.states import CHECK, INSPECT
from risk.constants import REASONS, RED
from risk.rules.types import type_of
from zone_portal.kernel.rules import Text

if TYPE_CHECKING:
    from risk.services.screening.writing import Row

STATUS: Final = {RED: INSPECT}
MOST_TYPES: Final = 3


def hold(rows: Sequence["Row"], *, at: datetime) -> int:
    """Suggest holds for the declarations of these lanes; returns how many are new."""
    if not rows:
        return 0
    wanted = {
        row.inventory_id: Suggestion(STATUS.get(row.lane.channel, CHECK), reason_of(row)[0])
        for row in rows
    }
    return suggest_holds(wanted, at=at)


def reason_of(row: "Row") -> Text:
    """Why, as officers of customs read it: the reason and the types of risk, no values."""
    zh, en = REASONS[row.lane.reason]
    types = [type_of(hit.code) for hit in row.screened.hits]
    named = list(dict.fromkeys(one.title for one in types))[:MOST_TYPES]
    if not named:
        return zh, en
    return (
        f"{zh}：{'、'.join(title[0] for title in named)}",
        f"{en}: {', '.join(title[1] for title in named)}",
    )
