"""Who may know what: a row of the day, the consent, the contract; nothing else opens anything."""

from datetime import date

import pytest

from credit.rules.record_kinds import KINDS
from credit.rules.sharing import (
    CONSENT_ITEMS,
    ITEM_KINDS,
    ITEMS,
    OUTSIDE,
    PURPOSES,
    UNTOLD,
    Allowance,
    Verdict,
    allowed,
    consented_items,
    in_order,
    kept_until,
)
from enterprises.constants import CONSENT_DATA

ROWS = (
    Allowance("supervision", "customs", ("grade", "customs", "penalties"), basis="law"),
    Allowance("supervision", "tax", ("grade", "tax"), basis="law"),
    Allowance("lending", "finance", ("grade", "score", "tax"), needs_consent=True),
    Allowance("rating", "rater", ("grade", "penalties"), needs_consent=True),
)


def ask(purpose: str, *parties: str, **more: frozenset[str]) -> Verdict:
    return allowed(ROWS, purpose=purpose, parties=parties, **more)


def test_a_department_knows_what_its_purpose_allows() -> None:
    verdict = ask("supervision", "customs")
    assert verdict.items == ("grade", "customs", "penalties")
    assert (verdict.refusal, verdict.basis) == ("", "law")


def test_somebody_of_two_departments_knows_what_either_may() -> None:
    assert ask("supervision", "customs", "tax").items == ("grade", "customs", "tax", "penalties")


@pytest.mark.parametrize(
    ("purpose", "party", "refusal"),
    [
        ("curiosity", "customs", "purpose_unknown"),
        ("supervision", "police", "purpose_not_yours"),
        ("lending", "customs", "purpose_not_yours"),
    ],
)
def test_nothing_is_told_without_a_row(purpose: str, party: str, refusal: str) -> None:
    verdict = ask(purpose, party)
    assert (verdict.items, verdict.refusal) == ((), refusal)


def test_a_bank_learns_nothing_without_a_consent() -> None:
    verdict = ask("lending", "finance")
    assert (verdict.items, verdict.refusal) == ((), "consent_missing")
    assert verdict.withheld == ("grade", "score", "tax")


def test_a_bank_learns_what_the_consent_names_and_no_more() -> None:
    verdict = ask("lending", "finance", consented=frozenset({"grade", "penalties"}))
    assert verdict.items == ("grade",)
    assert verdict.withheld == ("score", "tax")


def test_a_rater_learns_only_what_consent_and_contract_both_name() -> None:
    both = frozenset({"grade", "penalties"})
    verdict = ask("rating", "rater", consented=both, contracted=frozenset({"penalties"}))
    assert verdict.items == ("penalties",)


def test_every_kind_of_record_belongs_to_exactly_one_item() -> None:
    kinds = [kind for kinds in ITEM_KINDS.values() for kind in kinds]
    assert sorted(kinds) == sorted(set(kinds))
    assert set(kinds) == set(KINDS) - UNTOLD
    assert set(ITEM_KINDS) <= set(ITEMS)


def test_consents_open_items_that_exist_and_other_data_open_none() -> None:
    assert set(CONSENT_ITEMS) <= set(CONSENT_DATA)
    assert all(items <= set(ITEMS) for items in CONSENT_ITEMS.values())
    assert consented_items(["name", "codes"]) == frozenset()
    assert "grade" in consented_items(["name", "credit_grade"])


def test_items_are_told_in_one_order() -> None:
    assert in_order({"third_party", "grade", "tax"}) == ("grade", "tax", "third_party")
    assert {"finance", "rater"} == OUTSIDE
    assert {"lending", "rating", "supervision"} <= set(PURPOSES)


def test_a_query_is_kept_for_ten_whole_years() -> None:
    assert kept_until(date(2026, 11, 20), 10) == date(2036, 11, 20)
    assert kept_until(date(2028, 2, 29), 10) == date(2038, 3, 1)
