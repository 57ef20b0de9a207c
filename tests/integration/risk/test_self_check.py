"""A firm sees of its own risks what it was told elsewhere, and nothing of rules and scores."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from declarations.models import Inventory
from enterprises.services.tokens import issue_token
from enterprises.viewers import viewer_for
from risk import selectors_self_check as own
from risk.models import ExportMarket, Raised, Screening, Tally
from risk.services.cases import reviewing
from risk.services.quality import goods
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_cases import Desk, deed
from tests.factories.risk_column import published
from tests.factories.risk_quality import forwarded, recalled, taken_up
from tests.factories.risk_screenings import screening
from tests.factories.supervision import BY, Party
from tests.factories.tasks import TaskFactory
from tests.integration.declarations.conftest import Desk as Sender
from tests.integration.declarations.conftest import new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender() -> Sender:
    return new_desk()


@pytest.fixture
def member(sender: Sender) -> Any:
    return MemberFactory.create(enterprise_id=sender.firm.id, role="administrator")


def states(member: Any) -> dict[str, dict[str, int]]:
    areas = own.own_areas(viewer_for(member.user), at=timezone.now())
    return {area.code: {check.code: count for check, count in area.found} for area in areas}


def test_findings_are_gathered_over_the_five_types(member: Any) -> None:
    assert states(member) == {
        "market": {},
        "trade": {},
        "finance": {},
        "technical": {},
        "safety": {},
    }
    firm = member.enterprise
    party = Party(firm, member.user)
    today = timezone.localdate()
    ExportMarket.objects.create(
        enterprise_id=firm.pk, country="502", heading="6109", last_date=today
    )
    published(from_date=today, until_date=today + timedelta(days=9))
    TaskFactory.create(enterprise_id=firm.pk, parties=[firm.pk], kind="CEB411")
    TaskFactory.create(enterprise_id=firm.pk, parties=[firm.pk], kind="CEB311", code="MAT-004")
    taken_up(party)
    forwarded(party)
    row = recalled(party)
    office = official("market", "reviewer")
    goods.publish_recall(recall_id=row.pk, version=row.version, **deed(office))
    assert states(member) == {
        "market": {"warnings": 1},
        "trade": {"documents": 1, "complaints": 1, "rights_notices": 1},
        "finance": {"payment_documents": 1},
        "technical": {},
        "safety": {"recalls": 1},
    }
    assert all(not found for found in states(MemberFactory.create()).values())


def test_a_confirmed_case_shows_only_once_it_is_on_record(member: Any) -> None:
    desk = Desk(member.enterprise)
    case = desk.reviewed()
    assert states(member)["trade"] == {}
    reviewing.close(case_id=case.pk, version=case.version, **deed(desk.chief))
    assert states(member)["trade"] == {"confirmed_risks": 1}


def test_rules_scores_and_signals_stay_inside(member: Any, client: Client) -> None:
    firm, now = member.enterprise, timezone.now()
    Tally.objects.create(
        enterprise_id=firm.pk, day=timezone.localdate(), code="RT13-01", hits=9, strength=1.0
    )
    Raised.objects.create(
        rule="RT13-01",
        version=1,
        risk_type="RT13",
        subject_kind="enterprise",
        subject_key=str(firm.pk),
        enterprise_id=firm.pk,
        level="orange",
        score=77,
        evidence={},
        count=1,
        first_at=now,
        last_at=now,
    )
    Desk(firm).case(type="RT13")
    assert states(member)["finance"] == {}
    client.force_login(member.user)
    page = client.get("/risk/self-check/").content.decode()
    assert "RT13" not in page
    assert "未见问题" in page
    assert client.get("/risk/self-check/", headers={"Accept-Language": "en"}).status_code == 200


def test_selected_declarations_are_told_as_on_their_own_page(
    sender: Sender, member: Any, client: Client
) -> None:
    sender.send(*(doc for n in range(3) for doc in sender.set(n).values()))
    sender.decide()
    first, second, third = Inventory.objects.filter(sender_id=sender.firm.id).order_by("id")
    now, firm = timezone.now(), member.enterprise
    screening(firm, first.id, channel="red", at=now)
    screening(firm, second.id, channel="audit", at=now)
    screening(firm, third.id, channel="yellow", at=now)
    screening(firm, third.id, channel="green", at=now, sequence=2, hits=None)
    assert Screening.objects.count() == 4
    assert states(member)["trade"]["selected"] == 1
    (told,) = own.selected(viewer_for(member.user), at=now)
    assert (told.inventory, told.channel) == (first, "red")

    client.force_login(member.user)
    page = client.get("/risk/self-check/").content.decode()
    assert "已被选为查验" in page
    for inside in ("RT03-01", "person.phones", "命中", str(second.id)):
        assert inside not in page


def test_officials_have_no_self_check_and_programs_read_their_own(
    member: Any, client: Client
) -> None:
    client.force_login(official("zone", "supervisor"))
    assert client.get("/risk/self-check/").status_code == 403
    assert Client().get("/risk/self-check/").status_code == 302
    token = issue_token(enterprise=member.enterprise, by=BY, at=timezone.now()).text
    told = Client().get("/api/v1/risk/self-check/", headers={"Authorization": f"Bearer {token}"})
    assert [one["state"] for one in told.json()["areas"]] == ["clean"] * 5
