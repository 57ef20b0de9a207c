"""Forwarding: dispatches as CEB messages to the gateway, with patience, each until it arrived.

The dispatches of a message stay locked while it is on its way: whoever is killed then leaves them
waiting, and the message is sent again. The gateway knows a document by its number.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from accounts.zones import current
from declarations import gateway
from declarations.gateway import Gateway, Refused, Unreachable
from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import MAX_DOCUMENTS, UNBOUNDED, Kind
from declarations.messages.xml_writer import build_message
from declarations.models import Dispatch, Inventory
from declarations.models.columns import TABLES
from declarations.rules import gateway as law
from declarations.services.carrying import carried_signatures
from declarations.services.course import Courses
from declarations.services.outbox import spread
from declarations.services.paper_course import PaperCourses
from declarations.services.progress import Progress
from declarations.services.signing import SigningKeyUnusable, configured_signer
from declarations.services.suiting import suit
from declarations.services.unreadable import hear_early
from declarations.states import FAILED, SENT
from declarations.stored import load
from reference.selectors import rule_settings

log = logging.getLogger(__name__)

WAITING, ARRIVED, DEAD = "waiting", "sent", "dead"
GONE = "document no longer kept"
_COURSES: Mapping[str, type[Progress]] = {"inventory": Courses, "paper": PaperCourses}
MOST_LISTS = 10
"""Papers without a limit of lines go in smaller messages."""

_CLAIM = """
SELECT id FROM declarations_dispatch AS own
WHERE status = 'waiting' AND kind = %s AND not_before <= %s AND alone = %s
  AND NOT EXISTS (
      SELECT 1 FROM declarations_dispatch AS needed
      WHERE needed.document_id = ANY(own.needs)
        AND (needed.status <> 'sent' OR needed.answer = 'refused')
        AND NOT EXISTS (
            SELECT 1 FROM declarations_dispatch AS later
            WHERE later.document_id = needed.document_id AND later.id > needed.id
        )
  )
ORDER BY id LIMIT %s FOR UPDATE OF own SKIP LOCKED
"""


def is_waiting(*, at: datetime) -> bool:
    """Whether there is anything to forward now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM declarations_outbox) OR EXISTS ("
            "SELECT 1 FROM declarations_dispatch WHERE status = 'waiting' AND not_before <= %s)",
            [at],
        )
        (found,) = cursor.fetchone()
    return bool(found)


def forward(*, seconds: float, to: Gateway | None = None) -> int:
    """Send what waits until there is nothing left or the time is up; returns documents sent."""
    receiver, sent, end = to or gateway.gateway(), 0, time.monotonic() + seconds
    while time.monotonic() < end and spread(at=timezone.now()):
        pass
    try:
        for kind in _in_order():
            for alone in (False, True):
                while time.monotonic() < end:
                    count = _send_next(kind, receiver, alone=alone)
                    if not count:
                        break
                    sent += count
    except Unreachable as error:
        log.warning("customs gateway: %s", error)
    return sent


def _in_order() -> list[Kind]:
    """Orders, payments and waybills before the inventories that name them, papers last."""
    nouns = list(TABLES)
    kinds = [kind for kind in KINDS.values() if kind.noun in TABLES]
    return sorted(kinds, key=lambda kind: (nouns.index(kind.noun), kind.code))


def _send_next(kind: Kind, receiver: Gateway, *, alone: bool) -> int:
    """Send the next message of a kind; returns how many dispatches were dealt with.

    :raises Unreachable: after noting the failed try.
    """
    failure: Unreachable | None = None
    with transaction.atomic(durable=True):
        at = timezone.now()
        rows = _claim(kind, at, alone=alone)
        if not rows:
            return 0
        present, documents = _loaded(kind, rows, at)
        if not present:
            return len(rows)
        guid = _guid(present)
        try:
            receiver.send(_message(kind, present, documents, guid))
        except (Unreachable, SigningKeyUnusable) as error:
            failure = error if isinstance(error, Unreachable) else Unreachable(str(error))
            _put_off(kind, present, str(failure), at)
        except Refused as error:
            _set_apart(kind, present, str(error), at)
        else:
            _arrived(kind, present, guid, at)
            hear_early(guid, at=at)
    if failure is not None:
        raise failure
    return len(rows)


def _message(kind: Kind, rows: Sequence[Dispatch], documents: Sequence[Any], guid: str) -> bytes:
    """The message, signed where the portal has a key; with the signatures that senders gave.

    :raises SigningKeyUnusable: for a key file that cannot be read.
    """
    return build_message(
        kind,
        documents,
        guid=guid,
        transfer=_transfer(),
        signer=configured_signer(),
        extension=carried_signatures(kind, [row.document_id for row in rows]),
    )


