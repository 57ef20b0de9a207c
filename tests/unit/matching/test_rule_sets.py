"""Which rule set applies to a declaration: by direction, mode and day."""

from datetime import date

import pytest

from declarations.criteria.rule_sets import RULE_SETS, rule_set_for
from tests.builders.bundles import DAY, an_export, an_import
from tests.unit.matching.deciding import codes, decide

LAST_DAY_WITH_PAYMENT = date(2024, 12, 14)
FIRST_DAY_WITHOUT = date(2024, 12, 15)


@pytest.mark.parametrize("mode", ["9610", "1210", "1239", "9710"])
def test_exports_waited_for_the_payment_until_2024_12_14(mode: str) -> None:
    unpaid = an_export(mode)._replace(payment=None)
    outcome = decide(unpaid, day=LAST_DAY_WITH_PAYMENT)
    assert (outcome.outcome, outcome.waiting_for) == ("waiting", ("payment",))


@pytest.mark.parametrize("mode", ["9610", "1210", "1239", "9710", "9810"])
def test_exports_need_no_payment_from_2024_12_15(mode: str) -> None:
    unpaid = an_export(mode)._replace(payment=None)
    outcome = decide(unpaid, day=FIRST_DAY_WITHOUT)
    assert (outcome.outcome, outcome.rule_set) == ("matched", f"export-{mode}-2024.12")


def test_an_overseas_warehouse_never_needed_a_payment() -> None:
    unpaid = an_export("9810")._replace(payment=None)
    assert decide(unpaid, day=LAST_DAY_WITH_PAYMENT).outcome == "matched"


def test_a_payment_that_is_not_asked_for_takes_no_part() -> None:
    assert decide(an_export(), day=FIRST_DAY_WITHOUT).payment is None
    assert decide(an_export(), day=LAST_DAY_WITH_PAYMENT).payment is not None


@pytest.mark.parametrize("mode", ["9610", "1210", "1239"])
def test_imports_need_all_three_on_any_day(mode: str) -> None:
    for day in (LAST_DAY_WITH_PAYMENT, FIRST_DAY_WITHOUT, DAY):
        rules = rule_set_for(direction="import", mode=mode, on=day)
        assert (rules.name, rules.required) == (
            f"import-{mode}-2018.09",
            ("order", "payment", "waybill"),
        )


def test_a_mode_without_rules_is_matched_like_9610_and_says_so() -> None:
    outcome = decide(an_import("0110"))
    assert (outcome.outcome, outcome.rule_set) == ("matched", "import-9610-2018.09")
    assert codes(outcome) == ["MAT-038"]
    assert outcome.findings[0].params == {"mode": "0110"}


def test_a_day_before_the_first_rule_set_takes_the_first() -> None:
    assert rule_set_for(direction="export", mode="9710", on=date(2019, 1, 1)).since == date(
        2020, 7, 1
    )


def test_names_are_unique_and_fit_their_column() -> None:
    names = [rules.name for rules in RULE_SETS]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40


def test_a_rule_set_holds_criteria_of_its_own_direction_and_documents_only() -> None:
    for rules in RULE_SETS:
        for item in rules.criteria:
            assert rules.direction in item.directions
            assert item.nouns <= {*rules.required}
