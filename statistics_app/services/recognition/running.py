"""Recognising: what was decided since is read, and whatever is not classified by the version in
force is classified by it. Cost follows what changed; done again, nothing changes.

A record is judged with the records of the same buyer before it. When an earlier one arrives late,
the later ones that it concerns are classified again, so the order of arrival is never seen.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from declarations.models import Decision
from declarations.services.following import follow, has_news, in_turn
from statistics_app.models import Recognition, RecognitionModel, RecognitionResult
from statistics_app.rules.b2b.features import Figures, Traits
from statistics_app.rules.b2b.model import Verdict, classify
from statistics_app.selectors_recognition import in_force
from statistics_app.services.recognition.reading import read

NAME: Final = "recognition"
DECISIONS: Final = frozenset({"decision"})
SLICE: Final = 2_000
WRITER: Final = 0x5A4F4E45_00000044
"""Advisory lock: one at a time classifies."""
READ: Final = (
    "sequence", "at", "day", "order_no", "firm", "enterprise_id", "site", "mode", "order_type",
    "country", "heading", "buyer_key", "company", "taxed", "person", "most", "pieces",
    "kilograms", "units", "rmb", "ds_mark",
)  # fmt: skip
"""What is read from documents."""
SEEN: Final = tuple(name for name in READ if name not in {"sequence", "order_no", "site"})
"""What of it a class may depend on, or a figure is told apart by."""


@dataclass(slots=True)
class Done:
    """What a run did: events passed, declarations classified, results that are new or other."""

    passed: int = 0
    classified: int = 0
    changed: int = 0


def is_behind() -> bool:
    """Whether decisions wait to be read."""
    return has_news(NAME)


def recognise(*, at: datetime, seconds: float) -> Done:
    """Read what was decided since and classify what is due, for about so many seconds; 0 makes
    one step of each."""
    passed = in_turn(partial(follow, NAME, _work_in, kinds=DECISIONS, at=at), seconds=seconds)
    follow_firms()
    done = classify_due(at=at, seconds=seconds)
    done.passed = passed
    return done


def read_again(*, seconds: float, at: datetime) -> int:
    """Read every matched export again, after the words that remarks are searched for were set
    anew; returns how many show something else."""
    changed, last, end = 0, 0, time.monotonic() + seconds
    rows = Decision.objects.filter(outcome="matched").order_by("inventory_id")
    while time.monotonic() < end:
        numbers = rows.filter(inventory_id__gt=last).values_list("inventory_id", flat=True)
        ids = list(numbers[:SLICE])
        if not ids:
            break
        changed += _work_in(ids, at)
        last = ids[-1]
    return changed


def _work_in(ids: Sequence[int], _at: datetime) -> int:
    """Read these declarations; what shows something else is to be classified again."""
    with transaction.atomic():
        return sum(keep(read(ids[start : start + SLICE])) for start in range(0, len(ids), SLICE))


@transaction.atomic
def keep(fresh: Sequence[Recognition]) -> int:
    """Keep what records show; returns how many show something else than before."""
    known = Recognition.objects.select_for_update().order_by("inventory_id")
    before = {row.pk: row for row in known.filter(inventory_id__in=[row.pk for row in fresh])}
    news = [row for row in fresh if _differs(row, before.get(row.pk), READ)]
    if not news:
        return 0
    seen = [row for row in news if _differs(row, before.get(row.pk), SEEN)]
    changed = {row.pk for row in seen}
    for row in news:
        old = before.get(row.pk)
        if old is not None and row.pk not in changed:
            row.model_id = old.model_id
    Recognition.objects.bulk_create(
        news,
        batch_size=SLICE,
        update_conflicts=True,
        unique_fields=["inventory_id"],
        update_fields=[*READ, "model"],
    )
    _disturb([*seen, *(before[row.pk] for row in seen if row.pk in before)])
    return len(seen)


def follow_firms() -> int:
    """Firms that were registered, or moved, since: their declarations belong there now."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVED)
        return int(cursor.rowcount)


def classify_again() -> int:
    """Have everything classified again; returns how many that are."""
    return int(Recognition.objects.filter(model__isnull=False).update(model=None))


def classify_due(*, at: datetime, seconds: float) -> Done:
    """Classify what the version in force did not classify yet; 0 seconds: one slice."""
    done, end = Done(), time.monotonic() + seconds
    while (model := in_force()) is not None:
        with transaction.atomic():
            if not _is_mine():
                break
            looked, changed = _classify_slice(model, at)
        done.classified += looked
        done.changed += changed
        if looked < SLICE or time.monotonic() > end:
            break
    return done


