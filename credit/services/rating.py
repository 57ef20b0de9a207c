"""Rating: computing scores in bulk, keeping each as the sum of its contributions, and moving
where subjects stand."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from accounts.services.audit import Actor, label_of
from credit.facts import Scored
from credit.models import Cycle, Due, Rating, ScoreModel, Subject
from credit.rules.model_definition import Definition, read_definition
from credit.scoring import score
from credit.selectors import model_on, state_as_of
from enterprises.constants import APPLYING

SLICE: Final = 1000
BY: Final = SystemActor("credit")


class Rated(NamedTuple):
    """A subject with its new score."""

    subject_id: int
    scored: Scored


def compute(
    subject_ids: Iterable[int], *, definition: Definition, as_of: date, known_at: datetime
) -> Iterator[list[Rated]]:
    """Scores on a day as it was known at a moment, a slice at a time; nothing is kept."""
    for numbers in _slices(subject_ids):
        state = state_as_of(numbers, known_at)
        yield [Rated(number, score(state[number], definition, as_of)) for number in numbers]


def rate(
    *,
    subject_ids: Iterable[int],
    model: ScoreModel,
    as_of: date,
    trigger: str,
    by: Actor,
    at: datetime,
    known_at: datetime | None = None,
    cycle: Cycle | None = None,
) -> int:
    """Score subjects on a day by a model, keep the ratings and move where they stand.

    ``known_at``: what the ledger held at that moment counts (default: now). A rating of an older
    day is kept, but does not move the standing. Returns how many were rated.
    """
    definition = read_definition(model.definition)
    label, count = label_of(by), 0
    known = known_at or at
    for rated in compute(subject_ids, definition=definition, as_of=as_of, known_at=known):
        context = (model.pk, as_of, known, trigger, cycle.pk if cycle else None, at, label)
        with transaction.atomic():
            _keep(rated, context)
        count += len(rated)
    return count


def rate_due(*, at: datetime, most: int = SLICE) -> int:
    """Score again whom something happened to; returns how many. Without a model in force the work
    rows wait."""
    today = localtime(at).date()
    model = model_on(today)
    if model is None:
        return 0
    with transaction.atomic():
        work = Due.objects.select_for_update(skip_locked=True).order_by("id")[:most]
        rows = list(work.values_list("id", "subject_id", "trigger"))
        if not rows:
            return 0
        by_trigger: dict[str, set[int]] = {}
        for _id, subject, trigger in rows:
            by_trigger.setdefault(trigger, set()).add(subject)
        Due.objects.filter(id__in=[row[0] for row in rows]).delete()
        return sum(
            rate(
                subject_ids=sorted(subjects),
                model=model,
                as_of=today,
                trigger=trigger,
                by=BY,
                at=at,
            )
            for trigger, subjects in by_trigger.items()
        )


def rate_month(*, at: datetime, most: int | None = None) -> int:
    """Score registered enterprises on the first day of the month by the model in force, at most
    so many; asked again in the same month it takes up where it stopped."""
    first = localtime(at).date().replace(day=1)
    model = model_on(first)
    if model is None:
        return 0
    return rate(
        subject_ids=_unrated(first, most),
        model=model,
        as_of=first,
        trigger="monthly",
        by=BY,
        at=at,
    )


def is_due() -> bool:
    """Whether somebody waits to be scored again."""
    return Due.objects.exists()


def _unrated(first: date, most: int | None) -> Iterable[int]:
    done = Rating.objects.filter(subject=OuterRef("pk"), as_of_date=first, trigger="monthly")
    chosen = Subject.objects.enterprises().exclude(enterprise__status=APPLYING)
    return list(chosen.filter(~Exists(done)).order_by("pk").values_list("pk", flat=True)[:most])


def _slices(numbers: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while chosen := list(islice(rest, SLICE)):
        yield chosen


_COPY: Final = """
COPY credit_rating (id, subject_id, model_id, as_of_date, known_at, score, grade, contributions,
                    trigger, cycle_id, at, by_label) FROM STDIN
"""
_STAND: Final = """
INSERT INTO credit_standing (subject_id, rating_id, score, grade, since_date, rated_at)
SELECT subject_id, rating_id, score, grade, %(day)s, %(at)s
FROM unnest(%(subjects)s::bigint[], %(ratings)s::bigint[], %(scores)s::numeric[],
            %(grades)s::text[]) AS fresh (subject_id, rating_id, score, grade)
ON CONFLICT (subject_id) DO UPDATE SET
    rating_id = excluded.rating_id, score = excluded.score, grade = excluded.grade,
    rated_at = excluded.rated_at,
    since_date = CASE WHEN credit_standing.grade = excluded.grade THEN credit_standing.since_date
                 ELSE excluded.since_date END
WHERE (SELECT (as_of_date, credit_standing.rated_at) FROM credit_rating
       WHERE id = credit_standing.rating_id) <= (%(day)s, %(at)s::timestamptz)
"""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _keep(rated: Sequence[Rated], context: tuple[Any, ...]) -> None:
    """Ratings by COPY with ids taken beforehand, and the standings that follow from them."""
    model, day, known, trigger, cycle, at, label = context
    shared = (trigger, cycle, at.isoformat(), label)
    lines = StringIO()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('credit_rating_id_seq') FROM generate_series(1, %s)", [len(rated)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        for number, (subject, scored) in zip(ids, rated, strict=True):
            parts = [part.as_json() for part in scored.contributions]
            values = (
                number,
                subject,
                model,
                day,
                known.isoformat(),
                scored.score,
                scored.grade,
                json.dumps(parts, separators=(",", ":"), ensure_ascii=False),
                *shared,
            )
            lines.write("\t".join(_text(value) for value in values) + "\n")
        lines.seek(0)
        cursor.copy_expert(_COPY, lines)
        cursor.execute(
            _STAND,
            {
                "day": day,
                "at": at,
                "subjects": [row.subject_id for row in rated],
                "ratings": ids,
                "scores": [row.scored.score for row in rated],
                "grades": [row.scored.grade for row in rated],
            },
        )


def _text(value: object) -> str:
    return "\\N" if value is None else str(value).translate(_ESCAPES)
