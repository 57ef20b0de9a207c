"""What receipts say: official statuses and words, our findings, as JSON and as CEB messages."""

from typing import Any

import pytest
from lxml import etree

from declarations import quoting
from declarations.models import DocumentRevision
from declarations.services.deciding import drain
from tests.builders.documents import changed, to_xml
from tests.integration.api.conftest import Caller, Source, World
from zone_portal.framework.vault import KeyErased

pytestmark = pytest.mark.django_db

XML = "application/xml"
NS = {"ceb": "http://www.chinaport.gov.cn/ceb"}


def by_type(receipts: list[dict[str, Any]], kind: str, event: str) -> list[dict[str, Any]]:
    return [r for r in receipts if r["type"] == kind and r["event"] == event]


def test_an_accepted_document_is_being_declared(caller: Caller, source: Source) -> None:
    order = source.set()["order"]
    answer = caller.send(order)
    (receipt,) = caller.receipts()
    assert receipt["type"] == "CEB312"
    assert receipt["document"] == {
        "type": "CEB311",
        "key": answer["documents"][0]["key"],
        "id": answer["documents"][0]["id"],
    }
    assert (receipt["verdict"], receipt["returnStatus"]) == ("accepted", "2")
    assert receipt["returnInfo"] == f"新增申报成功[{order['OrderHead']['guid']}]"
    assert receipt["submission"] == answer["id"]
    assert (receipt["outcome"], receipt["findings"]) == (None, [])


def test_a_stored_document_is_only_stored(caller: Caller, source: Source) -> None:
    caller.send(changed(source.set()["order"], appStatus="1"))
    (receipt,) = caller.receipts()
    assert receipt["returnStatus"] == "1"
    assert receipt["returnInfo"].startswith("新增暂存成功[")


def test_a_rejected_document_gets_a_negative_status_and_every_finding(
    caller: Caller, source: Source
) -> None:
    order = changed(source.set()["order"], goodsValue="1.00", currency="XYZ")
    answer = caller.send(order)
    (receipt,) = caller.receipts()
    assert receipt["verdict"] == "rejected"
    assert int(receipt["returnStatus"]) < 0
    assert receipt["document"]["id"] is None
    assert receipt["findings"] == answer["documents"][0]["findings"]
    for finding in receipt["findings"]:
        assert finding["remedy"]
        assert "[Code:" in receipt["returnInfo"]


def test_the_same_content_again_is_told_as_a_repetition(caller: Caller, source: Source) -> None:
    order = source.set()["order"]
    caller.send(order)
    caller.send(order)
    first, again = caller.receipts()
    assert (again["verdict"], again["returnStatus"]) == ("duplicate", "2")
    assert again["document"] == first["document"]
    assert again["returnInfo"].startswith("重复报送")


def test_a_waiting_inventory_names_what_is_missing(caller: Caller, source: Source) -> None:
    inventory = source.set()["inventory"]
    caller.send(inventory)
    drain(seconds=30)
    (receipt,) = by_type(caller.receipts(), "CEB622", "decision")
    head = inventory["InventoryHead"]
    assert (receipt["outcome"], receipt["returnStatus"]) == ("waiting", "2")
    assert receipt["waiting_for"] == ["order", "payment", "waybill"]
    for words in (
        f"电商企业为[{head['ebcCode']}]订单号为[{head['orderNo']}]的订单信息不存在",
        f"物流企业为[{head['logisticsCode']}]物流单号为[{head['logisticsNo']}]的运单信息不存在",
        f"电商平台为[{head['ebpCode']}]订单号为[{head['orderNo']}]的支付信息不存在",
    ):
        assert words in receipt["returnInfo"]


def test_a_mismatch_is_returned_with_the_official_code_and_both_values(
    caller: Caller, source: Source
) -> None:
    made = source.set()
    made["payment"] = changed(made["payment"], amountPaid="1.23")
    caller.send(*made.values())
    drain(seconds=30)
    (receipt,) = by_type(caller.receipts(), "CEB622", "decision")
    assert (receipt["outcome"], receipt["returnStatus"]) == ("mismatched", "100")
    assert receipt["returnInfo"].startswith("[Code:1332;Desc:")
    assert "PaymentHead.amountPaid:1.23" in receipt["returnInfo"]


def test_a_match_has_passed_the_logic_checks(caller: Caller, source: Source) -> None:
    caller.send(*source.set().values())
    drain(seconds=30)
    (receipt,) = by_type(caller.receipts(), "CEB622", "decision")
    assert (receipt["outcome"], receipt["returnStatus"]) == ("matched", "120")
    assert receipt["returnInfo"] == "[Code:1800;Desc:逻辑校验通过]"


