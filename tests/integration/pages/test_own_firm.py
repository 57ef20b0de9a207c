"""The pages of one's own firm: members, invitations, API clients, mandates, consents."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from enterprises.constants import KINDS
from enterprises.models import ApiClient, ApiToken, Consent, Enterprise, Invitation, Mandate, Member
from enterprises.pages.people_labels import scope_label
from enterprises.rules.sending import scopes_for
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.mandates import MandateFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official as official_person
from tests.factories.users import UserFactory
from tests.integration.pages.conftest import Reader, reader

pytestmark = pytest.mark.django_db

LISTS = ("/members/", "/clients/", "/mandates/", "/consents/")


class Own(Reader):
    """A reader with a firm."""

    firm: Enterprise
    member: Member

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(path, data)

    def said(self, response: Any) -> str:
        """The page after the deed, redirects followed."""
        if response.status_code == 302:
            response = self.client.get(response["Location"])
        return str(response.content.decode())


def own(role: str = "administrator", firm: Enterprise | None = None) -> Own:
    firm = firm or EnterpriseFactory.create(kinds=["ecommerce", "finance"])
    member = MemberFactory.create(user=UserFactory.create(), enterprise=firm, role=role)
    found = Own(member.user, reader(member.user).client)
    found.firm, found.member = firm, member
    return found


def invite(chief: Own, role: str = "declarant") -> str:
    """The path of a new invitation."""
    page = chief.post("/members/invite/", role=role, note="").content.decode()
    link = re.search(r'value="http://testserver(/join/[^"]+)"', page)
    assert link, page
    return link[1]


@pytest.mark.parametrize("path", [*LISTS, "/mandates/new/", "/consents/new/"])
def test_every_page_opens_for_an_administrator(path: str) -> None:
    assert own().get(path).status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_who_has_no_firm_is_told_so(path: str) -> None:
    for person in (UserFactory.create(), official_person()):
        assert "您不是任何企业的成员" in reader(person).text(path)


@pytest.mark.parametrize("role", ["declarant", "finance", "viewer"])
def test_members_of_other_roles_look_but_do_not_touch(role: str) -> None:
    chief = own()
    other = own(role, chief.firm)
    assert other.get("/members/").status_code == 200
    assert other.get("/mandates/").status_code == 200
    assert "/members/invite/" not in other.text("/members/")
    forbidden = [
        other.get("/clients/"),
        other.get("/mandates/new/"),
        other.get("/consents/new/"),
        other.post("/members/invite/", role="administrator"),
        other.post(f"/members/{chief.member.id}/role/", role="viewer"),
        other.post(f"/members/{chief.member.id}/remove/"),
        other.post("/clients/", name="ERP"),
    ]
    assert {response.status_code for response in forbidden} == {403}
    assert not Invitation.objects.exists()
    assert not ApiClient.objects.exists()


def test_a_person_of_two_firms_chooses_one() -> None:
    chief = own()
    second = MemberFactory.create(user=chief.user, role="viewer").enterprise
    stranger = EnterpriseFactory.create()

    assert second.name in chief.text("/members/")
    assert "邀请同事" not in chief.text("/members/", firm=second.id)
    assert chief.get("/members/", firm=stranger.id).status_code == 404
    assert chief.get("/members/", firm="x").status_code == 404


def test_an_invitation_leads_through_sign_in_to_membership() -> None:
    chief = own()
    path = invite(chief)
    guest, visitor = UserFactory.create(), Client()

    page = visitor.get(path)
    assert chief.firm.name in page.content.decode()
    assert f"/sign-in/?next={path}" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert visitor.post(path).status_code == 302
    assert not Member.objects.filter(user=guest).exists()

    joined = reader(guest).client.post(path, follow=True)
    assert "您已加入" in joined.content.decode()
    assert Member.objects.get(user=guest).role == "declarant"
    again = reader(UserFactory.create()).client.post(path)
    assert again.status_code == 410
    assert "使用过" in again.content.decode()


def test_a_link_is_shown_once() -> None:
    chief = own()
    path = invite(chief)

    assert path not in chief.text("/members/")


def test_unknown_revoked_and_used_links_say_so() -> None:
    chief = own()
    assert chief.get("/join/nonsense/").status_code == 404
    path = invite(chief)
    assert "您已是该企业的成员" in chief.get(path).content.decode()
    number = Invitation.objects.get().id
    assert "撤销邀请" in chief.text(f"/members/invitations/{number}/revoke/")
    assert "邀请已撤销" in chief.said(chief.post(f"/members/invitations/{number}/revoke/"))
    assert "已被撤销" in Client().get(path).content.decode()


def test_roles_change_and_members_leave_from_the_page() -> None:
    chief = own()
    worker = own("viewer", chief.firm)

    said = chief.said(chief.post(f"/members/{worker.member.id}/role/", role="finance"))
    assert "现在是财务" in said
    last = chief.post(f"/members/{chief.member.id}/remove/")
    assert last.status_code == 409
    assert "最后一位管理员" in last.content.decode()
    assert "移出成员" in chief.text(f"/members/{worker.member.id}/remove/")
    assert "已移出" in chief.said(chief.post(f"/members/{worker.member.id}/remove/"))
    assert "您不是任何企业的成员" in worker.text("/members/")
    too_late = worker.post("/mandates/new/")
    assert too_late.status_code == 403
    assert "您不是任何企业的成员" in too_late.content.decode()


def test_a_stranger_finds_no_member_invitation_token_mandate_or_consent() -> None:
    chief, stranger = own(), own()
    invite(chief)
    chief.post("/clients/", name="ERP")
    client = ApiClient.objects.get()
    chief.post(f"/clients/{client.id}/token/", scopes=["read"], days="30")
    mandate = MandateFactory.create(principal=chief.firm)
    consent = _consent(chief.firm, EnterpriseFactory.create(kinds=["finance"]))
    token, invited = ApiToken.objects.get(), Invitation.objects.get()
    paths = [
        f"/members/{chief.member.id}/remove/",
        f"/members/invitations/{invited.id}/revoke/",
        f"/clients/tokens/{token.id}/rotate/",
        f"/clients/tokens/{token.id}/revoke/",
        f"/mandates/{mandate.id}/revoke/",
        f"/consents/{consent.id}/",
        f"/consents/{consent.id}/withdraw/",
    ]
    posts = [
        f"/members/{chief.member.id}/role/",
        f"/clients/{client.id}/token/",
        f"/mandates/{mandate.id}/accept/",
        f"/mandates/{mandate.id}/decline/",
    ]
    assert {path: stranger.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    for path in (*paths, *posts):
        answered = stranger.post(path, role="viewer", scopes=["read"], days="1", overlap="1")
        assert answered.status_code == 404, path


def test_a_token_is_made_rotated_and_revoked_from_the_page() -> None:
    chief = own()
    assert "下一步：签发令牌" in chief.said(chief.post("/clients/", name="ERP"))
    client = ApiClient.objects.get()

    page = chief.post(f"/clients/{client.id}/token/", scopes=["read"], days="10")
    text = re.search(r'id="token" readonly value="(ptk_[^"]+)"', page.content.decode())
    assert text
    assert page["Cache-Control"] == "no-store"
    assert text[1] not in chief.text("/clients/")
    assert "即将到期" not in chief.text("/clients/")
    token = ApiToken.objects.get()
    ApiToken.objects.update(created_at=timezone.now() - timedelta(days=80))
    assert "即将到期" in chief.text("/clients/")
    assert "轮换令牌" in chief.text(f"/clients/tokens/{token.id}/rotate/")
    rotated = chief.post(f"/clients/tokens/{token.id}/rotate/", overlap="2").content.decode()
    assert 'id="token" readonly value="ptk_' in rotated
    assert chief.post(f"/clients/tokens/{token.id}/rotate/", overlap="99").status_code == 422
    assert "已撤销" in chief.said(chief.post(f"/clients/tokens/{token.id}/revoke/"))
    gone = Client().get("/api/v1/receipts/", headers={"Authorization": f"Bearer {text[1]}"})
    assert gone.json()["code"] == "token_revoked"


def test_every_scope_has_words() -> None:
    possible = scopes_for(KINDS)

    assert [scope for scope in possible if scope_label(scope) == scope] == []


def test_wrong_requests_for_tokens_come_back_with_words() -> None:
    chief = own()
    chief.post("/clients/", name="ERP")
    client = ApiClient.objects.get()

    for data in ({"days": "10"}, {"scopes": ["read"], "days": "x"}):
        assert chief.post(f"/clients/{client.id}/token/", **data).status_code == 422
    assert chief.post("/clients/", name="ERP").status_code == 409


def test_a_mandate_is_proposed_accepted_and_revoked_from_the_pages() -> None:
    chief = own()
    agent = own(firm=EnterpriseFactory.create(kinds=["express"]))
    terms = {"agent": agent.firm.code, "kinds": ["CEB311"], "valid_from": localdate().isoformat()}

    assert "待其接受后生效" in chief.said(chief.post("/mandates/new/", **terms))
    mandate = Mandate.objects.get()
    assert chief.post(f"/mandates/{mandate.id}/accept/").status_code == 403
    assert "已接受" in agent.said(agent.post(f"/mandates/{mandate.id}/accept/"))
    assert agent.post(f"/mandates/{mandate.id}/accept/").status_code == 409
    assert "撤销委托" in chief.text(f"/mandates/{mandate.id}/revoke/")
    assert "即时生效" in chief.said(chief.post(f"/mandates/{mandate.id}/revoke/"))
    assert Mandate.objects.get().status == "revoked"


def test_a_wrong_mandate_comes_back_with_every_problem_at_its_field() -> None:
    chief = own()

    response = chief.post(
        "/mandates/new/", agent=chief.firm.code, kinds=["CEB311"], valid_from="2020-01-01"
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "不能是本企业自己" in page
    assert "生效日期不能早于今天" in page
    assert not Mandate.objects.exists()
    empty = chief.post("/mandates/new/")
    assert empty.status_code == 422
    assert 'href="#id_kinds"' in empty.content.decode()


def _consent(principal: Enterprise, recipient: Enterprise) -> Consent:
    return Consent.objects.create(
        principal=principal,
        recipient=recipient,
        purpose="贷款审核",
        data=["codes", "filing", "kinds", "name", "numbers", "site"],
        valid_from=localdate(),
        valid_to=localdate() + timedelta(days=30),
        granted_at=timezone.now(),
    )


def test_a_consent_is_given_read_and_withdrawn_from_the_pages() -> None:
    chief = own()
    bank = own("viewer", EnterpriseFactory.create(kinds=["finance"]))
    terms = {
        "recipient": bank.firm.code,
        "purpose": "流动资金贷款",
        "items": ["name", "filing"],
        "valid_to": (localdate() + timedelta(days=9)).isoformat(),
    }
    assert "已授权" in chief.said(chief.post("/consents/new/", **terms))
    path = f"/consents/{Consent.objects.get().id}/"
    assert "还没有查询过" in chief.text(path)

    answered = bank.post(path)

    assert chief.firm.name in answered.content.decode()
    assert "无备案号" in answered.content.decode()
    assert answered["Cache-Control"] == "no-store"
    assert bank.user.username in chief.text(path)
    assert chief.post(path).status_code == 403
    assert "撤回即时生效" in chief.text(f"{path}withdraw/")
    assert "已撤回" in chief.said(chief.post(f"{path}withdraw/"))
    assert bank.post(path).status_code == 403


def test_every_item_of_a_consent_has_words() -> None:
    chief, bank = own(), own(firm=EnterpriseFactory.create(kinds=["finance"]))
    consent = _consent(chief.firm, bank.firm)

    page = bank.post(f"/consents/{consent.id}/").content.decode()

    assert chief.firm.code in page
    assert "电商企业" in page
    assert "没有登记" in page


def test_the_lists_cost_the_same_however_long_they_are(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    chief = own()
    for _ in range(12):
        own("viewer", chief.firm)
        MandateFactory.create(principal=chief.firm)
        _consent(chief.firm, EnterpriseFactory.create(kinds=["finance"]))
        chief.post("/clients/", name=f"ERP {_}")
    for path in LISTS:
        with django_assert_max_num_queries(14):
            chief.get(path)
