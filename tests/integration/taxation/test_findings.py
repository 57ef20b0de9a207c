"""An excess is a finding: customs would refuse, as severe as the setting of the day says."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.facts import SystemActor
from reference.services.rule_settings import NewSetting, put_rule_setting
from taxation.facts import FreezeWish, Frozen, Granted, QuotaWish
from taxation.selectors import (
    estimate,
    estimate_many,
    excess_of_quota,
    lack_of_guarantee,
    treatments_on,
)
from tests.builders.taxes import goods, purchase
from tests.integration.taxation.conftest import AT, DAY
from zone_portal.kernel.findings import Finding, render, to_stored
from zone_portal.kernel.rules import RULES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settings_loaded")]
WISH = QuotaWish(1, uuid4(), 2026, Decimal(800))
FREEZE = FreezeWish(1, "3601960001", Decimal("98.00"))


def exceeded(on: date = DAY) -> Finding | None:
    return excess_of_quota(WISH, Granted(1, "exceeded", Decimal("500")), on=on)


def test_what_was_reserved_is_no_finding() -> None:
    for outcome in ("reserved", "repeated"):
        assert excess_of_quota(WISH, Granted(1, outcome), on=DAY) is None


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
def test_the_severity_of_an_excess_is_a_dated_setting(severity: str) -> None:
    put_rule_setting(
        NewSetting("TAX-002", "severity", severity, valid_from=date(2026, 12, 1)),
        by=SystemActor("zone office"),
        at=AT,
    )
    before, after = exceeded(), exceeded(date(2026, 12, 1))
    assert before is not None
    assert before.severity == "warning"
    assert (after and after.severity) == (None if severity == "off" else severity)


def test_a_finding_of_quota_speaks_both_languages_and_names_no_person() -> None:
    finding = exceeded()
    assert finding is not None
    for language, words in (("zh-hans", "海关将不予放行"), ("en", "customs would refuse")):
        public = render(to_stored(finding), RULES, language)
        assert words in public["title"]
        assert str(WISH.person) not in str(public)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("unknown", "TAX-011"), ("short", "TAX-012"), ("over", "TAX-013"), ("frozen", None)],
)
def test_a_lack_of_guarantee_says_which(outcome: str, code: str | None) -> None:
    found = lack_of_guarantee(FREEZE, Frozen(1, outcome, Decimal(3)), on=DAY)
    assert (found and found.code) == code


def test_a_slice_is_estimated_with_two_queries_and_as_one_by_one() -> None:
    bought = [purchase(goods(str(price))) for price in range(100, 130)]
    bought.append(purchase(goods("10"), mode="9999"))
    estimate_many(bought, on=DAY)  # the settings are remembered from now on
    with CaptureQueriesContext(
        connection,
    ) as queries:
        said = estimate_many(bought, on=DAY, explain=False)
    assert len(queries) == 2
    assert [one.total for one in said[:30]] == [estimate(p, on=DAY).total for p in bought[:30]]
    assert said[30].outcome == "not_computable"
    assert not any(line.steps for one in said for line in one.lines)


def test_refunds_on_departure_begin_in_2025() -> None:
    def bases(on: date) -> set[str]:
        return {row.basis for row in treatments_on(on) if row.mode == "9810"}

    assert len(bases(date(2025, 1, 26)) | bases(date(2025, 1, 27))) == 2
    assert "离境即退税" in bases(date(2025, 1, 27)).pop()
