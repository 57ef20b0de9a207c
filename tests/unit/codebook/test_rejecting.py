"""A refusal of customs names whose document is wrong; what nobody knows is kept as it stands."""

import pytest

from declarations.codebook.rejecting import causes_of
from declarations.messages.catalogue import KINDS


@pytest.mark.parametrize(
    ("code", "role", "noun", "element"),
    [
        ("1332", "payment", "payment", "amountPaid"),
        ("1327", "payment", "payment", "payerName"),
        ("1311", "agent", "inventory", ""),
        ("1313", "agent", "inventory", ""),
        ("1301", "agent", "inventory", ""),
        ("13035", "platform", "order", "payCode"),
        ("130126", "agent", "inventory", "buyerTelephone"),
    ],
)
def test_a_code_in_the_text_names_role_document_and_element(
    code: str, role: str, noun: str, element: str
) -> None:
    (cause,) = causes_of("100", f"[Code:{code};Desc:说明,[OrderHead.orderNo:1,PaymentHead:2]]")

    assert (cause.code, cause.role, cause.noun, cause.element) == (code, role, noun, element)
    assert cause.is_known
    assert cause.text == "说明,[OrderHead.orderNo:1,PaymentHead:2]"


def test_several_groups_are_several_causes_each_once() -> None:
    found = causes_of("100", "[Code:1332;Desc:a][Code:1327;Desc:b][Code:1332;Desc:a]")

    assert [cause.code for cause in found] == ["1332", "1327"]


def test_a_code_nobody_knows_is_kept_and_is_the_declarants_turn() -> None:
    (cause,) = causes_of("100", "[Code:1399;Desc:新的原因]")

    assert (cause.code, cause.role, cause.is_known, cause.text) == (
        "1399",
        "agent",
        False,
        "新的原因",
    )


def test_a_code_of_the_table_without_meaning_counts_as_unknown() -> None:
    assert not causes_of("100", "[Code:1371;Desc:…]")[0].is_known


def test_a_sentence_that_misses_documents_asks_those_who_send_them() -> None:
    info = "对应电商企业为[1]订单号为[2]的订单信息不存在 对应电商平台为[1]订单号为[2]支付信息不存在"

    found = causes_of("100", info)

    assert [(cause.role, cause.noun) for cause in found] == [
        ("platform", "order"),
        ("payment", "payment"),
    ]


def test_free_text_is_the_declarants_turn() -> None:
    (cause,) = causes_of("100", "公安身份认证不通过")

    assert (cause.code, cause.role, cause.text) == ("100", "agent", "公安身份认证不通过")


@pytest.mark.parametrize(
    ("status", "noun", "role"),
    [("-621004", "inventory", "agent"), ("-301020", "order", "platform"), ("-9", "waybill", None)],
)
def test_a_negative_code_is_its_own_cause(status: str, noun: str, role: str | None) -> None:
    (cause,) = causes_of(status, "说明", noun=noun)

    assert (cause.code, cause.role) == (status, role or "logistics")
    assert cause.is_known == (role is not None)


def test_every_element_stands_in_the_document_that_is_blamed() -> None:
    kinds = {"payment": "CEB411", "order": "CEB311", "inventory": "CEB621"}
    for code in ("1320", "1322", "1327", "1332", "13035", "13127", "130126"):
        (cause,) = causes_of("100", f"[Code:{code};Desc:x]")
        kind = KINDS[kinds[cause.noun]]
        assert cause.element in {**kind.head_elements, **kind.line_elements}
