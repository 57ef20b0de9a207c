"""Own behaviour: what declarations, filings and tax bills say of a firm, as records of the ledger.

A follower of the event log marks the months of enterprises in which something changed; it does so
as often as it likes. Those months are counted again from the documents themselves, in bulk, and a
count that differs replaces the one before it (by a new record that revokes it). So events may come
twice or out of order, and the ledger is the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from accounts.services.audit import label_of
from credit.facts import NewRecord
from credit.models import BehaviourDue, Record, Source
from credit.rules.shipped_sources import OWN
from credit.selectors import records_as_of
from credit.services.recording import make_due, record_many
from credit.services.sources import record_run
from credit.services.subjects import subjects_of
from declarations.services.following import follow, has_news, in_turn

NAME: Final = "credit-behaviour"
KINDS: Final = frozenset({"decision", "course"})
BY: Final = SystemActor("credit_behaviour")
MOST_AT_ONCE: Final = 2000
CORRECTED: Final = "数据更新 (counted again)"

_MARK: Final = """
INSERT INTO credit_behaviour_due (enterprise_id, month)
SELECT DISTINCT o, date_trunc('month', i.received_at AT TIME ZONE %(zone)s)::date
FROM declarations_inventory i CROSS JOIN unnest(i.owners) AS o
WHERE i.id = ANY(%(ids)s) OR i.id IN (
    SELECT inventory_id FROM declarations_customs_receipt
    WHERE id = ANY(%(ids)s) AND inventory_id IS NOT NULL
)
ON CONFLICT DO NOTHING
"""
_COUNT: Final = """
SELECT o,
    count(*) FILTER (WHERE d.outcome = 'matched'),
    count(*) FILTER (WHERE d.outcome IN ('matched', 'mismatched')),
    count(*) FILTER (WHERE c.status NOT IN ('queued', 'sent', 'failed', '100', 'refused')
                     AND c.round = 1),
    count(*) FILTER (WHERE c.status NOT IN ('queued', 'sent', 'failed')),
    count(*) FILTER (WHERE i.revision = 1 AND coalesce(c.status, '') <> 'cancelled'),
    count(*),
    count(*) FILTER (WHERE c.status IN ('800', '899') AND NOT EXISTS (
        SELECT 1 FROM declarations_paper p WHERE p.kind = 'CEB625' AND p.invt_no = c.invt_no
    )),
    count(*) FILTER (WHERE c.status IN ('800', '899', '700'))
FROM declarations_inventory i CROSS JOIN unnest(i.owners) AS o
LEFT JOIN declarations_decision d ON d.inventory_id = i.id
LEFT JOIN declarations_course c ON c.inventory_id = i.id
WHERE i.received_at >= %(start)s AND i.received_at < %(end)s AND o = ANY(%(enterprises)s)
GROUP BY o
"""
_BILLS: Final = """
SELECT b.enterprise_id,
    count(*) FILTER (WHERE NOT EXISTS (
        SELECT 1 FROM taxation_taxbillstep s WHERE s.bill_id = b.id AND s.target = 'overdue'
    )),
    count(*)
FROM taxation_taxbill b
WHERE b.enterprise_id IS NOT NULL AND b.state <> 'void'
  AND b.due_to_date >= %(first)s AND b.due_to_date < %(next)s AND b.due_to_date < %(today)s
GROUP BY b.enterprise_id
"""
_ACTIVITY: Final = """
INSERT INTO credit_activity (enterprise_id, month, mode, total)
SELECT o, %(month)s, i.trade_mode, count(*)
FROM declarations_inventory i CROSS JOIN unnest(i.owners) AS o
WHERE i.received_at >= %(start)s AND i.received_at < %(end)s AND o = ANY(%(enterprises)s)
GROUP BY o, i.trade_mode
ON CONFLICT (enterprise_id, month, mode) DO UPDATE SET total = excluded.total
"""
TALLIES: Final = ("match", "acceptance", "uncorrected", "unreturned")
Wanted = Mapping[tuple[int, str, str], NewRecord]
"""(enterprise, kind, number) → the record that should stand."""


def is_behind() -> bool:
    """Whether events wait to be worked in."""
    return has_news(NAME)


def follow_declarations(*, seconds: float, at: datetime) -> int:
    """Mark the months in which something changed since; returns the events passed."""
    return in_turn(lambda: follow(NAME, mark, kinds=KINDS, at=at), seconds=seconds)


def mark(ids: Sequence[int], at: datetime) -> None:
    """Mark the months of the owners of inventories, given themselves or by customs' receipts."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"ids": list(ids), "zone": settings.TIME_ZONE})


def take_in(*, at: datetime) -> int:
    """Bring the ledger in line with marked months, filings and tax bills; returns new records.

    Sent by beat every night; asked again it finds nothing.
    """
    source = Source.objects.filter(code=OWN).first()
    if source is None:
        return 0
    kept = _months(source, at) + _bring(source, _duties(at), at) + _registrations(source, at)
    record_run(source=source, at=at, outcome="ok", read=kept, kept=kept)
    return kept


def _months(source: Source, at: datetime) -> int:
    kept = 0
    months = BehaviourDue.objects.order_by("month").values_list("month", flat=True).distinct()
    for month in list(months):
        while True:
            with transaction.atomic():
                due = BehaviourDue.objects.select_for_update(skip_locked=True).filter(month=month)
                numbers = list(due.values_list("enterprise_id", flat=True)[:MOST_AT_ONCE])
                if not numbers:
                    break
                # Deleted before counting: what changes meanwhile marks the month again.
                BehaviourDue.objects.filter(month=month, enterprise_id__in=numbers).delete()
                kept += _bring(source, _counts(month, numbers, at), at)
    return kept


