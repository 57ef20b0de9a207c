"""Taking the figures of a month and freezing them; compiling a frozen bulletin once more."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import zstandard
from django.utils import timezone

from reference.selectors import rule_settings
from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.compiling import (
    FIRST_METHOD,
    METHOD,
    Compiled,
    Knowledge,
    canonical,
    compile_bulletin,
)
from statistics_app.rules.bulletins.disclosure import CHANGED, FOR_ITSELF, Limits
from statistics_app.rules.bulletins.knowing import AFTER, BEFORE, SAME, Told, given_in
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.bulletins.tables import (
    FOR_BULLETINS,
    MONTH,
    MONTH_BEFORE,
    YEAR,
    YEAR_BEFORE,
)
from statistics_app.rules.terms import month, next_month
from statistics_app.selectors_bulletins import (
    problems_of,
    rounds_of,
    take,
    taken_of,
    terms_of,
)
from statistics_app.selectors_indicators import Problem
from statistics_app.services.lagging import lag_of, rates_lag

LEVEL: Final = 9


def freeze(row: Bulletin, *, at: datetime) -> None:
    """Read the cubes anew for a draft and compile it; the row is not saved here."""
    taken = canonical(take(row.month, row.coverage, at=at))
    limits = limits_in(rule_settings(on=timezone.localdate(at)))
    row.taken_at = at
    row.taken = zstandard.ZstdCompressor(level=LEVEL).compress(taken)
    row.inputs = {
        "limits": {
            "fewest": limits.fewest,
            "one": str(limits.one),
            "two": str(limits.two),
            "margin": str(limits.margin),
        },
        "method": METHOD,
        **_published_knowledge(row),
    }
    compiled = compile_again(row)
    row.content = compiled.content
    row.reasons = compiled.reasons
    row.digest = hashlib.sha256(compiled.content_bytes()).hexdigest()
    row.problems = [
        {"code": one.code, "zh": one.zh, "en": one.en} for one in everything_against(row, at=at)
    ]


def everything_against(row: Bulletin, *, at: datetime) -> list[Problem]:
    """What forbids publishing a bulletin: in its figures, and what is not counted yet of any term
    it speaks of."""
    terms = terms_of(row.month)
    lag = lag_of(terms[YEAR_BEFORE].first, terms[MONTH].last)
    return [*problems_of(row.month, row.coverage, at=at), *lag]


def rates_against(first: date) -> list[Problem]:
    """That a rate of the bulletin of a month is another by now than its figures were booked by."""
    terms = terms_of(first)
    return rates_lag(terms[YEAR_BEFORE].first, terms[MONTH].last)


def outdated(row: Bulletin) -> list[Problem]:
    """That something was published since a round was frozen that it would have to respect, or that
    it was frozen by an earlier method."""
    inputs = row.inputs
    told = _published_knowledge(row)["told"]
    if inputs.get("method") == METHOD and inputs.get("told") == told:
        return []
    return [
        Problem(
            "outdated",
            "取数之后有相关公报发布，请退回并重新取数",
            "A related bulletin was published since: send it back and take the figures again",
        )
    ]


def compile_again(row: Bulletin) -> Compiled:
    """What the frozen figures give, by the method they were first compiled by: the same bytes,
    however much later."""
    inputs = row.inputs
    limits = inputs["limits"]
    return compile_bulletin(
        taken_of(row),
        Limits(
            fewest=limits["fewest"],
            one=Decimal(limits["one"]),
            two=Decimal(limits["two"]),
            margin=Decimal(limits["margin"]),
        ),
        Knowledge(
            kept=inputs["hidden_before"],
            published=inputs.get("published_before", ()),
            bases=inputs["base_hidden"],
            told=_told(inputs.get("told", ())),
        ),
        method=inputs.get("method", FIRST_METHOD),
    )


def _told(named: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The published bulletins that a round was compiled with; they never change."""
    relations = {one["id"]: one["relation"] for one in named}
    rows = Bulletin.objects.published().filter(pk__in=relations).order_by("pk")
    found = [
        Told(
            name=str(row.pk),
            relation=relations[row.pk],
            cells=taken_of(row)["cells"],
            given=given_in(row.content),
            hidden=frozenset(key for key, why in row.reasons.items() if why in FOR_ITSELF),
        )
        for row in rows
    ]
    if len(found) != len(relations):
        raise AssertionError("a published bulletin is gone")
    return found


def is_unchanged(row: Bulletin) -> bool:
    """Whether compiling the frozen figures gives what was published, byte for byte."""
    again = hashlib.sha256(compile_again(row).content_bytes()).hexdigest()
    return again == row.digest == hashlib.sha256(canonical(row.content)).hexdigest()


def _published_knowledge(row: Bulletin) -> dict[str, Any]:
    """What readers of other bulletins know, and what those hid. A cell that a round hid only for
    what it would have told of a change may be given by a later one."""
    rounds = rounds_of(row.month, row.coverage)
    own = {
        key
        for one in rounds
        for key, why in one.reasons.items()
        if why != CHANGED and key.startswith((f"{MONTH}:", f"{YEAR}:"))
    }
    ago = rounds_of(month(row.month).year_before().first, row.coverage)
    base = {
        f"{MONTH_BEFORE if key.startswith(f'{MONTH}:') else YEAR_BEFORE}:{key.split(':', 1)[1]}"
        for one in ago
        for key in one.reasons
        if key.startswith((f"{MONTH}:", f"{YEAR}:"))
    }
    return {
        "hidden_before": sorted(own),
        "base_hidden": sorted(base),
        "told": [
            {"id": one.pk, "relation": relation}
            for relation, first in _neighbours(row.month)
            for coverage in FOR_BULLETINS
            for one in rounds_of(first, coverage)
        ],
    }


def _neighbours(first: date) -> Iterator[tuple[str, date]]:
    """The months whose bulletins bear on that of a month: its own, and those beside it in its
    year."""
    yield SAME, first
    if first.month > 1:
        yield BEFORE, month(first).before().first
    if (following := next_month(first)).year == first.year:
        yield AFTER, following
