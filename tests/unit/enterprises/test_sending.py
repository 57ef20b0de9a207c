"""Who may send what: the truth table of the law, one line for each case."""

import pytest

from enterprises.constants import KINDS, MESSAGE_KINDS
from enterprises.facts import EnterpriseFacts
from enterprises.rules.sending import SENDERS, may_send, scopes_for

IMPORT_ORDER, EXPORT_ORDER = "CEB311", "CEB303"
IMPORT_PAYMENT, EXPORT_PAYMENT = "CEB411", "CEB403"
WAYBILLS = ("CEB505", "CEB511")
CARRIED = (*WAYBILLS, "CEB507", "CEB509", "CEB513", "CEB607")
INVENTORIES = ("CEB603", "CEB621")
DECLARED = (*INVENTORIES, "CEB213", "CEB605", "CEB623", "CEB625", "CEB701")
AT_A_SITE = ("CEB215", "CEB507", "CEB711")
ORDERS = (EXPORT_ORDER, IMPORT_ORDER)
PAYMENTS = (EXPORT_PAYMENT, IMPORT_PAYMENT)
NO_MANDATES: frozenset[tuple[int, str]] = frozenset()


def firm(number: int, *kinds: str, approved: bool = True) -> EnterpriseFacts:
    return EnterpriseFacts(
        number, f"36989600{number:02}", "", f"虚构{number}", frozenset(kinds), approved
    )


PLATFORM = firm(1, "platform")
SELLER = firm(2, "ecommerce")
PAYMENT = firm(3, "payment")
CARRIER = firm(4, "logistics")
EXPRESS = firm(5, "express")
POSTAL = firm(6, "postal")
BROKER = firm(7, "broker")
TRADER = firm(8, "individual")
OPERATOR = firm(10, "site")
ALL_AT_ONCE = firm(9, "platform", "ecommerce", "payment", "logistics", "broker")

NAMED: dict[str, EnterpriseFacts | None] = {
    "ebpCode": PLATFORM,
    "ebcCode": SELLER,
    "payCode": PAYMENT,
    "logisticsCode": CARRIER,
    "agentCode": BROKER,
    "operatorCode": OPERATOR,
}

BY_RIGHT = [
    *((kind, PLATFORM, "platform", "ebpCode") for kind in ORDERS),
    *((kind, SELLER, "ecommerce", "ebcCode") for kind in ORDERS),
    *((kind, PAYMENT, "payment", "payCode") for kind in PAYMENTS),
    (EXPORT_PAYMENT, SELLER, "ecommerce", "ebcCode"),
    *((kind, CARRIER, "logistics", "logisticsCode") for kind in CARRIED),
    *((kind, SELLER, "ecommerce", "ebcCode") for kind in DECLARED),
    *((kind, BROKER, "agent", "agentCode") for kind in (*DECLARED, "CEB607")),
    *((kind, OPERATOR, "site", "operatorCode") for kind in AT_A_SITE),
]


@pytest.mark.parametrize(("kind", "sender", "role", "element"), BY_RIGHT)
def test_a_named_firm_sends_its_own_document(
    kind: str, sender: EnterpriseFacts, role: str, element: str
) -> None:
    verdict = may_send(kind, sender=sender, named=NAMED, mandates=NO_MANDATES)
    assert (verdict.allowed, verdict.reason_code) == (True, "own")
    assert (verdict.as_role, verdict.owner_element) == (role, element)


FIRMS = (PLATFORM, SELLER, PAYMENT, CARRIER, EXPRESS, POSTAL, BROKER, TRADER, OPERATOR)


@pytest.mark.parametrize("kind", MESSAGE_KINDS)
@pytest.mark.parametrize("sender", FIRMS, ids=lambda f: next(iter(f.kinds)))
def test_nobody_else_sends_it(kind: str, sender: EnterpriseFacts) -> None:
    by_right = {(k, s.id) for k, s, _, _ in BY_RIGHT}
    verdict = may_send(kind, sender=sender, named=NAMED, mandates=NO_MANDATES)
    assert verdict.allowed is ((kind, sender.id) in by_right)


