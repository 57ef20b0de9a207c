"""The follower of returns: what customs says of them (CEB626, 214, 216), in the order it was said.

A late word changes nothing, and neither does one about an earlier application: a return that was
changed and sent again waits for what customs says after that. The cursor and the steps are one
transaction, so whoever is killed in the middle begins again where the cursor stood.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from declarations.models import CustomsReceipt, Return
from declarations.return_states import APPROVED, COMPLETED, HOLDING, REFUSED, RETURN, meaning_of
from declarations.rulebook import day_of, settings_on
from declarations.rules.return_terms import ARRIVED_LATE, IMPORT, WHEN_CONCLUDED
from declarations.services.following import follow, in_turn
from declarations.services.progress import NO_STEP
from declarations.services.returns.moving import fits, move, refresh
from declarations.services.returns.settling import settle_due
from declarations.services.returns.telling import tell
from declarations.states import is_known_there

log = logging.getLogger(__name__)

NAME: Final = "returns"
OF_APPLICATIONS: Final = ("CEB214", "CEB626")
OF_TALLIES: Final = "CEB216"
SAID: Final = (*OF_APPLICATIONS, OF_TALLIES)


def is_behind() -> bool:
    """Whether customs said something, or a return waits to be settled."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, {"name": NAME})
        return cursor.fetchone() is not None


def follow_returns(*, seconds: float, at: datetime) -> int:
    """Work in what customs said since, then give back what is due; returns the events passed."""
    passed = in_turn(
        lambda: follow(NAME, hear, kinds=frozenset({"course"}), at=at), seconds=seconds
    )
    settle_due(at=at)
    return passed


def hear(receipt_ids: Sequence[int], at: datetime) -> None:
    """Weigh receipts; inside the caller's transaction."""
    found: Any = CustomsReceipt.objects.filter(id__in=receipt_ids, kind__in=SAID)
    found = found.filter(document_id__isnull=False).order_by("return_time", "id")
    receipts = [receipt for receipt in found if not _is_of_copy(receipt)]
    if not receipts:
        return
    ids = {receipt.document_id for receipt in receipts if receipt.kind != OF_TALLIES}
    rows = {
        row.id: row for row in Return.objects.select_for_update().filter(id__in=ids).order_by("id")
    }
    for receipt in receipts:
        if receipt.kind == OF_TALLIES:
            _hear_of_tally(receipt)
        elif receipt.document_id in rows:
            _weigh(rows[receipt.document_id], receipt, at)


def _is_of_copy(receipt: CustomsReceipt) -> bool:
    """Whether the port refused a copy of what it has."""
    return receipt.effect == NO_STEP and is_known_there(receipt.return_status)


def _weigh(row: Return, receipt: CustomsReceipt, at: datetime) -> None:
    target = meaning_of(receipt.kind, receipt.return_status)
    is_old = receipt.received_at < row.applied_at
    if target is None or is_old or (row.said_at and receipt.return_time < row.said_at):
        return
    if row.state == REFUSED and receipt.return_time == row.said_at:
        return  # which came first is not known
    if target == APPROVED and is_complete(row, at):
        target = COMPLETED
    if target not in RETURN.allowed(row.state):
        return
    if target in HOLDING and row.state not in HOLDING and not fits(row):
        log.warning("return %s: %s, but its goods are returned elsewhere", row.id, target)
        return
    row.said_at, row.info = receipt.return_time, receipt.return_info
    move(row, target, at=receipt.return_time, receipt_id=receipt.id)
    tell_of(row, at)


def is_complete(row: Return, at: datetime) -> bool:
    """Whether a return that customs has concluded is done: the goods are back in time, unless the
    dated setting takes customs' word alone. An export is done when customs releases it."""
    if row.kind != IMPORT:
        return False
    setting = settings_on(day_of(at)).parameters[ARRIVED_LATE].gives_back
    return setting == WHEN_CONCLUDED or is_in_time(row)


def is_in_time(row: Return) -> bool:
    """Whether the goods are back within their term, as far as there is one."""
    if row.arrived_on is None:
        return False
    return row.arrive_until is None or row.arrived_on <= row.arrive_until


def tell_of(row: Return, at: datetime) -> None:
    """Tell its firms that a return was rejected, concluded or completed."""
    if row.state in NEWS:
        kind, zh, en = NEWS[row.state]
        tell(row, kind, zh, en, at=at)


NEWS: Final = {
    REFUSED: (
        "return_refused",
        "退货申请 {number} 被海关退单，请更正后重新报送。",
        "Customs rejected return {number}: correct it and send it again.",
    ),
    APPROVED: (
        "return_approved",
        "退货申请 {number} 海关已审结，请在期限内将货物运抵原监管场所并登记运抵日期。",
        "Customs concluded return {number}: bring the goods back in time and record their day.",
    ),
    COMPLETED: (
        "return_completed",
        "退货 {number} 已完成。",
        "Return {number} is completed.",
    ),
}


def _hear_of_tally(receipt: CustomsReceipt) -> None:
    """A tally that customs rejects says nothing of an arrival any more."""
    code = receipt.return_status.strip()
    if code != "100" and not code.startswith("-"):
        return
    rows = Return.objects.select_for_update().filter(tally_id=receipt.document_id)
    for row in rows.order_by("id"):
        row.tally_id, row.arrived_on, row.arrived_at_place = None, None, ""
        refresh(row)


_BEHIND: Final = """
SELECT 1 FROM declarations_event WHERE position > coalesce(
    (SELECT position FROM declarations_follower WHERE name = %(name)s), 0
)
UNION ALL
SELECT 1 FROM declarations_return
WHERE state = 'completed' AND settled_at IS NULL AND kind = 'CEB625'
LIMIT 1
"""