def _counts(month: date, enterprises: list[int], at: datetime) -> Wanted:
    """The tallies of a month, dated to its last day or to today."""
    zone, following = ZoneInfo(settings.TIME_ZONE), _next(month)
    asked: dict[str, Any] = {
        "start": datetime.combine(month, time(), zone),
        "end": datetime.combine(following, time(), zone),
        "enterprises": enterprises,
        "month": month,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVITY, asked)
        cursor.execute(_COUNT, asked)
        rows = cursor.fetchall()
    day = min(following - timedelta(days=1), localtime(at).date())
    found: dict[tuple[int, str, str], NewRecord] = {}
    for enterprise, *counts in rows:
        pairs = zip(TALLIES, counts[::2], counts[1::2], strict=True)
        for kind, good, total in pairs:
            if total:
                found[enterprise, kind, f"{month:%Y-%m}"] = _tally(kind, month, day, good, total)
    return found


def _tally(kind: str, month: date, day: date, good: int, total: int) -> NewRecord:
    return NewRecord(kind=kind, number=f"{month:%Y-%m}", occurred_date=day, good=good, total=total)


def _duties(at: datetime) -> Wanted:
    """Tax bills of this month and the one before whose last day is over."""
    today = localtime(at).date()
    this = today.replace(day=1)
    found: dict[tuple[int, str, str], NewRecord] = {}
    for month in ((this - timedelta(days=1)).replace(day=1), this):
        asked = {"first": month, "next": _next(month), "today": today}
        with connection.cursor() as cursor:
            cursor.execute(_BILLS, asked)
            rows = cursor.fetchall()
        day = min(_next(month) - timedelta(days=1), today)
        for enterprise, good, total in rows:
            key = (enterprise, "duties_in_time", f"{month:%Y-%m}")
            found[key] = _tally("duties_in_time", month, day, good, total)
    return found


_STATUSES: Final = """
SELECT e.id, e.status, e.registered_at
FROM enterprises_enterprise e LEFT JOIN credit_subject s ON s.enterprise_id = e.id
WHERE e.status <> 'applying' AND e.status IS DISTINCT FROM (
    SELECT r.grade FROM credit_record r
    WHERE r.subject_id = s.id AND r.kind = 'registration' AND r.source_id = %(source)s
    ORDER BY r.id DESC LIMIT 1
)
ORDER BY e.id
"""


def _registrations(source: Source, at: datetime) -> int:
    """A record for every firm whose status is another than the ledger says."""
    today = localtime(at).date()
    with connection.cursor() as cursor:
        cursor.execute(_STATUSES, {"source": source.pk})
        rows = cursor.fetchall()
    kept = 0
    for start in range(0, len(rows), MOST_AT_ONCE):
        chunk = rows[start : start + MOST_AT_ONCE]
        subjects = subjects_of((row[0] for row in chunk), at=at)
        fresh = []
        for enterprise, status, registered in chunk:
            first = status == "approved" and localtime(registered).date() <= today
            day = localtime(registered).date() if first else today
            number = f"{status}-{today:%Y%m%d}"
            new = NewRecord("registration", number, day, grade=status)
            fresh.append((subjects[enterprise].pk, new))
        kept += record_many(fresh, source=source, by=BY, at=at)
    return kept


def _bring(source: Source, wanted: Wanted, at: datetime) -> int:
    """Record what is new; replace what differs. Inside one transaction."""
    if not wanted:
        return 0
    subjects = subjects_of({enterprise for enterprise, _, _ in wanted}, at=at)
    by_subject = {
        (subjects[enterprise].pk, kind, number): new
        for (enterprise, kind, number), new in wanted.items()
    }
    with transaction.atomic():
        standing = {(r.subject_id, r.kind, r.number): r for r in _standing(source, by_subject, at)}
        fresh = [(key[0], new) for key, new in by_subject.items() if key not in standing]
        kept = record_many(fresh, source=source, by=BY, at=at)
        changed = [
            _instead(standing[key], new, at)
            for key, new in by_subject.items()
            if key in standing and _differs(standing[key], new)
        ]
        Record.objects.bulk_create(changed, batch_size=1000)
        make_due({row.subject_id for row in changed}, at=at)
    return kept + len(changed)


def _standing(
    source: Source, keys: Iterable[tuple[int, str, str]], at: datetime
) -> Iterable[Record]:
    wanted = list(keys)
    return records_as_of(at).filter(
        source=source,
        subject_id__in={key[0] for key in wanted},
        kind__in={key[1] for key in wanted},
        number__in={key[2] for key in wanted},
    )


def _differs(old: Record, new: NewRecord) -> bool:
    return (old.good, old.total) != (new.good, new.total)


def _instead(old: Record, new: NewRecord, at: datetime) -> Record:
    return Record(
        subject_id=old.subject_id,
        source_id=old.source_id,
        kind=new.kind,
        number=new.number,
        edition=old.edition + 1,
        occurred_date=new.occurred_date,
        from_date=new.occurred_date,
        good=new.good,
        total=new.total,
        by_label=label_of(BY),
        recorded_at=at,
        revokes=old,
        reason=CORRECTED,
    )


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