@pytest.mark.parametrize("operator", [EXPRESS, POSTAL])
@pytest.mark.parametrize(
    ("kind", "principal", "element"),
    [
        *((kind, PLATFORM, "ebpCode") for kind in (*ORDERS, *PAYMENTS)),
        *((kind, SELLER, "ebcCode") for kind in (*ORDERS, *PAYMENTS)),
        *((kind, PAYMENT, "payCode") for kind in PAYMENTS),
    ],
)
def test_an_entrusted_express_or_postal_operator_sends_orders_and_payments(
    kind: str, principal: EnterpriseFacts, element: str, operator: EnterpriseFacts
) -> None:
    mandates = frozenset({(principal.id, kind)})
    verdict = may_send(kind, sender=operator, named=NAMED, mandates=mandates)
    assert (verdict.allowed, verdict.reason_code) == (True, "mandate")
    assert (verdict.as_role, verdict.owner_element) == ("agent", element)


@pytest.mark.parametrize("kind", [*ORDERS, *PAYMENTS])
def test_without_a_mandate_the_operator_is_told_that_one_is_missing(kind: str) -> None:
    verdict = may_send(kind, sender=EXPRESS, named=NAMED, mandates=NO_MANDATES)
    assert (verdict.allowed, verdict.reason_code) == (False, "mandate_missing")


def test_a_mandate_covers_only_its_kind_and_its_principal() -> None:
    for mandate in ((PLATFORM.id, EXPORT_ORDER), (PAYMENT.id, IMPORT_ORDER), (99, IMPORT_ORDER)):
        verdict = may_send(IMPORT_ORDER, sender=EXPRESS, named=NAMED, mandates=frozenset({mandate}))
        assert (verdict.allowed, verdict.reason_code) == (False, "mandate_missing"), mandate


@pytest.mark.parametrize("kind", [*ORDERS, *PAYMENTS])
def test_an_entrusted_broker_still_sends_no_orders_and_payments(kind: str) -> None:
    mandates = frozenset({(PLATFORM.id, kind)})
    verdict = may_send(kind, sender=BROKER, named=NAMED, mandates=mandates)
    assert (verdict.allowed, verdict.reason_code) == (False, "agent_kind")


@pytest.mark.parametrize("kind", [*WAYBILLS, "CEB509", "CEB513"])
def test_another_carrier_needs_the_named_carrier_s_mandate(kind: str) -> None:
    without = may_send(kind, sender=EXPRESS, named=NAMED, mandates=NO_MANDATES)
    assert (without.allowed, without.reason_code) == (False, "mandate_missing")
    given = frozenset({(CARRIER.id, kind)})
    assert may_send(kind, sender=EXPRESS, named=NAMED, mandates=given).allowed


@pytest.mark.parametrize("kind", DECLARED)
def test_anyone_named_as_agent_sends_the_inventory_without_a_mandate(kind: str) -> None:
    for agent in FIRMS:
        named = {**NAMED, "agentCode": agent}
        verdict = may_send(kind, sender=agent, named=named, mandates=NO_MANDATES)
        assert (verdict.allowed, verdict.reason_code) == (True, "own")
        assert verdict.as_role == "agent"


@pytest.mark.parametrize("kind", DECLARED)
def test_whoever_the_inventory_does_not_name_needs_a_mandate_of_the_named(kind: str) -> None:
    assert not may_send(kind, sender=EXPRESS, named=NAMED, mandates=NO_MANDATES).allowed
    for principal in (BROKER, SELLER):
        mandates = frozenset({(principal.id, kind)})
        assert may_send(kind, sender=EXPRESS, named=NAMED, mandates=mandates).allowed


