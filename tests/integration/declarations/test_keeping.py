"""What is kept, and how often: the same once, other content refused, changes with their past."""

import json
from decimal import Decimal

import pytest
import zstandard
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.models import (
    DocumentKey,
    DocumentRevision,
    Inventory,
    Order,
    RawMessage,
    Submission,
    Work,
)
from declarations.services import changing
from declarations.services.sources import JSON, NDJSON, XML
from declarations.stored import earlier_revisions, load
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.builders.documents import Document, changed, head_of, to_ndjson, to_xml
from tests.integration.declarations.conftest import Desk, codes, new_desk, verdicts
from zone_portal.framework.vault import KeyErased, vault
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.rules import RULES


def rule_codes(family: str) -> list[str]:
    return [rule.code for rule in RULES if rule.code.startswith(family)]


def set_severity(rule: str, severity: str) -> None:
    now = timezone.now()
    setting = NewSetting(rule, "severity", severity, now.date())
    put_rule_setting(setting, by=SystemActor("test"), at=now)


def test_a_complete_set_is_accepted_and_read_back_as_it_came(desk: Desk) -> None:
    documents = desk.set()

    judged = desk.send(*documents.values())

    assert verdicts(judged) == {"accepted": 4}
    order = load("CEB311", judged[0].document_id)
    assert order is not None
    assert order.head.buyerName == head_of(documents["order"])["buyerName"]
    assert order.head.acturalPaid == Decimal(head_of(documents["order"])["acturalPaid"])
    assert len(order.lines) == len(documents["order"]["OrderList"])


def test_the_raw_message_can_be_read_again_byte_by_byte(desk: Desk) -> None:
    body = to_ndjson(desk.set().values())

    submission = desk.receive(body, NDJSON).submission

    raw = RawMessage.objects.get(submission_id=submission.id)
    packed = vault().open(raw.body, submission.id.to_bytes(8, "big"))
    assert zstandard.ZstdDecompressor().decompress(packed) == body


def test_no_personal_value_lies_in_the_clear_in_any_table(desk: Desk) -> None:
    documents = desk.set()
    wrong = changed(documents["order"], orderNo="OTHER", buyerIdNumber="36000019700101001A")
    desk.send(*documents.values(), wrong)
    desk.decide()
    head = head_of(documents["order"])
    personal = [head["buyerName"], head["buyerIdNumber"], head["consigneeAddress"]]
    personal += [head["buyerTelephone"], "36000019700101001A"]

    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names() if "declarations_" in t]
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            content = "\n".join(row[0] for row in cursor.fetchall())
            assert not [value for value in personal if value in content], table


def test_the_same_content_again_is_a_duplicate_whatever_its_guid_and_layout(desk: Desk) -> None:
    order = desk.set()["order"]
    (first,) = desk.send(order)
    again = changed(order, guid="0" * 36, appTime="20300101000000", freight=None)
    again["OrderHead"]["freight"] = head_of(order)["freight"] + ".000"

    (same,) = desk.send_xml("CEB311", again)

    assert same.verdict == "duplicate"
    assert same.document_id == first.document_id


def test_other_content_under_a_known_key_is_refused_with_the_official_code(desk: Desk) -> None:
    documents = desk.set()
    desk.send(*documents.values())
    others = [
        changed(documents["order"], ebcName="另一名称"),
        changed(documents["payment"], payName="另一名称"),
        changed(documents["waybill"], logisticsName="另一名称"),
        changed(documents["inventory"], agentName="另一名称"),
    ]

    judged = desk.send(*others)

    assert [j.status for j in judged] == ["-301010", "-401007", "-504012", "-621004"]
    assert all(codes(j) >= {"KEY-001"} for j in judged)


def test_documents_of_one_message_are_judged_in_their_order(desk: Desk) -> None:
    order = desk.set()["order"]
    renamed = changed(order, ebcName="另一名称")
    correction = changed(renamed, appType="2")

    judged = desk.send(order, order, renamed, correction)

    assert [j.verdict for j in judged] == ["accepted", "duplicate", "rejected", "accepted"]
    assert Order.objects.get(id=judged[0].document_id).revision == 2


