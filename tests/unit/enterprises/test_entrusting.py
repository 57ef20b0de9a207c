"""What a mandate and a consent must say, by itself; all problems at once."""

from dataclasses import replace
from datetime import date

from enterprises.facts import EnterpriseFacts
from enterprises.rules.entrusting import (
    Entrustment,
    Permission,
    consent_problems,
    mandate_problems,
)

TODAY = date(2026, 11, 20)
SELLER = EnterpriseFacts(1, "369996D001", "", "卖家", frozenset({"ecommerce"}), approved=True)
EXPRESS = EnterpriseFacts(2, "369996D002", "", "快件", frozenset({"express"}), approved=True)
BROKER = EnterpriseFacts(3, "369996D003", "", "报关", frozenset({"broker"}), approved=True)
BANK = EnterpriseFacts(4, "369996D004", "", "银行", frozenset({"finance"}), approved=True)
GOOD = Entrustment("369996D002", ("CEB311", "CEB411"), TODAY, date(2027, 1, 1))
CONSENT = Permission("369996D004", "贷款审核", ("name", "filing"), date(2027, 1, 1))


def wrong(given: Entrustment, agent: EnterpriseFacts | None = EXPRESS) -> set[tuple[str, str]]:
    found = mandate_problems(given, principal=SELLER, agent=agent, today=TODAY)
    return {(problem.field, problem.code) for problem in found}


def wrong_consent(
    given: Permission, recipient: EnterpriseFacts | None = BANK
) -> set[tuple[str, str]]:
    found = consent_problems(given, principal=SELLER, recipient=recipient, today=TODAY)
    return {(problem.field, problem.code) for problem in found}


def test_a_complete_mandate_has_no_problem() -> None:
    assert wrong(GOOD) == set()
    assert wrong(replace(GOOD, valid_to=None)) == set()


def test_all_problems_of_a_mandate_come_at_once() -> None:
    given = Entrustment("", (), date(2026, 11, 19), date(2026, 11, 1), "说" * 201)
    assert wrong(given, None) == {
        ("agent", "missing"),
        ("kinds", "missing"),
        ("valid_from", "past"),
        ("valid_to", "period"),
        ("note", "too_long"),
    }


def test_nobody_entrusts_itself_a_stranger_or_a_suspended_firm() -> None:
    assert ("agent", "same_enterprise") in wrong(GOOD, SELLER)
    assert wrong(GOOD, None) == {("agent", "enterprise_unknown")}
    assert wrong(GOOD, replace(EXPRESS, approved=False)) == {("agent", "not_approved")}


def test_only_an_approved_firm_may_entrust() -> None:
    suspended = replace(SELLER, approved=False)
    found = mandate_problems(GOOD, principal=suspended, agent=EXPRESS, today=TODAY)
    assert [(problem.field, problem.code) for problem in found] == [("principal", "not_approved")]


def test_orders_are_entrusted_to_who_may_send_them_for_others() -> None:
    assert wrong(GOOD, BROKER) == {("kinds", "agent_kind")}
    assert wrong(replace(GOOD, kinds=("CEB621",)), BROKER) == set()
    assert wrong(replace(GOOD, kinds=("CEB999",)), EXPRESS) == {("kinds", "unknown")}


def test_a_complete_consent_has_no_problem() -> None:
    assert wrong_consent(CONSENT) == set()


def test_all_problems_of_a_consent_come_at_once() -> None:
    given = Permission("369996D003", " ", ("name", "shoe_size"), TODAY)
    assert wrong_consent(given, BROKER) == {
        ("recipient", "recipient_kind"),
        ("purpose", "missing"),
        ("data", "unknown"),
        ("valid_to", "period"),
    }
    assert ("data", "missing") in wrong_consent(replace(CONSENT, data=()))


def test_every_problem_speaks_both_languages() -> None:
    given = Entrustment("", (), date(2026, 1, 1), date(2025, 1, 1))
    found = [*mandate_problems(given, principal=SELLER, agent=None, today=TODAY)]
    assert len(found) == 4
    assert all(problem.zh and problem.en for problem in found)
