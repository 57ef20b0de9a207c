"""What a person may enter when opening an account, and which passwords are refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.rules.people import normal_phone, problems_of_person

GOOD = {"username": "luo.moni", "name": "罗模拟", "phone": ""}


def codes(**changes: str) -> list[str]:
    return [problem.code for problem in problems_of_person(**{**GOOD, **changes})]


@pytest.mark.parametrize("username", ["abcd", "Luo-Moni_7", "a" * 32])
def test_a_user_name_of_letters_digits_and_signs_is_taken(username: str) -> None:
    assert codes(username=username) == []


@pytest.mark.parametrize(
    "username", ["", "abc", "7abc", "罗模拟模拟", "a b c d", "a" * 33, "abcd\n"]
)
def test_any_other_user_name_is_refused(username: str) -> None:
    assert codes(username=username) == ["username_form"]


@pytest.mark.parametrize("phone", ["13800000000", "+4930000000"])
def test_a_telephone_number_of_either_form_is_taken(phone: str) -> None:
    assert codes(phone=phone) == []


@pytest.mark.parametrize("phone", ["12345", "03800000000", "138000000001", "+0123456789"])
def test_any_other_telephone_number_is_refused(phone: str) -> None:
    assert codes(phone=phone) == ["phone_form"]


def test_blanks_in_a_telephone_number_are_forgiven() -> None:
    assert normal_phone(" 138-0000 0000 ") == "13800000000"


def test_all_problems_come_at_once() -> None:
    assert codes(username="?", name="", phone="?") == [
        "username_form",
        "name_missing",
        "phone_form",
    ]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Kurz7wort", "password_too_short"),
        ("nurbuchstabenhier", "password_not_mixed"),
        ("73519864207531", "password_not_mixed"),
        ("password123", "password_too_common"),
        ("luo.moni.2026", "password_too_similar"),
    ],
)
def test_a_weak_password_is_refused_by_code(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(username="luo.moni", name="罗模拟"))
    assert code in [error.code for error in refusal.value.error_list]


@pytest.mark.parametrize(
    "password", ["vier-Worte-reichen", "江西跨境电商单一窗口9", "x7-qmbrzkhvw"]
)
def test_a_good_password_is_taken(password: str) -> None:
    validate_password(password, User(username="luo.moni", name="罗模拟"))
