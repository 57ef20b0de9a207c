"""Sharing in the demo zone: something to see on every page, loaded once."""

from typing import Any

import pytest

from credit.models import Query, Record
from credit.services.sharing_demo import LOOKS, load_demo_sharing
from enterprises.services.demo import load_demo
from tests.factories.credit import AT

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_rater_a_consent_and_looks_one_of_them_refused(settings: Any) -> None:
    settings.PORTAL_DEMO = True
    load_demo(at=AT)
    assert load_demo_sharing(at=AT) == 4 + len(LOOKS)
    assert load_demo_sharing(at=AT) == 0
    assert Record.objects.filter(kind="third_party_rating").count() == 3
    assert sorted(Query.objects.values_list("party", "refusal")) == [
        ("commerce", "purpose_not_yours"),
        ("customs", ""),
        ("finance", ""),
        ("fx", ""),
        ("market", ""),
    ]
