"""Who did not send a document meets a person under a token, the same in every document."""

import re
from typing import Any

import pytest
from django.test import Client

from declarations.models import Inventory
from declarations.personal_tokens import person_of, token_of
from enterprises.models import Enterprise
from tests.builders.documents import Cast, Firm, changed, complete_set, head_of
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.api.conftest import World, new_world

TOKEN = re.compile(r"P-[A-Z2-7]{16}")
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = new_world()
    made.send("order", "payment", "waybill", "inventory")
    return made


def other_payer(world: World) -> World:
    """A world in which somebody else than the buyer paid."""
    wrong = {"payerIdNumber": number(new_world(77)), "payerName": "喻示例"}
    world.documents["payment"] = changed(world.documents["payment"], **wrong)
    world.send("order", "payment", "waybill", "inventory")
    return world


def number(world: World) -> str:
    return str(head_of(world.documents["order"])["buyerIdNumber"])


def read(world: World, role: str, noun: str, plural: str) -> dict[str, Any]:
    answer = world.callers[role].get(f"{plural}/{world.id_of(noun)}/").json()
    (head,) = [part for name, part in answer["document"].items() if name.endswith("Head")]
    return dict(head)


def page(firm: Enterprise, path: str) -> str:
    client = Client()
    client.force_login(MemberFactory.create(enterprise=firm).user)
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_sender_sees_the_number_masked(world: World) -> None:
    shown = read(world, "platform", "order", "orders")["buyerIdNumber"]
    assert shown == number(world)[:4] + "*" * 10 + number(world)[-4:]


def test_another_party_sees_a_token_in_place_of_the_number(world: World) -> None:
    seller = world.firms["seller"].id
    shown = read(world, "seller", "inventory", "inventories")["buyerIdNumber"]
    assert shown == token_of(seller, person_of(number(world)))
    assert TOKEN.fullmatch(shown)


def test_one_enterprise_meets_a_person_under_one_token_and_another_under_another(
    world: World,
) -> None:
    person = person_of(number(world))
    cast = Cast(**{role: Firm(firm.code, firm.name) for role, firm in world.firms.items()})
    again = World(world.firms, world.callers, complete_set(9, sender=cast, series="AGAIN"))
    for noun in ("order", "payment", "inventory"):
        field = "payerIdNumber" if noun == "payment" else "buyerIdNumber"
        again.documents[noun] = changed(again.documents[noun], **{field: number(world)})
    again.send("order", "payment", "waybill", "inventory")

    first = read(world, "seller", "inventory", "inventories")["buyerIdNumber"]
    second = read(again, "seller", "inventory", "inventories")["buyerIdNumber"]

    assert first == second == token_of(world.firms["seller"].id, person)
    assert token_of(1, person) != token_of(2, person)
    assert token_of(1, person) != token_of(1, person_of("36000019700102000X"))


def test_findings_quote_tokens_to_who_did_not_send_what_they_quote() -> None:
    world = other_payer(new_world(2))
    paid = str(head_of(world.documents["payment"])["payerIdNumber"])
    path = f"inventories/{world.id_of('inventory')}/match/"

    quoted = {
        role: {
            evidence["field"]: evidence["value"]
            for finding in world.callers[role].get(path).json()["findings"]
            for evidence in finding["documents"]
            if evidence["field"].endswith("IdNumber")
        }
        for role in ("platform", "payment", "official")
    }

    platform, payment = world.firms["platform"].id, world.firms["payment"].id
    assert (
        quoted["platform"]["buyerIdNumber"] == f"{number(world)[:4]}{'*' * 10}{number(world)[-4:]}"
    )
    assert quoted["platform"]["payerIdNumber"] == token_of(platform, person_of(paid))
    assert quoted["payment"]["buyerIdNumber"] == token_of(payment, person_of(number(world)))
    assert quoted["payment"]["payerIdNumber"].startswith(f"{paid[:4]}***")
    assert not TOKEN.search(str(quoted["official"]))


def test_receipts_say_tokens_as_data_and_in_their_text() -> None:
    world = other_payer(new_world(3))
    token = token_of(world.firms["payment"].id, person_of(number(world)))

    (receipt,) = [r for r in world.callers["payment"].receipts() if r["outcome"] == "mismatched"]

    assert token in str(receipt["findings"])
    assert f"buyerIdNumber:{token}" in receipt["returnInfo"]
    assert number(world)[-4:] not in receipt["returnInfo"]


def test_an_earlier_revision_is_told_by_the_person_it_named() -> None:
    world = other_payer(new_world(4))
    first = person_of(number(world))
    other = number(new_world(55))
    world.callers["platform"].send(
        changed(world.documents["order"], appType="2", buyerIdNumber=other)
    )

    (receipt,) = [r for r in world.callers["payment"].receipts() if r["outcome"] == "mismatched"]

    assert token_of(world.firms["payment"].id, first) in str(receipt["findings"])


def test_the_comparison_shows_the_token_of_ones_own_value_beside_it(world: World) -> None:
    token = token_of(world.firms["payment"].id, person_of(number(world)))
    path = f"/declarations/{world.id_of('inventory')}/"

    own = page(world.firms["payment"], path)
    agent = page(world.firms["agent"], path)

    assert own.count(token) >= 2
    assert number(world)[:4] + "*" * 10 in own
    assert token not in agent


def test_the_page_of_a_document_shows_the_token(world: World) -> None:
    path = f"/declarations/{world.id_of('inventory')}/document/"
    inventory = Inventory.objects.get(id=world.id_of("inventory"))
    seller = world.firms["seller"]
    assert seller.id in inventory.owners

    shown = page(seller, path)

    assert token_of(seller.id, person_of(number(world))) in shown
    assert number(world)[-4:] + "</" not in shown


def test_revealing_gives_the_number_to_sender_and_officials_only(world: World) -> None:
    path = f"/declarations/{world.id_of('inventory')}/document/"
    shown = {}
    people = {
        role: MemberFactory.create(enterprise=world.firms[role]).user
        for role in ("agent", "seller")
    }
    for role, user in {**people, "official": official()}.items():
        client = Client()
        client.force_login(user)
        response = client.post(path, {"reason": "核对退货的收件人"})
        shown[role] = response.content.decode()

    assert {role: number(world) in text for role, text in shown.items()} == {
        "agent": True,
        "seller": False,
        "official": True,
    }
    assert TOKEN.search(shown["seller"])
