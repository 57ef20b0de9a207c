"""Which way an export list takes, and why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from declarations.rules import routing
from declarations.rules.routing import RouteCase, RouteLaw, RouteLine, choose_route

LAW = RouteLaw(
    Decimal(5000),
    {"142": Decimal(1), "502": Decimal("7.1")},
    dutiable=frozenset({"26070000", "7202"}),
    complete=True,
)


def a_line(price: str, currency: str = "142", gcode: str = "6109100021") -> RouteLine:
    return RouteLine(1, gcode, Decimal(price), currency)


PLAIN = RouteCase(4, "A", "", (a_line("5000"),))


def failing(case: RouteCase, law: RouteLaw = LAW) -> tuple[str, dict[str, str]]:
    """The route, and what spoke against the simplified way."""
    chosen = choose_route(case, law)
    return chosen.route, {r.code: r.answer for r in chosen.reasons if r.answer != "held"}


def test_nothing_against_it_goes_the_simplified_way_with_a_four_digit_heading() -> None:
    chosen = choose_route(PLAIN, LAW)
    assert (chosen.route, chosen.digits, chosen.value) == ("A", 4, Decimal(5000))
    assert len(chosen.reasons) == 5


def test_a_cent_above_the_limit_is_summarised() -> None:
    dear = replace(PLAIN, lines=(a_line("2500"), a_line("2500.01")))
    assert failing(dear) == ("B", {routing.LIMIT: "failed"})
    assert choose_route(dear, LAW).digits == 10


def test_other_currencies_are_converted_by_the_rates_of_the_day() -> None:
    assert failing(replace(PLAIN, lines=(a_line("704", "502"),)))[0] == "A"
    assert failing(replace(PLAIN, lines=(a_line("705", "502"),))) == (
        "B",
        {routing.LIMIT: "failed"},
    )


def test_a_value_that_cannot_be_converted_is_summarised_and_says_which_rate_is_missing() -> None:
    chosen = choose_route(replace(PLAIN, lines=(a_line("1", "300"),)), LAW)
    reason = next(r for r in chosen.reasons if r.code == routing.LIMIT)
    assert (chosen.route, chosen.value) == ("B", None)
    assert (reason.answer, reason.value) == ("unknown", "300")


def test_a_licence_an_export_duty_and_a_refund_each_speak_against_it() -> None:
    assert failing(replace(PLAIN, licence="26-01")) == ("B", {routing.LICENCE: "failed"})
    assert failing(replace(PLAIN, declared="B")) == ("B", {routing.REFUND: "failed"})
    ore = replace(PLAIN, lines=(a_line("10", gcode="2607000010"),))
    assert failing(ore) == ("B", {routing.DUTY: "failed"})
    alloy = replace(PLAIN, lines=(a_line("10", gcode="7202210010"),))
    assert failing(alloy)[0] == "B"


def test_an_export_tariff_that_is_not_whole_is_said_but_stops_nothing() -> None:
    loose = replace(LAW, dutiable=frozenset(), complete=False)
    assert failing(PLAIN, loose) == ("A", {routing.DUTY: "unknown"})


@pytest.mark.parametrize(("codes", "seen"), [(frozenset(), "export_duty"), ({"2607"}, "")])
def test_an_export_tariff_that_nobody_imported_is_named(codes: set[str], seen: str) -> None:
    law = replace(LAW, dutiable=frozenset(codes), complete=False)
    reason = next(r for r in choose_route(PLAIN, law).reasons if r.code == routing.DUTY)
    assert (reason.answer, reason.value) == ("unknown", seen)


def test_a_mode_without_a_simplified_way_is_summarised() -> None:
    assert failing(replace(PLAIN, digits=0)) == ("B", {routing.WAY: "failed"})


def test_all_that_speaks_against_it_is_said_at_once() -> None:
    worst = RouteCase(4, "B", "26-01", (a_line("6000", gcode="2607000010"),))
    assert set(failing(worst)[1]) == {
        routing.LICENCE,
        routing.DUTY,
        routing.REFUND,
        routing.LIMIT,
    }