def test_an_export_is_answered_with_the_kinds_of_exports(caller: Caller, source: Source) -> None:
    caller.send(*source.set(direction="export").values())
    drain(seconds=30)
    assert {r["type"] for r in caller.receipts()} == {"CEB304", "CEB404", "CEB506", "CEB604"}


def test_receipts_say_the_same_however_the_document_changes_later(
    caller: Caller, source: Source
) -> None:
    made = source.set()
    caller.send(made["inventory"])
    drain(seconds=30)
    before = caller.receipts()
    later = {"appTime": "20270101000000"}
    other = changed(made["inventory"], appType="2", orderNo=f"{source.series}OTHER", **later)
    assert caller.send(other)["counts"]["accepted"] == 1
    drain(seconds=30)
    assert caller.receipts()[: len(before)] == before
    changed_info = caller.receipts()[len(before)]["returnInfo"]
    assert changed_info.startswith("清单变更申报成功")
    gone = changed(other, appType="3", appTime="20270101000001")
    assert caller.send(gone)["counts"]["accepted"] == 1
    after = caller.receipts()
    assert after[: len(before)] == before
    assert after[-1]["returnInfo"].startswith("清单删除申报成功")
    assert [r["outcome"] for r in after if r["event"] == "decision"] == ["waiting", "waiting"]


