"""Late monthly summaries and overdue duties become records of the ledger by themselves.

Asked for by beat as often as it likes: a delay is recorded once; while it lasts its record is
replaced by a graver one when a limit is passed; what turns out to be no delay (bills made void,
parcels that went back) is taken back. What people said of a record stays: one that an official
revoked, or that is disputed or repaired, is left alone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from credit.facts import NewRecord
from credit.models import Record, Source, Subject
from credit.rulebook import figure
from credit.rules.lateness import (
    GENERAL_FROM,
    SERIOUS_FROM,
    SUMMARY,
    TAX,
    is_graver,
    record_of,
)
from credit.rules.shipped_sources import OWN
from credit.selectors import with_mark
from credit.selectors_lateness import late_duties
from credit.services import recording
from credit.services.subjects import subjects_of

BY: Final = SystemActor("credit_lateness")
BACK: Final = timedelta(days=400)
"""What was due before is settled; looking back further would only make the query longer."""
GONE: Final = "已不构成逾期（单证已退或税单已作废）"
GRAVER: Final = "逾期继续，重新定级"


@transaction.atomic
def record_lateness(*, at: datetime) -> int:
    """Bring the ledger in line with what is late; returns the records written."""
    # The row is held so that two clocks do not write the same; records may still be added.
    held = Source.objects.select_for_update(no_key=True, skip_locked=True)
    source = held.filter(code=OWN).first()
    if source is None:
        return 0
    today = localtime(at).date()
    since = today - BACK
    duties = late_duties(since=since)
    subjects = subjects_of({late.enterprise_id for late in duties}, at=at)
    wanted = {(subjects[late.enterprise_id].pk, late.kind, late.number): late for late in duties}
    latest = _latest(source, at)
    limits = {
        "general_from": int(figure(GENERAL_FROM, today)),
        "serious_from": int(figure(SERIOUS_FROM, today)),
    }
    written = 0
    for key, late in wanted.items():
        new = record_of(late, today=today, **limits)
        written += _bring(subjects[late.enterprise_id], source, new, latest.get(key), at)
    for key, row in latest.items():
        if key not in wanted and not row.withdrawn and row.occurred_date > since:
            recording.revoke(record_id=row.pk, reason=GONE, by=BY, at=at)
            written += 1
    return written


def _latest(source: Source, at: datetime) -> Mapping[tuple[int, str, str], Record]:
    """The latest edition of each record of lateness, with the last word said of it."""
    since = localtime(at).date() - 2 * BACK
    rows = Record.objects.filter(
        source=source, kind__in=[SUMMARY, TAX], occurred_date__gt=since
    ).order_by("id")
    return {(row.subject_id, row.kind, row.number): row for row in with_mark(rows, at)}


def _bring(
    subject: Subject, source: Source, new: NewRecord, known: Record | None, at: datetime
) -> int:
    if known is None:
        recording.record(subject=subject, source=source, new=new, by=BY, at=at)
        return 1
    spoken_of = getattr(known, "mark", None) in {"disputed", "repaired"}
    if known.withdrawn or spoken_of or not is_graver(new.grade, known.grade):
        return 0
    recording.revoke(record_id=known.pk, reason=GRAVER, by=BY, at=at, instead=new)
    return 1
