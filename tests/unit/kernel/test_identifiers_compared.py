"""Our identifiers beside python-stdnum: they agree but for differences that ADR 0015 explains."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from tests.builders import codes, people
from zone_portal.kernel.identifiers import (
    USCC_ALPHABET,
    WARNINGS,
    is_customs_code,
    resident_id_check_character,
    resident_id_problems,
    uscc_check_character,
    uscc_problems,
)

TODAY = date(2026, 11, 20)
DIGITS = "0123456789"

PUBLISHED_USCC = (
    "91330100799655058B",
    "91350100M000100Y43",
    "91440300708461136T",
    "91000000MA0000A19C",
)
PUBLISHED_RESIDENT_ID = "11010519491231002X"
PUBLISHED_CUSTOMS = ("330766K00Q", "3122660W01")


def ours(code: str) -> bool:
    return not set(uscc_problems(code)) - WARNINGS


@pytest.mark.parametrize("code", PUBLISHED_USCC)
def test_both_accept_the_published_credit_codes(code: str) -> None:
    assert (ours(code), uscc.is_valid(code)) == (True, True)


@pytest.mark.parametrize("code", PUBLISHED_USCC)
def test_both_refuse_a_published_credit_code_with_another_last_character(code: str) -> None:
    for last in set(USCC_ALPHABET) - {code[-1]}:
        assert (ours(code[:-1] + last), uscc.is_valid(code[:-1] + last)) == (False, False)


@given(
    st.text(alphabet=DIGITS, min_size=8, max_size=8),
    st.text(alphabet=USCC_ALPHABET, min_size=10, max_size=10),
)
def test_both_judge_alike_any_credit_code_of_the_usual_form(area: str, rest: str) -> None:
    assert ours(area + rest) == uscc.is_valid(area + rest)


@given(st.text(alphabet=USCC_ALPHABET, min_size=17, max_size=17))
def test_both_work_out_the_same_check_character(first17: str) -> None:
    assert uscc_check_character(first17) == uscc.calc_check_digit(first17)


def test_letters_in_front_are_right_by_the_standard_and_refused_by_the_library() -> None:
    code = "A1110000600037341"
    code += uscc_check_character(code)
    assert ours(code)
    assert not uscc.is_valid(code)


@pytest.mark.parametrize("written", ["91000000ma0000a19c", "9100 0000 MA00 00A1 9C"])
def test_the_library_tidies_what_we_refuse_as_no_code(written: str) -> None:
    assert uscc.is_valid(written)
    assert uscc_problems(written) == ("form",)


@given(st.integers(0, codes.MOST - 1))
def test_the_library_accepts_our_invented_firms(number: int) -> None:
    assert uscc.is_valid(codes.uscc(number))


def test_both_accept_the_number_of_the_standard() -> None:
    assert ric.is_valid(PUBLISHED_RESIDENT_ID)
    assert resident_id_problems(PUBLISHED_RESIDENT_ID, TODAY) == ()


@given(st.text(alphabet=DIGITS, min_size=17, max_size=17))
def test_both_work_out_the_same_check_digit_of_a_person(first17: str) -> None:
    assert resident_id_check_character(first17) == ric.calc_check_digit(first17 + "0")


@given(st.dates(date(1907, 1, 1), date(2026, 11, 20)), st.integers(0, 999), st.sampled_from("01X"))
def test_both_judge_alike_the_numbers_of_a_county_that_always_was(
    birth: date, serial: int, last: str
) -> None:
    number = f"110105{birth:%Y%m%d}{serial:03}{last}"
    assert (resident_id_problems(number, TODAY) == ()) == _known_to_library(number)


@given(st.text(alphabet=DIGITS, min_size=8, max_size=8))
def test_both_refuse_impossible_days_of_birth(birth: str) -> None:
    first17 = f"110105{birth}002"
    number = first17 + resident_id_check_character(first17)
    assert ("date_invalid" in resident_id_problems(number, TODAY)) == _no_such_day(number)


def test_a_birth_in_the_future_is_only_refused_by_us() -> None:
    number = "11010520991231002"
    number += resident_id_check_character(number)
    assert ric.is_valid(number)
    assert resident_id_problems(number, TODAY) == ("date_in_future",)


def test_an_unknown_county_breaks_the_library_and_is_not_held_against_anyone_by_us() -> None:
    """Its list is a copy of one moment, and areas are renamed every year."""
    number = "36990019900101002"
    number += resident_id_check_character(number)
    with pytest.raises(KeyError):
        ric.is_valid(number)
    assert resident_id_problems(number, TODAY) == ()


def test_an_unknown_province_is_refused_by_the_library_and_a_warning_with_us() -> None:
    number = "99010119900101002"
    number += resident_id_check_character(number)
    assert not ric.is_valid(number)
    assert resident_id_problems(number, TODAY) == ("region_unknown",)
    assert set(resident_id_problems(number, TODAY)) <= WARNINGS


def test_the_people_of_our_tests_are_nobody_by_the_library_too() -> None:
    random_people = random.Random(1)
    for _ in range(50):
        number = people.person(random_people.randrange(10_000)).id_number
        assert number[:17].isdigit()
        assert resident_id_check_character(number[:17]) == number[17]


@pytest.mark.parametrize("number", ["110105491231002", "130503670401001"])
def test_old_numbers_of_fifteen_digits_are_refused_by_both(number: str) -> None:
    assert not ric.is_valid(number)
    assert resident_id_problems(number, TODAY) == ("form",)


def test_a_small_x_is_tidied_by_the_library_and_refused_by_us() -> None:
    """Customs' lists take the capital letter only; our forms capitalise before they ask."""
    small = PUBLISHED_RESIDENT_ID.lower()
    assert ric.is_valid(small)
    assert resident_id_problems(small, TODAY) == ("form",)


@pytest.mark.parametrize("code", PUBLISHED_CUSTOMS)
def test_the_published_customs_codes_have_the_form(code: str) -> None:
    assert is_customs_code(code)


def _known_to_library(number: str) -> bool:
    """What the library says of the check digit and the day alone."""
    return ric.calc_check_digit(number) == number[17]


def _no_such_day(number: str) -> bool:
    try:
        ric.get_birth_date(number)
    except InvalidComponent:
        return True
    return False
