"""Business models on firms and orders: set by the firm, filtered by everybody who may see them."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from declarations.models import Order
from declarations.services.business_models import set_model_of_order, set_models_of_firm
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def sent(desk: Desk, number: int) -> Order:
    (judged,) = desk.send(desk.set(number, direction="export")["order"])
    return Order.objects.get(id=judged.document_id)


def test_orders_follow_their_seller_unless_they_say_otherwise(desk: Desk, client: Client) -> None:
    member = MemberFactory.create(enterprise_id=desk.firm.id, role="declarant")
    first, second = sent(desk, 1), sent(desk, 2)
    set_models_of_firm(
        enterprise_id=desk.firm.id,
        models=["m2b2c", "cluster", "m2b2c"],
        by=member.user,
        at=timezone.now(),
    )
    client.force_login(member.user)
    page = f"/orders/{second.id}/"
    assert "M2B2C" in client.get(page).content.decode()
    client.post(f"/orders/{second.id}/business-model/", {"model": "b2b2c"})

    for model, order, other in (("m2b2c", first, second), ("b2b2c", second, first)):
        listed = client.get(f"/orders/?model={model}").content.decode()
        assert (order.order_no in listed, other.order_no in listed) == (True, False)
        rows = client.get(f"/api/v1/orders/?businessModel={model}").json()["results"]
        assert [row["id"] for row in rows] == [str(order.id)]
    client.post(f"/orders/{second.id}/business-model/", {"model": ""})
    assert second.order_no in client.get("/orders/?model=m2b2c").content.decode()
    assert Enterprise.objects.get(pk=desk.firm.id).business_models == ["m2b2c", "cluster"]


def test_a_firm_says_it_on_its_page_and_officials_filter_by_it(desk: Desk, client: Client) -> None:
    member = MemberFactory.create(enterprise_id=desk.firm.id, role="administrator")
    client.force_login(member.user)
    key = f"f{desk.firm.id}"
    chosen = {"enterprise": desk.firm.id, f"{key}-main": "service", f"{key}-others": ["b2b"]}
    assert client.post("/business-models/", chosen).status_code == 302
    client.force_login(official())
    code = desk.firm.code
    assert code in client.get("/sites/hub/enterprises/?model=b2b").content.decode()
    assert code not in client.get("/sites/hub/enterprises/?model=cluster").content.decode()


def test_only_the_firm_itself_says_what_it_does(desk: Desk, client: Client) -> None:
    order, now = sent(desk, 1), timezone.now()
    for person in (
        MemberFactory.create(enterprise_id=desk.firm.id, role="viewer").user,
        MemberFactory.create().user,
        official(),
    ):
        with pytest.raises(Refusal):
            set_models_of_firm(enterprise_id=desk.firm.id, models=["b2b"], by=person, at=now)
        with pytest.raises(Refusal):
            set_model_of_order(
                order_id=order.id, model="b2b", viewer=viewer_for(person), by=person, at=now
            )
    client.force_login(MemberFactory.create().user)
    assert client.post(f"/orders/{order.id}/business-model/", {"model": "b2b"}).status_code == 404


def test_a_model_that_nobody_knows_is_refused(desk: Desk) -> None:
    member = MemberFactory.create(enterprise_id=desk.firm.id, role="declarant")
    with pytest.raises(Refusal) as refusal:
        set_models_of_firm(
            enterprise_id=desk.firm.id, models=["c2c"], by=member.user, at=timezone.now()
        )
    assert refusal.value.code == "business_model_unknown"
    with (
        pytest.raises(IntegrityError, match="enterprise_business_models_known"),
        transaction.atomic(),
    ):
        Enterprise.objects.filter(pk=desk.firm.id).update(business_models=["c2c"])
