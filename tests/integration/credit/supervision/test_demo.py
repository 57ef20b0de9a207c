"""The demo zone's matters of supervision, made by the services that people use."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from credit.models import Case, CommitmentBreach, CreditWarning
from credit.rules.supervision.listed_measures import SHIPPED
from credit.selectors_measures import published_list

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_published_list_and_matters_in_every_desk(
    settings: Any,
) -> None:
    settings.PORTAL_DEMO = True
    for name in ("load_zone", "load_demo_enterprises", "load_demo_credit_supervision"):
        call_command(name, stdout=StringIO())

    out = StringIO()
    call_command("load_demo_credit_supervision", stdout=out)

    assert "0 added" in out.getvalue()
    assert published_list(on=timezone.localdate()).count() == len(SHIPPED)
    assert sorted(Case.objects.values_list("status", flat=True)) == ["candidate", "notified"]
    assert CreditWarning.objects.count() == 1
    assert CommitmentBreach.objects.count() == 1
