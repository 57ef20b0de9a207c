"""The envelope of a message, and documents that do not follow their specification."""

import pytest

from declarations.messages.envelope import Problem
from declarations.messages.xml_reader import read_message
from tests.builders.documents import CAST, complete_set, head_of, to_xml
from tests.unit.messages.reading import (
    edited,
    order_message,
    payment_message,
    read_one,
    refusal,
)

TRANSFER = "<ceb:BaseTransfer>"
SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'
EXTEND = (
    "<ceb:ExtendMessage><ceb:name>x</ceb:name><ceb:Message><y/></ceb:Message></ceb:ExtendMessage>"
)
SUBSCRIBE = (
    "<ceb:BaseSubscribe><ceb:status>RET</ceb:status><ceb:dxpMode>DXP</ceb:dxpMode>"
    "<ceb:dxpAddress>DXPENT0000000002</ceb:dxpAddress></ceb:BaseSubscribe>"
)
END = "</ceb:CEB411Message>"


def problems_of(body: bytes) -> list[tuple[str, str, int | None]]:
    return [problem[:3] for problem in read_one(body).problems]


def test_the_envelope_names_the_transmitting_enterprise() -> None:
    message = read_message(payment_message((END, SUBSCRIBE + EXTEND + SIGNATURE + END)))

    assert message.kind.code == "CEB411"
    assert message.transfer["copCode"] == CAST.platform.code
    assert message.subscribes == (
        {"status": "RET", "dxpMode": "DXP", "dxpAddress": "DXPENT0000000002"},
    )
    assert message.has_signature
    assert message.warnings == ()


def test_documents_come_in_the_order_sent_with_their_text_as_it_stands() -> None:
    payments = [complete_set(number)["payment"] for number in range(100)]

    message = read_message(to_xml("CEB411", payments))

    assert [raw.data["PaymentHead"] for raw in message.documents] == list(map(head_of, payments))
    assert not message.has_signature


@pytest.mark.parametrize("tail", [EXTEND + SIGNATURE, SIGNATURE + EXTEND])
def test_import_and_export_order_of_the_tail_are_both_read(tail: str) -> None:
    assert read_message(payment_message((END, tail + END))).warnings == ()


def test_a_document_behind_the_envelope_is_still_read() -> None:
    body = payment_message()
    start, end = body.index(b"\t<ceb:Payment>"), body.index(b"\t<ceb:BaseTransfer>")
    moved = body[:start] + body[end:].replace(END.encode(), body[start:end] + END.encode())

    assert read_one(moved) == read_one(body)


def test_a_second_equal_base_transfer_is_tolerated_with_a_warning() -> None:
    text = payment_message().decode()
    transfer = text[text.index(TRANSFER) : text.index(END)]

    (warning,) = read_message(payment_message((END, transfer + END))).warnings

    assert warning[:2] == ("element_repeated", "BaseTransfer")
    assert warning.source_line == text[: text.index(END)].count("\n") + 1


def test_two_base_transfers_that_differ_leave_the_sender_open() -> None:
    text = payment_message().decode()
    other = text[text.index(TRANSFER) : text.index(END)].replace(CAST.platform.code, "3698960099")

    assert refusal(payment_message((END, other + END))).code == "transfer_ambiguous"


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([("ceb:BaseTransfer>", "ceb:BaseTransfer2>")] * 2, "element_unexpected"),
        ([(f"<ceb:copCode>{CAST.platform.code}</ceb:copCode>", "")], "transfer_incomplete"),
        ([(f"<ceb:copCode>{CAST.platform.code}", "<ceb:copCode> ")], "transfer_incomplete"),
        ([(END, f"<ceb:Order/>{END}")], "element_unexpected"),
        ([(END, f"text{END}")], "element_unexpected"),
        ([("CEB411Message", "CEB412Message")] * 2, "kind_not_accepted"),
        ([("CEB411Message", "CEB514Message")] * 2, "kind_not_accepted"),
        ([("CEB411Message", "CEB900Message")] * 2, "kind_not_accepted"),
        ([("CEB411Message", "DxpMsg")] * 2, "kind_unknown"),
        ([("www.chinaport.gov.cn/ceb", "www.chinaport.gov.cn/dxp")], "kind_unknown"),
    ],
)
def test_a_message_that_cannot_be_taken_in_says_why(
    edits: list[tuple[str, str]], code: str
) -> None:
    assert refusal(payment_message(*edits)).code == code


def test_a_message_without_envelope_or_documents_is_refused() -> None:
    text = payment_message().decode()
    transfer = text[text.index(TRANSFER) : text.index(END)]
    payment = text[text.index("<ceb:Payment>") : text.index(TRANSFER)]

    assert refusal(edited(text.encode(), (transfer, ""))).code == "transfer_missing"
    assert refusal(edited(text.encode(), (payment, ""))).code == "no_document"


def test_the_hundred_and_first_document_is_too_many_with_the_official_code() -> None:
    sets = [complete_set(number) for number in range(100)]
    for noun, kind, official in (
        ("order", "CEB311", "-301015"),
        ("payment", "CEB411", "-401013"),
        ("waybill", "CEB511", "-504013"),
        ("inventory", "CEB621", "-621030"),
    ):
        body = to_xml(kind, [one[noun] for one in sets]).decode()
        wrapper = body[body.index("\t<ceb:") :].split(">")[0].strip()[1:]
        refused = refusal(edited(body.encode(), (f"</{wrapper}>", f"</{wrapper}><{wrapper}/>")))
        assert (refused.code, refused.status) == ("too_many_documents", 413)
        assert refused.details == {
            "count": 101,
            "limit": 100,
            "official": official,
            "kind": kind,
        }


