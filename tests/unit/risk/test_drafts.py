"""A draft keeps what was typed, and everything that is wrong with it is told at once."""

from typing import Any

import pytest

from risk.expressions import NUMBER, Known
from risk.rules.drafts import check_definition, editable, limit_value

KNOWN = {"person.phones_30d": Known(0, NUMBER), "decl.value": Known(1, NUMBER)}
RIGHT: dict[str, Any] = {
    "when": "person.phones_30d >= phones",
    "strength": "min(1, person.phones_30d / 10)",
    "thresholds": {"phones": "5"},
    "weight": "0.6",
    "level": "orange",
    "mandatory": False,
}


def codes(definition: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in check_definition(definition, KNOWN)]


def test_a_whole_definition_has_no_problems() -> None:
    assert codes(RIGHT) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("when", "person.phones_30d >=", "unreadable"),
        ("when", "person.shoes > 1", "unknown_fact"),
        ("when", "person.phones_30d > shoes", "unknown_threshold"),
        ("when", "open('x')", "not_allowed"),
        ("when", "person.phones_30d", "wrong_type"),
        ("strength", "decl.value > 1", "wrong_type"),
        ("weight", "1.2", "weight_range"),
        ("weight", "much", "weight_range"),
        ("level", "violet", "level_unknown"),
    ],
)
def test_what_is_wrong_is_told_by_field(field: str, value: str, code: str) -> None:
    assert codes(editable(RIGHT, {field: value})) == [(field, code)]


def test_everything_wrong_is_told_at_once() -> None:
    wrong = editable(RIGHT, {"when": "x.y", "weight": "", "thresholds": {"phones": " "}})
    assert codes(wrong) == [
        ("thresholds.phones", "empty"),
        ("weight", "weight_range"),
        ("when", "unknown_fact"),
    ]


def test_what_is_not_told_stays_and_what_is_unknown_is_left_out() -> None:
    changed = editable(RIGHT, {"thresholds": {"phones": "4", "shoes": "1"}, "mandatory": "on"})
    assert changed == RIGHT | {"thresholds": {"phones": "4"}, "mandatory": True}
    assert RIGHT["thresholds"] == {"phones": "5"}


def test_a_threshold_that_is_no_list_of_codes_must_be_a_number() -> None:
    assert codes(editable(RIGHT, {"thresholds": {"phones": "many"}})) == [
        ("thresholds.phones", "no_number")
    ]
    listed = {**RIGHT, "when": "person.phones_30d in phones", "codes": ["phones"]}
    assert codes(listed) == []


@pytest.mark.parametrize(
    ("text", "is_codes", "value"),
    [("4", False, 4.0), (" 0.7 ", False, 0.7), ("303", True, "303"), ("many", False, 0.0)],
)
def test_a_threshold_is_a_number_or_a_list_of_codes(
    text: str, is_codes: bool, value: float | str
) -> None:
    assert limit_value(text, is_codes) == value
