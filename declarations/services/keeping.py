"""The one transaction of intake: keys, documents, verdicts, work and events, or nothing.

Order of writing: keys (sorted), then the tables in a fixed order, so that two writers wait for
each other instead of locking each other out; a deadlock that happens all the same is retried.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.utils import IntegrityError
from psycopg2 import errors as pg

from declarations.facts import Sender
from declarations.models import RawMessage, Rejection, Submission
from declarations.services.accepting import Acceptor
from declarations.services.batches import KeyRow
from declarations.services.bodies import Body
from declarations.services.changing import Judge
from declarations.services.claiming import BULK, QUICK
from declarations.services.copying import copier_of, copy_rows
from declarations.services.heading import WorkRow, seal_raw, submission_of, write_heads
from declarations.services.outbox import note_papers
from declarations.services.settling import earlier_waiting, settle, write_settled
from declarations.services.signatures import write_check
from declarations.services.sources import Source
from declarations.verdicts import ACCEPTED, REJECTED

T = TypeVar("T")

SLICE = 1000
"""Documents per work row at most."""
SMALL = 40
"""A submission of at most so many documents takes the quick lane."""
COPY_FROM = 50
"""From so many keys on COPY is quicker than INSERT."""
TRIES = 4

_KEY_COLUMNS = ("digest", "slot", "document_id", "revision", "content_digest")
_RETRIED = (pg.DeadlockDetected, pg.SerializationFailure, pg.UniqueViolation)
"""What another writer may do to this one: the key that was free a moment ago is taken, too."""


def keep(
    acceptor: Acceptor, source: Source, body: Body, *, content_type: str
) -> tuple[Submission, bool]:
    """Write a judged message down; returns the committed submission, and whether it left work.

    :raises OperationalError: when the database is lost; nothing was kept then.
    """
    return _tried(
        acceptor,
        lambda hopeful: _write(acceptor, source, body, content_type=content_type, hopeful=hopeful),
    )


def rehearse(acceptor: Acceptor, source: Source) -> None:
    """Give every document of a judged message the verdict that ``keep`` would, and keep nothing.

    The same statements run and are taken back, so that the verdicts cannot differ.
    """
    _tried(acceptor, lambda hopeful: _rehearse(acceptor, source, hopeful=hopeful))


def _rehearse(acceptor: Acceptor, source: Source, *, hopeful: bool) -> None:
    with connection.cursor() as cursor:
        known = _take_keys(cursor, acceptor.batch.keys, hopeful=hopeful)
        _copy_documents(cursor, acceptor, known)
        _judge_kept(acceptor, source, Judge(acceptor, cursor), known)
    transaction.set_rollback(True)


class _KeysTaken(Exception):
    """Somebody holds one of the keys that were hoped to be free."""


def _tried(acceptor: Acceptor, write: Callable[[bool], T]) -> T:
    """``write`` in a transaction of its own, again where it met another one; first in the hope
    that all keys are free, which saves a savepoint, then without."""
    hopeful, failures = True, 0
    while True:
        try:
            with transaction.atomic(durable=True):
                return write(hopeful)
        except _KeysTaken:
            hopeful = False
        except (OperationalError, IntegrityError) as error:
            failures += 1
            if not isinstance(error.__cause__, _RETRIED) or failures == TRIES:
                raise
            acceptor.start_over()
            time.sleep(0.02 * failures)


def _write(
    acceptor: Acceptor, source: Source, body: Body, *, content_type: str, hopeful: bool
) -> tuple[Submission, bool]:
    batch = acceptor.batch
    with connection.cursor() as cursor:
        known = _take_keys(cursor, batch.keys, hopeful=hopeful)
        _copy_documents(cursor, acceptor, known)
        settled = settle(batch, known, at=acceptor.at)
        judge = Judge(acceptor, cursor)
        judge.touched.waybills.update(
            earlier_waiting(cursor, settled.waybills, before_id=acceptor.submission_id)
        )
        _judge_kept(acceptor, source, judge, known)
        submission = submission_of(
            batch.judged,
            submission_id=acceptor.submission_id,
            sender=acceptor.sender,
            body=body,
            content_type=content_type,
            has_signature=source.has_signature,
            at=acceptor.at,
        )
        work = _work(acceptor, judge, settled.positions)
        documents = len(batch.judged)
        lane = QUICK if documents <= SMALL else BULK
        write_heads(cursor, submission, body, work, documents=documents, lane=lane)
        write_settled(cursor, settled, at=acceptor.at)
        if batch.papers:
            note_papers(cursor, _papers_to_declare(acceptor), at=acceptor.at.isoformat())
        if acceptor.standings.signature is not None:
            write_check(
                cursor,
                acceptor.standings.signature,
                submission_id=acceptor.submission_id,
                at=acceptor.at,
            )
    if submission.rejected:
        _write_rejections(acceptor)
    return submission, bool(work)


def _papers_to_declare(acceptor: Acceptor) -> list[int]:
    """Papers that were accepted and are still kept: what was deleted has no id left."""
    judged = acceptor.batch.judged
    found = (judged[position] for position in sorted(acceptor.batch.papers))
    return [j.document_id for j in found if j.verdict == ACCEPTED and j.document_id]


def _judge_kept(acceptor: Acceptor, source: Source, judge: Judge, known: set[int]) -> None:
    """Judge what met the kept state, in the order of the message."""
    judge.take_locks()
    for position in sorted({*known, *acceptor.batch.later}):
        judge.decide(position, acceptor.struct_of(source, position))


def _take_keys(cursor: Any, keys: list[KeyRow], *, hopeful: bool) -> set[int]:
    """Enter the keys of fresh documents; returns the positions whose key somebody holds.

    :raises _KeysTaken: when many were hoped to be free and one is not; the transaction is lost.
    """
    if not keys:
        return set()
    keys.sort(key=lambda key: key.digest)
    if not hopeful or len(keys) < COPY_FROM:
        return _insert_free_keys(cursor, keys)
    rows = [f"{k.digest}\t{k.slot}\t{k.document_id}\t1\t{k.content}\n".encode() for k in keys]
    try:
        copy_rows(cursor, "declarations_document_key", _KEY_COLUMNS, rows)
    except IntegrityError as error:
        raise _KeysTaken from error
    return set()


def _insert_free_keys(cursor: Any, keys: list[KeyRow]) -> set[int]:
    cursor.execute(
        "INSERT INTO declarations_document_key "
        "(digest, slot, document_id, revision, content_digest) "
        "SELECT d, s, i, 1, c FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::uuid[]) "
        "WITH ORDINALITY AS t(d, s, i, c, n) ORDER BY n ON CONFLICT DO NOTHING RETURNING digest",
        [
            [k.digest for k in keys],
            [k.slot for k in keys],
            [k.document_id for k in keys],
            [k.content for k in keys],
        ],
    )
    taken = {row[0].hex for row in cursor.fetchall()}
    known = {key.position for key in keys if key.digest not in taken}
    half_taken = [k.digest for k in keys if k.position in known and k.digest in taken]
    if half_taken:
        cursor.execute(
            "DELETE FROM declarations_document_key WHERE digest = ANY(%s::uuid[])", [half_taken]
        )
    return known


def _copy_documents(cursor: Any, acceptor: Acceptor, known: set[int]) -> None:
    batch = acceptor.batch
    for code in sorted(batch.rows):
        rows = _without(batch.rows[code], known)
        if rows:
            copier = copier_of(code)
            copy_rows(cursor, copier.layout.table, copier.columns, rows)
            lines = _without(batch.lines.get(code, []), known)
            if lines:
                copy_rows(cursor, copier.layout.line_table, copier.line_columns, lines)


def _without(rows: list[tuple[int, bytes]], known: set[int]) -> list[bytes]:
    if not known:
        return [text for _, text in rows]
    return [text for position, text in rows if position not in known]


def _write_rejections(acceptor: Acceptor) -> None:
    Rejection.objects.bulk_create(
        Rejection(
            submission_id=acceptor.submission_id,
            position=j.position,
            enterprise_id=acceptor.sender.enterprise.id,
            kind=j.kind[:6],
            key=j.key,
            number=j.number[:60],
            findings=j.findings,
            received_at=acceptor.at,
        )
        for j in acceptor.batch.judged
        if j.verdict == REJECTED
    )


def _work(acceptor: Acceptor, judge: Judge, settled: set[int]) -> list[WorkRow]:
    """A work row for each slice with something undecided, and one for what was touched."""
    judged = acceptor.batch.judged
    rows = []
    for start in range(0, len(judged), SLICE):
        part = judged[start : start + SLICE]
        count = sum(j.verdict == ACCEPTED and j.position not in settled for j in part)
        if count:
            last = start + len(part) - 1
            rows.append(WorkRow(acceptor.document_id(start), acceptor.document_id(last), count))
    if judge.touched:
        rows.append(WorkRow(0, -1, len(judge.touched), judge.touched.as_json()))
    return rows


def refuse(
    *,
    submission_id: int,
    sender: Sender,
    body: Body,
    content_type: str,
    refusal: dict[str, Any],
    at: datetime,
) -> Submission:
    """Keep a message that could not be read, with the reason it was refused for."""
    with transaction.atomic(durable=True):
        submission = Submission.objects.create(
            id=submission_id,
            enterprise_id=sender.enterprise.id,
            client_id=sender.client_id,
            user_id=sender.user_id,
            channel=sender.channel,
            content_type=content_type,
            kinds=_kinds_named(refusal),
            sha256=body.sha256,
            size=body.size,
            received_at=at,
            refusal=refusal,
        )
        RawMessage(submission_id=submission_id, body=seal_raw(body, submission_id, at)).save(
            force_insert=True
        )
    return submission


def _kinds_named(refusal: dict[str, Any]) -> list[str]:
    kind = refusal.get("details", {}).get("kind", "")
    return [kind[:6]] if kind else []