def _classify_slice(model: RecognitionModel, at: datetime) -> tuple[int, int]:
    due = Q(model__isnull=True) | Q(model__lt=model.pk)
    rows = list(
        Recognition.objects.select_for_update().filter(due).order_by("inventory_id")[:SLICE]
    )
    if not rows:
        return 0, 0
    figures = Figures(model.definition)
    earlier = _earlier([row.pk for row in rows], figures)
    verdicts = {
        row.pk: classify(traits_of(row, *earlier.get(row.pk, (0, 0))), figures) for row in rows
    }
    changed = _keep_results(model, verdicts, at)
    for row in rows:
        verdict = verdicts[row.pk]
        row.model = model
        row.leading, row.confidence = verdict.leading, verdict.confidence
        row.found = row.decided or verdict.found
    Recognition.objects.bulk_create(
        rows,
        batch_size=SLICE,
        update_conflicts=True,
        unique_fields=["inventory_id"],
        update_fields=["model", "leading", "confidence", "found"],
    )
    return len(rows), changed


def traits_of(row: Recognition, short: int, long: int) -> Traits:
    """A kept record as the rules see it, with how often its buyer came before."""
    return Traits(
        row.day,
        row.mode,
        row.order_type,
        row.company,
        row.taxed,
        row.person,
        row.most,
        row.pieces,
        row.kilograms,
        row.units,
        row.rmb,
        short,
        long,
        bool(row.ds_mark),
    )


def _keep_results(model: RecognitionModel, verdicts: Mapping[int, Verdict], at: datetime) -> int:
    """The results that are new or other than before; returns how many."""
    rows = RecognitionResult.objects.filter(model=model, inventory_id__in=list(verdicts))
    before = {row.inventory_id: row for row in rows}
    news = [
        RecognitionResult(
            inventory_id=number,
            model=model,
            leading=verdict.leading,
            confidence=verdict.confidence,
            found=verdict.found,
            hits=dict(verdict.hits),
            at=at,
        )
        for number, verdict in verdicts.items()
        if not _says(before.get(number), verdict)
    ]
    RecognitionResult.objects.bulk_create(
        news,
        batch_size=SLICE,
        update_conflicts=True,
        unique_fields=["inventory_id", "model"],
        update_fields=["leading", "confidence", "found", "hits", "at"],
    )
    return len(news)


def _says(row: RecognitionResult | None, verdict: Verdict) -> bool:
    return row is not None and (row.leading, row.confidence, row.found, row.hits) == (
        verdict.leading,
        verdict.confidence,
        verdict.found,
        verdict.hits,
    )


def _differs(row: Recognition, before: Recognition | None, names: Iterable[str]) -> bool:
    return before is None or any(getattr(row, name) != getattr(before, name) for name in names)


def _earlier(ids: Sequence[int], figures: Figures) -> dict[int, tuple[int, int]]:
    """How many records of the same buyer and heading came before each, in the two windows."""
    asked: dict[str, Any] = {
        "ids": list(ids),
        "short": int(figures.number("short_days")),
        "long": int(figures.number("long_days")),
    }
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, asked)
        return {number: (short, long) for number, short, long in cursor.fetchall()}


def _disturb(rows: Iterable[Recognition]) -> None:
    """Later records of the same buyers are to be classified again."""
    model = in_force()
    known = [row for row in rows if row.buyer_key is not None]
    if model is None or not known:
        return
    long = timedelta(days=int(Figures(model.definition).number("long_days")))
    asked: dict[str, Any] = {
        "keys": [str(row.buyer_key) for row in known],
        "headings": [row.heading for row in known],
        "since": [row.at for row in known],
        "until": [row.at + long for row in known],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATER, asked)


def _is_mine() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITER])
        mine: bool = cursor.fetchone()[0]
    return mine


_EARLIER: Final = """
SELECT r.inventory_id,
    count(*) FILTER (WHERE e.at >= r.at - make_interval(days => %(short)s)), count(*)
FROM statistics_recognition r
JOIN statistics_recognition e ON e.buyer_key = r.buyer_key AND e.heading = r.heading
    AND (e.at, e.inventory_id) < (r.at, r.inventory_id)
    AND e.at >= r.at - make_interval(days => %(long)s)
WHERE r.inventory_id = ANY(%(ids)s) AND r.buyer_key IS NOT NULL
GROUP BY r.inventory_id
"""
_LATER: Final = """
UPDATE statistics_recognition r SET model_id = NULL
FROM unnest(%(keys)s::uuid[], %(headings)s::text[], %(since)s::timestamptz[],
    %(until)s::timestamptz[]) AS c(buyer_key, heading, since, until)
WHERE r.model_id IS NOT NULL AND r.buyer_key = c.buyer_key AND r.heading = c.heading
    AND r.at >= c.since AND r.at <= c.until
"""
_MOVED: Final = """
UPDATE statistics_recognition r SET enterprise_id = f.id, site = f.site
FROM enterprises_enterprise f
WHERE f.code = r.firm AND f.status <> 'applying'
    AND (r.enterprise_id <> f.id OR r.site <> f.site)
"""
