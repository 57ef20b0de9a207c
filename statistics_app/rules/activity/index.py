"""The index of a month from what was frozen for it. Pure, and the same every time.

A Laspeyres index of relatives: level of the base month × the sum of weight × relative. The base
month of a method is the last month of the method before it, whose published level it continues
(chain). Contributions are differences of that sum, rounded on the running sum: they add up to the
published change exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from statistics_app.rules.activity.method import DOWN, RATE, WHOLE, Weighed, without_base
from statistics_app.rules.activity.reading import NO_BASE, REDEFINED
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS
from zone_portal.kernel.money import rounded

MEASURED, CARRIED, CAPPED, LEFT_OUT = "measured", "carried", "capped", "left_out"
STANDINGS: Final[Mapping[str, tuple[str, str]]] = {
    MEASURED: ("有数据", "Measured"),
    CAPPED: ("有数据，按上下限计入", "Measured, counted up to the limit"),
    CARRIED: (
        "缺数据，按同维度其他指标的变动推算",
        "No figure: moved like the rest of its dimension",
    ),
    LEFT_OUT: ("基期无数据，权重由其他指标分担", "No base: its weight is spread over the others"),
}
"""How an indicator went into the index → (zh, en)."""
POINTS: Final = 2
RELATIVE_PLACES: Final = 6
RATE_PLACES: Final = 4
ONE: Final = Decimal(1)

Inputs = Mapping[str, Any]
"""``month``; ``stage``; ``coverage``; ``zone``; ``simulated``; ``method`` {number, base_month,
base_value, indicators, base: code → kept reading}; ``readings``: code → kept reading; ``bulletin``
{id, round, sha256}; ``before`` None or {month, value, sha256, relatives: code → {relative,
carried}}; ``year_before`` None or {month, value, sha256}; ``limits``: text by parameter."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a month has no index that may be published."""

    code: str
    zh: str
    en: str


@dataclass(slots=True)
class Term:
    """One indicator on its way into the sum: its relative now and in the month compared with."""

    weighed: Weighed
    weight: Decimal
    then: Decimal
    now: Decimal | None = None
    standing: str = MEASURED
    why: str = ""
    carried: int = 0

    @property
    def level(self) -> Decimal:
        """Its relative, once everything is known."""
        return self.now if self.now is not None else self.then


def compile_index(inputs: Inputs) -> tuple[dict[str, Any], list[Problem]]:
    """What is published of the month, and what forbids publishing it, all at once."""
    method, limits = inputs["method"], inputs["limits"]
    weighed = [
        Weighed(row["code"], Decimal(row["weight"]), row["way"]) for row in method["indicators"]
    ]
    bases = {one.code: _base(one, method["base"].get(one.code)) for one in weighed}
    weights = without_base(weighed, {code: base is not None for code, base in bases.items()})
    terms = [
        Term(one, weights[one.code], _then(one.code, inputs))
        for one in weighed
        if one.code in weights
    ]
    for term in terms:
        _measure(term, inputs, bases[term.weighed.code], Decimal(limits["most_relative"]))
    if inputs["month"] == method["base_month"]:
        for term in terms:
            term.now, term.standing, term.why = ONE, MEASURED, ""
    _carry(terms, (inputs["before"] or {}).get("relatives", {}))
    measured = sum((t.weight for t in terms if t.standing != CARRIED), Decimal(0)) / WHOLE
    base_value = Decimal(method["base_value"])
    steps = [_points(base_value, term) for term in terms]
    first = _sum(base_value, ((term.weight, term.then) for term in terms))
    shares = _telescoped(first, steps)
    value = rounded(first + sum(steps, Decimal(0)), POINTS)
    content = {
        **({"simulated": True} if inputs["simulated"] else {}),
        "zone": inputs["zone"],
        "month": inputs["month"],
        "stage": inputs["stage"],
        "coverage": inputs["coverage"],
        "method": {name: method[name] for name in ("number", "base_month", "base_value")},
        "bulletin": inputs["bulletin"],
        "value": str(value),
        "before": _against(inputs["before"], value),
        "year_before": _against(inputs["year_before"], value),
        "measured": str(rounded(measured, RATE_PLACES)),
        "dimensions": _dimensions(weighed, terms, shares, inputs),
    }
    return content, _problems(terms, measured, limits)


