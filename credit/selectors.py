"""Reading the ledger and the ratings."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from credit.facts import Contribution, Entry
from credit.models import Rating, Record, RecordMark, ScoreModel, Standing
from credit.models.querysets import OfSubjectQuerySet
from credit.states import RELEASED

_RECORDS: Final = """
SELECT subject_id, id, kind, occurred_date, from_date, to_date, grade, value,
       coalesce(good, 0), coalesce(total, 0), revokes_id, withdrawn
FROM credit_record
WHERE subject_id = ANY(%(subjects)s) AND recorded_at <= %(at)s
ORDER BY subject_id, id
"""
_MARKS: Final = """
SELECT DISTINCT ON (m.record_id) m.record_id, m.mark
FROM credit_record_mark m JOIN credit_record r ON r.id = m.record_id
WHERE r.subject_id = ANY(%(subjects)s) AND m.at <= %(at)s
ORDER BY m.record_id, m.at DESC, m.id DESC
"""
ENDED_MARKS: Final = frozenset({"upheld", "unrepaired"})
"""Last words after which a record is as if nothing had been said."""


def state_as_of(subject_ids: Iterable[int], at: datetime) -> dict[int, list[Entry]]:
    """What stood in the ledger at a moment, by subject; every subject asked for has a list.

    Two queries however many subjects. A record and the one that revokes it belong to the same
    subject, so what was revoked is left out while reading.
    """
    found: dict[int, list[Entry]] = {number: [] for number in subject_ids}
    asked: dict[str, Any] = {"subjects": list(found), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, asked)
        marks = {record: "" if mark in ENDED_MARKS else mark for record, mark in cursor.fetchall()}
        cursor.execute(_RECORDS, asked)
        rows = cursor.fetchall()
    revoked = {row[10] for row in rows if row[10] is not None}
    make = Entry._make
    for row in rows:
        if row[11] or row[1] in revoked:
            continue
        found[row[0]].append(make((*row[1:10], marks.get(row[1], ""))))
    return found


def records_as_of(at: datetime) -> OfSubjectQuerySet:
    """The records that stood at a moment. Revocations are looked up record by record: a list of
    all of them would be read anew for each page (seconds, at ten million records)."""
    revoking = Record.objects.filter(revokes=OuterRef("pk"), recorded_at__lte=at)
    standing = Record.objects.filter(recorded_at__lte=at, withdrawn=False)
    chosen: OfSubjectQuerySet = standing.filter(~Exists(revoking))
    return chosen


def with_mark(records: OfSubjectQuerySet, at: datetime) -> OfSubjectQuerySet:
    """The records with ``mark``: what was said of each last."""
    said = RecordMark.objects.filter(record=OuterRef("pk"), at__lte=at).order_by("-at", "-id")
    marked: OfSubjectQuerySet = records.annotate(mark=Subquery(said.values("mark")[:1]))
    return marked


def current_rating(subject_id: int) -> Rating | None:
    """The rating in force of a subject."""
    standing = Standing.objects.select_related("rating").filter(pk=subject_id).first()
    return standing.rating if standing else None


def contributions_of(rating: Rating) -> tuple[Contribution, ...]:
    """The stored parts of a rating, in the order of its model; their points are its score."""
    return tuple(Contribution.from_json(part) for part in rating.contributions)


def model_on(day: date) -> ScoreModel | None:
    """The model of evaluation in force on a day; at most one is."""
    released = ScoreModel.objects.filter(state=RELEASED, valid_from__lte=day)
    found: ScoreModel | None = released.filter(Q(valid_to=None) | Q(valid_to__gt=day)).first()
    return found
