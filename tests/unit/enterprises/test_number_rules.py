"""The form of other authorities' numbers, and whose word counts."""

import pytest

from enterprises.constants import NUMBER_SCHEMES
from enterprises.rules.numbers import CONFIRMED_BY, SCHEME_LABELS, number_problems, tidied


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("customs", "369996D001"),
        ("tax", "91000000MA0000A19C"),
        ("fx", "360100123456"),
        ("market", "360100000000001"),
        ("bank_account", "6222020200001234567"),
    ],
)
def test_numbers_of_the_right_form_are_kept(scheme: str, value: str) -> None:
    assert list(number_problems(scheme, value, "备案")) == []


@pytest.mark.parametrize(
    ("scheme", "value", "code"),
    [
        ("customs", "36999X", "form"),
        ("tax", "1", "form"),
        ("fx", "号", "form"),
        ("market", "", "form"),
        ("bank_account", "12AB", "form"),
        ("passport", "1", "unknown"),
    ],
)
def test_other_numbers_are_refused(scheme: str, value: str, code: str) -> None:
    assert [p.code for p in number_problems(scheme, value, "备案")] == [code]


def test_a_number_says_where_it_comes_from() -> None:
    assert [p.field for p in number_problems("customs", "369996D001", " ")] == ["source"]


def test_a_wrong_account_is_not_quoted() -> None:
    (problem,) = number_problems("bank_account", "6222-X", "备案")
    assert problem.value == ""


def test_numbers_are_tidied_as_people_write_them() -> None:
    assert tidied("customs", " 369996d001 ") == "369996D001"
    assert tidied("bank_account", "6222 0202-0000 1234567") == "6222020200001234567"


def test_every_scheme_has_words_and_a_department() -> None:
    assert set(CONFIRMED_BY) == set(SCHEME_LABELS) == {code for code, _ in NUMBER_SCHEMES}
