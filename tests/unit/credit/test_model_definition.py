"""A model that cannot be right is refused with all that is wrong."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from credit.rules.model_checking import check_definition
from credit.rules.model_definition import read_definition
from credit.rules.shipped_models import DEFAULT, SHIPPED


def codes(told: dict[str, Any]) -> set[str]:
    return {problem.code.removeprefix("credit_model_") for problem in check_definition(told)}


@pytest.fixture
def told() -> dict[str, Any]:
    return deepcopy(dict(DEFAULT))


def test_the_shipped_models_are_right() -> None:
    for _code, _zh, _en, definition in SHIPPED:
        assert check_definition(definition, on=date(2026, 11, 20)) == []


def test_weights_that_do_not_add_up_are_refused(told: dict[str, Any]) -> None:
    told["dimensions"][0]["weight"] = 16
    assert codes(told) == {"weights_do_not_add_up", "points_do_not_add_up"}


def test_points_of_a_dimension_must_add_up_to_its_weight(told: dict[str, Any]) -> None:
    told["indicators"][0]["points"] += 1
    assert codes(told) == {"points_do_not_add_up"}


def test_overlapping_bands_are_refused(told: dict[str, Any]) -> None:
    told["bands"][1]["to"] = 860
    assert codes(told) == {"bands_overlap"}
    told["bands"][1] = {"grade": "B", "from": 850, "level": "B"}
    assert "bands_overlap" in codes(told)


def test_a_gap_between_bands_is_refused(told: dict[str, Any]) -> None:
    told["bands"][1]["to"] = 840
    assert codes(told) == {"bands_gap"}
    told["bands"][1]["to"] = 849
    told["bands"][3] = {"grade": "D", "from": 100, "level": "D"}
    assert codes(told) == {"bands_gap"}


def test_an_indicator_that_does_not_exist_is_refused(told: dict[str, Any]) -> None:
    told["indicators"][0]["code"] = "CRI-999"
    assert codes(told) == {"indicator_unknown"}


def test_an_indicator_given_twice_is_refused(told: dict[str, Any]) -> None:
    told["indicators"][1] = {"code": "CRI-101", "dimension": "qualification", "points": 40}
    assert codes(told) == {"given_twice"}


def test_wrong_parameters_are_refused(told: dict[str, Any]) -> None:
    told["indicators"][5]["params"] = {"zero_at": 0.99}
    assert codes(told) == {"parameter_wrong"}
    told["indicators"][5]["params"] = {"nonsense": 1}
    assert codes(told) == {"parameter_wrong"}


def test_a_cap_on_an_unknown_grade_is_refused(told: dict[str, Any]) -> None:
    told["caps"][0]["to"] = "E"
    told["caps"][1]["grades"] = ["nowhere"]
    assert codes(told) == {"cap_grade", "cap_unknown"}


def test_bad_information_may_not_be_used_for_more_than_five_years(told: dict[str, Any]) -> None:
    told["forget_months"] = 72
    assert codes(told) == {"kept_too_long"}


def test_a_definition_that_cannot_be_read_says_where(told: dict[str, Any]) -> None:
    del told["bands"]
    told["dimensions"][2] = {"code": "x"}
    problems = check_definition(told)
    assert [(p.field, p.code) for p in problems] == [
        ("bands", "credit_model_field"),
        ("dimensions[3]", "credit_model_row"),
    ]


def test_what_can_be_checked_beside_an_unreadable_row_is_checked_too(told: dict[str, Any]) -> None:
    told["indicators"][0]["points"] = "viel"
    told["bands"][0]["level"] = "Z"
    told["caps"][0]["to"] = "E"
    told["caps"][1]["months"] = -1
    told["forget_months"] = 72
    assert codes(told) == {"row", "level_unknown", "cap_grade", "cap_months", "kept_too_long"}


@pytest.mark.parametrize(
    ("points", "grade"), [(100_000, "A"), (85_000, "A"), (84_999, "B"), (50_000, "C"), (0, "D")]
)
def test_a_grade_begins_exactly_at_its_band(points: int, grade: str) -> None:
    model = read_definition(DEFAULT)
    assert model.grade_of(points) == grade
    assert model.grade_of(model.top_of("C")) == "C"
    assert model.top_of("C") == 69_999
