"""The periods of filings are dated settings."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.facts import SystemActor
from enterprises.selectors_filings import filing_settings
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.factories.applications import AT, submitted

pytestmark = pytest.mark.django_db


def test_loading_keeps_what_somebody_set() -> None:
    new = NewSetting("FILING", "review_days", "7", valid_from=date(2026, 11, 1))
    put_rule_setting(new, by=SystemActor("test"), at=AT)
    out = StringIO()
    call_command("load_filing_settings", stdout=out)
    assert "0 added" in out.getvalue()
    assert filing_settings(on=date(2026, 10, 31))["review_days"] == "5"
    assert filing_settings(on=date(2026, 11, 1))["review_days"] == "7"


def test_the_clock_follows_the_setting_of_the_day() -> None:
    new = NewSetting("FILING", "review_days", "1", valid_from=date(2026, 11, 20))
    put_rule_setting(new, by=SystemActor("test"), at=AT)
    assert submitted().filing.due_date == date(2026, 11, 23)
