"""Receiving a message: read, judge, keep in one transaction, and only then answer."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from declarations.facts import Judged, Sender
from declarations.ids import IdSource
from declarations.models import Submission
from declarations.rulebook import checks_on, day_of
from declarations.services.accepting import Acceptor
from declarations.services.bodies import Body, read_body
from declarations.services.keeping import SMALL, keep, refuse
from declarations.services.signatures import check_message
from declarations.services.sources import Source, open_source
from zone_portal.framework.background import hint
from zone_portal.framework.processes import without_collecting
from zone_portal.framework.vault import vault
from zone_portal.kernel.errors import PortalError


class NotTransmitter(PortalError):
    """The message names another transmitting enterprise than the one that sent it."""

    status = 403

    def __init__(self, named: str) -> None:
        super().__init__(
            "transfer_not_own",
            details={"copCode": named},
            zh="BaseTransfer 的传输企业代码不是接入企业本身。",
            en="The transmitting enterprise in BaseTransfer is not the connected enterprise.",
        )


QUICK_HINT, BULK_HINT = 0.05, 0.25
"""Seconds between two hints to the workers at least."""
LARGE_BYTES = 512 * 1024
"""Messages above this size, or of a size not announced, are taken one at a time by a process."""

_one_large = threading.Lock()
_ids = IdSource()


@contextmanager
def turn(announced: int | None) -> Iterator[None]:
    """A large message's turn in this process; small ones pass by.

    Several at once would fight for the interpreter (measured: half the throughput with four
    connections) and add up in memory.
    """
    if announced is not None and announced <= LARGE_BYTES:
        yield
        return
    with _one_large, without_collecting():
        yield


@dataclass(frozen=True, slots=True)
class Received:
    """A message that is kept: its committed row, and the verdict on each document."""

    submission: Submission
    judged: list[Judged]


def receive(
    chunks: Iterable[bytes],
    *,
    content_type: str,
    announced: int | None,
    by: Sender,
    at: datetime,
) -> Received:
    """Take a message in. When this returns, everything it says is committed.

    ``content_type`` is one of ``sources.XML``, ``JSON``, ``NDJSON``; ``announced`` the length
    that the client gave. A message that cannot be read is kept with the reason of its refusal.

    :raises PortalError: unreadable, too large, of an unknown kind, from another transmitter.
    :raises OperationalError: when the database is lost; nothing was accepted then.
    """
    with turn(announced):
        return _receive(chunks, content_type, announced, by, at)


def _receive(
    chunks: Iterable[bytes], content_type: str, announced: int | None, by: Sender, at: datetime
) -> Received:
    body = read_body(chunks, announced=announced)
    try:
        source = open_source(body, content_type)
        check_transmitter(source, by)
    except PortalError as error:
        submission_id = _ids.take(1, at=at, next_block=_next_block)
        refuse(
            submission_id=submission_id,
            sender=by,
            body=body,
            content_type=content_type,
            refusal={"code": error.code, "details": error.details},
            at=at,
        )
        error.details["submission"] = str(submission_id)
        raise
    submission_id = ids_for(source, at=at)
    return _judge_and_keep(source, body, submission_id, content_type=content_type, by=by, at=at)


def ids_for(source: Source, *, at: datetime) -> int:
    """The id of a message; those of its documents follow it."""
    return _ids.take(source.count + 1, at=at, next_block=_next_block)


def _next_block() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('declarations_id_block')")
        (block,) = cursor.fetchone()
    return int(block)


def judge(source: Source, body: Body, submission_id: int, *, by: Sender, at: datetime) -> Acceptor:
    """Judge every document as far as that is possible without what is kept."""
    checks = checks_on(day_of(at))
    checked = source.kind and check_message(
        source.enclosed or body.content,
        kind=source.kind,
        has_signature=source.has_signature,
        by=by,
        settings=checks.settings,
        at=at,
    )
    acceptor = Acceptor(
        sender=by,
        checks=checks,
        vault=vault(),
        submission_id=submission_id,
        at=at,
    )
    if checked:
        acceptor.standings.signature = checked
    acceptor.run(source)
    return acceptor


def _judge_and_keep(
    source: Source,
    body: Body,
    submission_id: int,
    *,
    content_type: str,
    by: Sender,
    at: datetime,
) -> Received:
    acceptor = judge(source, body, submission_id, by=by, at=at)
    submission, has_work = keep(acceptor, source, body, content_type=content_type)
    if has_work:
        # A worker that looks for bulk work stays for what becomes due soon: fewer hints will do.
        is_bulk = len(acceptor.batch.judged) > SMALL
        hint("declarations.decide", queue="matching", every=BULK_HINT if is_bulk else QUICK_HINT)
    return Received(submission, acceptor.batch.judged)


def check_transmitter(source: Source, by: Sender) -> None:
    """Refuse a message that names another transmitting enterprise than its sender."""
    if source.transmitter and source.transmitter not in {by.enterprise.code, by.enterprise.uscc}:
        raise NotTransmitter(source.transmitter)
