"""A program asks for every indicator of every coverage and site: nothing of another firm comes."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from accounts.facts import SystemActor
from enterprises.services.tokens import issue_token
from statistics_app.rules.indicators import INDICATORS
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import figures
from tests.factories.governance import Governed
from tests.factories.receipts import FEBRUARY, JANUARY, MARCH, key_firm, received

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/statistics/values/"
TERM = {"from": "2026-01", "to": "2026-03"}


def test_a_program_reads_nothing_of_other_firms() -> None:
    Governed()
    single, *others = [key_firm(site) for site in ("west", "hub", "hub", "hub", "hub")]
    for month in (JANUARY, FEBRUARY, MARCH):
        received(single, month, "77")
        for firm in others:
            received(firm, month, "10")
    figures(single, 3, day=date(2026, 2, 2), declared_date=date(2026, 2, 2))
    asking = EnterpriseFactory.create(site_id="west")
    token = issue_token(enterprise=asking, by=SystemActor("test"), at=timezone.now()).text
    program = Client(headers={"Authorization": f"Bearer {token}"})
    open_: list[str] = []
    for one in INDICATORS.values():
        for coverage in one.coverages:
            for chosen in (
                {},
                {"site": "west"},
                {"currency": "usd"},
                {"enterprise": str(single.pk)},
            ):
                asked = {"code": one.code, "coverage": coverage, **TERM, **chosen}
                answer = program.get(ADDRESS, asked)
                if answer.status_code == 400 and "enterprise" in chosen:
                    continue
                told = answer.json()
                numbers = [told[name] for name in ("value", "numerator", "denominator")]
                if any(number and Decimal(number) for number in numbers):
                    open_.append(f"{asked}: {numbers}")

    assert open_ == []
