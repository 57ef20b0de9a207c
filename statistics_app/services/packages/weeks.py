"""Weeks as authorities are told of them: read once, frozen, the same in every package."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import zstandard

from reference.selectors import rule_settings
from statistics_app.cuts import Cut
from statistics_app.models import Bulletin, ToldWeek
from statistics_app.rules.bulletins.compiling import canonical
from statistics_app.rules.bulletins.disclosure import CHANGED
from statistics_app.rules.bulletins.knowing import given_in
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.bulletins.tables import MONTH
from statistics_app.rules.packages.weekly import (
    Edition,
    MonthTold,
    WeekKnowledge,
    compile_week,
    places_in,
)
from statistics_app.rules.terms import Term, month, month_of
from statistics_app.selectors_bulletins import rounds_of, taken_of
from statistics_app.selectors_figures import sums_by
from statistics_app.selectors_weeks import hidden_in, told_weeks, week_rows, week_seen

MEASURES: Final = ("tickets", "parcels", "rmb", "usd", "returned_rmb", "returned_usd")


def tell_week(first: date, last: date, coverage: str, *, at: datetime) -> ToldWeek:
    """The figures of a week as packages give them: those told last where nothing changed since,
    else a new edition that respects everything told before."""
    term, cut = Term(first, last), Cut(coverage=coverage)
    taken = canonical({"now": _rows(cut, term), "before": _rows(cut, term.before())})
    editions = list(ToldWeek.objects.filter(coverage=coverage, first_date=first).order_by("pk"))
    if editions and _packed(editions[-1]) == taken:
        return editions[-1]
    limits = limits_in(rule_settings(on=last))
    read = json.loads(taken)
    made = compile_week(read["now"], read["before"], limits, _knowledge(term, coverage, editions))
    told: ToldWeek = ToldWeek.objects.create(
        coverage=coverage,
        first_date=first,
        last_date=last,
        told_at=at,
        taken=zstandard.ZstdCompressor(level=9).compress(taken),
        limits={
            "fewest": limits.fewest,
            "one": str(limits.one),
            "two": str(limits.two),
            "margin": str(limits.margin),
        },
        lines=made.lines,
        hidden=made.hidden,
    )
    return told


def _packed(row: ToldWeek) -> bytes:
    return zstandard.ZstdDecompressor().decompress(bytes(row.taken))


def _rows(cut: Cut, term: Term) -> list[list[Any]]:
    found = sums_by(cut, term, ("direction", "mode", "enterprise", "month"), measures=MEASURES)
    rows = [
        [*key[:3], str(sums.rmb), str(sums.usd), int(sums.get("tickets")),
         int(sums.get("parcels")), key[3].isoformat()]
        for key, sums in found.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (*row[:3], row[7]))


def _knowledge(term: Term, coverage: str, editions: Iterable[ToldWeek]) -> WeekKnowledge:
    before = term.before()
    last_week = told_weeks(before.first, before.last, coverage)
    return WeekKnowledge(
        editions=[
            Edition(
                week_rows(one),
                places_in(one.lines, hidden=False),
                hidden_in(one.hidden),
            )
            for one in editions
        ],
        months=[
            told
            for first in sorted({month_of(term.first), month_of(term.last)})
            for told in _months(first, coverage, beside=term.first)
        ],
        kept={key for one in editions for key, why in one.hidden.items() if why != CHANGED},
        base={key for one in last_week if one.first_date == before.first for key in one.hidden},
    )


def _months(first: date, coverage: str, *, beside: date) -> Iterable[MonthTold]:
    """The published rounds of a month with the weeks of it that were told, but for one."""
    span = month(first)
    others = [
        one for one in told_weeks(span.first, span.last, coverage) if one.first_date != beside
    ]
    for row in Bulletin.objects.filter(pk__in=[one.pk for one in rounds_of(first, coverage)]):
        yield MonthTold(
            name=str(row.pk),
            month=first.isoformat(),
            rows=taken_of(row)["cells"][MONTH],
            given=_of_month(given_in(row.content)),
            hidden=_of_month(hidden_in(row.reasons)),
            weeks=[week_seen(one, first) for one in others],
        )


def _of_month(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key.split(":", 1)[1] for key in keys if key.startswith(f"{MONTH}:"))
