"""A rejection of customs reaches whoever must act, and those who wait see that it is worked on."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Notice
from declarations.api.tasks import shown_tasks
from declarations.models import Decision, Inventory, Task
from declarations.services.deciding import drain
from declarations.services.events import place_events
from declarations.services.forwarding import forward
from declarations.services.repairing import follow_decisions, reconcile
from declarations.task_list import with_findings
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from tests.builders.documents import changed
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import Notebook, forwarded, says, status
from tests.integration.declarations.conftest import Desk

PAID = (
    "[Code:1332;Desc:支付单支付金额与订单支付金额不一致,"
    "[OrderHead.acturalPaid:561.89,PaymentHead.amountPaid3197.95]]"
)
GUARANTEE = "[Code:1311;Desc:担保金额不足]"


def follow() -> None:
    place_events()
    follow_decisions(seconds=0, at=timezone.now())


def tasks_of(inventory: Inventory) -> list[Task]:
    return list(Task.objects.filter(inventory_id=inventory.id).order_by("id"))


def member(desk: Desk) -> Any:
    firm = Enterprise.objects.get(id=desk.firm.id)
    return MemberFactory.create(enterprise=firm, role="declarant").user


@pytest.fixture
def inventory(desk: Desk, notebook: Notebook) -> Inventory:
    return forwarded(desk, notebook)


def rejected(inventory: Inventory, info: str) -> Inventory:
    says(inventory, "100", info=info)
    follow()
    return inventory


def test_a_rejection_opens_a_task_for_the_role_that_the_code_blames(inventory: Inventory) -> None:
    rejected(inventory, PAID)

    (task,) = tasks_of(inventory)
    assert (task.code, task.role, task.kind, task.field) == (
        "1332",
        "payment",
        "CEB411",
        "amountPaid",
    )
    assert task.key["payTransactionId"]
    assert (task.state, task.document_revision) == ("open", 1)
    assert task.deadline_at > timezone.now()


def test_what_blames_nobody_else_is_the_declarants_turn(inventory: Inventory) -> None:
    rejected(inventory, f"{GUARANTEE}[Code:1399;Desc:新的原因]")

    assert [(task.code, task.role, task.kind) for task in tasks_of(inventory)] == [
        ("1311", "agent", "CEB621"),
        ("1399", "agent", "CEB621"),
    ]


def test_the_firm_that_must_act_is_told_with_code_and_words(
    desk: Desk, inventory: Inventory
) -> None:
    person = member(desk)
    rejected(inventory, PAID)

    (notice,) = Notice.objects.filter(user=person)
    assert notice.kind == "customs_refused_ours"
    assert "1332" in notice.text_zh
    assert "支付金额" in notice.text_zh
    assert str(inventory.cop_no) in notice.text_en
    assert notice.link == f"/declarations/{inventory.id}/"


def test_a_code_that_nobody_knows_is_said_verbatim(desk: Desk, inventory: Inventory) -> None:
    person = member(desk)
    rejected(inventory, "[Code:1399;Desc:新的原因]")

    notice = Notice.objects.get(user=person)
    assert "1399" in notice.text_zh
    assert "没有含义" in notice.text_zh
    assert "no meaning" in notice.text_en


def test_the_declarant_is_told_who_must_act(desk: Desk, inventory: Inventory) -> None:
    """Here the payment company is another firm than the one that declared."""
    payer = Enterprise.objects.get(id=desk.firm.id)
    other = MemberFactory.create(role="declarant")
    Inventory.objects.filter(id=inventory.id).update(owners=[payer.id, other.enterprise_id])

    rejected(inventory, PAID)

    notice = Notice.objects.get(user=other.user)
    assert notice.kind == "customs_refused"
    assert payer.name in notice.text_zh


def test_following_again_opens_and_tells_nothing_twice(desk: Desk, inventory: Inventory) -> None:
    person = member(desk)
    rejected(inventory, PAID)
    says(inventory, "100", info=PAID)
    follow()

    assert len(tasks_of(inventory)) == 1
    assert Notice.objects.filter(user=person).count() == 1


def test_the_corrected_document_that_goes_on_ends_the_task(desk: Desk, notebook: Notebook) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    desk.decide()
    forward(seconds=10, to=notebook)
    inventory = rejected(Inventory.objects.get(sender_id=desk.firm.id), PAID)

    order = changed(documents["order"], appType="2", note="x")
    payment = changed(documents["payment"], appType="2", payTime="20261120101010", note="x")
    desk.send(order, payment)
    drain(seconds=30)
    follow()

    assert Decision.objects.get(inventory_id=inventory.id).outcome == "matched"
    (task,) = tasks_of(inventory)
    assert task.state == "done"
    forward(seconds=10, to=notebook)
    assert status(inventory) == "sent"


def test_what_is_sent_again_as_it_was_is_done_too(inventory: Inventory) -> None:
    """A guarantee that was topped up changes no document."""
    rejected(inventory, GUARANTEE)
    Decision.objects.filter(inventory_id=inventory.id).update(decided_at=timezone.now())
    says(inventory, "300")
    reconcile([inventory.id], timezone.now())

    assert tasks_of(inventory)[0].state == "done"


def test_who_topped_up_the_guarantee_sends_it_again_as_it_is(
    desk: Desk, inventory: Inventory, notebook: Notebook, client: Client
) -> None:
    rejected(inventory, GUARANTEE)
    (task,) = tasks_of(inventory)
    client.force_login(member(desk))
    address = f"/tasks/{task.pk}/"
    assert "原样再次发往海关" in client.get(address).content.decode()

    assert client.post(address, {"deed": "resend"}).status_code == 302
    assert client.post(address, {"deed": "resend"}).status_code == 409
    forward(seconds=10, to=notebook)
    assert status(inventory) == "sent"
    says(inventory, "120")
    follow()

    task.refresh_from_db()
    assert task.state == "done"
    assert client.post(address, {"deed": "resend"}).status_code == 409


def test_only_the_firm_that_must_act_sends_it_again(inventory: Inventory, client: Client) -> None:
    rejected(inventory, GUARANTEE)
    (task,) = tasks_of(inventory)
    other = MemberFactory.create(role="declarant")
    Task.objects.filter(id=task.pk).update(parties=[task.enterprise_id, other.enterprise_id])
    client.force_login(other.user)

    assert client.post(f"/tasks/{task.pk}/", {"deed": "resend"}).status_code == 403


def test_following_decisions_asks_customs_little(desk: Desk) -> None:
    """One question whether something stands rejected, however many declarations were decided."""
    desk.send(*(document for n in range(20) for document in desk.set(n).values()))
    desk.decide()
    place_events()

    with CaptureQueriesContext(connection) as asked:
        follow_decisions(seconds=0, at=timezone.now())

    sql = [query["sql"] for query in asked]
    assert sum("declarations_course" in one for one in sql) == 1
    assert not any("declarations_dispatch" in one for one in sql)


def test_a_negative_code_is_told_like_a_rejection(inventory: Inventory) -> None:
    says(inventory, "-621005", info="超过单次限值")
    follow()

    (task,) = tasks_of(inventory)
    assert (task.code, task.role) == ("-621005", "agent")


def test_a_withdrawn_declaration_asks_nobody_any_more(inventory: Inventory) -> None:
    says(inventory, "100", info=GUARANTEE, invtNo="400120261000000007")
    follow()
    says(inventory, "399", kind="CEB624", invtNo="400120261000000007")
    follow()

    assert status(inventory) == "cancelled"
    assert tasks_of(inventory)[0].state == "obsolete"


def test_the_page_says_whose_turn_it_is_and_that_a_code_is_unknown(
    desk: Desk, inventory: Inventory, client: Client
) -> None:
    rejected(inventory, f"{PAID}[Code:1399;Desc:新的原因]")
    client.force_login(member(desk))

    page = client.get(f"/declarations/{inventory.id}/").content.decode()

    (first, second) = tasks_of(inventory)
    assert "/codes/1332/" in page
    assert "代码 1399 在代码表中没有含义" in page
    assert "新的原因" in page
    assert all(f"/tasks/{task.pk}/" in page for task in (first, second))
    for task in (first, second):
        shown = client.get(f"/tasks/{task.pk}/").content.decode()
        assert task.code in shown
        assert "海关原文" in shown


def test_the_interface_gives_a_task_its_receipt(
    desk: Desk, inventory: Inventory, client: Client
) -> None:
    rejected(inventory, PAID)
    (listed,) = with_findings(tasks_of(inventory), Viewer((desk.firm.id,), own_ids=(desk.firm.id,)))

    (shown,) = shown_tasks([listed], "en")

    assert shown["refusal"]["returnStatus"] == "100"
    assert shown["refusal"]["returnInfo"] == PAID
    assert shown["refusal"]["authority"] == "simulator"
