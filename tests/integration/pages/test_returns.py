"""Returns for people: apply from a released inventory, see the terms, record the arrival."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import Course, CourseStep, Inventory, InventoryLine, Return
from declarations.stored import load
from tests.integration.customs.returning import application, of
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.pages.conftest import Reader

pytestmark = pytest.mark.django_db
Member = Callable[..., Reader]


def released(desk: Desk, number: int = 0, *, days_ago: int = 3, **options: Any) -> Inventory:
    """An inventory that customs released."""
    documents = desk.set(number, **options)
    desk.send(*documents.values())
    desk.decide()
    cop_no = documents["inventory"]["InventoryHead"]["copNo"]
    inventory = Inventory.objects.get(sender_id=desk.firm.id, cop_no=cop_no)
    at = timezone.now() - timedelta(days=days_ago)
    invt_no = f"4001{inventory.id % 10**14:014d}"
    Course.objects.create(
        inventory_id=inventory.id, status="800", status_at=at, invt_no=invt_no, steps=1
    )
    CourseStep.objects.create(inventory_id=inventory.id, number=1, target="800", at=at)
    return inventory


def record(kind: str, document_id: int) -> Any:
    """A kept document as it was sent."""
    return load(kind, document_id)


def typed(inventory: Inventory, quantity: str = "1", **more: str) -> dict[str, str]:
    return {
        "number": "TH0001",
        "reason": "七天无理由退货",
        "qty-1": quantity,
        "action": "send",
        **more,
    }


def test_the_page_of_a_declaration_offers_the_return(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)

    page = member_of(desk).text(f"/declarations/{inventory.id}/")

    assert f'href="/returns/new/{inventory.id}/"' in page
    assert "最后申请日" in page


def test_a_return_is_applied_for_from_the_inventory(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)
    person = member_of(desk)
    form = person.text(f"/returns/new/{inventory.id}/")
    head = record(inventory.kind, inventory.id).head
    assert head.buyerIdNumber not in form
    assert head.buyerName not in form

    answer = person.client.post(f"/returns/new/{inventory.id}/", typed(inventory))

    row = Return.objects.get(inventory_id=inventory.id)
    assert answer.headers["Location"] == f"/returns/{row.id}/"
    sent = record("CEB625", row.id)
    assert (sent.head.invtNo, sent.head.buyerIdNumber) == (row.invt_no, head.buyerIdNumber)
    assert [(line.gnum, line.qty) for line in sent.lines] == [(1, 1)]
    page = person.text(f"/returns/{row.id}/")
    assert "已申请，待海关受理" in page
    assert "TH0001" in page


@pytest.mark.parametrize("wanted", ["1", "all"])
def test_pressing_twice_applies_once(desk: Desk, member_of: Member, wanted: str) -> None:
    inventory = released(desk)
    person = member_of(desk)
    declared = InventoryLine.objects.get(document_id=inventory.id, gnum=1).qty
    quantity = format(declared, "f") if wanted == "all" else wanted

    answers = [
        person.client.post(f"/returns/new/{inventory.id}/", typed(inventory, quantity))
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Return.objects.filter(inventory_id=inventory.id).count() == 1


def test_too_much_is_refused_beside_the_line(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)
    desk.send(application(inventory, desk.firm.code))
    quantity = InventoryLine.objects.get(document_id=inventory.id, gnum=1).qty

    answer = member_of(desk).client.post(
        f"/returns/new/{inventory.id}/", typed(inventory, format(quantity, "f"))
    )

    assert answer.status_code in {200, 422}
    assert Return.objects.filter(inventory_id=inventory.id).count() == 1


def test_checking_sends_nothing(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)

    answer = member_of(desk).client.post(
        f"/returns/new/{inventory.id}/", typed(inventory, action="check")
    )

    assert "检查通过，尚未报送" in answer.content.decode()
    assert not Return.objects.exists()


def test_nothing_typed_is_said_so(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)

    answer = member_of(desk).client.post(
        f"/returns/new/{inventory.id}/", typed(inventory, quantity="")
    )

    assert answer.status_code == 422
    assert "请至少填写一项商品的退货数量" in answer.content.decode()


def test_an_inventory_past_its_term_cannot_be_applied_for(desk: Desk, member_of: Member) -> None:
    inventory = released(desk, days_ago=31)
    person = member_of(desk)

    assert "目前不能退货" in person.text(f"/returns/new/{inventory.id}/")
    answer = person.client.post(f"/returns/new/{inventory.id}/", typed(inventory))

    assert answer.status_code == 422
    assert "退货申请超过放行后的申请期限" in answer.content.decode()


def test_an_export_takes_over_its_way(desk: Desk, member_of: Member) -> None:
    inventory = released(desk, direction="export")
    person = member_of(desk)
    head = record(inventory.kind, inventory.id).head

    answer = person.client.post(
        f"/returns/new/{inventory.id}/",
        typed(
            inventory,
            customsCode=head.customsCode,
            logisticsNo="BACK0001",
            logisticsCode=head.logisticsCode,
            logisticsName=head.logisticsName,
            billNo="BILL1",
            trafMode="5",
            trafName="MU588",
            voyageNo="MU588",
            portCode=head.portCode or head.customsCode,
            country="502",
        ),
    )

    assert answer.status_code == 302, answer.content.decode()
    row = Return.objects.get(inventory_id=inventory.id)
    sent = record("CEB213", row.id)
    assert (sent.head.ieFlag, sent.head.logisticsNo, row.clock) == ("I", "BACK0001", "return")


def test_the_arrival_is_recorded_on_the_page(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    person, row = member_of(desk), of(made)

    wrong = person.client.post(f"/returns/{row.id}/", {"day": "2099-01-01"})
    assert wrong.status_code == 422
    assert "运抵日期不能在今天之后" in wrong.content.decode()
    answer = person.client.post(
        f"/returns/{row.id}/", {"day": f"{timezone.localdate()}", "place": "一号库"}
    )

    assert answer.status_code == 302
    assert of(made).arrived_at_place == "一号库"
    assert "货物已运抵，等待海关审结" in person.text(f"/returns/{row.id}/")


def test_the_list_is_filtered_by_the_terms_that_run(desk: Desk, member_of: Member) -> None:
    near, far = released(desk, 0, days_ago=28), released(desk, 1, days_ago=1)
    made = [application(near, desk.firm.code), application(far, desk.firm.code)]
    desk.send(*made)
    Return.objects.filter(id=of(made[0]).id).update(due_on=timezone.localdate() + timedelta(days=2))
    person = member_of(desk)

    soon = person.text("/returns/", due="soon")

    assert of(made[0]).number in soon
    assert of(made[1]).number not in soon
    assert "剩余 2 天" in soon
    assert of(made[1]).number in person.text("/returns/", clock="arrive")
    assert person.get("/returns/", format="csv").status_code == 200
    assert "还没有退货" in member_of(new_desk()).text("/returns/")


def test_a_number_finds_the_inventories_to_return(desk: Desk, member_of: Member) -> None:
    inventory = released(desk)
    person = member_of(desk)

    assert f"/returns/new/{inventory.id}/" in person.text(
        "/returns/new/", number=inventory.order_no
    )
    assert "没有这个编号的清单" in person.text("/returns/new/", number="nothing")
    assert f"/returns/new/{inventory.id}/" not in member_of(new_desk()).text(
        "/returns/new/", number=inventory.order_no
    )


def test_the_return_stands_on_the_timeline_of_its_declaration(
    desk: Desk, member_of: Member
) -> None:
    inventory = released(desk)
    made = application(inventory, desk.firm.code)
    desk.send(made)
    person = member_of(desk)

    assert f"退货 {of(made).number}" in person.text(f"/declarations/{inventory.id}/")
    found = person.text("/search/", q=of(made).number)
    assert f"退货 {of(made).number}" in found
