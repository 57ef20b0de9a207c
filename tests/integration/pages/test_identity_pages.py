"""The pages that check people and find subjects: what they show and what they do not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise, IdentityCheck
from enterprises.rules.identity import CODE, QUOTA, SINCE
from reference.services.rule_settings import NewSetting, put_rule_setting
from tests.builders import people
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk
from tests.integration.pages.conftest import Reader, reader
from zone_portal.framework import public_rate

ASKED = people.person(3)
LINE = f"{ASKED.name} {ASKED.id_number}"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests ask from this address in the same minute."""
    monkeypatch.setattr(public_rate, "REQUESTS_A_MINUTE", 10_000)


@pytest.fixture
def firm() -> Enterprise:
    return EnterpriseFactory.create()


@pytest.fixture
def member(firm: Enterprise) -> Reader:
    return reader(MemberFactory.create(enterprise=firm).user)


def ask(who: Reader, lines: str = LINE, purpose: str = "订单实名核查", **more: Any) -> Any:
    return who.client.post("/identity/", {"people": lines, "purpose": purpose, **more})


def test_answers_are_masked_and_say_that_a_simulator_gave_them(member: Reader) -> None:
    page = ask(member, f"{LINE}\n万模拟，123").content.decode()
    assert "核查服务为模拟" in page
    assert "一致" in page
    assert "号码有误" in page
    assert ASKED.id_number not in page
    assert f"{ASKED.id_number[:4]}**********{ASKED.id_number[-4:]}" in page


def test_the_log_shows_what_was_asked_for_and_not_about_whom(member: Reader) -> None:
    ask(member, purpose="退货收件人核实")
    page = member.text("/identity/")
    assert "退货收件人核实" in page
    assert ASKED.name[:1] + "*" not in page


def test_what_is_missing_is_said_at_the_field(member: Reader) -> None:
    wrong = ask(member, "", "")
    assert wrong.status_code == 422
    assert "请至少填写一人" in wrong.content.decode()
    short = ask(member, LINE, "x")
    assert short.status_code == 422
    assert "请写明核查用途" in short.content.decode()
    assert not IdentityCheck.objects.exists()


def test_a_used_up_quota_says_what_is_left(member: Reader, firm: Enterprise) -> None:
    put_rule_setting(NewSetting(CODE, QUOTA, "0", SINCE), by=member.user, at=member.user.created_at)
    refused = ask(member)
    assert refused.status_code == 429
    assert "剩余 0 次" in refused.content.decode()


def test_who_only_looks_may_not_ask(firm: Enterprise) -> None:
    viewer = reader(MemberFactory.create(enterprise=firm, role="viewer").user)
    assert 'name="people"' not in viewer.text("/identity/")
    assert ask(viewer).status_code == 422
    assert not IdentityCheck.objects.exists()


def test_somebody_of_two_firms_says_for_which(member: Reader, firm: Enterprise) -> None:
    other = EnterpriseFactory.create(name="另一家虚构公司")
    MemberFactory.create(enterprise=other, user=member.user)
    ask(member, enterprise=str(other.pk))
    assert IdentityCheck.objects.get().enterprise_id == other.pk
    stranger = EnterpriseFactory.create()
    assert ask(member, enterprise=str(stranger.pk)).status_code == 422


def test_officials_ask_without_a_quota_and_read_the_log_of_firms(member: Reader) -> None:
    ask(member, purpose="企业的核查")
    officer = reader(official())
    page = ask(officer, purpose="监管核查").content.decode()
    assert "企业的核查" in page
    assert "监管核查" in page
    assert "监管核查" not in member.text("/identity/")


def test_another_firm_reads_nothing_of_the_log(member: Reader, outsider: Reader) -> None:
    ask(member, purpose="只给自己看")
    assert "只给自己看" not in outsider.text("/identity/")


def test_anyone_finds_a_subject_and_learns_how_it_stands(
    firm: Enterprise, desk: Desk, member_of: Callable[..., Reader]
) -> None:
    page = Client().get("/subject/", {"q": firm.uscc}).content.decode()
    assert firm.name in page
    assert "已备案" in page
    assert "没有列入" in page
    assert firm.name in member_of(desk).text("/subject/", q=firm.code)
    Enterprise.objects.filter(pk=firm.pk).update(status="suspended")
    assert "已暂停" in Client().get("/subject/", {"q": firm.uscc}).content.decode()


def test_nothing_found_says_how_the_question_was_understood() -> None:
    page = Client().get("/subject/", {"q": "https://nobody.example.cn/"}).content.decode()
    assert "没有找到这个主体" in page
    assert "店铺网址" in page
    assert Client().get("/subject/").status_code == 200


def test_too_many_questions_are_asked_to_wait(
    firm: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_rate, "REQUESTS_A_MINUTE", 0)
    refused = Client().get("/subject/", {"q": firm.uscc})
    assert refused.status_code == 429
    assert firm.name not in refused.content.decode()
