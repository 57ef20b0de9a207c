"""What a page says when something is wrong with the request, or with the portal."""

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from declarations.pages import lists
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader

Member = Callable[..., Reader]


@pytest.fixture
def patient(desk: Desk, member_of: Member) -> Client:
    """A signed-in browser that is shown the error page instead of the traceback."""
    client = member_of(desk).client
    client.raise_request_exception = False
    return client


def breaks(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def rows(*_: object) -> None:
        raise error

    monkeypatch.setattr(lists.Orders, "rows", rows)


def test_a_lost_database_is_an_honest_503(patient: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, OperationalError("server closed the connection"))

    response = patient.get("/orders/")

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "可以放心重发" in response.content.decode()
    assert "server closed" not in response.content.decode()


def test_a_fault_of_ours_is_a_500_without_details(
    patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch, ZeroDivisionError("secret detail"))

    response = patient.get("/orders/")

    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_an_unknown_address_says_so_in_the_language_of_the_reader(patient: Client) -> None:
    patient.cookies["django_language"] = "en"

    response = patient.get("/nothing-here/")

    assert response.status_code == 404
    assert "Not found" in response.content.decode()


@override_settings(DEBUG=False)
def test_a_form_without_its_token_explains_what_to_do(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/sign-in/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
