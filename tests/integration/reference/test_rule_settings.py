"""Parameters of rules: dated, authored, never lost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from reference.models import RuleSetting
from reference.selectors import rule_settings
from reference.services.rule_settings import (
    NewSetting,
    add_missing_rule_settings,
    put_rule_setting,
)
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
BY = SystemActor("test")
RULE = "TEST-1"
pytestmark = pytest.mark.django_db


def put(value: str, start: date, end: date | None = None) -> RuleSetting:
    return put_rule_setting(NewSetting(RULE, "tolerance", value, start, end), by=BY, at=AT)


def value_on(day: date) -> str | None:
    return rule_settings(on=day).get(RULE, {}).get("tolerance")


def test_the_value_of_a_day_is_the_one_in_force_then() -> None:
    put("0.01", date(2024, 1, 1))
    put("0.05", date(2024, 12, 15))
    assert value_on(date(2023, 12, 31)) is None
    assert value_on(date(2024, 12, 14)) == "0.01"
    assert value_on(date(2024, 12, 15)) == "0.05"


def test_a_value_set_before_a_later_one_ends_there() -> None:
    put("0.05", date(2025, 1, 1))
    put("0.01", date(2024, 1, 1))
    assert value_on(date(2024, 12, 31)) == "0.01"
    assert value_on(date(2025, 1, 1)) == "0.05"


def test_a_value_set_again_for_the_same_day_replaces_it_and_is_audited() -> None:
    put("0.01", date(2024, 1, 1))
    put("0.02", date(2024, 1, 1))
    assert value_on(date(2024, 1, 1)) == "0.02"
    last = AuditEntry.objects.filter(action="rule_setting.put").latest("id")
    assert last.old is not None
    assert last.new is not None
    assert (last.by_label, last.old["value"], last.new["value"]) == ("test", "0.01", "0.02")


def test_a_period_may_not_reach_into_a_later_value() -> None:
    put("0.05", date(2025, 1, 1))
    with pytest.raises(PortalError) as refusal:
        put("0.01", date(2024, 1, 1), date(2025, 6, 1))
    assert refusal.value.code == "setting_overlaps"
    assert value_on(date(2024, 6, 1)) is None


def test_first_values_never_replace_what_somebody_set() -> None:
    put("0.05", date(2025, 1, 1))
    first = [
        NewSetting(RULE, "tolerance", "0.01", date(2018, 1, 1)),
        NewSetting(RULE, "severity", "warning", date(2018, 1, 1)),
    ]
    assert add_missing_rule_settings(first, by=BY, at=AT) == 1
    assert add_missing_rule_settings(first, by=BY, at=AT) == 0
    assert dict(rule_settings(on=date(2026, 1, 1))[RULE]) == {
        "tolerance": "0.05",
        "severity": "warning",
    }
    assert RuleSetting.objects.get(rule_code=RULE, parameter="severity").author == "test"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"author": ""}, "rule_setting_author"),
        ({"rule_code": ""}, "rule_setting_named"),
        ({"parameter": ""}, "rule_setting_named"),
        ({"valid_to": date(2024, 1, 1)}, "rule_setting_period"),
    ],
)
def test_the_database_guards_every_row(changes: dict[str, Any], constraint: str) -> None:
    row = {
        "rule_code": RULE,
        "parameter": "tolerance",
        "value": "1",
        "valid_from": date(2024, 1, 1),
        "author": "somebody",
        "set_at": AT,
    }
    with pytest.raises(IntegrityError, match=constraint):
        RuleSetting.objects.create(**(row | changes))


@pytest.mark.parametrize("start", [date(2024, 1, 1), date(2024, 6, 1), date(2023, 1, 1)])
def test_a_parameter_has_one_value_a_day(start: date) -> None:
    put("1", date(2024, 1, 1))
    with pytest.raises(IntegrityError, match="rule_setting_no_overlap"):
        RuleSetting.objects.create(
            rule_code=RULE,
            parameter="tolerance",
            value="2",
            valid_from=start,
            author="x",
            set_at=AT,
        )