def test_a_refusal_names_its_place() -> None:
    refused = refusal(payment_message(("</ceb:payName>", "</ceb:payname>")))

    line = payment_message().decode().split("<ceb:payName>")[0].count("\n") + 1
    assert refused.details["line"] == line
    assert f"line {line}" in refused.text("en")
    assert f"第{line}行" in refused.text("zh-hans")


def test_missing_parts_of_the_envelope_are_warnings() -> None:
    message = read_message(
        payment_message(
            (' guid="', ' guid="short'),
            (' version="1.0" xmlns', " xmlns"),
            ("<ceb:dxpId>DXPENT0000000001</ceb:dxpId>", ""),
        )
    )

    assert [warning[:2] for warning in message.warnings] == [
        ("guid_malformed", "guid"),
        ("version_missing", "version"),
        ("element_missing", "dxpId"),
    ]


def test_lower_case_guids_and_versions_of_practice_are_no_matter() -> None:
    body = payment_message((' version="1.0" xmlns', ' version="v1.0" xmlns'))
    guid = read_message(body).guid

    message = read_message(body.replace(guid.encode(), guid.lower().encode()))

    assert (message.guid, message.version, message.warnings) == (guid.lower(), "v1.0", ())


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (
            ("<ceb:itemNo>", "<ceb:unit>007</ceb:unit><ceb:itemNo>"),
            [("element_order", "itemNo", 1), ("element_order", "itemName", 1)],
        ),
        (("</ceb:orderNo>", "</ceb:orderNo><ceb:orderNo>2</ceb:orderNo>"), "orderNo"),
        (("<ceb:gnum>2</ceb:gnum>", "<ceb:gnum>2</ceb:gnum><ceb:gnum>3</ceb:gnum>"), "gnum"),
    ],
)
def test_misplaced_and_repeated_elements_are_problems_of_their_document(
    edit: tuple[str, str], problem: str | list[tuple[str, str, int | None]]
) -> None:
    found = problems_of(order_message(edit))

    if isinstance(problem, str):
        assert ("element_repeated", problem, 2 if problem == "gnum" else None) in found
    else:
        assert found[:2] == problem


def test_the_first_of_a_repeated_element_counts() -> None:
    body = payment_message(("</ceb:orderNo>", "</ceb:orderNo><ceb:orderNo>2</ceb:orderNo>"))

    assert read_one(body).data["PaymentHead"]["orderNo"] != "2"


def test_a_second_head_and_a_head_behind_its_lines_are_problems() -> None:
    text = order_message().decode()
    head = text[text.index("<ceb:OrderHead>") : text.index("<ceb:OrderList>")]

    twice = problems_of(edited(text.encode(), ("</ceb:Order>", f"{head}</ceb:Order>")))
    behind = problems_of(edited(text.encode(), (head, ""), ("</ceb:Order>", f"{head}</ceb:Order>")))

    assert twice == [("element_repeated", "OrderHead", None)]
    assert behind == [("element_order", "OrderHead", None)]


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (("<ceb:payTime>", "<ceb:paytime>1</ceb:paytime><ceb:payTime>"), "paytime"),
        (("<ceb:payTime>", '<x xmlns="urn:x">1</x><ceb:payTime>'), "{urn:x}x"),
        (("<ceb:payTime>", "<ceb:payTime><ceb:y/>"), "payTime/y"),
        (("<ceb:payTime>", '<ceb:payTime a="1">'), "payTime/@a"),
        (("<ceb:PaymentHead>", '<ceb:PaymentHead a="1">'), "@a"),
        (("<ceb:payTime>", "text<ceb:payTime>"), "#text"),
    ],
)
def test_what_no_record_has_stays_in_the_data_under_its_own_name(
    edit: tuple[str, str], name: str
) -> None:
    good = read_one(payment_message()).data["PaymentHead"]
    head = read_one(payment_message(edit)).data["PaymentHead"]

    assert head.keys() - good.keys() == {name}


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (("<ceb:Payment>", "<ceb:Payment><ceb:type>1</ceb:type>"), "Payment/type"),
        (("<ceb:Payment>", '<ceb:Payment a="1">'), "@a"),
        (("<ceb:Payment>", "<ceb:Payment>text"), "#text"),
    ],
)
def test_what_stands_beside_the_head_is_not_lost(edit: tuple[str, str], name: str) -> None:
    assert name in read_one(payment_message(edit)).data


def test_a_document_without_head_has_none() -> None:
    text = payment_message().decode()
    head = text[text.index("<ceb:PaymentHead>") : text.index("</ceb:Payment>")]

    assert read_one(edited(text.encode(), (head, ""))).data == {}


def test_one_bad_document_does_not_touch_its_neighbours() -> None:
    sets = [complete_set(number) for number in range(3)]
    body = to_xml("CEB411", [one["payment"] for one in sets])
    number = str(head_of(sets[1]["payment"])["orderNo"])

    message = read_message(edited(body, (f">{number}<", f"><x/>{number}<")))

    good = [raw.data["PaymentHead"] for raw in message.documents]
    assert good[0] == head_of(sets[0]["payment"])
    assert good[2] == head_of(sets[2]["payment"])
    assert "orderNo/x" in good[1] or "orderNo/{}x" in str(good[1])


def test_a_problem_knows_the_line_of_the_text() -> None:
    text = order_message().decode()
    (problem,) = read_one(
        edited(
            text.encode(),
            ("</ceb:note>" if "note" in text else "</ceb:qty>", "</ceb:qty>\n<ceb:qty>1</ceb:qty>"),
        )
    ).problems

    line = text[: text.index("</ceb:qty>")].count("\n") + 2
    assert problem == Problem("element_repeated", "qty", 1, line)
