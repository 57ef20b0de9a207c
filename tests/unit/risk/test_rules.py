"""Every declared risk rule: what hits it, and what nearly does."""

from typing import Any

import pytest

from risk.rulebook import given_of
from risk.rules.facts import FACTS, known, source_of
from risk.rules.indicators import INDICATORS
from risk.rules.types import TYPES
from risk.screening import prepared, screen

Told = dict[str, Any]
SETTINGS = {"RT11-02": {"countries": "502 110"}}
CASES: dict[str, tuple[Told, Told]] = {
    "RT01-01": (
        {"decl.one_sender": True, "decl.written_apart_s": 1},
        {"decl.one_sender": True, "decl.written_apart_s": 2},
    ),
    "RT01-02": ({"order.page_views": 0}, {"order.page_views": 1}),
    "RT01-03": (
        {"firm.orders_7d": 100, "firm.payers_7d": 10},
        {"firm.orders_7d": 99, "firm.payers_7d": 3},
    ),
    "RT01-04": ({"waybill.signed_elsewhere": 1}, {"waybill.signed_elsewhere": 0}),
    "RT01-05": ({"waybill.light": 0.59}, {"waybill.light": 0.6}),
    "RT01-06": ({"firm.undelivered_share": 0.3}, {"firm.undelivered_share": 0.29}),
    "RT02-01": ({"address.orders_7d": 21}, {"address.orders_7d": 20}),
    "RT02-02": ({"person.orders_1h": 6}, {"person.orders_1h": 5}),
    "RT02-03": ({"order.device_orders_24h": 11}, {"order.device_orders_24h": 10}),
    "RT02-04": ({"order.device_accounts": 6}, {"order.device_accounts": 5}),
    "RT02-05": ({"order.pay_delay_s": 2}, {"order.pay_delay_s": 3}),
    "RT03-01": ({"person.phones_30d": 4}, {"person.phones_30d": 3}),
    "RT03-02": ({"person.addresses_30d": 6}, {"person.addresses_30d": 5}),
    "RT03-03": ({"person.accounts_30d": 5}, {"person.accounts_30d": 4}),
    "RT03-04": ({"buyer.age_unlikely": True}, {"buyer.age_unlikely": False}),
    "RT03-05": ({"person.places_24h": 3}, {"person.places_24h": 2}),
    "RT03-06": ({"order.disowned": 1}, {"order.disowned": 0}),
    "RT03-07": ({"order.identity_failed": 1}, {"order.identity_failed": 0}),
    "RT04-01": ({"person.year_share": 0.91}, {"person.year_share": 0.9}),
    "RT04-02": (
        {"decl.value_share": 0.9, "address.persons_30d": 3, "person.orders_30d": 1},
        {"decl.value_share": 0.9, "address.persons_30d": 3, "person.orders_30d": 2},
    ),
    "RT05-01": ({"address.persons_30d": 10}, {"address.persons_30d": 9}),
    "RT05-02": ({"phone.persons_30d": 5}, {"phone.persons_30d": 4}),
    "RT06-01": ({"address.same_basket_1h": 3}, {"address.same_basket_1h": 2}),
    "RT06-02": (
        {"person.orders_24h": 3, "person.value_24h": 5000.01},
        {"person.orders_24h": 3, "person.value_24h": 5000},
    ),
    "RT07-01": ({"person.qty_30d": 60}, {"person.qty_30d": 59}),
    "RT07-02": ({"person.orders_30d": 30}, {"person.orders_30d": 29}),
    "RT07-03": ({"consumer.second_sale": 1}, {"consumer.second_sale": 0}),
    "RT08-01": (
        {"goods.price_seen": 20, "goods.price_ratio": 0.69},
        {"goods.price_seen": 19, "goods.price_ratio": 0.5},
    ),
    "RT08-02": ({"order.web_price_ratio": 0.69}, {"order.web_price_ratio": 0.7}),
    "RT09-01": ({"goods.code_conflict": 1}, {"goods.code_conflict": 0}),
    "RT09-02": ({"goods.code_doubt": 1}, {"goods.code_doubt": 0}),
    "RT10-01": ({"waybill.weight_gap": 0.11}, {"waybill.weight_gap": 0.1}),
    "RT10-02": ({"waybill.weighed_gap": 0.11}, {"waybill.weighed_gap": 0.1}),
    "RT10-03": ({"book.gap": 0.02}, {"book.gap": 0.01}),
    "RT11-01": ({"goods.forbidden": 1}, {"goods.forbidden": 0}),
    "RT11-02": ({"goods.origin": "502"}, {"goods.origin": "501"}),
    "RT12-01": (
        {"goods.branded": 1, "goods.price_ratio": 0.79},
        {"goods.branded": 1, "goods.price_ratio": 0.8},
    ),
    "RT12-02": ({"goods.rights_notices": 1}, {"goods.rights_notices": 0}),
    "RT12-03": ({"brand.notices": 3}, {"brand.notices": 2}),
    "RT13-01": (
        {"firm.days": 30, "firm.orders_24h": 5000},
        {"firm.days": 31, "firm.orders_24h": 5000},
    ),
    "RT13-02": (
        {"decl.round": True, "decl.value_share": 0.96},
        {"decl.round": True, "decl.value_share": 1.02},
    ),
    "RT13-03": ({"decl.per_kg": 20000}, {"decl.per_kg": 19999}),
    "RT13-04": ({"bank.receipt_gap": -0.31}, {"bank.receipt_gap": 0.3}),
    "RT13-05": (
        {"bank.same_day_out": 0.81, "bank.third_country": 0.1},
        {"bank.same_day_out": 0.8, "bank.third_country": 0.5},
    ),
    "RT13-06": ({"order.same_ip_seller": 1}, {"order.same_ip_seller": 0}),
    "RT14-01": (
        {"goods.price_seen": 20, "goods.price_ratio_high": 3.01},
        {"goods.price_seen": 20, "goods.price_ratio_high": 3},
    ),
    "RT14-02": (
        {"tax.presale_rebates": 1, "tax.circular_share": 0},
        {"tax.presale_rebates": 0, "tax.circular_share": 0.2},
    ),
    "RT15-01": ({"payment.by_buyer": False}, {"payment.by_buyer": True}),
    "RT15-02": ({"payer.buyers_30d": 3}, {"payer.buyers_30d": 2}),
    "RT15-03": ({"order.pay_delay_s": -1}, {"order.pay_delay_s": 0}),
    "RT15-04": ({"order.refunded": 1}, {"order.refunded": 0}),
    "RT15-05": ({"bank.refund_rate": 0.31}, {"bank.refund_rate": 0.3}),
    "RT16-01": (
        {"market.demand_change": -0.3, "market.price_change": 0},
        {"market.demand_change": -0.29, "market.price_change": -0.29},
    ),
    "RT16-02": (
        {"market.rate_change": -0.05, "market.accounts_closed": 0},
        {"market.rate_change": 0.04, "market.accounts_closed": 9},
    ),
    "RT17-01": (
        {"country.rating_fall": 1, "country.defaults": 0, "country.sanctions": 0},
        {"country.rating_fall": 0, "country.defaults": 2, "country.sanctions": 0},
    ),
    "RT18-01": (
        {"goods.failed_tests": 0, "goods.recalls": 1},
        {"goods.failed_tests": 0, "goods.recalls": 0},
    ),
    "RT18-02": ({"goods.shelf_days": 29}, {"goods.shelf_days": 30}),
    "RT18-03": (
        {"goods.injuries": 0, "goods.complaints_30d": 5},
        {"goods.injuries": 0, "goods.complaints_30d": 4},
    ),
    "RT18-04": ({"quality.failed_rate": 0.1}, {"quality.failed_rate": 0.09}),
    "RT19-01": (
        {"country.new_duties": 1, "country.new_certificates": 0},
        {"country.new_duties": 0, "country.new_certificates": 0},
    ),
    "RT20-01": ({"system.backup_age_h": 27}, {"system.backup_age_h": 26}),
    "RT20-02": (
        {"system.holes": 0, "system.disk_share": 0.91},
        {"system.holes": 0, "system.disk_share": 0.9},
    ),
    "RT21-01": ({"goods.dangerous": 1}, {"goods.dangerous": 0}),
    "RT21-02": ({"waybill.xray_alert": 1}, {"waybill.xray_alert": 0}),
    "RT22-01": ({"credit.listed": True}, {"credit.listed": False}),
    "RT22-02": ({"credit.grade": "D"}, {"credit.grade": "C"}),
    "RT22-03": ({"credit.lost_90d": 100}, {"credit.lost_90d": 99}),
    "RT23-01": (
        {"firm.overdue_returns": 0, "firm.overdue_bills": 1, "firm.overdue_summaries": 0},
        {"firm.overdue_returns": 0, "firm.overdue_bills": 0, "firm.overdue_summaries": 0},
    ),
    "RT23-02": ({"firm.unrepaired_days": 16}, {"firm.unrepaired_days": 15}),
    "RT24-01": ({"consumer.complaint_rate": 0.011}, {"consumer.complaint_rate": 0.01}),
    "RT24-02": ({"consumer.unanswered_7d": 1}, {"consumer.unanswered_7d": 0}),
}


