"""Dates of other centuries in a message: refused at their element, nothing else harmed."""

import pytest

from tests.builders.documents import changed
from tests.integration.declarations.conftest import Desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("year", ["1899", "2099"])
@pytest.mark.parametrize(
    ("noun", "element", "rest"),
    [
        ("payment", "payTime", "0601093000"),
        ("order", "appTime", "0601093000"),
        ("inventory", "declTime", "0601"),
    ],
)
def test_a_date_of_another_century_is_refused_at_its_element(
    desk: Desk, noun: str, element: str, rest: str, year: str
) -> None:
    wrong, good = desk.set(1)[noun], desk.set(2)[noun]

    far, near = desk.send(changed(wrong, **{element: f"{year}{rest}"}), good)

    assert (far.verdict, near.verdict) == ("rejected", "accepted")
    named = {e["field"] for finding in far.findings for e in finding["documents"]}
    assert named == {element}


@pytest.mark.parametrize("year", ["1899", "2099"])
def test_so_it_is_in_the_official_form(desk: Desk, year: str) -> None:
    wrong = changed(desk.set(1)["payment"], payTime=f"{year}0601093000")

    far, near = desk.send_xml("CEB411", wrong, desk.set(2)["payment"])

    assert (far.verdict, near.verdict) == ("rejected", "accepted")
