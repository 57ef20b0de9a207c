"""What port and customs made of orders, payments and waybills: kept with the dispatch they answer.

Such documents have no course of their own: they are accepted, or refused with a code. A list waits
while customs refuses a document that it names, and a refused document may be corrected.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from declarations.joined import ACCEPTED, REFUSED
from declarations.models import Dispatch
from declarations.states import ACCEPTED as STORED
from declarations.states import (
    CONCLUDED,
    CORRECTABLE,
    RELEASED,
    is_known_there,
    status_of,
)

TAKEN: Final = frozenset({STORED, CONCLUDED, RELEASED})
"""Statuses by which customs has a document (which of them it says depends on the receipt)."""


class Answer(NamedTuple):
    """What a kept receipt says of an order, payment or waybill."""

    document_id: int
    return_status: str
    at: datetime
    receipt_id: int


def fold(answers: Iterable[Answer]) -> None:
    """Keep each answer with the newest dispatch of its document; the latest word counts.

    Inside the caller's transaction: two statements however many answers there are. Whoever sends
    one of these documents at this moment is waited for, as it has been answered already.
    """
    said: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        said[answer.document_id].append(answer)
    if not said:
        return
    rows = Dispatch.objects.select_for_update().filter(document_id__in=said).order_by("id")
    found: dict[int, list[Dispatch]] = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    changed = []
    for document_id, dispatches in found.items():
        newest = dispatches[-1]
        before = newest.receipt_id
        for answer in sorted(said[document_id], key=lambda one: one.at):
            _hear(newest, answer, is_first=len(dispatches) == 1)
        if newest.receipt_id != before:
            changed.append(newest)
    names = ["answer", "answer_code", "answered_at", "receipt_id"]
    Dispatch.objects.bulk_update(changed, names, batch_size=500)


def _hear(row: Dispatch, answer: Answer, *, is_first: bool) -> None:
    made = _meaning(answer.return_status, row.answer)
    if made is None or (row.answered_at is not None and answer.at < row.answered_at):
        return
    if not is_first and row.sent_at is not None and answer.at < row.sent_at:
        return  # said of an earlier revision
    row.answer, row.answer_code = made, answer.return_status
    row.answered_at, row.receipt_id = answer.at, answer.receipt_id


def _meaning(return_status: str, so_far: str) -> str | None:
    """Accepted or refused; None for what leaves it as it is."""
    status = status_of(return_status)
    if status in TAKEN:
        return ACCEPTED
    if is_known_there(return_status):  # a copy of what the port has refuses nothing
        return None if so_far == REFUSED else ACCEPTED
    return REFUSED if status in CORRECTABLE else None
