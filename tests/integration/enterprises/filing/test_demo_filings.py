"""The demo's filings: in every state, simulated, made once."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from enterprises import states
from enterprises.models import Distribution, Enterprise, Filing, Member
from enterprises.selectors_filings import clock, queue_page
from enterprises.services.demo import load_demo
from enterprises.services.demo_filings import APPLICANTS, load_demo_filings
from enterprises.services.demo_zone import FIRMS
from enterprises.viewers import viewer_for
from tests.factories.officials import official

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    load_demo(at=AT)


def test_every_firm_has_a_filing_in_force_and_applicants_wait_in_every_state() -> None:
    assert load_demo_filings(at=AT) == len(FIRMS) + len(APPLICANTS)
    in_force = Filing.objects.filter(approved_version__isnull=False, enterprise__status="approved")
    assert in_force.count() == len(FIRMS) + 1
    found = Counter(Filing.objects.values_list("status", flat=True))
    least = {
        states.SUBMITTED: 5,
        states.UNDER_REVIEW: 4,
        states.RETURNED: 2,
        states.DRAFT: 1,
    }
    assert all(found[status] >= number for status, number in least.items())
    assert not Enterprise.objects.filter(filings__isnull=False, simulated=False).exists()
    assert Distribution.objects.filter(department="tax").count() == len(FIRMS) + 1
    first = queue_page(viewer_for(official()), {}, on=AT.date()).rows[0]
    told = clock(first, on=AT.date())
    assert told is not None
    assert told.overdue


def test_loading_again_adds_nothing_and_nobody_can_sign_in_as_the_clerk() -> None:
    load_demo_filings(at=AT)
    assert load_demo_filings(at=AT) == 0
    clerk = Member.objects.filter(user__username="demo-clerk").first()
    assert clerk is not None
    assert not clerk.user.has_usable_password()


def test_the_command_needs_the_demo_and_its_firms(settings: Any) -> None:
    call_command("load_demo_filings")
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("load_demo_filings")
