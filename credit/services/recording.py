"""Writing to the ledger: adding, and revoking by a new record. Nothing is ever edited."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.timezone import localtime

from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.constants import MARKS
from credit.facts import NewRecord, Problem
from credit.models import Due, ImportRun, Record, RecordMark, Source, Subject
from credit.rules.disclosing import REPAIRED
from credit.rules.entries import check_entry
from credit.services.disclosing import PUBLIC_KINDS, is_public, tell_disclosed, tell_withdrawn
from zone_portal.framework.background import hint
from zone_portal.kernel.errors import PortalError

RATE_TASK: Final = "credit.rate_due"


def record(
    *,
    subject: Subject,
    source: Source,
    new: NewRecord,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> Record:
    """Add one record and have the subject scored again.

    :raises PortalError: ``credit_record_refused`` with all problems; ``credit_record_known`` when
        the same number of this kind and source is in the ledger already.
    """
    refuse(check_entry(new, today=localtime(at).date(), person=subject.enterprise_id is None))
    values = _values(subject.pk, source.pk, new, by=label_of(by)[:128], at=at, given=None)
    with transaction.atomic():
        if not _insert([values]):
            raise PortalError(
                "credit_record_known",
                details={"kind": new.kind, "number": new.number},
                zh="该文号的记录已在库中；如有错误请撤销后重新录入。",
                en="A record with this number is in the ledger; if it is wrong, revoke it.",
            )
        kept = Record.objects.get(
            subject=subject, kind=new.kind, source=source, number=new.number.strip(), edition=1
        )
        audit.record("credit.recorded", by=by, on=on(kept), new=told(kept), at=at, origin=origin)
        tell_disclosed([kept], at=at)
        make_due([subject.pk], at=at)
    return kept


def record_many(
    rows: Sequence[tuple[int, NewRecord]],
    *,
    source: Source,
    by: Actor,
    at: datetime,
    delivery: ImportRun | None = None,
) -> int:
    """Add checked records ``(subject id, record)`` in bulk; those known already are left alone.

    Returns how many were new. The caller has checked them and audits the delivery.
    """
    label, given = label_of(by)[:128], delivery.pk if delivery else None
    made = [_values(subject, source.pk, new, by=label, at=at, given=given) for subject, new in rows]
    with transaction.atomic():
        kept = _insert(made)
        if any(new.kind in PUBLIC_KINDS for _, new in rows):
            fresh = Record.objects.filter(pk__in=kept, kind__in=PUBLIC_KINDS)
            tell_disclosed(list(fresh), at=at)
        make_due({subject for subject, _ in rows}, at=at)
    return len(kept)


def revoke(
    *,
    record_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    instead: NewRecord | None = None,
    origin: str = "",
) -> Record:
    """Take a record back by a new one, which may stand in its place.

    :raises PortalError: ``credit_reason_missing``, ``credit_already_revoked``,
        ``credit_record_refused``, ``credit_kind_changed``.
    """
    if not reason.strip():
        raise PortalError("credit_reason_missing", zh="请写明理由。", en="A reason is needed.")
    with transaction.atomic():
        old = Record.objects.select_related("subject").get(pk=record_id)
        Subject.objects.select_for_update().get(pk=old.subject_id)
        _refuse_twice(old)
        new = instead or _same(old)
        if (new.kind, new.number) != (old.kind, old.number):
            raise PortalError(
                "credit_kind_changed",
                zh="替代记录的种类和文号应与原记录相同。",
                en="The record instead must have the same kind and number.",
            )
        if instead is not None:
            person = old.subject.enterprise_id is None
            refuse(check_entry(instead, today=localtime(at).date(), person=person))
        was_public = is_public(old, at=at)
        row = _row(old.subject_id, old.source_id, new, by=label_of(by), at=at)
        row.revokes, row.edition, row.reason = old, old.edition + 1, reason.strip()
        row.withdrawn = instead is None
        row.save(force_insert=True)
        audit.record(
            "credit.revoked", by=by, on=on(old), old=told(old), new=told(row), at=at, origin=origin
        )
        if was_public:
            tell_withdrawn(old, reason=reason.strip(), at=at)
        if instead is not None:
            tell_disclosed([row], at=at)
        make_due([old.subject_id], at=at)
    return row


def mark(
    *, record_id: int, mark: str, reason: str, by: Actor, at: datetime, origin: str = ""
) -> RecordMark:
    """Say something of a record: disputed, upheld, repaired, unrepaired; the last word counts.

    :raises PortalError: ``credit_reason_missing``.
    """
    if mark not in MARKS:
        raise ValueError(f"no mark {mark}")
    if not reason.strip():
        raise PortalError("credit_reason_missing", zh="请写明理由。", en="A reason is needed.")
    with transaction.atomic():
        row = Record.objects.get(pk=record_id)
        was_public = mark == REPAIRED and is_public(row, at=at)
        made = RecordMark.objects.create(
            record=row, mark=mark, at=at, reason=reason.strip()[:300], by_label=label_of(by)
        )
        audit.record("credit.marked", by=by, on=on(row), new={"mark": mark}, at=at, origin=origin)
        if was_public:
            tell_withdrawn(row, reason=made.reason, at=at)
        make_due([row.subject_id], at=at)
    return made


def make_due(subject_ids: Iterable[int], *, at: datetime, trigger: str = "event") -> None:
    """Have subjects scored again soon; asked twice it is done once."""
    rows = [
        Due(subject_id=number, since=at, trigger=trigger) for number in sorted(set(subject_ids))
    ]
    Due.objects.bulk_create(rows, batch_size=5000)
    if rows:
        hint(RATE_TASK, queue="default")


def refuse(problems: Sequence[Problem]) -> None:
    """:raises PortalError: ``credit_record_refused`` when there are problems."""
    if problems:
        raise refusal(problems)


def refusal(problems: Sequence[Problem]) -> PortalError:
    """The refusal of a record, with all its problems."""
    return PortalError(
        "credit_record_refused",
        details={"problems": [as_json(problem) for problem in problems]},
        zh="记录有误，未入库。",
        en="The record is wrong and was not kept.",
    )


def as_json(problem: Problem) -> dict[str, str]:
    """A problem as details and deliveries keep it."""
    return {
        "field": problem.field,
        "code": problem.code,
        "value": problem.value,
        "zh": problem.zh,
        "en": problem.en,
    }


def on(row: Record) -> tuple[str, str]:
    """How the audit trail names a record."""
    return ("credit.record", str(row.pk))


def told(row: Record) -> dict[str, Any]:
    """A record for the audit trail."""
    return {
        "subject": row.subject_id,
        "kind": row.kind,
        "number": row.number,
        "edition": row.edition,
        "occurred": row.occurred_date.isoformat(),
        "grade": row.grade,
        "value": None if row.value is None else str(row.value),
        "count": None if row.total is None else [row.good, row.total],
    }


def _row(subject_id: int, source_id: int, new: NewRecord, *, by: str, at: datetime) -> Record:
    return Record(
        subject_id=subject_id,
        source_id=source_id,
        kind=new.kind,
        number=new.number.strip(),
        occurred_date=new.occurred_date,
        from_date=new.from_date or new.occurred_date,
        to_date=new.to_date,
        grade=new.grade,
        value=new.value,
        good=new.good,
        total=new.total,
        cause=new.cause,
        evidence=new.evidence,
        by_label=by[:128],
        recorded_at=at,
    )


def _same(old: Record) -> NewRecord:
    return NewRecord(
        kind=old.kind,
        number=old.number,
        occurred_date=old.occurred_date,
        from_date=old.from_date,
        to_date=old.to_date,
        grade=old.grade,
        value=old.value,
        good=old.good,
        total=old.total,
        cause=old.cause,
        evidence=old.evidence,
    )


def _refuse_twice(old: Record) -> None:
    if old.withdrawn or Record.objects.filter(revokes=old).exists():
        raise PortalError(
            "credit_already_revoked",
            zh="该记录已被撤销，请对最新一版操作。",
            en="The record was revoked already: act on its latest edition.",
        )


_COLUMNS: Final = (
    ("subject_id", "bigint"),
    ("source_id", "bigint"),
    ("kind", "text"),
    ("number", "text"),
    ("edition", "smallint"),
    ("occurred_date", "date"),
    ("from_date", "date"),
    ("to_date", "date"),
    ("grade", "text"),
    ("value", "numeric"),
    ("good", "integer"),
    ("total", "integer"),
    ("cause", "text"),
    ("evidence", "text"),
    ("delivery_id", "bigint"),
    ("by_label", "text"),
    ("recorded_at", "timestamptz"),
)
_NAMES: Final = ", ".join(name for name, _ in _COLUMNS)
_INSERT: Final = f"""
INSERT INTO credit_record ({_NAMES}, withdrawn, reason)
SELECT {_NAMES}, false, ''
FROM unnest({", ".join(f"%s::{kind}[]" for _, kind in _COLUMNS)}) AS fresh ({_NAMES})
ON CONFLICT ON CONSTRAINT credit_record_once DO NOTHING
RETURNING id
"""


def _values(
    subject_id: int, source_id: int, new: NewRecord, *, by: str, at: datetime, given: int | None
) -> tuple[Any, ...]:
    """A record in the order of ``_COLUMNS``; deliveries bring them by the ten thousand."""
    return (
        subject_id,
        source_id,
        new.kind,
        new.number.strip(),
        1,
        new.occurred_date,
        new.from_date or new.occurred_date,
        new.to_date,
        new.grade,
        new.value,
        new.good,
        new.total,
        new.cause,
        new.evidence,
        given,
        by,
        at,
    )


def _insert(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    """Add rows of which none is known yet; returns the ids of those that were new."""
    if not rows:
        return []
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, columns)
        return [row[0] for row in cursor.fetchall()]
