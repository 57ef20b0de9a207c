"""The page of a declaration says what is the matter, and shows only what the reader may see."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEntry
from declarations.models import Inventory
from tests.builders.documents import Cast, Firm, changed, complete_set, head_of
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.pages.conftest import Reader

Member = Callable[..., Reader]

PERSONAL = {
    "buyerRegNo",
    "buyerName",
    "buyerTelephone",
    "buyerIdNumber",
    "consignee",
    "consigneeTelephone",
    "consigneeAddress",
}


def address(desk: Desk) -> str:
    return f"/declarations/{Inventory.objects.get(sender_id=desk.firm.id).id}/"


def test_a_matched_declaration_says_so(desk: Desk, member_of: Member) -> None:
    desk.send(*desk.set().values())
    desk.decide()

    page = member_of(desk).text(address(desk))

    assert "对碰一致" in page
    assert "是否放行由海关决定" in page


def test_personal_values_are_masked(desk: Desk, member_of: Member) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    desk.decide()

    page = member_of(desk).text(address(desk))

    head = head_of(documents["order"])
    for name in ("buyerName", "buyerIdNumber", "buyerTelephone", "consigneeAddress"):
        assert head[name] not in page


def test_a_waiting_declaration_names_what_is_missing_and_who_sends_it(
    desk: Desk, member_of: Member
) -> None:
    documents = desk.set()
    desk.send(documents["order"], documents["waybill"], documents["inventory"])
    desk.decide()

    page = member_of(desk).text(address(desk))

    assert "尚未收到支付单" in page
    assert head_of(documents["inventory"])["orderNo"] in page


def test_a_change_is_shown_with_both_values(desk: Desk, member_of: Member) -> None:
    documents = desk.set()
    documents["waybill"] = changed(documents["waybill"], weight="66.6")
    desk.send(documents["order"], documents["waybill"], documents["inventory"])
    (judged,) = desk.send(changed(documents["waybill"], appType="2", weight="77.7"))
    assert judged.verdict == "accepted", judged.findings
    desk.decide()

    page = member_of(desk).text(address(desk))

    assert "变更历史" in page
    assert '<td class="breakable">66.6</td><td class="breakable">77.7</td>' in page


def firms() -> tuple[Desk, Desk, Cast]:
    """A payment company, a firm that plays everything else, and the cast of both."""
    payer, other = new_desk(), new_desk()
    everything = Firm(other.firm.code, other.firm.name)
    cast = Cast(
        platform=everything,
        seller=everything,
        payment=Firm(payer.firm.code, payer.firm.name),
        carrier=everything,
        agent=everything,
        keeper=everything,
    )
    return payer, other, cast


@pytest.fixture
def shared(db: None) -> tuple[Desk, Desk, Any]:
    payer, other, cast = firms()
    documents = complete_set(sender=cast, series=other.series)
    other.send(documents["order"], documents["waybill"], documents["inventory"])
    payer.send(documents["payment"])
    other.decide()
    return payer, other, documents


def test_the_payment_company_sees_the_outcome_but_not_the_sellers_documents(
    shared: tuple[Desk, Desk, Any], member_of: Member
) -> None:
    payer, other, documents = shared

    page = member_of(payer).text(address(other))

    assert "对碰一致" in page
    assert "内容不公开" in page
    line = documents["inventory"]["InventoryList"][0]
    assert line["gname"] not in page
    assert "/orders/" not in page.split("<main")[1]


def test_the_payment_company_cannot_open_the_order(
    shared: tuple[Desk, Desk, Any], member_of: Member
) -> None:
    payer, other, _ = shared
    inventory = Inventory.objects.get(sender_id=other.firm.id)

    assert member_of(payer).get(f"/declarations/{inventory.id}/document/").status_code == 404


def test_revealing_needs_a_reason(desk: Desk, member_of: Member) -> None:
    order = desk.set()["order"]
    judged = desk.send(order)[0]
    member = member_of(desk)

    response = member.client.post(f"/orders/{judged.document_id}/", {"reason": "  a "})

    assert head_of(order)["buyerName"] not in response.content.decode()
    assert "事由" in response.content.decode()
    assert not AuditEntry.objects.filter(action="reveal_personal", by=member.user).exists()


def test_revealing_shows_the_values_and_leaves_an_entry_without_them(
    desk: Desk, member_of: Member
) -> None:
    order = desk.set()["order"]
    judged = desk.send(order)[0]
    member = member_of(desk)

    response = member.client.post(
        f"/orders/{judged.document_id}/", {"reason": "核对收货人"}, REMOTE_ADDR="10.0.0.9"
    )

    assert head_of(order)["buyerName"] in response.content.decode()
    entry = AuditEntry.objects.get(action="reveal_personal", by=member.user)
    assert entry.on_type == "order"
    assert entry.on_id == str(judged.document_id)
    assert entry.origin == "10.0.0.9"
    assert entry.new == {
        "kind": "CEB311",
        "elements": sorted(PERSONAL & set(head_of(order))),
        "reason": "核对收货人",
    }


def cop_no(documents: Any) -> str:
    return str(head_of(documents["inventory"])["copNo"])


def test_each_firm_finds_what_waits_for_it(db: None, member_of: Member) -> None:
    payer, other, cast = firms()
    wrong, missing, right = (
        complete_set(number, sender=cast, series=other.series) for number in range(3)
    )
    for documents in (wrong, missing, right):
        other.send(documents["order"], documents["inventory"])
    other.send(wrong["waybill"], right["waybill"])
    payer.send(changed(wrong["payment"], amountPaid="1"), missing["payment"], right["payment"])
    other.decide()

    payers = member_of(payer).text("/declarations/", turn="ours")
    others = member_of(other).text("/declarations/", turn="ours")

    assert [number in payers for number in map(cop_no, (wrong, missing, right))] == [
        True,
        False,
        False,
    ]
    assert [number in others for number in map(cop_no, (wrong, missing, right))] == [
        False,
        True,
        False,
    ]


def test_the_firm_that_must_act_is_told_so_and_the_others_are_not(
    db: None, member_of: Member
) -> None:
    payer, other, cast = firms()
    documents = complete_set(sender=cast, series=other.series)
    other.send(documents["order"], documents["waybill"], documents["inventory"])
    payer.send(changed(documents["payment"], amountPaid="1"))
    other.decide()

    assert "轮到贵企业" in member_of(payer).text(address(other))
    assert "轮到贵企业" not in member_of(other).text(address(other))


def test_a_declaration_shows_its_course_after_it_was_corrected(
    desk: Desk, member_of: Member
) -> None:
    documents = desk.set()
    desk.send(*{**documents, "payment": changed(documents["payment"], amountPaid="1")}.values())
    desk.decide()
    desk.send(changed(documents["payment"], appType="2"))
    desk.decide()

    page = member_of(desk).text(address(desk))

    assert "对碰：不一致 1 项" in page
    assert "支付单已变更" in page
    assert page.index("对碰：不一致 1 项") < page.index("支付单已变更")
    assert "对碰一致：" in page
