"""Pages and interface of screening: officials see why, firms only what they may."""

import pytest
from django.test import Client
from django.utils import timezone

from declarations.models import Inventory
from risk.models import Fact, RuleTrouble
from risk.services.rules import load_rules
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.risk_screenings import screening, trouble
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    load_rules(at=timezone.now())
    desk = new_desk()
    desk.send(*desk.set().values())
    desk.decide()
    return desk


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_officials_read_why_and_firms_only_what_concerns_them(desk: Desk) -> None:
    inventory = Inventory.objects.get(sender_id=desk.firm.id)
    member = MemberFactory.create(enterprise_id=desk.firm.id)
    row = screening(member.enterprise, inventory.pk)
    office, firm = signed_in(official("customs")), signed_in(member.user)
    listed = office.get("/risk/screenings/").content.decode()
    assert inventory.order_no in listed
    assert "RT03-01" in listed
    page = office.get(f"/risk/screenings/{row.inventory_id}/").content.decode()
    assert "一个证件，多个电话" in page
    part = f"/risk/screenings/{row.inventory_id}/lane/"
    assert "RT03-01" in office.get(part).content.decode()
    told = firm.get(part).content.decode()
    assert "已被选为审单" in told
    assert "RT03" not in told
    assert "61" not in told
    assert firm.get("/risk/screenings/").status_code == 403
    assert signed_in(MemberFactory.create().user).get(part).status_code == 404
    profile = office.get(f"/risk/profiles/{desk.firm.id}/").content.decode()
    for area in ("市场风险", "交易风险", "金融风险", "技术风险", "公共安全风险"):
        assert area in profile
    assert office.get("/risk/profiles/").status_code == 200
    assert office.get("/risk/screenings/?format=csv").status_code == 200
    answer = office.get(f"/api/v1/risk/screenings/{row.inventory_id}/").json()
    assert (answer["channel"], answer["rules"]) == ("yellow", ["RT03-01"])
    assert office.get("/api/v1/risk/screenings/?channel=yellow").json()["results"][0]["score"] == 61
    assert office.get("/api/v1/risk/screenings/?channel=pink").status_code == 400
    assert firm.get("/api/v1/risk/screenings/").status_code == 403
    assert Client().get("/api/v1/risk/screenings/").status_code == 401


def test_the_office_puts_rules_back_and_enters_facts(desk: Desk) -> None:
    stopped = trouble()
    office, reader = signed_in(official("zone")), signed_in(official("tax", "viewer"))
    rules = reader.get("/risk/rules/").content.decode()
    assert "已熔断" in rules
    assert "未接入" in rules
    assert "decl.one_sender" in reader.get("/risk/rules/RT01-01/").content.decode()
    assert reader.get("/risk/rules/RT99-01/").status_code == 404
    back = f"/risk/rules/troubles/{stopped.pk}/"
    assert reader.post(back).status_code == 403
    assert office.post(back).status_code == 302
    assert RuleTrouble.objects.get().ended_at is not None
    assert office.post(back).status_code == 302
    assert office.post("/risk/rules/troubles/0/").status_code == 404
    assert reader.get("/risk/facts/").status_code == 403
    wrong = office.post("/risk/facts/", {"source": "weighing", "rows": "nothing,W1,x"})
    assert wrong.status_code == 422
    assert "第 1 行" in wrong.content.decode()
    right = {"source": "weighing", "rows": "waybill.xray_alert,W1,1\n"}
    assert office.post("/risk/facts/", right).status_code == 302
    assert Fact.objects.get().subject_key == "W1"
