"""Every page × every kind of person × somebody else's object."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from declarations.models import Inventory
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader

OWN = {
    "inventory": "CEB621",
    "inventory_document": "CEB621",
    "order": "CEB311",
    "payment": "CEB411",
    "waybill": "CEB511",
}


@pytest.fixture
def addresses(desk: Desk) -> dict[str, str]:
    """Every page of one object of a firm, by the name of its address."""
    judged = desk.send(*desk.set().values())
    desk.decide()
    ids = {item.kind: item.document_id for item in judged}
    submission = Inventory.objects.get(id=ids["CEB621"]).submission_id
    found = {}
    for name, pattern in object_pages():
        key = submission if name in {"submission", "receipts"} else ids[OWN[name]]
        found[name] = "/" + str(pattern).replace("<int:pk>", str(key))
    return found


def object_pages() -> Iterator[tuple[str, str]]:
    """The addresses of the pages of one document or submission; every other address is asked in
    ``tests/integration/isolation``."""
    for part in get_resolver().url_patterns:
        if getattr(part, "app_name", "") == "declarations":
            for pattern, entry in _walk(part, str(part.pattern)):
                if "<int:pk>" in pattern and entry.name in {*OWN, "submission", "receipts"}:
                    yield str(entry.name), pattern


def _walk(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def test_the_owner_and_an_official_open_every_page(
    addresses: dict[str, str], desk: Desk, member_of: Callable[..., Reader], official: Reader
) -> None:
    member = member_of(desk)

    opened = {name: member.get(path).status_code for name, path in addresses.items()}
    by_official = {name: official.get(path).status_code for name, path in addresses.items()}

    assert opened == dict.fromkeys(addresses, 200)
    assert by_official == dict.fromkeys(addresses, 200)


def test_another_firm_finds_nothing(addresses: dict[str, str], outsider: Reader) -> None:
    found = {name: outsider.get(path).status_code for name, path in addresses.items()}

    assert found == dict.fromkeys(addresses, 404)


def test_who_is_not_signed_in_is_sent_to_sign_in(addresses: dict[str, str]) -> None:
    for path in addresses.values():
        response = Client().get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")


def test_lists_files_and_figures_hold_nothing_of_another_firm(
    addresses: dict[str, str], desk: Desk, outsider: Reader
) -> None:
    for path in ("/declarations/", "/orders/", "/payments/", "/waybills/", "/submissions/", "/"):
        assert desk.series not in outsider.text(path)
        assert desk.firm.name not in outsider.text(path)
    for path in ("/declarations/", "/orders/", "/payments/", "/waybills/"):
        file = outsider.get(path, format="csv").getvalue().decode()
        assert desk.series not in file


def test_the_search_finds_nothing_of_another_firm(
    addresses: dict[str, str], desk: Desk, outsider: Reader
) -> None:
    number = Inventory.objects.get(sender_id=desk.firm.id).order_no

    assert "没有找到这个编号" in outsider.text("/search/", q=number)


def test_another_firm_cannot_reveal_personal_data(
    addresses: dict[str, str], outsider: Reader
) -> None:
    for name in ("order", "payment", "waybill", "inventory_document"):
        response = outsider.client.post(addresses[name], {"reason": "想看一看别人的"})
        assert response.status_code == 404
