"""Supervised sites, warehouses and overseas warehouses as filed."""

from typing import Any

import pytest
from django.db import IntegrityError

from enterprises.models import Facility, Filing
from enterprises.services.filing import attaching, drafting, submitting
from tests.builders.goods import PAPER
from tests.factories.filings import AT, Firm, decide, firm
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db
SITE: dict[str, Any] = {
    "kind": "site",
    "name": "洪城虚构监管场所",
    "country": "142",
    "address": "南昌市虚构路2号",
    "area": "8000",
    "opened_on": "2024-05-01",
    "tenure": "leased",
    "manager": "罗模拟",
    "manager_phone": "13800000000",
    "customs_number": "CNNCG400001",
    "customs": "4000",
    "equipment": ["x_ray", "sorting"],
}


def place(by: Firm, **values: Any) -> Filing:
    filing = by.start("facility", **SITE | values)
    attaching.attach(
        filing_id=filing.pk, field="tenure_proof", name="租赁合同.pdf", content=PAPER, **by.deed
    )
    return filing


def problems_of(filing: Filing) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in submitting.problems_of(filing, at=AT)]


def test_an_approved_place_is_in_force_with_its_number() -> None:
    own = firm()
    filing = place(own)
    assert problems_of(filing) == []
    decide(own.submit(filing))
    row = Facility.objects.get(enterprise=own.enterprise)
    assert (row.kind, row.code, row.country, int(row.area)) == ("site", "CNNCG400001", "142", 8000)
    assert row.in_force
    assert filing.data.get("manager") is None  # personal: kept sealed


def test_a_change_replaces_the_row_when_it_is_approved() -> None:
    own = firm()
    filing = place(own)
    decide(own.submit(filing))
    drafting.begin_change(filing_id=filing.pk, **own.deed)
    drafting.save_values(filing_id=filing.pk, values={"area": "9000"}, **own.deed)
    assert int(Facility.objects.get().area) == 8000
    decide(own.submit(filing))
    assert int(Facility.objects.get().area) == 9000


def test_a_number_in_force_cannot_be_filed_by_another_firm() -> None:
    own, other = firm(), firm()
    rival = place(other)
    other.submit(rival)
    decide(own.submit(place(own)))
    later = place(firm())
    assert problems_of(later) == [("customs_number", "taken")]
    with pytest.raises(PortalError) as refused:
        decide(rival)
    assert refused.value.code == "facility_taken"
    row = Facility.objects.get()
    row.pk, row.filing = None, rival
    with pytest.raises(IntegrityError, match="facility_code_once"):
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"area": "0"}, ("area", "number")),
        ({"area": "many"}, ("area", "number_invalid")),
        (
            {
                "kind": "overseas",
                "country": "502",
                "operator_abroad": "Example LLC",
                "holding": "101",
                "investment_certificate": "N1",
                "system": "WMS",
                "services": ["dropship"],
                "public_use": "no",
            },
            ("holding", "number"),
        ),
        ({"country": ""}, ("country", "missing")),
    ],
)
def test_what_the_form_cannot_see_is_found(
    values: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in problems_of(place(firm(), **values))


def test_an_overseas_warehouse_needs_no_customs_number() -> None:
    own = firm()
    filing = place(
        own,
        kind="overseas",
        country="502",
        operator_abroad="Example LLC",
        holding="60",
        investment_certificate="N1",
        system="WMS",
        services=["dropship"],
        public_use="yes",
    )
    decide(own.submit(filing))
    assert Facility.objects.get().code == ""
