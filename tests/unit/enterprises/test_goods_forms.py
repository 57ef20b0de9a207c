"""The forms of goods, promotions and facilities."""

from datetime import date
from typing import Any

import pytest

from enterprises.rules.forms import check_form, checklist, form_for

TODAY = date(2026, 11, 20)
PLACE: dict[str, Any] = {
    "kind": "warehouse",
    "name": "洪城虚构保税仓",
    "country": "142",
    "address": "南昌市虚构路1号",
    "area": "12000",
    "opened_on": "2024-05-01",
    "tenure": "owned",
    "manager": "罗模拟",
    "manager_phone": "13800000000",
    "wms_linked": "yes",
    "video_linked": "yes",
}
ABROAD: dict[str, Any] = PLACE | {
    "kind": "overseas",
    "country": "502",
    "operator_abroad": "Example LLC",
    "holding": "60",
    "investment_certificate": "N1",
    "system": "WMS",
    "services": ["dropship"],
    "public_use": "no",
}


def problems(filing_type: str, values: dict[str, Any], **attachments: int) -> set[tuple[str, str]]:
    found = check_form(form_for(filing_type), values, attachments, on=TODAY)
    return {(problem.field, problem.code) for problem in found}


def test_a_warehouse_is_asked_for_what_customs_wants_and_nothing_of_abroad() -> None:
    assert problems("facility", PLACE, tenure_proof=1) == set()
    without = {k: v for k, v in PLACE.items() if k != "wms_linked"}
    assert problems("facility", without, tenure_proof=1) == {("wms_linked", "missing")}


def test_a_supervised_site_brings_its_customs_number_and_equipment() -> None:
    site = PLACE | {"kind": "site"}
    assert problems("facility", site, tenure_proof=1) == {
        ("customs_number", "missing"),
        ("equipment", "missing"),
    }


def test_an_overseas_warehouse_brings_its_certificate_and_no_customs_papers() -> None:
    assert problems("facility", ABROAD, tenure_proof=1) == set()
    without = {k: v for k, v in ABROAD.items() if k != "investment_certificate"}
    assert ("investment_certificate", "missing") in problems("facility", without, tenure_proof=1)


def test_a_deed_or_lease_is_needed() -> None:
    assert problems("facility", PLACE) == {("tenure_proof", "attachment_missing")}


def test_a_campaign_cannot_begin_in_the_past() -> None:
    values = {
        "campaign": "双十二",
        "platform": "虚构商城",
        "shop_url": "https://mall.example.cn/1212",
        "starts": "2026-11-19",
        "ends": "2026-12-12",
    }
    assert problems("promotion", values) == {("starts", "expired")}
    assert problems("promotion", values | {"starts": "2026-11-20"}) == set()


@pytest.mark.parametrize(
    ("filing_type", "stages"),
    [("goods", ("customs",)), ("promotion", ("customs",)), ("facility", ("zone",))],
)
def test_each_has_its_reviewer_with_something_to_tick(
    filing_type: str, stages: tuple[str, ...]
) -> None:
    form = form_for(filing_type)
    assert form.stages == stages
    assert form.departments
    assert checklist(form, stages[0])