def test_receipts_of_an_erased_month_quote_the_key_and_the_log_goes_on(
    caller: Caller, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = source.set()
    later = {"appTime": "20270101000000"}
    caller.send(made["inventory"], made["order"])
    drain(seconds=30)
    caller.send(changed(made["inventory"], appType="2", note="更正", **later))
    caller.send(changed(made["order"], appType="3", **later))
    drain(seconds=30)
    before = caller.receipts()

    def erased(revision: DocumentRevision) -> Any:
        raise KeyErased(24_322)

    monkeypatch.setattr(quoting, "open_revision", erased)
    after = caller.receipts()

    assert [r["cursor"] for r in after] == [r["cursor"] for r in before]
    quoted = ("type", "document", "preNo", "returnStatus", "verdict", "outcome", "waiting_for")
    assert [[r[name] for name in quoted] for r in after] == [
        [r[name] for name in quoted] for r in before
    ]
    assert not any(r["erased"] for r in before)
    marked = [(r["type"], r["event"]) for r in after if r["erased"]]
    assert marked == [("CEB622", "verdict"), ("CEB312", "verdict"), ("CEB622", "decision")]
    assert all("已按期销毁" in r["returnInfo"] for r in after if r["erased"])
    for kind in ("CEB622", "CEB312"):
        page = caller.get(f"messages/{after[0]['submission']}/receipts/", accept=XML, kind=kind)
        assert page.status_code == 200, page.content


def test_every_party_is_told_the_decision(world: World) -> None:
    world.send("inventory", "order", "waybill", "payment")
    for role in ("platform", "seller", "payment", "carrier", "agent"):
        last = by_type(world.callers[role].receipts(), "CEB622", "decision")[-1]
        assert (role, last["outcome"]) == (role, "matched")


def test_the_cursor_stays_where_it_is_while_there_is_nothing_new(
    caller: Caller, source: Source
) -> None:
    start = caller.get("receipts/").json()
    assert start["results"] == []
    assert caller.get("receipts/", after=start["next"]).json() == start
    caller.send(source.set()["order"])
    page = caller.get("receipts/", after=start["next"]).json()
    assert page["next"] == page["results"][-1]["cursor"]
    assert caller.get("receipts/", after=page["next"]).json() == {
        "next": page["next"],
        "results": [],
    }


def test_pages_of_any_size_give_the_same_receipts(caller: Caller, source: Source) -> None:
    for number in range(3):
        caller.send(*source.set(number).values())
    drain(seconds=30)
    whole = caller.receipts()
    assert len(whole) == 15
    for limit in (1, 2, 7):
        assert caller.receipts(limit=limit) == whole


def test_findings_of_receipts_are_in_the_callers_language(caller: Caller, source: Source) -> None:
    caller.send(changed(source.set()["order"], currency="XYZ"))
    english = caller.receipts()[0]["findings"][0]["title"]
    caller.language = "zh-CN"
    chinese = caller.receipts()[0]["findings"][0]["title"]
    assert english.isascii()
    assert not chinese.isascii()


class TestReceiptsOfAMessage:
    """GET /messages/{id}/receipts/."""

    def test_as_json_all_are_listed_with_how_they_stand(
        self, caller: Caller, source: Source
    ) -> None:
        answer = caller.send(*source.set().values())
        drain(seconds=30)
        content = caller.get(f"messages/{answer['id']}/receipts/").json()
        assert [(r["type"], r["event"]) for r in content["results"]] == [
            ("CEB312", "verdict"),
            ("CEB412", "verdict"),
            ("CEB512", "verdict"),
            ("CEB622", "verdict"),
            ("CEB622", "decision"),
        ]

    def test_one_kind_is_one_ceb_message(self, caller: Caller, source: Source) -> None:
        orders = [source.set(number)["order"] for number in range(3)]
        answer = caller.send(*orders)
        response = caller.get(f"messages/{answer['id']}/receipts/", accept=XML)
        assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
        root = etree.fromstring(response.content)
        assert etree.QName(root).localname == "CEB312Message"
        numbers = root.xpath("//ceb:orderNo/text()", namespaces=NS)
        assert numbers == [order["OrderHead"]["orderNo"] for order in orders]
        assert root.xpath("//ceb:ebcCode/text()", namespaces=NS) == [source.firm.code] * 3
        again = caller.get(f"messages/{answer['id']}/receipts/", accept=XML)
        assert again.content == response.content

    def test_several_kinds_must_be_chosen_from(self, caller: Caller, source: Source) -> None:
        answer = caller.send(*source.set().values())
        address = f"messages/{answer['id']}/receipts/"
        response = caller.get(address, accept=XML)
        assert (response.status_code, response.json()["code"]) == (400, "choose_kind")
        offered = [one["kind"] for one in response.json()["details"]["kinds"]]
        assert offered == ["CEB312", "CEB412", "CEB512", "CEB622"]
        for kind in offered:
            root = etree.fromstring(caller.get(address, accept=XML, kind=kind).content)
            assert etree.QName(root).localname == f"{kind}Message"

    def test_more_than_a_hundred_come_in_pages(self, caller: Caller, source: Source) -> None:
        answer = caller.send(*(source.set(number)["order"] for number in range(103)))
        address = f"messages/{answer['id']}/receipts/"
        assert caller.get(address, accept=XML).json()["code"] == "choose_kind"
        counts = []
        for page in (1, 2):
            response = caller.get(address, accept=XML, kind="CEB312", page=page)
            counts.append(len(etree.fromstring(response.content)))
            assert ("Link" in response.headers) is (page == 1)
        assert counts == [100, 3]
        beyond = caller.get(address, accept=XML, kind="CEB312", page=3)
        assert (beyond.status_code, beyond.json()["code"]) == (400, "parameters_invalid")

    def test_a_rejected_document_is_in_the_message_too(
        self, caller: Caller, source: Source
    ) -> None:
        answer = caller.send(changed(source.set()["order"], guid="x", orderNo="é" * 70))
        response = caller.get(f"messages/{answer['id']}/receipts/", accept=XML)
        status = etree.fromstring(response.content).findtext("*/ceb:returnStatus", "", NS)
        assert int(status) < 0

    def test_a_message_that_could_not_be_read_is_answered_with_ceb900(self, caller: Caller) -> None:
        body = '<CEB311Message xmlns="http://www.chinaport.gov.cn/ceb">订单'.encode()
        refused = caller.post(body, XML)
        number = refused.json()["details"]["submission"]
        response = caller.get(f"messages/{number}/receipts/", accept=XML)
        root = etree.fromstring(response.content)
        assert etree.QName(root).localname == "CEB900Message"
        assert root.xpath("//ceb:oriBizMessage/text()", namespaces=NS) == [body.decode()]
        shown = caller.get(f"messages/{number}/").json()
        assert shown["refusal"]["code"] == refused.json()["code"]
        assert shown["refusal"]["detail"]

    def test_a_signed_in_official_does_not_get_the_original_of_a_refused_message(
        self, world: World
    ) -> None:
        number = world.callers["agent"].post(b"<a>secret", XML).json()["details"]["submission"]
        for role, seen in (("agent", True), ("official", False)):
            response = world.callers[role].get(f"messages/{number}/receipts/", accept=XML)
            assert response.status_code == 200
            assert (b"secret" in response.content) is seen


def test_the_answer_to_a_message_can_be_read_again(caller: Caller, source: Source) -> None:
    made = source.set()
    made["order"] = changed(made["order"], currency="XYZ")
    answer = caller.send(*made.values())
    again = caller.get(f"messages/{answer['id']}/").json()
    for name in ("id", "sha256", "counts", "documents"):
        assert again[name] == answer[name]


def test_a_ceb_message_and_ndjson_are_answered_alike(caller: Caller, source: Source) -> None:
    order = source.set()["order"]
    body = to_xml("CEB311", [order], sender=source.firm.code)
    assert caller.post(body, XML).json()["counts"]["accepted"] == 1
    assert caller.send(order)["counts"]["duplicate"] == 1