def _most(kind: Kind) -> int:
    """Documents of a message at most."""
    own = kind.max_documents or MAX_DOCUMENTS
    return min(own, MOST_LISTS if kind.list_element and kind.max_lines == UNBOUNDED else own)


def _claim(kind: Kind, at: datetime, *, alone: bool) -> list[Dispatch]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [kind.code, at, alone, 1 if alone else _most(kind)])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Dispatch.objects.filter(id__in=ids).order_by("id"))


def _loaded(kind: Kind, rows: Sequence[Dispatch], at: datetime) -> tuple[list[Dispatch], list[Any]]:
    """The dispatches whose documents are still kept, and these; the others end here."""
    numbers = _entry_numbers(kind, rows)
    present, documents = [], []
    for row in rows:
        document = load(kind.code, row.document_id)
        if document is None:
            _bury(kind, [row], GONE, at)
            continue
        if entry_no := numbers.get(row.document_id):
            document.head.preNo = entry_no
        present.append(row)
        documents.append(document)
    suit(kind, present, documents)
    return present, documents


def _entry_numbers(kind: Kind, rows: Sequence[Dispatch]) -> dict[int, str]:
    """The pre-entry numbers that the portal gave, and receipts carry."""
    if kind.noun != "inventory":
        return {}
    found = Inventory.objects.filter(id__in=[row.document_id for row in rows])
    return dict(found.values_list("id", "entry_no"))


def _guid(rows: Sequence[Dispatch]) -> str:
    """The same dispatches are the same message, however often they are sent."""
    names = ",".join(f"{row.document_id}/{row.revision}/{row.round}" for row in rows)
    return str(uuid5(NAMESPACE_OID, f"dispatch/{names}")).upper()


def _transfer() -> dict[str, str]:
    """BaseTransfer: the portal transmits for the firms that sent to it."""
    zone = current()
    return {
        "copCode": f"KJ{zone.code}"[:18],
        "copName": zone.name[:100],
        "dxpMode": "DXP",
        "dxpId": f"DXPKJ{zone.code}"[:30],
    }


def _arrived(kind: Kind, rows: Sequence[Dispatch], guid: str, at: datetime) -> None:
    """``at`` is when it was sent: customs may have answered before we write that down."""
    Dispatch.objects.filter(id__in=[row.id for row in rows]).update(
        status=ARRIVED, sent_at=at, message_guid=guid, error=""
    )
    _mark(kind, rows, SENT, at)


def _put_off(kind: Kind, rows: Sequence[Dispatch], reason: str, at: datetime) -> None:
    """Try again later; after the dated number of tries people have to look."""
    given = rule_settings(on=timezone.localdate(at)).get(law.CODE, {})
    tries, longest = (
        int(given.get(name, law.PARAMETERS[name].initial))
        for name in (law.TRIES, law.LONGEST_PAUSE)
    )
    for row in rows:
        row.attempts += 1
        pause = min(2 ** min(row.attempts, 20), longest)
        row.not_before = at + timedelta(seconds=pause)
        row.error = reason[:200]
    Dispatch.objects.bulk_update(rows, ["attempts", "not_before", "error"])
    if dead := [row for row in rows if row.attempts >= tries]:
        _bury(kind, dead, reason, at)


def _set_apart(kind: Kind, rows: Sequence[Dispatch], reason: str, at: datetime) -> None:
    """One document must not hold up its neighbours: each of a refused message is sent alone."""
    if len(rows) == 1:
        _bury(kind, rows, reason, at)
        return
    Dispatch.objects.filter(id__in=[row.id for row in rows]).update(alone=True, error=reason[:200])


def _bury(kind: Kind, rows: Sequence[Dispatch], reason: str, at: datetime) -> None:
    log.error("customs gateway: %s documents of %s not delivered", len(rows), kind.code)
    Dispatch.objects.filter(id__in=[row.id for row in rows]).update(status=DEAD, error=reason[:200])
    _mark(kind, rows, FAILED, at, note=reason)


def _mark(
    kind: Kind, rows: Sequence[Dispatch], target: str, at: datetime, *, note: str = ""
) -> None:
    writer = _COURSES.get(kind.noun)
    if writer is None:
        return
    ids = [row.document_id for row in rows]
    courses = writer(ids)
    courses.mark(ids, target, at=at, note=note)
    courses.write()
