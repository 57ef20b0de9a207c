"""What a kept message leaves beside its documents, written with one statement.

Submission, raw message, verdict event and work rows: one round trip instead of four is most of the
cost of a message with a single document.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg2.extras import Json

from declarations.facts import Judged, Sender
from declarations.models import Submission
from declarations.services.bodies import Body
from declarations.services.claiming import BULK
from declarations.verdicts import ACCEPTED, DUPLICATE, REJECTED, pack
from zone_portal.framework.vault import vault

NO_TIME = timedelta(0)
LINGER = timedelta(milliseconds=300)
"""How long bulk work waits for more of its kind: the order, payment, waybill and inventory of a
declaration that come in four messages are then looked at once instead of four times."""


class WorkRow(msgspec.Struct, gc=False):
    """Work to leave: a block of document ids, or what a change touched."""

    first_id: int
    last_id: int
    documents: int
    touched: dict[str, Any] | None = None


_HEADS = """
WITH submission AS (
    INSERT INTO declarations_submission (
        id, enterprise_id, client_id, user_id, channel, content_type, kinds, sha256, size,
        has_signature, received_at, accepted, rejected, duplicate, finding_counts, verdicts
    ) VALUES (
        %(id)s, %(enterprise_id)s, %(client_id)s, %(user_id)s, %(channel)s, %(content_type)s,
        %(kinds)s, %(sha256)s, %(size)s, %(has_signature)s, %(received_at)s, %(accepted)s,
        %(rejected)s, %(duplicate)s, %(finding_counts)s, %(verdicts)s
    )
), raw AS (
    INSERT INTO declarations_raw_message (submission_id, body) VALUES (%(id)s, %(raw)s)
), event AS (
    INSERT INTO declarations_event (kind, enterprise_id, submission_id, size, created_at)
    VALUES ('verdict', %(enterprise_id)s, %(id)s, %(documents)s, %(received_at)s)
)
INSERT INTO declarations_work (
    enterprise_id, lane, submission_id, first_id, last_id, documents, touched, created_at,
    not_before, attempts
)
SELECT %(enterprise_id)s, %(lane)s, %(id)s, first_id, last_id, documents, touched,
       %(received_at)s, %(not_before)s, 0
FROM unnest(
    %(first_ids)s::bigint[], %(last_ids)s::bigint[], %(counts)s::int[], %(touched)s::jsonb[]
) AS work (first_id, last_id, documents, touched)
"""


def write_heads(
    cursor: Any,
    submission: Submission,
    body: Body,
    work: Sequence[WorkRow],
    *,
    documents: int,
    lane: int,
) -> None:
    """Write the submission, its raw message, its verdict event and its work rows."""
    lingers = LINGER if lane == BULK else NO_TIME
    cursor.execute(
        _HEADS,
        {
            "id": submission.id,
            "enterprise_id": submission.enterprise_id,
            "client_id": submission.client_id,
            "user_id": submission.user_id,
            "channel": submission.channel,
            "content_type": submission.content_type,
            "kinds": submission.kinds,
            "sha256": submission.sha256,
            "size": submission.size,
            "has_signature": submission.has_signature,
            "received_at": submission.received_at,
            "accepted": submission.accepted,
            "rejected": submission.rejected,
            "duplicate": submission.duplicate,
            "finding_counts": Json(submission.finding_counts)
            if submission.finding_counts
            else None,
            "verdicts": submission.verdicts,
            "raw": seal_raw(body, submission.id, submission.received_at),
            "documents": documents,
            "lane": lane,
            "not_before": submission.received_at + lingers,
            "first_ids": [row.first_id for row in work],
            "last_ids": [row.last_id for row in work],
            "counts": [row.documents for row in work],
            "touched": [Json(row.touched) if row.touched else None for row in work],
        },
    )


def submission_of(
    judged: Sequence[Judged],
    *,
    submission_id: int,
    sender: Sender,
    body: Body,
    content_type: str,
    has_signature: bool,
    at: datetime,
) -> Submission:
    """The submission row of a judged message, not yet written."""
    counts = Counter(j.verdict for j in judged)
    causes = Counter(f["code"] for j in judged for f in j.findings)
    return Submission(
        id=submission_id,
        enterprise_id=sender.enterprise.id,
        client_id=sender.client_id,
        user_id=sender.user_id,
        channel=sender.channel,
        content_type=content_type,
        kinds=sorted({j.kind for j in judged if j.kind}),
        sha256=body.sha256,
        size=body.size,
        has_signature=has_signature,
        received_at=at,
        accepted=counts[ACCEPTED],
        rejected=counts[REJECTED],
        duplicate=counts[DUPLICATE],
        finding_counts=dict(causes) or None,
        verdicts=pack(judged),
    )


def seal_raw(body: Body, submission_id: int, at: datetime) -> bytes:
    """The raw message as it is kept: compressed, then sealed to its submission."""
    return vault().sealer(at).seal(body.packed, submission_id.to_bytes(8, "big"))
