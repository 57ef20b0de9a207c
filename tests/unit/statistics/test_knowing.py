"""What readers of other bulletins know does not help them: whoever tries is in this file."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from statistics_app.rules.bulletins.compiling import Compiled, Knowledge, compile_bulletin
from statistics_app.rules.bulletins.disclosure import FOR_ITSELF, Cell, Limits, sensitive
from statistics_app.rules.bulletins.knowing import AFTER, BEFORE, SAME, Told, given_in
from statistics_app.rules.bulletins.tables import MONTH, PARTS, TABLES, YEAR
from tests.unit.statistics.equations import rank_of

LIMITS = Limits(fewest=3, one=Decimal("0.9"), two=Decimal("0.95"), margin=Decimal("0.1"))
Row = list[Any]


def row(mode: str, firm: int, rmb: int, country: str = "all", direction: str = "E") -> Row:
    """What a firm exported by a mode to a country."""
    return [direction, mode, firm, str(rmb), "0", 1, 1, "0", country]


def cells(month: Iterable[Row], year: Iterable[Row]) -> dict[str, Any]:
    """The rows as a bulletin takes them."""
    own: dict[str, list[Row]] = {MONTH: list(month), YEAR: list(year)}
    place = {"mode": 1, "country": 8}
    return {
        part: {
            table.code: _added(
                [one[0], one[place[table.code]] if table.code in place else "all", *one[2:8]]
                for one in own.get(part, ())
            )
            for table in TABLES
        }
        for part in PARTS
    }


def _added(rows: Iterable[Row]) -> list[Row]:
    """Rows of the same cell and firm are one."""
    found: dict[tuple[Any, ...], Row] = {}
    for one in rows:
        key = tuple(one[:3])
        if key in found:
            was = found[key]
            found[key] = [*key, str(Decimal(was[3]) + Decimal(one[3])), "0", was[5] + one[5],
                          was[6] + one[6], "0"]  # fmt: skip
        else:
            found[key] = one
    return list(found.values())


def compiled(told: Mapping[str, Any], *earlier: Told, kept: Iterable[str] = ()) -> Compiled:
    taken: dict[str, Any] = {
        "cells": told, "labels": {}, "facts": [], "targets": [], "targets_before": {},
        "warn_change": "9", "notes": {},
    }  # fmt: skip
    return compile_bulletin(taken, LIMITS, Knowledge(told=earlier, kept=tuple(kept)))


def as_told(name: str, told: Mapping[str, Any], made: Compiled, relation: str = SAME) -> Told:
    hidden = frozenset(key for key, why in made.reasons.items() if why in FOR_ITSELF)
    return Told(name, relation, told, given_in(made.content), hidden)


def firms(mode: str, amounts: Iterable[int], first: int = 1, **more: Any) -> list[Row]:
    return [row(mode, firm, rmb, **more) for firm, rmb in enumerate(amounts, first)]


def test_what_lies_before_the_month_weighs_what_is_left_of_the_year() -> None:
    """A and B traded 3 until September, C 22 and D 18 in October: 43 less 3 is nearly October."""
    month = [row("9710", 3, 22), row("9710", 4, 18), *firms("9610", [1000] * 5, 11)]
    year = [*month, row("9710", 1, 1), row("9710", 2, 2)]

    made = compiled(cells(month, year))

    assert {"m:mode:E:9710", "c:mode:E:9710"} <= set(made.reasons)


def test_a_revision_does_not_give_away_what_the_first_round_helps_to_subtract() -> None:
    """9810 falls from four firms to two; 9610 was given before, so 9810 = total − 5000."""
    before = [*firms("9610", [1000] * 5), *firms("9810", [1000] * 4, 11)]
    first = compiled(cells(before, before))
    assert not first.reasons
    now = [*firms("9610", [1000] * 5), *firms("9810", [800, 700], 11)]

    second = compiled(cells(now, now), as_told("0", cells(before, before), first))

    shown = given_in(second.content)
    assert "m:mode:E:9610" in shown, "it was told before and is what it was"
    assert not {"m:mode:E:9810", "m:E", "m:all", "c:E", "c:all"} & shown


def test_a_single_late_firm_is_not_the_difference_of_two_rounds() -> None:
    before = [*firms("9610", [1000] * 5), *firms("9810", [1000] * 5, 11)]
    first = compiled(cells(before, before))
    now = [*before, row("9610", 77, 413)]

    second = compiled(cells(now, now), as_told("0", cells(before, before), first))
    many = [*before, *firms("9610", [413] * 4, 77)]
    third = compiled(cells(many, many), as_told("0", cells(before, before), first))

    assert second.reasons["m:mode:E:9610"] == "changed"
    assert not {"m:mode:E:9610", "m:E", "m:all"} & given_in(second.content)
    assert "m:mode:E:9810" in given_in(second.content)
    assert third.reasons == {}


def test_what_was_hidden_beside_a_cell_does_not_hide_the_total_of_a_revision() -> None:
    """9610 was hidden beside the single firm of 9710, which is a little less than a tenth of it."""
    before = [*firms("9610", [160_000] * 5), row("9710", 77, 79_000)]
    first = compiled(cells(before, before))
    now = [*before, *firms("9610", [30_000] * 4, 20)]

    second = compiled(
        cells(now, now), as_told("0", cells(before, before), first), kept=first.reasons
    )

    assert {"m:mode:E:9610", "m:mode:E:9710"} <= set(second.reasons)
    assert {"m:E", "c:all"} <= given_in(second.content)


def test_one_coverage_does_not_give_away_what_another_leaves_out() -> None:
    """Five registered firms and one that is not: A less C is that one."""
    zone = firms("9610", [1000] * 5)
    every = [*zone, row("9610", 0, 413)]
    of_zone = compiled(cells(zone, zone))

    of_modes = compiled(cells(every, every), as_told("C", cells(zone, zone), of_zone))

    assert not {"m:mode:E:9610", "m:E", "m:all", "c:E"} & given_in(of_modes.content)
    alone = compiled(cells(every, every))
    turned = compiled(cells(zone, zone), as_told("A", cells(every, every), alone))
    assert not {"m:mode:E:9610", "m:E", "m:all", "c:E"} & given_in(turned.content)


def test_a_late_firm_of_september_is_not_read_from_october() -> None:
    """October's year less October is September's year as it is now: less what September said."""
    september = firms("9610", [1000] * 5)
    first = compiled(cells(september, september))
    october = firms("9610", [2000] * 5)
    year = [*september, *october, row("9610", 77, 413)]

    made = compiled(cells(october, year), as_told("9", cells(september, september), first, BEFORE))

    for place in ("mode:E:9610", "E", "all"):
        assert not {f"m:{place}", f"c:{place}"} <= given_in(made.content)


def test_a_revision_of_september_is_not_read_from_october() -> None:
    september, october = firms("9610", [1000] * 5), firms("9610", [2000] * 5)
    year = [*september, *october]
    later = as_told("10", cells(october, year), compiled(cells(october, year)), AFTER)
    now = [*september, row("9610", 77, 413)]

    made = compiled(cells(now, now), later)

    assert "c:E" not in given_in(made.content)


def countries(amounts: Mapping[str, Sequence[int]]) -> list[Row]:
    return [
        row("9610", 1000 * place + firm, rmb, country=country)
        for place, (country, those) in enumerate(amounts.items())
        for firm, rmb in enumerate(those)
    ]


def test_a_country_that_leaves_the_ten_is_not_told_by_those_that_stay() -> None:
    """October's tenth is of one firm, hidden with another; November names another country
    instead, and then the line of the rest holds the tenth."""
    large = {f"L{number}": [1000 * (11 - number)] * 4 for number in range(9)}
    small = {f"S{number}": [150] * 4 for number in range(20)}
    first = countries(large | {"X": [900], "Z": [200] * 4} | small)
    october = compiled(cells(first, first))
    assert "c:country:E:X" in october.reasons
    assert "c:country:E:*" in given_in(october.content)
    month = countries({name: [100] * 4 for name in large} | {"Z": [300] * 4, "S1": [5] * 4})
    year = [*first, *month]

    november = compiled(cells(month, year), as_told("10", cells(first, first), october, BEFORE))

    lines = [one["key"] for one in november.content["tables"][2]["rows"]]
    assert "Z" in lines
    assert "X" not in lines
    shown = given_in(november.content)
    readable = {"m:country:E:*", "c:country:E:*", "m:country:E:Z", "c:country:E:Z"}
    assert not readable <= shown, "c(X) = c(*) − m(*) − last c(*) + c(Z) − m(Z)"


amounts = st.lists(st.integers(0, 40), min_size=5, max_size=5)
rounds = st.lists(st.lists(amounts, min_size=3, max_size=3), min_size=2, max_size=3)


@settings(max_examples=60, deadline=None)
@given(rounds)
def test_no_attacker_learns_of_few_firms_from_all_rounds_together(
    told: list[list[list[int]]],
) -> None:
    """Each round is three modes of five firms. Readers have every round, know how they add up, and
    that a figure which no firm changed stands."""
    months = [
        [row(str(mode), firm, rmb) for mode, those in enumerate(one)
         for firm, rmb in enumerate(those) if rmb]
        for one in told
    ]  # fmt: skip
    published: list[Told] = []
    for number, rows in enumerate(months):
        made = compiled(cells(rows, rows), *published)
        published.append(as_told(str(number), cells(rows, rows), made))

    lines = ["0", "1", "2", "E"]
    values = [[[*those] for those in one] + [[sum(firm) for firm in zip(*one, strict=True)]]
              for one in told]  # fmt: skip
    names = {(n, line): 4 * n + place for n in range(len(told)) for place, line in enumerate(lines)}
    equations = [
        [(names[n, "0"], 1), (names[n, "1"], 1), (names[n, "2"], 1), (names[n, "E"], -1)]
        for n in range(len(told))
    ]
    for n, line in sorted(names):
        for earlier in range(n):
            if values[n][lines.index(line)] == values[earlier][lines.index(line)]:
                equations.append([(names[n, line], 1), (names[earlier, line], -1)])
        key = f"m:{line}" if line == "E" else f"m:mode:E:{line}"
        if key in published[n].given or not any(values[n][lines.index(line)]):
            equations.append([(names[n, line], 1)])

    for n, line in sorted(names):
        place = lines.index(line)
        asked = [({names[n, line]: 1}, values[n][place])]
        asked += [
            ({names[n, line]: 1, names[earlier, line]: -1},
             [abs(a - b) for a, b in zip(values[n][place], values[earlier][place], strict=True)])
            for earlier in range(n)
        ]  # fmt: skip
        for combination, behind in asked:
            cell = Cell(Decimal(sum(behind)), tuple(Decimal(one) for one in behind))
            if sensitive(cell, LIMITS):
                assert not _follows(equations, combination, len(names)), (n, line, combination)


def _follows(
    equations: Sequence[Sequence[tuple[int, int]]], wanted: Mapping[int, int], size: int
) -> bool:
    """Whether a combination of figures adds nothing to the rank of what is known."""
    rows = [_vector(dict(one), size) for one in equations]
    return rank_of([*rows, _vector(wanted, size)]) == rank_of(rows)


def _vector(entries: Mapping[int, int], size: int) -> list[Fraction]:
    return [Fraction(entries.get(place, 0)) for place in range(size)]
