"""Every subject has a profile over the five types, not firms alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enterprises.viewers import viewer_for
from risk.models import Raised
from risk.rules.subjects import Subject
from risk.selectors_subjects import riskiest_subjects, subject_profile
from risk.services.rules import load_rules
from risk.services.signals import collect
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_cases import WATCH

pytestmark = pytest.mark.django_db
KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90"


@pytest.fixture
def now() -> datetime:
    moment = timezone.now()
    load_rules(at=moment)
    return moment


def raised(rule: str, at: datetime, kind: str = "person", key: str = KEY, **given: Any) -> Raised:
    values: dict[str, Any] = {
        "rule": rule,
        "version": 1,
        "risk_type": rule[:4],
        "subject_kind": kind,
        "subject_key": key,
        "level": "orange",
        "score": 80,
        "evidence": {},
        "count": 3,
        "first_at": at,
        "last_at": at,
    }
    row: Raised = Raised.objects.create(**(values | given))
    return row


def test_a_person_is_seen_over_the_five_types_by_what_rules_raised(now: datetime) -> None:
    viewer = viewer_for(official("zone", "reviewer"))
    raised("RT03-01", now)
    raised("RT15-01", now, score=50, count=1)
    raised("RT03-02", now - timedelta(days=31))
    risk = subject_profile(viewer, "person", KEY, at=now)
    assert risk is not None
    found = {one.area: one for one in risk.areas}
    assert [one.area for one in risk.areas] == ["market", "trade", "finance", "technical", "safety"]
    assert [code for code, *_ in found["trade"].rules] == ["RT03-01"]
    assert (found["trade"].hits, found["trade"].score) == (3, 56)
    assert found["finance"].score > 0
    assert found["safety"].score == 0
    assert subject_profile(viewer, "person", "another", at=now) is None


def test_alerts_of_any_source_stand_beside_the_rules(now: datetime, client: Client) -> None:
    officer = official("zone", "reviewer")
    subject = Subject("country", "502", "美国")
    given: dict[str, Any] = {"type": "RT17", "rule": "news", "subject": subject, "level": "yellow"}
    old = now - timedelta(days=90)
    signal = collect(evidence={}, by=WATCH, at=old, source="news", **given)
    assert signal.alert is not None
    client.force_login(officer)
    page = client.get("/risk/subjects/one/", {"kind": "country", "key": "502"})
    assert (page.status_code, signal.alert.case.number in page.content.decode()) == (200, True)
    case = client.get(f"/risk/cases/{signal.alert.case_id}/").content.decode()
    assert "/risk/subjects/one/?kind=country&amp;key=502" in case


def test_the_list_leaves_firms_to_their_own_and_is_for_officials(
    now: datetime, client: Client
) -> None:
    officer = official("zone", "reviewer")
    raised("RT03-01", now)
    raised("RT05-01", now, kind="address", key="b" * 32, count=9)
    raised("RT13-01", now, kind="enterprise", key="7", enterprise_id=7)
    rows = riskiest_subjects(viewer_for(officer), kind="", at=now)
    assert [row["subject_kind"] for row in rows] == ["address", "person"]
    only = riskiest_subjects(viewer_for(officer), kind="person", at=now)
    assert [row["hits"] for row in only] == [3]

    client.force_login(officer)
    page = client.get("/risk/subjects/?kind=person").content.decode()
    assert (KEY[:12] in page, f">{KEY}<" in page) == (True, False)
    assert client.get("/risk/subjects/one/?kind=person&key=nobody").status_code == 404
    assert client.get("/risk/subjects/one/?kind=x").status_code == 404
    client.force_login(MemberFactory.create().user)
    assert client.get("/risk/subjects/").status_code == 403
    assert client.get("/risk/subjects/one/", {"kind": "person", "key": KEY}).status_code == 403