def relatives_of(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the next month needs of this one: relative and months carried, by indicator."""
    return {
        row["code"]: {"relative": row["relative"], "carried": row["carried"]}
        for dimension in content["dimensions"]
        for row in dimension["indicators"]
        if row["relative"] is not None
    }


def _base(one: Weighed, kept: Mapping[str, Any] | None) -> Decimal | None:
    """The figure of the base month that can be divided by; None where there is none."""
    if kept is None or kept["value"] is None:
        return None
    value = Decimal(kept["value"])
    shifted = value + 1 if one.way == RATE else value
    return shifted if shifted > 0 else None


def _then(code: str, inputs: Inputs) -> Decimal:
    """Its relative in the month compared with; 1 where that is the base month of the method."""
    before = inputs["before"]
    if before is None or before["month"] == inputs["method"]["base_month"]:
        return ONE
    return Decimal(before["relatives"][code]["relative"])


def _measure(term: Term, inputs: Inputs, base: Decimal | None, most: Decimal) -> None:
    """Set what the bulletin says against the base."""
    code = term.weighed.code
    kept = inputs["readings"][code]
    based_on = inputs["method"]["base"][code]
    term.why = REDEFINED if kept["version"] != based_on["version"] else kept["why"]
    if term.why or base is None:
        return
    value = Decimal(kept["value"])
    value = value + 1 if term.weighed.way == RATE else value
    if term.weighed.way == DOWN:
        value, base = base, value
    relative = value / base if base > 0 else most
    held = min(max(relative, 1 / most), most)
    term.standing = MEASURED if held == relative else CAPPED
    term.now = rounded(held, RELATIVE_PLACES)


def _carry(terms: Sequence[Term], earlier: Mapping[str, Mapping[str, Any]]) -> None:
    """An indicator without a figure moves like the measured rest of its dimension since the month
    before, and where nothing of the dimension was measured like all that was."""
    measured = [term for term in terms if term.now is not None]
    for term in terms:
        if term.now is None:
            own = [t for t in measured if t.weighed.dimension == term.weighed.dimension]
            term.standing = CARRIED
            term.carried = int(earlier.get(term.weighed.code, {}).get("carried", 0)) + 1
            term.now = rounded(term.then * _movement(own or measured), RELATIVE_PLACES)


def _movement(terms: Sequence[Term]) -> Decimal:
    then = sum((term.weight * term.then for term in terms), Decimal(0))
    now = sum((term.weight * term.level for term in terms), Decimal(0))
    return now / then if then > 0 else ONE


def _points(base_value: Decimal, term: Term) -> Decimal:
    """What the change of one indicator adds to the level."""
    return base_value * term.weight * (term.level - term.then) / WHOLE


def _sum(base_value: Decimal, pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    return base_value * sum((weight * level for weight, level in pairs), Decimal(0)) / WHOLE


def _telescoped(first: Decimal, steps: Sequence[Decimal]) -> list[Decimal]:
    """The steps rounded on the running sum: together they are the change of the rounded level."""
    found, running = [], first
    for step in steps:
        before = rounded(running, POINTS)
        running += step
        found.append(rounded(running, POINTS) - before)
    return found


def _against(other: Mapping[str, Any] | None, value: Decimal) -> dict[str, str | None] | None:
    if other is None:
        return None
    base = Decimal(other["value"])
    rate = rounded((value - base) / base, RATE_PLACES) if base > 0 else None
    return {
        "month": other["month"],
        "value": other["value"],
        "change": str(value - base),
        "rate": None if rate is None else str(rate),
    }


def _dimensions(
    weighed: Sequence[Weighed], terms: Sequence[Term], shares: Sequence[Decimal], inputs: Inputs
) -> list[dict[str, Any]]:
    by_code = {term.weighed.code: (term, share) for term, share in zip(terms, shares, strict=True)}
    found = []
    for block in dict.fromkeys(one.dimension for one in weighed):
        own = [one for one in weighed if one.dimension == block]
        there = [by_code[one.code] for one in own if one.code in by_code]
        weight = sum((term.weight for term, _ in there), Decimal(0))
        level = _sum(WHOLE, ((term.weight, term.level) for term, _ in there))
        found.append(
            {
                "code": block,
                "title": list(BLOCKS[block]),
                "weight": str(sum((one.weight for one in own), Decimal(0))),
                "counted": str(weight),
                "level": str(rounded(level / weight * WHOLE, POINTS)) if weight else None,
                "contribution": str(sum((share for _, share in there), Decimal(0))),
                "indicators": [_indicator(one, by_code.get(one.code), inputs) for one in own],
            }
        )
    return found


def _indicator(one: Weighed, found: tuple[Term, Decimal] | None, inputs: Inputs) -> dict[str, Any]:
    indicator = INDICATORS[one.code]
    reading = inputs["readings"][one.code]
    base = inputs["method"]["base"].get(one.code) or {"value": None}
    term, share = found or (None, Decimal(0))
    return {
        "code": one.code,
        "version": reading["version"],
        "title": list(indicator.title),
        "unit": indicator.unit,
        "way": one.way,
        "weight": str(one.weight),
        "counted": str(term.weight) if term else "0",
        "base": base["value"],
        "value": reading["value"],
        "relative": str(term.level) if term else None,
        "standing": term.standing if term else LEFT_OUT,
        "why": term.why if term else NO_BASE,
        "carried": term.carried if term else 0,
        "contribution": str(share),
    }


def _problems(terms: Sequence[Term], measured: Decimal, limits: Mapping[str, str]) -> list[Problem]:
    found = []
    least, most = Decimal(limits["least_measured"]), int(limits["most_carried"])
    if measured < least:
        found.append(
            Problem(
                "index_withheld",
                f"有数据的指标权重占 {_percent(measured)}，低于 {_percent(least)}，不发布指数",
                f"The indicators measured weigh {_percent(measured)}, less than {_percent(least)}: "
                "no index is published",
            )
        )
    for term in terms:
        if term.carried > most:
            code = term.weighed.code
            found.append(
                Problem(
                    "index_carried_too_long",
                    f"{code} 已连续推算 {term.carried} 个月，超过 {most} 个月，请更新方法",
                    f"{code} has been carried on for {term.carried} months, more than {most}: "
                    "make a new method",
                )
            )
    return found


def _percent(part: Decimal) -> str:
    return f"{rounded(part * 100, 1)} %"