def test_an_individual_trader_is_an_e_commerce_firm_for_its_orders() -> None:
    named = {**NAMED, "ebcCode": TRADER}
    for kind in (*ORDERS, *INVENTORIES, EXPORT_PAYMENT):
        assert may_send(kind, sender=TRADER, named=named, mandates=NO_MANDATES).allowed


def test_a_named_firm_that_is_not_filed_as_such_is_told_so() -> None:
    named = {**NAMED, "ebpCode": BROKER}
    verdict = may_send(IMPORT_ORDER, sender=BROKER, named=named, mandates=NO_MANDATES)
    assert (verdict.allowed, verdict.reason_code) == (False, "enterprise_kind")
    assert (verdict.as_role, verdict.owner_element) == ("platform", "ebpCode")


def test_a_platform_that_sells_itself_sends_as_what_it_is_filed_as() -> None:
    named = {**NAMED, "ebpCode": SELLER}
    verdict = may_send(IMPORT_ORDER, sender=SELLER, named=named, mandates=NO_MANDATES)
    assert (verdict.allowed, verdict.as_role) == (True, "ecommerce")


@pytest.mark.parametrize("kind", MESSAGE_KINDS)
def test_one_firm_of_all_kinds_sends_everything_that_names_it(kind: str) -> None:
    named = dict.fromkeys(NAMED, ALL_AT_ONCE)
    assert may_send(kind, sender=ALL_AT_ONCE, named=named, mandates=NO_MANDATES).allowed


@pytest.mark.parametrize("kind", MESSAGE_KINDS)
def test_a_firm_that_is_not_approved_sends_nothing(kind: str) -> None:
    suspended = firm(1, *KINDS, approved=False)
    mandates = frozenset({(1, kind), (2, kind)})
    named = dict.fromkeys(NAMED, suspended)
    verdict = may_send(kind, sender=suspended, named=named, mandates=mandates)
    assert (verdict.allowed, verdict.reason_code) == (False, "sender_not_approved")


@pytest.mark.parametrize("kind", MESSAGE_KINDS)
def test_a_document_that_names_nobody_registered_is_nobody_s(kind: str) -> None:
    for named in ({}, dict.fromkeys(NAMED)):
        verdict = may_send(kind, sender=BROKER, named=named, mandates=NO_MANDATES)
        assert not verdict.allowed
        assert verdict.owner_element == SENDERS[kind].principals[0]


def test_a_receipt_is_sent_by_no_enterprise() -> None:
    verdict = may_send("CEB312", sender=ALL_AT_ONCE, named=NAMED, mandates=NO_MANDATES)
    assert (verdict.allowed, verdict.reason_code) == (False, "kind_not_sent")


def test_scopes_follow_from_what_a_firm_could_ever_send() -> None:
    managing = {"members", "mandates", "consents", "certificates"}
    everyone = managing | {"read", "filings", "identity", "claims", "reports"}
    agent_of_inventories = everyone | {f"send:{kind}" for kind in (*DECLARED, "CEB607")}
    carried = {f"send:{kind}" for kind in (*CARRIED, *AT_A_SITE)}
    assert scopes_for(["broker"]) == agent_of_inventories
    paid = {"send:CEB411", "send:CEB403", "risk"}
    assert scopes_for(["payment"]) == agent_of_inventories | paid
    assert scopes_for(["logistics"]) == agent_of_inventories | carried
    assert scopes_for(["finance"]) == agent_of_inventories | {"accounts", "risk"}
    assert scopes_for(["express"]) == everyone | {f"send:{kind}" for kind in MESSAGE_KINDS}


@pytest.mark.parametrize(("kind", "sender", "role", "element"), BY_RIGHT)
def test_a_firm_may_have_the_scope_of_everything_it_may_send(
    kind: str, sender: EnterpriseFacts, role: str, element: str
) -> None:
    assert f"send:{kind}" in scopes_for(sender.kinds)