def test_a_change_keeps_its_id_and_the_earlier_content(desk: Desk) -> None:
    order = desk.set()["order"]
    (first,) = desk.send(order)

    (change,) = desk.send(changed(order, appType="2", ebcName="新名称"))

    assert change.verdict == "accepted"
    assert change.document_id == first.document_id
    kept = Order.objects.get(id=first.document_id)
    assert (kept.revision, kept.ebc_name) == (2, "新名称")
    ((revision, record),) = earlier_revisions(first.document_id)
    assert record.head.ebcName == head_of(order)["ebcName"]
    assert revision.revision == 1


def test_a_change_sent_again_in_another_layout_is_a_duplicate_even_after_the_match(
    desk: Desk,
) -> None:
    documents = desk.set()
    change = changed(documents["order"], appType="2", note="更正")
    first, *_ = desk.send(documents["order"], *documents.values(), change)
    desk.decide()
    assert desk.decision().outcome == "matched"
    written = changed(change, guid="1" * 36)
    written["OrderHead"]["freight"] = head_of(change)["freight"] + ".000"

    again = [*desk.send_xml("CEB311", written), *desk.send(change), *desk.send(written)]

    assert [(j.verdict, j.document_id) for j in again] == [("duplicate", first.document_id)] * 3
    assert Order.objects.get(id=first.document_id).revision == 2


def test_what_was_changed_since_is_a_duplicate_when_it_is_sent_again(desk: Desk) -> None:
    order = desk.set()["order"]
    first_change = changed(order, appType="2", ebcName="一", guid="1" * 36)
    second_change = changed(order, appType="2", ebcName="二", guid="2" * 36)
    (kept, *_) = desk.send(order, first_change, second_change)

    again = desk.send(order, first_change, second_change)
    (back,) = desk.send(changed(first_change, guid="3" * 36))

    assert [j.verdict for j in again] == ["duplicate"] * 3
    assert back.verdict == "accepted"
    assert Order.objects.get(id=kept.document_id).ebc_name == "一"


def test_a_deletion_sent_again_is_a_duplicate_and_another_one_is_refused(desk: Desk) -> None:
    order = desk.set()["order"]
    deletion = changed(order, appType="3")
    desk.send(order, deletion)
    again = changed(deletion, guid="1" * 36, appTime="20300101000000")
    again["OrderHead"]["freight"] = head_of(order)["freight"] + ".0"

    (resent,) = desk.send_xml("CEB311", again)
    (other,) = desk.send(changed(deletion, note="另一删除"))

    assert (resent.verdict, resent.document_id) == ("duplicate", 0)
    assert (other.verdict, codes(other)) == ("rejected", {"KEY-006"})


@pytest.mark.parametrize("severity", ["warning", "off"])
@pytest.mark.parametrize(
    "rule", sorted(code for code in rule_codes("KEY") if code not in {"KEY-004", "KEY-007"})
)
def test_no_setting_accepts_what_is_not_kept(desk: Desk, rule: str, severity: str) -> None:
    set_severity(rule, severity)
    order = desk.set()["order"]
    desk.send(order)

    judged = desk.send(
        changed(order, ebcName="另一名称"),
        changed(order, orderNo="NOWHERE", appType="2"),
        changed(order, orderNo="NOWHERE", appType="3"),
    )

    assert [j.verdict for j in judged] == ["rejected"] * 3


@pytest.mark.parametrize(
    ("severity", "verdict", "found"),
    [
        ("error", "rejected", {"KEY-004"}),
        ("warning", "accepted", {"KEY-004"}),
        ("off", "accepted", set()),
    ],
)
@pytest.mark.parametrize("app_type", ["2", "3"])
def test_an_older_time_is_refused_pointed_out_or_let_pass_as_the_setting_says(
    desk: Desk, app_type: str, severity: str, verdict: str, found: set[str]
) -> None:
    set_severity("KEY-004", severity)
    order = desk.set()["order"]
    (kept,) = desk.send(order)
    older = changed(order, appType=app_type, appTime="20200101000000", ebcName="更正")

    (judged,) = desk.send(older)

    assert (judged.verdict, codes(judged)) == (verdict, found)
    names = Order.objects.filter(id=kept.document_id).values_list("ebc_name", flat=True)
    taken = [] if app_type == "3" else ["更正"]
    assert list(names) == ([head_of(order)["ebcName"]] if verdict == "rejected" else taken)


