"""The large screen of the hall: what it warns of, how it goes on by itself, and today's strip."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from enterprises.models import Enterprise
from enterprises.viewers import Viewer, viewer_for
from risk.models import Case
from statistics_app.selectors_screen import strip
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.figures import figures, nothing_counted
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_cases import Desk as RiskDesk
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import desk, reader
from tests.integration.pages.test_lists import a_days_work

__all__ = ["desk"]  # a fixture
pytestmark = pytest.mark.django_db

ADDRESS = "/statistics/screen/"
OCTOBER = {"from": "2025-10", "to": "2025-10"}


def values(page: str) -> dict[str, str]:
    """The numbers of the strip by their names."""
    found = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {name.strip(): re.sub(r"<[^>]+>", "", value).strip() for name, value in found}


def test_money_without_its_rate_is_marked() -> None:
    nothing_counted()
    figures(EnterpriseFactory.create(), 2, rmb=Decimal("50.00"), usd=None)
    zone = reader(official())

    assert "不得公布" not in zone.text(ADDRESS, **OCTOBER)
    assert "2025-10" in zone.text(ADDRESS, **OCTOBER, currency="usd")
    assert "不得公布" in zone.text(ADDRESS, **OCTOBER, currency="usd")


def test_it_goes_on_with_what_was_asked() -> None:
    zone = reader(official())
    page = zone.text(ADDRESS, currency="usd", site="west")
    (polled,) = re.findall(r'hx-get="([^"]+)"', page)

    assert polled.replace("&amp;", "&") == f"{ADDRESS}?currency=usd&site=west"
    part = zone.client.get(
        polled.replace("&amp;", "&"), headers={"HX-Request": "true", "X-Unattended": "1"}
    )
    assert "USD" in part.content.decode() or "美元" in part.content.decode()


def test_the_strip_counts_todays_lists(desk: Desk) -> None:
    a_days_work(desk)
    firm = Viewer((desk.firm.id,), own_ids=(desk.firm.id,))
    today = strip(firm, at=timezone.now())

    assert (today.received, today.matched, today.mismatched, today.waiting) == (3, 1, 1, 1)
    assert today.alerts is None, "alerts are the authorities' own"
    firm_itself = Enterprise.objects.get(pk=desk.firm.id)
    page = reader(MemberFactory.create(enterprise=firm_itself).user).text(ADDRESS)
    assert values(page) == {"今日清单": "3", "三单一致": "1", "等待单证": "1", "不一致": "1"}


def test_the_strip_counts_open_alerts_and_names_nobody() -> None:
    risks = RiskDesk()
    risks.case(level="yellow")
    zone, tax = reader(risks.office), official("tax", "reviewer")

    page = zone.text(ADDRESS)

    assert values(page)["未办结预警"] == "1"
    assert risks.firm.name not in page
    assert strip(viewer_for(tax), at=timezone.now()).alerts == 0, "not theirs to handle"
    Case.objects.update(status="dismissed", closed_at=timezone.now())
    assert values(zone.text(ADDRESS))["未办结预警"] == "0"


def test_lists_of_yesterday_are_not_todays(desk: Desk) -> None:
    a_days_work(desk)
    firm = Viewer((desk.firm.id,), own_ids=(desk.firm.id,))

    assert strip(firm, at=timezone.now() + timedelta(days=1)).received == 0
