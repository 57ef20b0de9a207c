"""What screening goes by at a moment: rules in force with their figures, lanes, words, sources."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any, Final

import msgspec
from django.db.models import Q
from django.utils.timezone import localtime

from reference.constants import EXCHANGE_RATES
from reference.selectors import rule_settings
from risk.channels import Lanes
from risk.constants import DECLARATION
from risk.gathering import Words
from risk.models import FactSource, RuleSet, RuleTrouble, RuleVersion
from risk.rules import parameters as names
from risk.rules.fact_kinds import OWN
from risk.rules.facts import FACTS, known
from risk.rules.indicators.base import WEIGHT
from risk.screening import Given, Prepared, prepared
from risk.states import RELEASED, RETIRED
from taxation.constants import SINGLE_LIMIT, YEARLY_LIMIT

CONNECTED_DAYS: Final = 30
"""A source that delivered nothing for so many days counts as not connected."""
RENMINBI: Final = "142"
_PARCEL_LIMIT: Final = "ROU-004"
_made: dict[str, Prepared] = {}
"""Rules ready to be asked by the digest of their set; few, and made seldom."""
_MOST_MADE: Final = 16


@dataclass(frozen=True, slots=True)
class Standard:
    """All figures of screening on a day."""

    lanes: Lanes
    breaker_hits: int
    breaker_share: float
    signal_from: int
    cool_down: timedelta
    hold_lanes: frozenset[str]
    keep_days: int


def figure(code: str, parameter: str, on: date) -> str:
    """A figure of screening on a day; the first value where nobody set one."""
    set_to = rule_settings(on=on).get(code, {}).get(parameter)
    return names.PARAMETERS[code][parameter].initial if set_to is None else set_to


def standard_on(day: date) -> Standard:
    """The figures of screening on a day."""

    def number(parameter: str) -> float:
        told = number_of(figure(names.SCREENING, parameter, day))
        return float(names.PARAMETERS[names.SCREENING][parameter].initial) if told is None else told

    grades = {
        name.removeprefix(names.FACTOR): number(name)
        for name in names.PARAMETERS[names.SCREENING]
        if name.startswith(names.FACTOR) and name != names.NO_GRADE
    }
    return Standard(
        Lanes(
            red_from=int(number(names.RED_FROM)),
            yellow_from=int(number(names.YELLOW_FROM)),
            audit_from=int(number(names.AUDIT_FROM)),
            red_rate=number(names.RED_RATE),
            yellow_rate=number(names.YELLOW_RATE),
            audit_rate=number(names.AUDIT_RATE),
            least=number(names.LEAST),
            factors={**grades, "": number(names.NO_GRADE)},
        ),
        breaker_hits=int(number(names.BREAK_HITS)),
        breaker_share=number(names.BREAK_SHARE),
        signal_from=int(number(names.SIGNAL_FROM)),
        cool_down=timedelta(hours=number(names.COOL_DOWN)),
        hold_lanes=frozenset(figure(names.SCREENING, names.HOLD_LANES, day).split()),
        keep_days=int(number(names.KEEP_DAYS)),
    )


_words: dict[tuple[str, ...], Words] = {}


def words_on(day: date) -> Words:
    """The lists of words as patterns; made anew only when a list changed."""
    texts = tuple(
        figure(names.WORDS, name, day)
        for name in (names.FORBIDDEN, names.DANGEROUS, names.BRANDED, names.CHAPTERS)
    )
    if texts not in _words:
        _words.clear()
        _words[texts] = Words(texts[0], texts[1], texts[2], names.chapters_of(texts[3]))
    return _words[texts]


def limits_on(day: date) -> tuple[float, float, float]:
    """The limit of a purchase, of an export parcel, of a person's year, in renminbi."""
    settings = rule_settings(on=day)
    single = float(settings.get(SINGLE_LIMIT, {}).get("limit", "0"))
    parcel = float(settings.get(_PARCEL_LIMIT, {}).get("limit", "0")) or single
    return single, parcel, float(settings.get(YEARLY_LIMIT, {}).get("limit", "0"))


def rates_on(day: date) -> dict[str, float]:
    """Renminbi for a unit of each currency."""
    told = rule_settings(on=day).get(EXCHANGE_RATES, {})
    return {currency: float(rate) for currency, rate in told.items()} | {RENMINBI: 1.0}


def versions_in_force(at: datetime, *, on: str) -> list[RuleVersion]:
    """The released versions of the rules about a kind of subject at a moment, by code."""
    rows = RuleVersion.objects.filter(
        Q(to_at__isnull=True) | Q(to_at__gt=at),
        state__in=[RELEASED, RETIRED],
        from_at__lte=at,
        definition__on=on,
    )
    return list(rows.order_by("code", "version"))


def given(version: RuleVersion, day: date) -> Given:
    """A version with its thresholds and weight as set for a day."""
    settings = rule_settings(on=day).get(version.code, {})
    return given_of(version.code, version.version, version.definition, settings)


def given_of(
    code: str, version: int, definition: Mapping[str, Any], settings: Mapping[str, str]
) -> Given:
    """A definition with settings in place of its first values.

    What should be a number and is none is left out, so that the rule is told as broken and the
    others go on.
    """
    codes = set(definition.get("codes", ()))
    thresholds: dict[str, float | str] = {}
    for name, initial in definition["thresholds"].items():
        text = settings.get(name, initial)
        value = text if name in codes else number_of(text)
        if value is not None:
            thresholds[name] = value
    weight = number_of(settings.get(WEIGHT, definition["weight"])) or 0.0
    return Given(code, version, definition, thresholds, weight)


def number_of(text: str) -> float | None:
    """A figure as a number; None for anything else, also for what is not finite."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def connected_sources(at: datetime) -> frozenset[str]:
    """Sources whose facts can be relied upon: the portal's own, and those that delivered lately."""
    since = at - timedelta(days=CONNECTED_DAYS)
    rows = FactSource.objects.filter(connected_at__gt=since).values_list("code", flat=True)
    return frozenset({OWN, *rows})


def stopped_codes() -> frozenset[str]:
    """Rules that the breaker stopped and nobody has put back to work."""
    rows = RuleTrouble.objects.filter(kind=RuleTrouble.STOPPED, ended_at__isnull=True)
    return frozenset(rows.values_list("code", flat=True))


def rule_set_at(at: datetime, *, on: str = DECLARATION) -> tuple[int, Prepared]:
    """The number of the rule set in force at a moment, and its rules ready to be asked.

    Stopped rules are part of the set; leave them out by ``Prepared.without``.
    """
    day = localtime(at).date()
    rules = [given(version, day) for version in versions_in_force(at, on=on)]
    connected = connected_sources(at)
    content = {
        "on": on,
        "rules": [
            {
                "code": one.code,
                "version": one.version,
                "thresholds": dict(one.thresholds),
                "weight": one.weight,
            }
            for one in rules
        ],
        "connected": sorted(connected),
        "facts": [fact.name for fact in FACTS[on]],
    }
    digest = hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
    row, _ = RuleSet.objects.get_or_create(
        digest=digest, defaults={"content": content, "made_at": at}
    )
    if digest not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        _made[digest] = prepared(rules, known(on), connected)
    return row.pk, _made[digest]


def day_of(at: datetime) -> date:
    """The day of a moment in the zone."""
    return localtime(at).date()