def test_a_change_or_deletion_of_what_is_not_there_is_refused(desk: Desk) -> None:
    order = desk.set()["order"]

    judged = desk.send(changed(order, appType="2"), changed(order, appType="3"))

    assert [j.status for j in judged] == ["-301009", "-301009"]


def test_a_deleted_document_gives_its_key_back(desk: Desk) -> None:
    order = desk.set()["order"]
    (first,) = desk.send(order)

    (deletion,) = desk.send(changed(order, appType="3"))
    (anew,) = desk.send(changed(order, ebcName="新名称"))

    assert deletion.verdict == "accepted"
    assert anew.verdict == "accepted"
    assert not Order.objects.filter(id=first.document_id).exists()
    assert DocumentRevision.objects.get(document_id=first.document_id).ended_by == "3"


def test_an_order_is_declared_in_one_inventory_only(desk: Desk) -> None:
    documents = desk.set()
    desk.send(*documents.values())

    (second,) = desk.send(changed(documents["inventory"], copNo="ANOTHER"))

    assert (second.verdict, second.status) == ("rejected", "-621004")
    assert Inventory.objects.filter(sender_id=desk.firm.id).count() == 1


def test_a_rejected_document_keeps_its_key_free_and_harms_no_neighbour(desk: Desk) -> None:
    good, bad = desk.set(0)["order"], desk.set(1)["order"]

    judged = desk.send(good, changed(bad, currency="999"), "{", desk.set(2)["order"])  # type: ignore[arg-type]
    (repaired,) = desk.send(bad)

    assert [j.verdict for j in judged] == ["accepted", "rejected", "rejected", "accepted"]
    assert repaired.verdict == "accepted"


def test_an_accepted_message_leaves_work_and_a_verdict_for_every_document(desk: Desk) -> None:
    documents = desk.set()
    received = desk.receive(to_ndjson([documents["order"], documents["payment"]]), NDJSON)

    submission = Submission.objects.get(id=received.submission.id)
    assert (submission.accepted, submission.rejected, submission.duplicate) == (2, 0, 0)
    (work,) = Work.objects.filter(submission_id=submission.id)
    assert [work.first_id, work.last_id] == [j.document_id for j in received.judged]


def test_a_message_of_only_rejected_documents_leaves_no_work_and_no_key(desk: Desk) -> None:
    before = DocumentKey.objects.count()

    desk.send(changed(desk.set()["order"], orderNo=None))

    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()
    assert DocumentKey.objects.count() == before


@pytest.mark.parametrize(
    "table", ["declarations_raw_message", "declarations_rejection", "declarations_past_decision"]
)
def test_what_is_append_only_refuses_change_by_right(desk: Desk, table: str) -> None:
    desk.send(*desk.set().values(), changed(desk.set(1)["order"], currency="999"))

    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_message_that_cannot_be_read_is_kept_with_its_refusal(desk: Desk) -> None:
    with pytest.raises(PortalError) as refused:
        desk.receive(b"<broken", "application/xml")

    submission = Submission.objects.get(id=int(refused.value.details["submission"]))
    assert (submission.refusal or {})["code"] == refused.value.code
    assert RawMessage.objects.filter(submission_id=submission.id).exists()
    assert json.dumps(submission.refusal)


