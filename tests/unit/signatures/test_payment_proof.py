"""Raw payment data: the published upload, and what is wrong with others."""

import base64
import json
from typing import Any

import pytest

from declarations.signatures.payment_proof import (
    ProofUnreadable,
    build_payment_proof,
    problems_of,
    read_open_request,
    read_payment_proof,
)
from enterprises.rules.signing import sm2
from tests.builders.payment_proofs import HEAD, ORDER, proof
from tests.builders.signatures import sm2_card
from tests.unit.signatures.test_sm2 import KEY, KNOWN

SENT: str = KNOWN["payment_proof"]["sent"]


def test_the_published_upload_is_read_and_its_signature_holds() -> None:
    found = read_payment_proof(SENT)

    assert found.signed.decode() == KNOWN["payment_proof"]["text"]
    assert sm2.verify(KEY, found.signed, found.signature)
    assert list(problems_of(found)) == []
    assert (found.cert_no, found.head.currency) == ("03000000000cde6f", "142")
    assert [order.orderNo for order in found.orders] == ["202009231454218421271832"]


def test_other_writing_of_the_same_values_is_another_text() -> None:
    written_anew = json.dumps(json.loads(SENT), ensure_ascii=False)
    cents = SENT.replace('"totalAmount":5.0', '"totalAmount":5')

    for text in (written_anew, cents):
        found = read_payment_proof(text)
        assert not sm2.verify(KEY, found.signed, found.signature)


def test_what_is_built_is_signed_as_it_is_sent() -> None:
    card = sm2_card()

    found = read_payment_proof(proof(card.signer))

    assert sm2.verify(sm2.public_key(card.signer.private), found.signed, found.signature)
    assert list(problems_of(found)) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"guid": ""}, "guid"),
        ({"initalRequest": "x" * 8001}, "initalRequest"),
        ({"initalResponse": " "}, "initalResponse"),
        ({"ebpCode": "1" * 19}, "ebpCode"),
        ({"payCode": ""}, "payCode"),
        ({"payTransactionId": "1" * 61}, "payTransactionId"),
        ({"totalAmount": 0}, "totalAmount"),
        ({"totalAmount": -1.5}, "totalAmount"),
        ({"totalAmount": None}, "totalAmount"),
        ({"totalAmount": 1e30}, "totalAmount"),
        ({"totalAmount": 0.000001}, "totalAmount"),
        ({"currency": "14200"}, "currency"),
        ({"verDept": "4"}, "verDept"),
        ({"payType": "9"}, "payType"),
        ({"tradingTime": "20261120"}, "tradingTime"),
        ({"note": "x" * 1001}, "note"),
        ({"guid": "a\0b"}, "guid"),
    ],
)
def test_a_wrong_field_of_the_payment_is_named(changes: dict[str, Any], named: str) -> None:
    text = proof(sm2_card().signer, head={**HEAD, **changes})
    (problem,) = problems_of(read_payment_proof(text))
    assert problem[0].startswith(named)
    assert problem[1].startswith(named)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"orderNo": ""}, "orderNo"),
        ({"recpAccount": ""}, "recpAccount"),
        ({"recpName": "x" * 101}, "recpName"),
        ({"recpCode": "1" * 19}, "recpCode"),
        ({"goodsInfo": []}, "goodsInfo"),
        ({"goodsInfo": [{"gname": "x", "itemLink": ""}]}, "itemLink"),
    ],
)
def test_a_wrong_field_of_an_order_is_named(changes: dict[str, Any], named: str) -> None:
    text = proof(sm2_card().signer, orders=[{**ORDER, **changes}])
    (problem,) = problems_of(read_payment_proof(text))
    assert problem[0].startswith(named)


def test_wrong_certificate_numbers_times_and_empty_lists_are_named_all_at_once() -> None:
    text = build_payment_proof(
        session_id="s" * 37,
        head=HEAD,
        orders=[],
        service_time="now",
        cert_no="ABC",
        signer=sm2_card().signer,
    )
    named = [problem[0].split(" ")[0] for problem in problems_of(read_payment_proof(text))]
    assert named == ["sessionID", "serviceTime", "certNo", "payExchangeInfoLists"]


@pytest.mark.parametrize("given", [{}, None, ""])
def test_what_may_be_left_out_may_be_null(given: Any) -> None:
    head = {name: value for name, value in HEAD.items() if name not in {"note", "payType"}}
    order = {name: value for name, value in ORDER.items() if name != "recpCode"}
    if given != {}:
        head |= {"note": given, "payType": given}
        order |= {"recpCode": given}
    text = proof(sm2_card().signer, head=head, orders=[order])

    assert list(problems_of(read_payment_proof(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        SENT[:-1],
        SENT.replace('"sessionID":"', '"sessionID":["'),
        "[" * 5000,
    ],
)
def test_what_is_no_upload_is_unreadable(text: str) -> None:
    with pytest.raises(ProofUnreadable):
        read_payment_proof(text)


def test_a_signature_that_is_no_base64_is_unreadable() -> None:
    value = base64.b64encode(b"x" * 64).decode()
    text = SENT.replace(KNOWN["payment_proof"]["signature"], f"*{value}")
    with pytest.raises(ProofUnreadable):
        read_payment_proof(text)


def test_the_question_of_customs_is_read() -> None:
    asked = read_open_request(
        '{"orderNo":"A1","sessionID":"fe2374-8fnejf97","serviceTime":"1544519952469"}'
    )
    assert (asked.orderNo, asked.sessionID) == ("A1", "fe2374-8fnejf97")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"orderNo":"","sessionID":"s","serviceTime":"1"}',
        '{"orderNo":"A","sessionID":"s","serviceTime":"soon"}',
        '{"orderNo":"A\\u0000","sessionID":"s","serviceTime":"1"}',
        '{"orderNo":1,"sessionID":"s","serviceTime":"1"}',
    ],
)
def test_other_questions_are_refused(text: str) -> None:
    with pytest.raises(ProofUnreadable):
        read_open_request(text)
