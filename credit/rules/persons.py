"""Who may be entered as a natural person: a number that may exist, and a name. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from credit.facts import Problem
from zone_portal.kernel.identifiers import WARNINGS, resident_id_problems

LONGEST_NAME: Final = 100


def person_problems(id_number: str, name: str, *, today: date) -> Iterator[Problem]:
    """All that is wrong with number and name; no problem repeats either of them."""
    if set(resident_id_problems(id_number.strip().upper(), today)) - WARNINGS:
        yield Problem(
            "id_number",
            "credit_id_number_wrong",
            "",
            "身份证号码不正确，请核对18位号码",
            "This is no resident ID number: check its 18 characters",
        )
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        yield Problem(
            "name",
            "credit_person_name_missing",
            "",
            f"请填写姓名（不超过 {LONGEST_NAME} 字）",
            f"Give the name, at most {LONGEST_NAME} characters",
        )


def name_differs() -> Problem:
    """The number is known under another name."""
    return Problem(
        "name",
        "credit_person_name_differs",
        "",
        "该身份证号码已登记在另一姓名下，请核对号码和姓名",
        "This number is entered under another name: check both",
    )
