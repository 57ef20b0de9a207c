"""Reading the ledger and the ratings."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import OuterRef, Subquery

from credit.facts import Contribution, Entry
from credit.models import Rating, Record, RecordMark, Standing
from credit.models.querysets import OfSubjectQuerySet

_STATE: Final = """
SELECT r.subject_id, r.id, r.kind, r.occurred_date, r.from_date, r.to_date, r.grade, r.value,
       coalesce(r.good, 0), coalesce(r.total, 0),
       coalesce((
           SELECT CASE m.mark WHEN 'disputed' THEN 'disputed' WHEN 'repaired' THEN 'repaired'
                  ELSE '' END
           FROM credit_record_mark m WHERE m.record_id = r.id AND m.at <= %(at)s
           ORDER BY m.at DESC, m.id DESC LIMIT 1
       ), '')
FROM credit_record r
WHERE r.subject_id = ANY(%(subjects)s) AND r.recorded_at <= %(at)s AND NOT r.withdrawn
  AND NOT EXISTS (
      SELECT 1 FROM credit_record l WHERE l.revokes_id = r.id AND l.recorded_at <= %(at)s
  )
ORDER BY r.subject_id, r.id
"""


def state_as_of(subject_ids: Iterable[int], at: datetime) -> dict[int, list[Entry]]:
    """What stood in the ledger at a moment, by subject; every subject asked for has a list."""
    found: dict[int, list[Entry]] = {number: [] for number in subject_ids}
    for number, *columns in _rows(list(found), at):
        found[number].append(Entry(*columns))
    return found


def _rows(subject_ids: list[int], at: datetime) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"subjects": subject_ids, "at": at})
        yield from cursor.fetchall()


def records_as_of(at: datetime) -> OfSubjectQuerySet:
    """The records that stood at a moment."""
    revoked = Record.objects.filter(recorded_at__lte=at, revokes__isnull=False).values("revokes")
    standing = Record.objects.filter(recorded_at__lte=at, withdrawn=False)
    chosen: OfSubjectQuerySet = standing.exclude(id__in=revoked)
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
