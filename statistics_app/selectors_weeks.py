"""Weeks as authorities were told of them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import zstandard

from statistics_app.models import ToldWeek
from statistics_app.rules.bulletins.disclosure import FOR_ITSELF
from statistics_app.rules.bulletins.knowing import Week
from statistics_app.rules.packages.weekly import places_in, week_in
from statistics_app.rules.terms import Term


def told_weeks(first: date, last: date, coverage: str) -> list[ToldWeek]:
    """The newest edition of every week that has a day among these."""
    rows = ToldWeek.objects.filter(
        coverage=coverage, first_date__lte=last, last_date__gte=first
    ).order_by("first_date", "-pk")
    return list(rows.distinct("first_date"))


def week_rows(row: ToldWeek) -> list[list[Any]]:
    """The rows that a week was told from."""
    packed = zstandard.ZstdDecompressor().decompress(bytes(row.taken))
    rows: list[list[Any]] = json.loads(packed)["now"]
    return rows


def week_seen(row: ToldWeek, month: date) -> Week:
    """A told week as a month (its first day) sees it."""
    given = places_in(row.lines, hidden=False)
    return week_in(f"{row.first_date}", week_rows(row), month, given, hidden_in(row.hidden))


def hidden_in(reasons: Mapping[str, str]) -> frozenset[str]:
    """What was hidden for itself: what was hidden beside it needs no guarding."""
    return frozenset(key for key, why in reasons.items() if why in FOR_ITSELF)


def weeks_in(term: Term, coverage: str) -> list[dict[str, Any]]:
    """The told weeks of a month, as a bulletin freezes them."""
    weeks = [week_seen(row, term.first) for row in told_weeks(term.first, term.last, coverage)]
    return [
        {
            "name": week.name,
            "inside": week.inside,
            "outside": week.outside,
            "given": sorted(week.given),
            "hidden": sorted(week.hidden),
        }
        for week in weeks
    ]