def outcome(code: str, told: Told) -> tuple[list[str], int]:
    """The rules that hit when only this one is asked, and the bits without data."""
    one = INDICATORS[code]
    given = given_of(code, 1, one.definition(), SETTINGS.get(code, {}))
    rules = prepared([given], known(one.on), frozenset({"own", one.source}))
    assert not rules.broken
    values = [told.get(fact.name) for fact in FACTS[one.on]]
    found = screen(values, rules, is_import=one.scope != "export")
    assert not found.broken
    return [hit.code for hit in found.hits], found.no_data


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_rule_hits_what_it_says_and_not_what_nearly_is(code: str) -> None:
    hit, near = CASES[code]
    assert outcome(code, hit)[0] == [code]
    assert outcome(code, near) == ([], 0)


def test_a_threshold_that_is_no_number_breaks_its_rule_alone() -> None:
    one = INDICATORS["RT03-01"]
    given = given_of("RT03-01", 1, one.definition(), {"phones": "many", "weight": "nan"})
    rules = prepared([given], known(one.on), frozenset({"own"}))
    assert [(b.reason, b.detail) for b in rules.broken] == [("unknown_threshold", "phones")]


def test_every_rule_stands_in_the_table_and_every_type_has_rules() -> None:
    assert set(CASES) == {one.code for one in INDICATORS}
    assert {one.code[:4] for one in INDICATORS} == set(TYPES)


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_rule_without_values_says_no_data(code: str) -> None:
    assert outcome(code, {}) == ([], 1)


@pytest.mark.parametrize("one", list(INDICATORS), ids=lambda one: one.code)
def test_a_rule_names_the_source_that_its_facts_come_from(one: Any) -> None:
    given = given_of(one.code, 1, one.definition(), {})
    rule = prepared([given], known(one.on), frozenset({"own", one.source})).rules[one.code]
    assert {source_of(one.on, name) for name, _ in rule.shown} - {"own"} == {one.source} - {"own"}
    assert 0 < rule.weight <= 1
    assert set(rule.told) == set(one.thresholds)