def test_what_an_erased_month_kept_is_refused_and_harms_no_neighbour(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = desk.set()["order"]
    desk.send(order)

    def erased(code: str, document_id: int) -> None:
        raise KeyErased(24_322)

    monkeypatch.setattr(changing, "load", erased)
    judged = desk.send(
        changed(order, ebcName="另一名称"),
        changed(order, appType="2", ebcName="另一名称"),
        changed(order, appType="3"),
        desk.set(1)["order"],
    )

    assert [codes(j) for j in judged] == [{"KEY-001"}, {"KEY-002"}, {"KEY-002"}, set()]
    assert judged[-1].verdict == "accepted"


def with_two_transfers(desk: Desk, order: Document) -> bytes:
    body = to_xml("CEB311", [order], sender=desk.firm.code)
    start, end = body.index(b"<ceb:BaseTransfer>"), body.index(b"</ceb:BaseTransfer>") + 19
    return body[:end] + body[start:end] + body[end:]


def test_a_base_transfer_sent_twice_is_accepted_with_a_warning(desk: Desk) -> None:
    (judged,) = desk.receive(with_two_transfers(desk, desk.set()["order"]), XML).judged

    assert judged.verdict == "accepted"
    assert codes(judged) == {"MSG-004"}


def test_what_is_wrong_around_documents_is_told_whatever_becomes_of_the_first(desk: Desk) -> None:
    order = desk.set()["order"]
    sent = [
        order,
        order,
        changed(order, ebcName="另一名称"),
        changed(order, appType="2", note="更正"),
        changed(order, appType="3"),
        changed(order, appType="2", note="又"),
    ]

    judged = [desk.receive(with_two_transfers(desk, each), XML).judged[0] for each in sent]

    assert [(j.verdict, codes(j) - {"MSG-004"}) for j in judged] == [
        ("accepted", set()),
        ("duplicate", set()),
        ("rejected", {"KEY-001"}),
        ("accepted", set()),
        ("accepted", set()),
        ("rejected", {"KEY-006"}),
    ]
    assert all(codes(j) >= {"MSG-004"} for j in judged)


def test_a_document_that_names_no_firm_of_the_sender_is_refused(desk: Desk) -> None:
    other = new_desk()

    judged = desk.send(*other.set().values())

    assert {j.verdict for j in judged} == {"rejected"}
    assert all("ENT-001" in codes(j) for j in judged)


def test_a_message_of_another_transmitter_is_refused_as_a_whole(desk: Desk) -> None:
    body = to_xml("CEB311", [desk.set()["order"]], sender=new_desk().firm.code)

    with pytest.raises(PortalError) as refused:
        desk.receive(body, XML)

    assert refused.value.code == "transfer_not_own"


@pytest.mark.parametrize("amount", ["1_000", "1e3", "１００", "NaN", "12,5", "0" * 70])
def test_an_amount_in_xml_that_customs_would_not_read_is_refused(desk: Desk, amount: str) -> None:
    (judged,) = desk.send_xml("CEB411", changed(desk.set()["payment"], amountPaid=amount))

    assert judged.verdict == "rejected"
    assert "amountPaid" in {e["field"] for f in judged.findings for e in f["documents"]}


def test_every_inventory_gets_a_number_of_its_own_that_a_change_does_not_alter(desk: Desk) -> None:
    first, second = desk.set(0)["inventory"], desk.set(1)["inventory"]
    judged = desk.send(first, second)
    numbers = [Inventory.objects.get(id=j.document_id).entry_no for j in judged]

    desk.send(changed(first, appType="2", note="更正"))

    assert len(set(numbers)) == 2
    assert all(number[0] == "B" and len(number) == 18 for number in numbers)
    assert Inventory.objects.get(id=judged[0].document_id).entry_no == numbers[0]


def test_a_member_given_twice_in_a_single_document_is_a_finding(desk: Desk) -> None:
    text = json.dumps(desk.set()["payment"], ensure_ascii=False)
    twice = text.replace('"payerName":', '"payerName": "另一人", "payerName":')

    (judged,) = desk.receive(twice.encode(), JSON).judged

    assert (judged.verdict, codes(judged)) == ("rejected", {"MSG-006"})


@pytest.mark.parametrize("noun", ["order", "payment", "waybill", "inventory"])
@pytest.mark.parametrize("between", [":", " : "])
def test_a_member_that_comes_twice_in_a_line_is_refused_and_harms_no_neighbour(
    desk: Desk, noun: str, between: str
) -> None:
    good, bad = desk.set(0)[noun], desk.set(1)[noun]
    text = json.dumps(bad, ensure_ascii=False, separators=(",", between))
    twice = text.replace('"appType"', f'"appType"{between}"2","appType"', 1)

    judged = desk.receive(f"{twice}\n{json.dumps(good)}".encode(), NDJSON).judged

    assert [(j.verdict, codes(j)) for j in judged] == [
        ("rejected", {"MSG-006"}),
        ("accepted", set()),
    ]


def test_members_that_say_nothing_and_colons_in_values_are_not_taken_for_repeats(
    desk: Desk,
) -> None:
    order = desk.set()["order"]
    order["OrderHead"] |= {"note": None, "batchNumbers": "A: 1", "consigneeAddress": '\\: ": 号'}

    (judged,) = desk.receive(json.dumps(order, ensure_ascii=False).encode(), NDJSON).judged

    assert judged.verdict == "accepted"
