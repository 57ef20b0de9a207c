"""Which subject is behind a number or a shop: for anyone, and nothing that is not disclosed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.facts import SystemActor
from enterprises.models import Enterprise, Filing, ShopAddress
from enterprises.selectors_subjects import guess_way, resolve_subject
from enterprises.services.numbers import keep_number
from enterprises.services.shops import keep_shops
from tests.builders import codes
from tests.factories.enterprises import EnterpriseFactory
from zone_portal.framework import public_rate

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests ask from this address in the same minute."""
    monkeypatch.setattr(public_rate, "REQUESTS_A_MINUTE", 10_000)


@pytest.fixture
def firm() -> Enterprise:
    made = EnterpriseFactory.create(kinds=["platform", "ecommerce"])
    Filing.objects.create(
        type="enterprise",
        enterprise=made,
        number=f"KJ3601202611{made.pk:06}",
        status="approved",
        version=1,
        approved_version=1,
        created_at=AT,
        updated_at=AT,
        approved_at=AT,
    )
    keep_shops(made, ["https://www.shop.example.cn/", "mall.example.cn/shop/7"], on=DAY)
    return made


def ask(**parameters: str) -> Any:
    return Client().get("/api/v1/subjects/resolve", parameters)


def number_of(firm: Enterprise) -> str:
    return Filing.objects.get(enterprise=firm).number


def test_one_subject_is_found_by_each_of_its_numbers_and_shops(firm: Enterprise) -> None:
    asked = {
        "uscc": firm.uscc,
        "customs_code": firm.code.lower(),
        "filing_number": number_of(firm),
        "shop": "http://shop.example.cn/goods/1?x=2",
    }
    for way, value in asked.items():
        answer = ask(**{way: value})
        assert answer.status_code == 200, answer.content
        shown = answer.json()
        assert (shown["uscc"], shown["matched_by"]) == (firm.uscc, way)


def test_the_answer_says_kinds_filing_state_and_that_lists_come_from_credit(
    firm: Enterprise,
) -> None:
    shown = ask(uscc=firm.uscc).json()
    assert [kind["code"] for kind in shown["kinds"]] == ["platform", "ecommerce"]
    assert shown["filing"] == {
        "state": "approved",
        "number": number_of(firm),
        "approved_date": "2026-11-20",
        "confirmed_year": None,
    }
    assert (shown["lists"], shown["lists_source"]) == ([], "credit")


def test_a_suspended_firm_is_found_and_said_to_be_suspended(firm: Enterprise) -> None:
    Enterprise.objects.filter(pk=firm.pk).update(status="suspended")
    assert ask(uscc=firm.uscc).json()["filing"]["state"] == "suspended"


def test_a_firm_that_moved_in_with_its_zone_has_a_state_and_no_number() -> None:
    firm = EnterpriseFactory.create()
    shown = ask(uscc=firm.uscc).json()["filing"]
    assert (shown["state"], shown["number"]) == ("approved", None)


def test_who_is_still_applying_is_nobodys_business() -> None:
    firm = EnterpriseFactory.create(status="applying")
    assert ask(uscc=firm.uscc).status_code == 404


def test_what_nobody_has_is_a_problem_with_a_code(firm: Enterprise) -> None:
    for way, value in {
        "uscc": codes.uscc(9_999),
        "customs_code": "0000000000",
        "filing_number": "KJ0",
        "shop": "elsewhere.example.cn",
    }.items():
        answer = ask(**{way: value})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert ask(shop="mall.example.cn/shop/8").status_code == 404


def test_exactly_one_parameter_is_needed(firm: Enterprise) -> None:
    for asked in ({}, {"uscc": firm.uscc, "shop": "shop.example.cn"}, {"name": firm.name}):
        answer = ask(**asked)
        assert (answer.status_code, answer.json()["code"]) == (400, "parameters_invalid")
    assert Client().get(f"/api/v1/subjects/resolve/?uscc={firm.uscc}").status_code == 200


def test_a_shop_leads_to_the_most_particular_filer_and_names_the_others(firm: Enterprise) -> None:
    platform, rival = EnterpriseFactory.create(), EnterpriseFactory.create()
    keep_shops(platform, ["mall.example.cn"], on=DAY)
    keep_shops(rival, ["mall.example.cn/shop/7/"], on=DAY)

    found = resolve_subject("shop", "mall.example.cn/shop/7/goods")
    whole = resolve_subject("shop", "https://mall.example.cn/")

    assert found is not None
    assert whole is not None
    assert (found.uscc, found.others) == (firm.uscc, ((rival.name, rival.uscc),))
    assert whole.uscc == platform.uscc


def test_a_shop_that_left_the_file_is_not_found_any_more(firm: Enterprise) -> None:
    keep_shops(firm, ["mall.example.cn/shop/7"], on=date(2026, 12, 1))
    assert resolve_subject("shop", "shop.example.cn") is None
    gone = ShopAddress.objects.get(enterprise=firm, host="shop.example.cn")
    assert (gone.in_force, gone.until_date) == (False, date(2026, 12, 1))


@pytest.mark.parametrize("confirmed_by", ["", "虚构海关"])
def test_a_customs_code_that_customs_confirmed_finds_its_subject_too(confirmed_by: str) -> None:
    firm = EnterpriseFactory.create()
    firm.code = firm.uscc
    firm.save()
    keep_number(
        firm,
        "customs",
        "3699K6D0Z1",
        source="企业",
        as_of=DAY,
        by=SystemActor("test"),
        at=AT,
        confirmed_by=confirmed_by,
    )
    found = resolve_subject("customs_code", "3699K6D0Z1")
    assert (found.uscc if found else "") == (firm.uscc if confirmed_by else "")


def test_one_field_understands_what_is_typed() -> None:
    typed = {
        codes.uscc(1): "uscc",
        " 369996d001": "customs_code",
        "kj3601202611000001": "filing_number",
        "shop.example.cn": "shop",
    }
    assert {text: guess_way(text) for text in typed} == typed


def test_too_many_questions_of_one_address_are_refused(
    firm: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_rate, "REQUESTS_A_MINUTE", 0)
    answer = ask(uscc=firm.uscc)
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert int(answer["Retry-After"]) <= 60
