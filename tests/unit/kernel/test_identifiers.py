"""Check digits and forms of official identifiers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import codes, people
from zone_portal.kernel.identifiers import (
    USCC_ALPHABET,
    is_customs_code,
    looks_like_enterprise_code,
    resident_id_problems,
    uscc_check_character,
    uscc_problems,
)

TODAY = date(2026, 11, 20)
STANDARD = "11010519491231002X"  # the example of GB 11643-1999
PUBLISHED = (
    "91330100799655058B",
    "91350100M000100Y43",
    "91440300708461136T",
    "91000000MA0000A19C",
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_credit_codes_are_right(code: str) -> None:
    assert uscc_problems(code) == ()


@pytest.mark.parametrize("code", PUBLISHED)
@pytest.mark.parametrize("place", range(18))
def test_any_changed_character_of_a_credit_code_is_noticed(code: str, place: int) -> None:
    for other in set(USCC_ALPHABET) - {code[place]}:
        changed = code[:place] + other + code[place + 1 :]
        assert {"check_digit", "form"} & set(uscc_problems(changed)), changed


@pytest.mark.parametrize(
    "code",
    ["", "91000000MA0000A19", "91000000MA0000A19c", "91000000MO0000A19C", "9" * 19, "９" * 18],
)
def test_a_credit_code_of_another_form_is_only_that(code: str) -> None:
    assert uscc_problems(code) == ("form",)


def test_a_wrong_organisation_code_inside_is_told_apart_from_a_wrong_check_character() -> None:
    first17 = "91000000MA0000A18"  # 9 would be right for MA0000A1
    code = first17 + uscc_check_character(first17)
    assert uscc_problems(code) == ("organisation_check",)


def test_the_standard_s_own_identity_number_is_right() -> None:
    assert resident_id_problems(STANDARD, TODAY) == ()


@pytest.mark.parametrize("place", range(17))
def test_any_changed_digit_of_an_identity_number_is_noticed(place: int) -> None:
    for digit in set("0123456789") - {STANDARD[place]}:
        changed = STANDARD[:place] + digit + STANDARD[place + 1 :]
        assert "check_digit" in resident_id_problems(changed, TODAY), changed


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105194912310",
        "11010519491231002x",
        "1101051949123100２X",
        "11010519491231002 ",
        " 1010519491231002X",
        "1101051949+231002X",
        "11010519491231002X0",
        "X1010519491231002X",
    ],
)
def test_an_identity_number_of_another_form_is_only_that(number: str) -> None:
    assert resident_id_problems(number, TODAY) == ("form",)


@pytest.mark.parametrize(
    ("birth", "problem"),
    [
        ("20261121", "date_in_future"),
        ("19490231", "date_invalid"),
        ("19490229", "date_invalid"),
        ("19000229", "date_invalid"),
        ("19491301", "date_invalid"),
        ("19490000", "date_invalid"),
        ("00000101", "date_invalid"),
        ("19061119", "age_unlikely"),
    ],
)
def test_the_day_of_birth_is_looked_at(birth: str, problem: str) -> None:
    assert resident_id_problems(_number("360000", birth), TODAY) == (problem,)


@pytest.mark.parametrize("birth", ["20261120", "20240229", "20000229", "19061120"])
def test_unusual_days_of_birth_are_right(birth: str) -> None:
    assert resident_id_problems(_number("360000", birth), TODAY) == ()


def test_a_number_is_judged_by_the_day_it_is_given_not_by_an_earlier_one() -> None:
    number = _number("360000", "20261121")
    assert resident_id_problems(number, date(2026, 11, 20)) == ("date_in_future",)
    assert resident_id_problems(number, date(2026, 11, 21)) == ()


def test_an_unknown_region_is_named() -> None:
    number = people.id_number(region=people.NO_SUCH_PROVINCE)
    assert resident_id_problems(number, TODAY) == ("region_unknown",)


def test_all_problems_are_named_at_once() -> None:
    right = _number("990000", "20990101")
    wrong = right[:17] + ("0" if right[17] != "0" else "1")
    assert resident_id_problems(wrong, TODAY) == ("region_unknown", "date_in_future", "check_digit")


@given(st.integers(0, 9_999_999))
def test_fictitious_people_have_right_numbers(number: int) -> None:
    assert resident_id_problems(people.person(number).id_number, TODAY) == ()


@given(st.text(alphabet="0123456789X", min_size=17, max_size=19))
def test_the_fast_check_agrees_with_the_standard(number: str) -> None:
    in_form = len(number) == 18 and "X" not in number[:17]
    assert (resident_id_problems(number, TODAY) == ("form",)) is not in_form
    if in_form:
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
        wrong = "10X98765432"[total % 11] != number[17]
        assert ("check_digit" in resident_id_problems(number, TODAY)) is wrong


@pytest.mark.parametrize(
    "code", ["3601960001", "330766K00Q", "3122660W01", "4403169D3W", "31222699S7", "3601W60001"]
)
def test_codes_met_in_the_field_are_customs_codes(code: str) -> None:
    assert is_customs_code(code)
    assert looks_like_enterprise_code(code)


@pytest.mark.parametrize(
    "code", ["", "360196000", "36019600011", "36O1960001", "3601960a01", "36019X0001"]
)
def test_other_texts_are_no_customs_codes(code: str) -> None:
    assert not is_customs_code(code)
    assert not looks_like_enterprise_code(code)


def test_an_enterprise_may_be_named_by_eighteen_characters() -> None:
    assert looks_like_enterprise_code("110108130000000007")
    assert not is_customs_code("110108130000000007")


@given(st.integers(0, codes.MOST - 1))
def test_invented_enterprises_have_right_codes(number: int) -> None:
    assert uscc_problems(codes.uscc(number)) == ()
    assert is_customs_code(codes.customs_code(number))


def _number(region: str, birth: str) -> str:
    """A number with a right check digit, worked out by the words of the standard."""
    first17 = f"{region}{birth}002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]
