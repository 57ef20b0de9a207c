"""The first settings of the rules, as the runner loads them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.facts import SystemActor
from declarations.handbook import initial_settings, rules
from declarations.rulebook import settings_on
from reference.models import RuleSetting
from reference.services.rule_settings import NewSetting, put_rule_setting

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_rules", stdout=out)
    return out.getvalue()


def test_every_setting_of_every_rule_has_a_row_of_the_system() -> None:
    load()
    rows = set(RuleSetting.objects.values_list("rule_code", "parameter", "value", "author"))
    expected = {
        (rule.code, name, value, "system")
        for rule in rules()
        for name, value in initial_settings(rule).items()
    }
    assert expected <= rows


def test_loading_again_adds_nothing_and_keeps_what_somebody_set() -> None:
    load()
    put_rule_setting(
        NewSetting("ORD-001", "tolerance", "0.05", valid_from=date(2026, 1, 1)),
        by=SystemActor("zone office"),
        at=timezone.now(),
    )
    count = RuleSetting.objects.count()
    assert "0 added" in load()
    assert RuleSetting.objects.count() == count
    assert str(settings_on(date(2026, 1, 1)).parameters["ORD-001"].tolerance) == "0.05"
    assert str(settings_on(date(2025, 12, 31)).parameters["ORD-001"].tolerance) == "0"


def test_a_rule_that_looks_into_a_table_decides_its_severity_by_it() -> None:
    load()
    settings = settings_on(date(2026, 3, 2))
    assert settings.of("GEN-009") == "warning"  # the countries that come along are incomplete
    assert settings.of("GEN-008") == "error"  # the units are complete
