"""Taking the figures of a month and freezing them; compiling a frozen bulletin once more."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import zstandard
from django.utils import timezone

from reference.selectors import rule_settings
from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.compiling import Compiled, canonical, compile_bulletin
from statistics_app.rules.bulletins.disclosure import Limits
from statistics_app.rules.bulletins.parameters import limits_in
from statistics_app.rules.bulletins.tables import EARLIER, MONTH, MONTH_BEFORE, YEAR, YEAR_BEFORE
from statistics_app.rules.terms import Term, month
from statistics_app.selectors_bulletins import problems_of, rounds_of, take, terms_of
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


def compile_again(row: Bulletin) -> Compiled:
    """What the frozen figures give: the same bytes, however much later."""
    taken = json.loads(zstandard.ZstdDecompressor().decompress(bytes(row.taken)))
    limits = row.inputs["limits"]
    return compile_bulletin(
        taken,
        Limits(
            fewest=limits["fewest"],
            one=Decimal(limits["one"]),
            two=Decimal(limits["two"]),
            margin=Decimal(limits["margin"]),
        ),
        hidden_before=row.inputs["hidden_before"],
        published_before=row.inputs["published_before"],
        base_hidden=row.inputs["base_hidden"],
    )


def is_unchanged(row: Bulletin) -> bool:
    """Whether compiling the frozen figures gives what was published, byte for byte."""
    again = hashlib.sha256(compile_again(row).content_bytes()).hexdigest()
    return again == row.digest == hashlib.sha256(canonical(row.content)).hexdigest()


def _published_knowledge(row: Bulletin) -> dict[str, list[str]]:
    """What readers of earlier bulletins know, and what those hid."""
    own = _secrets(rounds_of(row.month, row.coverage), (MONTH, YEAR))
    last = _last_month(row.month, row.coverage)
    hid = {key.replace(YEAR, EARLIER, 1) for key in _secrets(last, (YEAR,))}
    gave = {key.replace(YEAR, EARLIER, 1) for key in _given(last)} - hid
    ago = rounds_of(month(row.month).year_before().first, row.coverage)
    base = {
        f"{MONTH_BEFORE if key.startswith(f'{MONTH}:') else YEAR_BEFORE}:{key.split(':', 1)[1]}"
        for key in _secrets(ago, (MONTH, YEAR))
    }
    return {
        "hidden_before": sorted(own | hid),
        "published_before": sorted(gave),
        "base_hidden": sorted(base),
    }


def _last_month(first: date, coverage: str) -> list[Bulletin]:
    if first.month == 1:
        return []
    before: Term = month(first).before()
    return rounds_of(before.first, coverage)


def _secrets(rounds: Iterable[Bulletin], parts: Iterable[str]) -> set[str]:
    wanted = tuple(f"{part}:" for part in parts)
    return {key for row in rounds for key in row.reasons if key.startswith(wanted)}


def _given(rounds: Iterable[Bulletin]) -> set[str]:
    found: set[str] = set()
    for row in rounds:
        content: Any = row.content
        lines = [(f"{YEAR}:{key}", line) for key, line in content["totals"].items()]
        lines += [
            (f"{YEAR}:{table['code']}:{line['direction']}:{line['key']}", line)
            for table in content["tables"]
            for line in table["rows"]
        ]
        found |= {key for key, line in lines if not line[YEAR]["hidden"]}
    return found
