"""Months of invented enterprises, some with a planted day: how the model of unusual days does."""

import random
from collections.abc import Iterator
from statistics import median
from typing import Any

from risk.outliers import unusual

FLOORS = {"declarations": 10.0, "hit_share": 0.02, "mean_score": 2.0}
FAR = 8.0
LEAST = 20
DAYS = 28


def days_measured(*, firms: int, seed: int = 6) -> dict[str, Any]:
    """Every fifth enterprise has a wild last day: four times its volume, or hits in 30 %."""
    luck = random.Random(seed)
    found, planted, troubled = 0, 0, 0
    for number in range(firms):
        days = list(_month(luck))
        wild = number % 5 == 0
        if wild:
            day = days[-1]
            if number % 10:
                day["declarations"] = 4 * median(one["declarations"] for one in days)
            else:
                day["hit_share"], day["mean_score"] = 0.3, day["mean_score"] + 12
        told = _told(days)
        planted += wild
        found += wild and told
        troubled += told and not wild
    return {
        "enterprises": firms,
        "recall_percent": round(100 * found / planted, 2),
        "false_alarm_percent": round(100 * troubled / (firms - planted), 2),
    }


def _told(days: list[dict[str, float]]) -> bool:
    *past, last = days
    if last["declarations"] < LEAST:
        return False
    before = {name: [one[name] for one in past] for name in last}
    return bool(unusual(last, before, limit=FAR, floors=FLOORS))


def _month(luck: random.Random) -> Iterator[dict[str, float]]:
    """Days with quiet week-ends, a sale now and then, and the noise of counting."""
    usual = luck.lognormvariate(5, 1)
    share = luck.uniform(0.002, 0.02)
    for day in range(DAYS + 1):
        mean = usual * (0.6 if day % 7 in {5, 6} else 1) * (2 if luck.random() < 0.02 else 1)
        count = max(1, round(luck.gauss(mean, mean**0.5 + 0.1 * mean)))
        hits = sum(luck.random() < share for _ in range(min(count, 2000)))
        yield {
            "declarations": float(count),
            "hit_share": hits / min(count, 2000),
            "mean_score": 0.5 + 40 * hits / min(count, 2000),
        }
