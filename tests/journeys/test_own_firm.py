"""A firm and its people in the browser: inviting, joining, entrusting; every page readable."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import expect

from enterprises.models import Consent, Enterprise, Mandate, Member
from enterprises.services.clients import create_client, give_token
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.journeys.conftest import LANGUAGES, Visitor

Visit = Callable[..., Visitor]

PAGES = (
    "/members/",
    "/clients/",
    "/mandates/",
    "/mandates/new/",
    "/consents/",
    "/consents/new/",
    "/declarations/for-me/",
    "/declarations/for-me/orders/",
    "/join/nobody-knows-this/",
)


def administrator(visitor: Visitor) -> Enterprise:
    """Makes the visitor administrator of its firm."""
    firm = Enterprise.objects.get(id=visitor.desk.firm.id)
    Member.objects.filter(user=visitor.user, enterprise=firm).update(role="administrator")
    return firm


def furnish(visitor: Visitor, firm: Enterprise) -> list[str]:
    """A client with a token, mandates both ways, a consent; their pages."""
    now, chief = timezone.now(), visitor.user
    client = create_client(enterprise_id=firm.id, name="ERP", by=chief, at=now)
    issued = give_token(
        enterprise_id=firm.id, client_id=client.id, scopes=["read"], days=30, by=chief, at=now
    )
    member = Member.objects.get(user=visitor.user)
    mandate = MandateFactory.create(principal=firm)
    MandateFactory.create(agent=firm, status="proposed", kinds=["CEB311", "CEB303"])
    bank = EnterpriseFactory.create(kinds=["finance"])
    consent = Consent.objects.create(
        principal=firm,
        recipient=bank,
        purpose="流动资金贷款审核",
        data=["name", "filing"],
        valid_from=localdate(),
        valid_to=localdate() + timedelta(days=30),
        granted_at=now,
    )
    return [
        f"/members/{member.id}/remove/",
        f"/clients/tokens/{issued.row.id}/rotate/",
        f"/clients/tokens/{issued.row.id}/revoke/",
        f"/mandates/{mandate.id}/revoke/",
        f"/consents/{consent.id}/",
        f"/consents/{consent.id}/withdraw/",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_firm_is_accessible_and_fits(visit: Visit, language: str) -> None:
    visitor = visit(language=language)
    visitor.foreseen = ("404",)
    more = furnish(visitor, administrator(visitor))
    visitor.sign_in()

    wrong = {path: visitor.wrong_on(path) for path in (*PAGES, *more)}

    assert {path: found for path, found in wrong.items() if found} == {}


def test_a_colleague_is_invited_registers_and_is_a_member(visit: Visit) -> None:
    chief = visit()
    firm = administrator(chief)
    page = chief.sign_in()
    chief.open("/members/")
    page.select_option("#role", "declarant")
    page.click("text=生成邀请链接")
    link = page.input_value("#link")
    guest, name = visit(), f"guest-{uuid.uuid4().hex[:10]}"

    opened = guest.page
    opened.goto(link)
    opened.click("text=注册并加入")
    opened.fill("[name=username]", name)
    opened.fill("[name=name]", "新模拟")
    for field in opened.locator("input[type=password]").all():
        field.fill("long and 4 walls")
    opened.click("main button[type=submit]")
    expect(opened.locator("h1")).to_have_text("加入企业")
    opened.click("main button[type=submit]")

    expect(opened.locator("main .notice-ok")).to_contain_text("您已加入")
    joined = Member.objects.get(user__username=name)
    assert (joined.enterprise_id, joined.role) == (firm.id, "declarant")
    chief.open("/members/")
    expect(page.locator("main")).to_contain_text(name)


def test_an_agent_accepts_and_the_principal_revokes(visit: Visit) -> None:
    principal, agent = visit(), visit()
    administrator(principal)
    agent_firm = administrator(agent)
    page = principal.sign_in()
    principal.open("/mandates/new/")
    page.fill("#id_agent", agent_firm.code)
    page.check("input[value=CEB621]")
    page.click("main button[type=submit]")
    expect(page.locator(".notice-ok")).to_contain_text("待其接受后生效")

    agent.sign_in()
    agent.open("/mandates/")
    agent.page.click("button:has-text('接受委托')")
    expect(agent.page.locator("main")).to_contain_text("已生效")

    principal.open("/mandates/")
    page.click("a:has-text('撤销')")
    page.click("main button[type=submit]")
    expect(page.locator(".notice-ok")).to_contain_text("即时生效")
    assert Mandate.objects.get(agent=agent_firm).status == "revoked"
