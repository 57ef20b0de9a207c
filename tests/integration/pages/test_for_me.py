"""Declared for me: a principal finds everything that its agents sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from declarations.facts import Sender
from declarations.services.intake import receive
from declarations.services.sources import NDJSON
from enterprises.models import Enterprise
from enterprises.selectors import facts_of
from tests.builders.documents import changed, to_ndjson
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader

pytestmark = pytest.mark.django_db
PATHS = {
    "order": "/declarations/for-me/orders/",
    "payment": "/declarations/for-me/payments/",
    "inventory": "/declarations/for-me/",
}


def send_as(firm: Enterprise, *documents: Any) -> None:
    received = receive(
        [to_ndjson(documents)],
        content_type=NDJSON,
        announced=None,
        by=Sender(enterprise=facts_of(firm)),
        at=timezone.now(),
    )
    assert [judged.verdict for judged in received.judged] == ["accepted"] * len(documents)


@pytest.fixture
def agent(desk: Desk) -> Enterprise:
    firm: Enterprise = EnterpriseFactory.create(kinds=["express"], name="滕王阁速递")
    MandateFactory.create(
        principal_id=desk.firm.id, agent=firm, kinds=["CEB311", "CEB411", "CEB621"]
    )
    return firm


def test_a_principal_finds_what_its_agent_sent_and_not_its_own(
    desk: Desk, agent: Enterprise, member_of: Callable[..., Reader]
) -> None:
    documents = desk.set()
    send_as(agent, documents["order"], documents["payment"])
    declared = changed(documents["inventory"], agentCode=agent.code, agentName=agent.name)
    send_as(agent, declared)
    own = changed(documents["order"], orderNo="OWN-1")
    desk.send(own)
    principal = member_of(desk)

    orders = principal.text(PATHS["order"])

    assert documents["order"]["OrderHead"]["orderNo"] in orders
    assert "OWN-1" not in orders
    assert agent.name in orders
    assert "受托报送" in orders
    assert "受托报送" in principal.text(PATHS["payment"])
    inventories = principal.text(PATHS["inventory"])
    assert declared["InventoryHead"]["copNo"] in inventories
    assert "申报企业（代理人）" in inventories
    assert "没有其他企业代我申报" in principal.text("/declarations/for-me/waybills/")


def test_an_agent_and_a_stranger_find_nothing_in_it(
    desk: Desk,
    agent: Enterprise,
    member_of: Callable[..., Reader],
    outsider: Reader,
    official: Reader,
) -> None:
    documents = desk.set()
    send_as(agent, documents["order"])
    number = documents["order"]["OrderHead"]["orderNo"]
    working_for_agent = member_of(Desk(facts_of(agent)))

    for somebody in (working_for_agent, outsider, official):
        assert number not in somebody.text(PATHS["order"])


def test_the_file_says_who_sent_what(
    desk: Desk, agent: Enterprise, member_of: Callable[..., Reader]
) -> None:
    documents = desk.set()
    send_as(agent, documents["order"])

    response = member_of(desk).get(PATHS["order"], format="csv")

    content = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "报送企业" in content
    assert agent.name in content
