"""The outcome in one sentence: what differs, whose turn it is, what to do."""

import re

import pytest

from declarations.criteria import CRITERIA
from declarations.criteria.registry import PHRASES
from declarations.criteria.sentence import Headline, headline
from tests.builders.bundles import Declaration, an_import, hashed
from tests.unit.matching.deciding import decide
from zone_portal.kernel.findings import to_stored
from zone_portal.kernel.rules import RULES


def of(declaration: Declaration, language: str) -> Headline:
    outcome = decide(declaration)
    stored = [to_stored(finding) for finding in outcome.findings]
    return headline(outcome.outcome, outcome.waiting_for, stored, language)


ANOTHER_PAYER = an_import().change(
    "payment", payer_name_hash=hashed("王小明"), payer_id_number_hash=hashed("二"), amount_paid=1
)


def test_a_mismatch_says_what_differs_and_who_corrects_what() -> None:
    assert of(ANOTHER_PAYER, "zh-hans") == Headline(
        "不能对碰：支付人不是订购人，且支付金额与订单不一致。",
        ("payment",),
        "请支付企业更正支付单。",
    )
    assert of(ANOTHER_PAYER, "en") == Headline(
        "Cannot be matched: the payer is not the buyer, and the amount paid is not that of the "
        "order.",
        ("payment",),
        "The payment company must correct the payment.",
    )


def test_many_causes_are_counted_after_the_third() -> None:
    many = ANOTHER_PAYER.change_line(1, qty=9, price=9, name="别的").change(
        "waybill", consignee_hash=hashed("李四")
    )
    found = of(many, "zh-hans")
    assert found.title == (
        "不能对碰：支付人不是订购人，支付金额与订单不一致，商品名称与订单不同，且另有3处不同。"
    )
    assert found.turn == ("payment", "agent", "logistics")
    assert of(many, "en").next_step == (
        "The payment company must correct the payment; the declaring firm must correct the "
        "inventory; the carrier must correct the waybill."
    )


def test_waiting_names_what_is_awaited_and_who_sends_it() -> None:
    alone = an_import()._replace(order=None, waybill=None)
    assert of(alone, "zh-hans") == Headline(
        "等待单证：尚未收到订单和运单。",
        ("platform", "logistics"),
        "请电商平台报送订单，请物流企业报送运单。",
    )
    assert of(alone, "en") == Headline(
        "Waiting: the order and the waybill have not arrived.",
        ("platform", "logistics"),
        "The platform must send the order; the carrier must send the waybill.",
    )


def test_waiting_does_not_hide_what_differs_already() -> None:
    early = ANOTHER_PAYER._replace(waybill=None)
    found = of(early, "zh-hans")
    assert found.title == (
        "等待单证：尚未收到运单。已收到的单证不一致：支付人不是订购人，且支付金额与订单不一致。"
    )
    assert found.turn == ("logistics", "payment")
    assert found.next_step == "请物流企业报送运单，请支付企业更正支付单。"


def test_a_match_is_one_calm_sentence() -> None:
    assert of(an_import(), "en") == Headline(
        "Matched: every document needed is here, and they agree.", (), "Nothing needs to be done."
    )
    hinted = of(an_import().change_line(1, country="304"), "zh-hans")
    assert hinted.title == "对碰一致：所需单证齐全，内容相符。另有1项提示。"
    assert hinted.turn == ()


def test_before_any_decision_the_result_is_awaited() -> None:
    assert headline("pending", (), (), "zh-hans").title == "已收到，尚未对碰。"


def test_a_criterion_that_has_left_the_register_shows_its_code() -> None:
    gone = {"code": "MAT-999", "severity": "error", "responsible": "customs"}
    found = headline("mismatched", (), [gone], "en")
    assert found == Headline("Cannot be matched: MAT-999.", ("customs",), "Customs must act.")


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.code.startswith("MAT-")])
def test_every_text_is_there_in_both_languages(code: str) -> None:
    rule = RULES[code]
    for zh, en in (rule.title, rule.remedy):
        assert re.search("[\u4e00-\u9fff]", zh)
        assert en
        assert not re.search("[\u4e00-\u9fff]", en)
    assert rule.basis
    assert rule.responsible in {"platform", "payment", "logistics", "agent"}


@pytest.mark.parametrize("code", sorted(CRITERIA))
def test_every_criterion_can_be_said_as_part_of_a_sentence(code: str) -> None:
    zh, en = PHRASES[code]
    assert zh
    assert en
    assert not zh.endswith("。")
    assert en[0].islower()


@pytest.mark.parametrize(
    ("code", "noun", "zh", "en"),
    [
        ("MAT-041", "payment", "其余支付单", "The payment company must send the other payments."),
        ("MAT-043", "order", "其余订单", "The platform must send the other orders."),
        (
            "MAT-048",
            "inventory",
            "其余包裹的清单",
            "The declaring firm must send the inventories of the other parcels.",
        ),
    ],
)
def test_the_rest_of_several_is_called_so(code: str, noun: str, zh: str, en: str) -> None:
    rest = [{"code": code, "severity": "warning", "responsible": "", "documents": []}]
    assert headline("waiting", [noun], rest, "zh").title == f"等待单证：尚未收到{zh}。"
    said = headline("waiting", [noun], rest, "en")
    assert said.next_step == en
    assert " have not arrived." in said.title
