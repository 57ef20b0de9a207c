"""The activity index: the worked example of its page, what is missing, what is too much."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statistics_app.rules.activity.index import compile_index, relatives_of
from statistics_app.rules.activity.method import SHIPPED, Weighed, read_method, without_base
from statistics_app.rules.activity.parameters import limits_in
from statistics_app.rules.activity.reading import reading_of
from statistics_app.rules.bulletins.compiling import canonical

VALUE, TICKETS, TIME = "IND-SCALE-01", "IND-SCALE-04", "IND-EFF-01"
WEIGHTS = {VALUE: ("60", "up"), TICKETS: ("20", "up"), TIME: ("20", "down")}
BASE = {VALUE: "1000000", TICKETS: "1000", TIME: "400"}
Content = dict[str, Any]


def kept(value: str | None, why: str = "", version: int = 1) -> dict[str, Any]:
    return {"value": value, "version": version, "why": why}


def made(
    month: str,
    readings: Mapping[str, str | None],
    before: Content | None = None,
    **method: Any,
) -> tuple[Content, list[str]]:
    """The index of a month and the codes of its problems."""
    usual: dict[str, Any] = {
        "number": 1, "base_month": "2025-10", "base_value": "100.00", "weights": WEIGHTS,
        "base": BASE, "versions": {},
    }  # fmt: skip
    told = usual | method
    inputs = {
        "month": month,
        "stage": "preliminary",
        "coverage": {"code": "A", "label": ["海关", "Customs"]},
        "zone": ["示例综试区", "Example zone"],
        "simulated": False,
        "method": {
            "number": told["number"],
            "base_month": told["base_month"],
            "base_value": told["base_value"],
            "indicators": [
                {"code": code, "weight": weight, "way": way}
                for code, (weight, way) in told["weights"].items()
            ],
            "base": {code: kept(value) for code, value in told["base"].items()},
        },
        "readings": {
            code: kept(
                readings.get(code),
                "" if readings.get(code) else "hidden",
                told["versions"].get(code, 1),
            )
            for code in told["weights"]
        },
        "bulletin": {"id": 1, "round": 0, "sha256": "0"},
        "before": None
        if before is None
        else {
            "month": before["month"],
            "value": before["value"],
            "sha256": "0",
            "relatives": relatives_of(before),
        },
        "year_before": None,
        "limits": limits_in({}),
    }
    content, problems = compile_index(inputs)
    assert canonical(compile_index(inputs)[0]) == canonical(content)
    return content, [one.code for one in problems]


def row(content: Content, code: str) -> Content:
    return next(
        one
        for dimension in content["dimensions"]
        for one in dimension["indicators"]
        if one["code"] == code
    )


def shares(content: Content) -> dict[str, str]:
    return {
        one["code"]: one["contribution"]
        for dimension in content["dimensions"]
        for one in dimension["indicators"]
    }


def october() -> Content:
    return made("2025-10", BASE)[0]


def november() -> Content:
    return made("2025-11", {VALUE: "1100000", TICKETS: "900", TIME: "320"}, october())[0]


def december() -> Content:
    return made("2025-12", {VALUE: "1210000", TICKETS: None, TIME: "400"}, november())[0]


def test_the_base_month_is_one_hundred() -> None:
    assert october()["value"] == "100.00"
    assert october()["before"] is None


def test_the_worked_example_of_the_page() -> None:
    """docs/algorithms/activity-index.md, November."""
    content = november()

    assert content["value"] == "109.00"
    assert content["before"] == {
        "month": "2025-10", "value": "100.00", "change": "9.00", "rate": "0.0900",
    }  # fmt: skip
    assert shares(content) == {VALUE: "6.00", TICKETS: "-2.00", TIME: "5.00"}


def test_a_hidden_indicator_moves_like_its_dimension_and_says_so() -> None:
    """The same page, December: 0.9 × 1.21 / 1.1."""
    content = december()

    assert content["value"] == "112.40"
    assert row(content, TICKETS)["relative"] == "0.990000"
    assert row(content, TICKETS)["standing"] == "carried"
    assert row(content, TICKETS)["why"] == "hidden"
    assert shares(content) == {VALUE: "6.60", TICKETS: "1.80", TIME: "-5.00"}
    assert content["measured"] == "0.8000"


def test_another_method_continues_the_level_of_the_last_month() -> None:
    """The same page, January: chained on December."""
    content, _ = made(
        "2026-01",
        {VALUE: "1270500", TIME: "400"},
        december(),
        number=2,
        base_month="2025-12",
        base_value="112.40",
        weights={VALUE: ("50", "up"), TIME: ("50", "down")},
        base={VALUE: "1210000", TIME: "400"},
    )

    assert content["value"] == "115.21"
    assert shares(content) == {VALUE: "2.81", TIME: "0.00"}


def test_a_missing_base_gives_its_weight_to_its_dimension_then_to_the_others() -> None:
    weighed, wrong = read_method(
        {"indicators": [{"code": c, "weight": w, "way": y} for c, (w, y) in WEIGHTS.items()]}
    )
    assert not wrong

    beside = without_base(weighed, {VALUE: True, TICKETS: False, TIME: True})
    alone = without_base(weighed, {VALUE: False, TICKETS: False, TIME: True})

    assert beside == {VALUE: Decimal(80), TIME: Decimal(20)}
    assert alone == {TIME: Decimal(100)}
    assert without_base(weighed, dict.fromkeys(WEIGHTS, False)) == {}


def test_an_index_of_too_little_is_withheld() -> None:
    _, problems = made("2025-11", {VALUE: None, TICKETS: "900", TIME: "320"}, october())

    assert problems == ["index_withheld"]


def test_what_was_carried_on_for_too_long_is_told() -> None:
    content = november()
    for month in ("2025-12", "2026-01", "2026-02", "2026-03"):
        content, problems = made(month, {VALUE: "1100000", TICKETS: None, TIME: "320"}, content)

    assert row(content, TICKETS)["carried"] == 4
    assert problems == ["index_carried_too_long"]


def test_an_indicator_that_was_defined_anew_is_not_compared_with_its_old_self() -> None:
    readings = {VALUE: "1100000", TICKETS: "900", TIME: "320"}

    content, _ = made("2025-12", readings, november(), versions={TIME: 2})

    assert row(content, TIME)["standing"] == "carried"
    assert row(content, TIME)["why"] == "redefined"


def test_a_single_indicator_cannot_carry_the_index_away() -> None:
    content, _ = made("2025-11", {VALUE: "99000000", TICKETS: "1000", TIME: "400"}, october())

    assert row(content, VALUE)["standing"] == "capped"
    assert content["value"] == "340.00"  # 60 × 5 + 40


def test_everything_wrong_with_a_method_is_told_at_once() -> None:
    _, wrong = read_method(
        {
            "indicators": [
                {"code": "IND-QUAL-99", "weight": "10", "way": "up"},
                {"code": VALUE, "weight": "abc", "way": "up"},
                {"code": TIME, "weight": "50", "way": "sideways"},
                {"code": TIME, "weight": "50.123", "way": "down"},
            ]
        }
    )

    assert [one.field for one in wrong] == ["IND-QUAL-99", VALUE, TIME, TIME, TIME, "weights"]


def test_the_shipped_weights_are_a_whole() -> None:
    weighed, wrong = read_method(SHIPPED)

    assert wrong == []
    assert sum(one.weight for one in weighed) == 100


HIDDEN = {"hidden": True}


def bulletin(mode: Any, exports: Any) -> Content:
    return {
        "facts": [
            {"code": TIME, "version": 2, "value": "3600"},
            {"code": "IND-FIN-01", "version": 1, "value": None, "hidden": True},
        ],
        "totals": {"all": {"m": HIDDEN}, "E": {"m": exports}},
        "tables": [
            {"code": "mode", "rows": [{"direction": "E", "key": "9710", "m": mode}]},
        ],
    }


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        (VALUE, None, "hidden"),
        (TIME, "3600", ""),
        ("IND-FIN-01", None, "hidden"),
        ("IND-EFF-04", None, "absent"),
        ("IND-QUAL-03", None, "hidden"),
    ],
)
def test_the_index_knows_only_what_the_bulletin_tells(
    code: str, value: str | None, why: str
) -> None:
    exports = {"hidden": False, "rmb": "200.00"}

    reading = reading_of(code, bulletin(HIDDEN, exports))

    assert (None if reading.value is None else str(reading.value), reading.why) == (value, why)


def test_the_share_of_business_sales_is_read_from_the_table_of_modes() -> None:
    exports = {"hidden": False, "rmb": "300.00"}

    reading = reading_of("IND-QUAL-03", bulletin({"hidden": False, "rmb": "100.00"}, exports))

    assert reading.value == Decimal("0.333333")


FIGURE = st.one_of(st.none(), st.integers(1, 10**9).map(str))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({VALUE: FIGURE, TICKETS: FIGURE, TIME: FIGURE}),
        min_size=1,
        max_size=4,
    )
)
def test_contributions_are_the_change_to_the_last_digit(months: list[dict[str, str]]) -> None:
    before = october()
    for number, readings in enumerate(months, start=1):
        content, _ = made(f"2026-{number:02}", readings, before)
        told = sum(Decimal(share) for share in shares(content).values())
        by_dimension = sum(Decimal(one["contribution"]) for one in content["dimensions"])
        assert told == by_dimension == Decimal(content["before"]["change"])
        assert Decimal(content["value"]) - Decimal(before["value"]) == told
        before = content


@given(st.dictionaries(st.sampled_from([VALUE, TICKETS, TIME]), st.booleans()))
def test_weights_always_make_a_whole(present: dict[str, bool]) -> None:
    weighed = [Weighed(code, Decimal(weight), way) for code, (weight, way) in WEIGHTS.items()]
    counted = without_base(weighed, dict.fromkeys(WEIGHTS, False) | present)

    assert sum(counted.values()) == (100 if any(present.values()) else 0)
