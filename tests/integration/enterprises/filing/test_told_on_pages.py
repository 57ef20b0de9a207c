"""What the rules find doubtful reaches the reviewer; what is owed reaches the enterprise."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from enterprises.services.filing import drafting, submitting
from tests.factories.applications import AT, approved, draft
from tests.factories.officials import official

pytestmark = pytest.mark.django_db


def test_a_licence_that_runs_out_soon_is_told_to_the_reviewer() -> None:
    applied = draft(["payment"])
    soon = (AT + timedelta(days=9)).date().isoformat()
    drafting.save_values(values={"payment_licence_until": soon}, **applied.who)
    submitting.submit(**applied.who)
    client = Client()
    client.force_login(official())
    with time_machine.travel(AT, tick=False):
        page = client.get(f"/reviews/{applied.filing.pk}/", headers={"accept-language": "zh-hans"})
    assert page.status_code == 200
    assert f"将于{soon}到期" in page.content.decode()


def test_the_yearly_confirmation_names_its_day() -> None:
    applied = approved()
    client = Client()
    with time_machine.travel(datetime(2027, 3, 1, 2, tzinfo=UTC), tick=False):
        client.force_login(applied.by)
        page = client.get(
            f"/file/{applied.filing.enterprise_id}/", headers={"accept-language": "zh-hans"}
        )
    assert page.status_code == 200
    assert "2027-06-30" in page.content.decode()
