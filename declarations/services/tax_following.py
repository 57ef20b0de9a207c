"""The follower of taxes: decisions and receipts of customs, each log with a cursor of its own."""

import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, OperationalError, connection

from declarations.models import CustomsReceipt
from declarations.services import tax_bills, taxing
from declarations.services.following import Work, follow, in_turn

DECISIONS: Final = "taxation"
RECEIPTS: Final = "taxation-receipts"
TRIES: Final = 8
PAUSE: Final = 0.02
MET_ANOTHER: Final = ("deadlock", "quota_movement_once", "guarantee_movement_once")
"""Of such failures the other side won: rolled back, the same is tried again."""


def is_behind() -> bool:
    """Whether events wait to be worked in; one query of two index look-ups."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, {"names": [DECISIONS, RECEIPTS]})
        return cursor.fetchone() is not None


def follow_taxes(*, seconds: float, at: datetime) -> int:
    """Work in what was decided and what customs said since; returns the events passed."""
    decided = partial(_retried, DECISIONS, _decided, frozenset({"decision"}), at)
    said = partial(_retried, RECEIPTS, _said, frozenset({"course"}), at)
    return in_turn(decided, seconds=seconds) + in_turn(said, seconds=seconds)


def _decided(inventory_ids: Sequence[int], at: datetime) -> None:
    taxing.reconcile(inventory_ids, at)


def _said(receipt_ids: Sequence[int], at: datetime) -> None:
    """What receipts did to declarations, then the tax bills, in the order in which they came."""
    rows: Any = CustomsReceipt.objects.filter(id__in=receipt_ids, inventory_id__isnull=False)
    receipts = list(rows.order_by("return_time", "id"))
    taxing.reconcile([receipt.inventory_id for receipt in receipts], at)
    tax_bills.record(receipts, at)


def _retried(name: str, work: Work, kinds: frozenset[str], at: datetime) -> int:
    for attempt in range(1, TRIES):
        try:
            return follow(name, work, kinds=kinds, at=at)
        except (OperationalError, IntegrityError) as error:
            if not any(mark in str(error) for mark in MET_ANOTHER):
                raise
            time.sleep(PAUSE * attempt)
    return follow(name, work, kinds=kinds, at=at)


_BEHIND: Final = """
SELECT 1 FROM declarations_event WHERE position > coalesce((
    SELECT min(position) FROM declarations_follower
    WHERE name = ANY(%(names)s) HAVING count(*) = cardinality(%(names)s)
), 0) LIMIT 1
"""
