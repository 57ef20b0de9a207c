"""The worker's side of the measures of rules: trials, drawing, linked buyers."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.db import connection
from django.utils import timezone

django.setup()

from accounts.models import User  # noqa: E402  models need the set-up
from benchmarks.planting import BORROWED, SCHEME  # noqa: E402
from declarations.models import Inventory  # noqa: E402
from risk.channels import NO_CREDIT, Balance, choose, numbers  # noqa: E402
from risk.models import LinkedBuyers, RuleVersion, Screening  # noqa: E402
from risk.rulebook import day_of, standard_on  # noqa: E402
from risk.services.laboratory import drafting, trying  # noqa: E402
from risk.services.models.links import link_buyers  # noqa: E402
from risk.trials import Summary  # noqa: E402
from zone_portal.framework.vault import vault  # noqa: E402

DAYS = 30
TRIED = {"RT03-01": {"phones": "3"}, "RT10-01": {"share": "0.005"}}
_COPIES = """
INSERT INTO risk_screening (inventory_id, sequence, enterprise_id, at, channel, reason, score,
    level, hits, no_data, rule_set, chance, drawn, facts)
SELECT n, 1, s.enterprise_id, %(since)s + (n * %(step)s) * interval '1 second', s.channel, s.reason,
    s.score, s.level, s.hits, s.no_data, s.rule_set, s.chance, s.drawn, s.facts
FROM generate_series(1, %(count)s) n
JOIN (SELECT row_number() OVER (ORDER BY inventory_id) AS place, * FROM risk_screening) s
    ON s.place = 1 + n %% %(kept)s
ORDER BY n
"""
_COUNTS = """
INSERT INTO risk_day_count (day, channel, reason, count, weight)
SELECT (at AT TIME ZONE 'Asia/Shanghai')::date, channel, reason, count(*), 0 FROM risk_screening
WHERE inventory_id <= %(count)s GROUP BY 1, 2, 3
ON CONFLICT (day, channel, reason) DO UPDATE SET count = excluded.count
"""


def fill(count: int) -> dict[str, Any]:
    """Fill the history with copies."""
    since = timezone.now() - timedelta(days=DAYS)
    given: dict[str, Any] = {
        "since": since,
        "count": count,
        "step": (DAYS - 1) * 86_400 / count,
        "kept": Screening.objects.count(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, given)
        cursor.execute(_COUNTS, given)
    return {"filled": count}


def laboratory() -> dict[str, Any]:
    """Try each changed rule over all of the history."""
    now = timezone.now()
    since = now - timedelta(days=DAYS)
    by = User.objects.get_or_create(username="bench-laboratory")[0]
    said: dict[str, Any] = {}
    for code, thresholds in TRIED.items():
        present = RuleVersion.objects.get(code=code, version=1)
        draft = drafting.draft(version_id=present.pk, by=by, at=now)
        drafting.change(version_id=draft.pk, changes={"thresholds": thresholds}, by=by, at=now)
        first, last = day_of(since), day_of(now)
        trial = trying.order(version_id=draft.pk, first=first, last=last, by=by, at=now)
        began, cpu = time.monotonic(), time.process_time()
        trying.try_out(trial_id=trial.pk, at=now)
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        trial.refresh_from_db()
        summary = Summary.read(trial.summary)
        said[f"trial of {code}"] = {
            "screenings": trial.done,
            "seconds": round(seconds, 1),
            "cpu_seconds": round(cpu, 1),
            "per_s": round(trial.done / seconds),
            "differences": summary.changed,
        }
    return said


def draw(count: int) -> dict[str, Any]:
    """How many of so many declarations are drawn for inspection, and how many should be."""
    lanes = standard_on(day_of(timezone.now())).lanes
    scores = list(Screening.objects.values_list("score", flat=True)[:count])
    key, balance = vault().hash_key(trying.DRAWING), Balance()
    for number in range(count):
        choose(
            score=scores[number % len(scores)],
            mandatory=False,
            imposed=NO_CREDIT,
            drawn=numbers(key, number, 1),
            balance=balance,
            lanes=lanes,
        )
    drawn, expected = 100 * balance.drawn / balance.seen, 100 * lanes.red_rate
    return {
        "drawn_of": balance.seen,
        "drawn_percent": round(drawn, 3),
        "expected_percent": round(expected, 3),
        "points_apart": round(abs(drawn - expected), 3),
    }


def links(schemes: int, honest: int) -> dict[str, Any]:
    """How the graph of linked buyers does on the same day."""
    began = time.monotonic()
    found = link_buyers(at=timezone.now())
    seconds = time.monotonic() - began
    borrowed: set[int] = set()
    split: set[int] = set()
    troubled = 0
    for group in LinkedBuyers.objects.all():
        named = Inventory.objects.filter(id__in=group.examples).values_list("order_no", flat=True)
        series = Counter(number[: len(BORROWED)] for number in named)
        kind = series.most_common(1)[0][0]
        if kind not in SCHEME:
            troubled += group.declarations
            continue
        own = next(number for number in named if number.startswith(kind))
        scheme = int(own.removeprefix(f"{kind}O")) // SCHEME[kind]
        (borrowed if kind == BORROWED else split).add(scheme)
    return {
        "groups": found,
        "seconds": round(seconds, 1),
        "identities_recall_percent": round(100 * len(borrowed) / schemes, 2),
        "splits_recall_percent": round(100 * len(split) / schemes, 2),
        "honest_in_groups_percent": round(100 * troubled / honest, 3),
    }


def main(told: dict[str, Any]) -> None:
    """Do what is asked and print it as JSON."""
    deeds: dict[str, Callable[..., dict[str, Any]]] = {
        "fill": fill,
        "laboratory": laboratory,
        "draw": draw,
        "links": links,
    }
    deed = deeds[told.pop("do")]
    said = deed(**told)
    connection.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
