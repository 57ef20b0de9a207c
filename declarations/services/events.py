"""Places in the event log, given after the commit by one writer at a time.

A reader that has passed a position can then never miss an event: whatever appears later gets a
later position, however early its row was inserted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from declarations.messages.receipts import answered_by
from declarations.models import CustomsReceipt, Decision, Event
from declarations.models.columns import TABLES
from declarations.receipt_facts import COURSE
from declarations.services.copying import NULL, copy_rows

_LOCK = 0x5A4F4E45_00000001
"""Advisory lock of the one writer of positions."""

_PLACE = """
WITH last AS (SELECT coalesce(max(position), 0) AS position FROM declarations_event),
unplaced AS (
    SELECT id, row_number() OVER (ORDER BY id) AS number
    FROM declarations_event WHERE position IS NULL
)
UPDATE declarations_event AS event SET position = last.position + unplaced.number
FROM unplaced, last WHERE event.id = unplaced.id
"""


_FIELDS = ("kind", "enterprise_id", "submission_id", "refs", "sequences", "size", "created_at")


def tell_decisions(
    cursor: Any, news: Mapping[int, tuple[Sequence[int], Sequence[int]]], *, decided_at: str
) -> None:
    """Tell each enterprise of its inventories that were decided.

    ``news`` maps enterprises to inventory ids and the sequence numbers of their decisions.
    Written by COPY: the arrays of a large slice cost the ORM more than the decisions themselves.
    """
    if news:
        copy_rows(cursor, "declarations_event", _FIELDS, _rows(news, decided_at))


def tell_receipts(receipts: Sequence[CustomsReceipt], *, at: datetime) -> None:
    """Tell every firm concerned of new receipts of customs, one event for each firm."""
    news: dict[int, list[int]] = defaultdict(list)
    parties = _parties(receipts)
    for receipt in receipts:
        own = {receipt.document_id, receipt.inventory_id} - {None}
        for enterprise_id in {firm for key in own for firm in parties.get(key or 0, ())}:
            news[enterprise_id].append(receipt.id)
    Event.objects.bulk_create(
        Event(kind=COURSE, enterprise_id=firm, refs=refs, size=len(refs), created_at=at)
        for firm, refs in sorted(news.items())
    )


def _parties(receipts: Iterable[CustomsReceipt]) -> dict[int, set[int]]:
    """The firms of each document and inventory; of an inventory also those that joined it."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for receipt in receipts:
        answered = answered_by(receipt.kind, receipt.head)
        if answered is not None and answered.noun in TABLES and receipt.document_id:
            wanted[answered.noun].add(receipt.document_id)
        if receipt.inventory_id:
            wanted["inventory"].add(receipt.inventory_id)
    found: dict[int, set[int]] = defaultdict(set)
    for noun, ids in wanted.items():
        for key, firms in TABLES[noun].objects.filter(id__in=ids).values_list("id", "parties"):
            found[key].update(firms)
    joined = Decision.objects.filter(inventory_id__in=wanted["inventory"])
    for key, firms in joined.values_list("inventory_id", "joined_parties"):
        found[key].update(firms)
    return found


def _rows(
    news: Mapping[int, tuple[Sequence[int], Sequence[int]]], decided_at: str
) -> Iterable[bytes]:
    for enterprise_id, (refs, sequences) in sorted(news.items()):
        ids, numbers = ",".join(map(str, refs)), ",".join(map(str, sequences))
        yield (
            f"decision\t{enterprise_id}\t{NULL}\t{{{ids}}}\t{{{numbers}}}\t{len(refs)}"
            f"\t{decided_at}\n"
        ).encode()


def place_events() -> int:
    """Give committed events their positions; returns how many.

    Does nothing while another process is at it: that one, or the next call, sees them all.
    """
    if not Event.objects.filter(position__isnull=True).exists():
        return 0
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not _first(cursor):
            return 0
        cursor.execute(_PLACE)
        return int(cursor.rowcount)


def _first(cursor: Any) -> bool:
    (value,) = cursor.fetchone()
    return bool(value)
