"""The six zones' configurations: whole, consistent, and refused clearly when they are not."""

from typing import Any

import pytest

from accounts import zones
from accounts.constants import DEPARTMENTS, SITE_DEPARTMENTS, SITE_KINDS, SITE_SERVICES
from zone_portal.kernel.errors import PortalError

ZONES = ("ganzhou", "jingdezhen", "nanchang", "nantong", "shangrao", "xuzhou")

SMALL = """
code = "0000"
city = "某市"
city_en = "Some"
name = "某"
name_en = "Some zone"
province = "某省"
province_en = "Some"
approval = ""
unverified = []
plans = []
districts = []
targets = []
organisations = []
services = []
sites = [{ code = "hub", kind = "hub", parent = "", name = "枢纽", name_en = "Hub" }]
"""


def test_six_zones_come_with_the_portal() -> None:
    assert zones.keys() == ZONES


@pytest.mark.parametrize("key", ZONES)
def test_a_zone_has_one_hub_sub_platforms_and_front_windows(key: str) -> None:
    kinds = [site.kind for site in zones.zone(key).sites]

    assert kinds.count("hub") == 1
    assert kinds.count("sub") >= 4
    assert kinds.count("front") >= 2
    assert set(kinds) == {code for code, _ in SITE_KINDS}


@pytest.mark.parametrize("key", ZONES)
def test_every_service_of_a_site_is_described(key: str) -> None:
    zone = zones.zone(key)
    known = {code for code, _ in SITE_SERVICES} | {service.code for service in zone.services}
    offered = {code for site in zone.sites for code in site.services}

    assert offered <= known
    assert {service.code for service in zone.services} <= offered


@pytest.mark.parametrize("key", ZONES)
def test_every_department_that_reviews_has_its_organisation(key: str) -> None:
    zone = zones.zone(key)
    present = {row.department for row in zone.organisations}

    assert {"zone", "customs", "tax", "fx", "market", "commerce", "post", "police"} <= present
    assert present <= {code for code, _ in DEPARTMENTS}
    assert {site.department for site in zone.sites} <= SITE_DEPARTMENTS | {""}


@pytest.mark.parametrize("key", ZONES)
def test_a_zone_is_said_in_both_languages(key: str) -> None:
    zone = zones.zone(key)

    rows: tuple[Any, ...] = (*zone.sites, *zone.organisations, *zone.services, *zone.districts)
    assert all(row.name for row in rows)
    assert all(row.name_en for row in rows)
    assert all(target.indicator and target.indicator_en for target in zone.targets)


@pytest.mark.parametrize("key", ZONES)
def test_what_is_marked_unverified_exists(key: str) -> None:
    zone = zones.zone(key)
    codes = {site.code for site in zone.sites}
    marked = {name.split(".")[1] for name in zone.unverified if name.startswith("sites.")}

    assert marked == {site.code for site in zone.sites if site.unverified}
    assert marked <= codes


def test_zone_codes_differ_because_filing_numbers_carry_them() -> None:
    codes = [zones.zone(key).code for key in ZONES]

    assert len(set(codes)) == len(codes)
    assert all(code.isdecimal() for code in codes)


def test_nanchang_has_the_figures_of_its_plan() -> None:
    zone = zones.zone("nanchang")

    assert (zone.code, zone.city, zone.approval) == ("3601", "南昌", "国函〔2018〕93号")
    assert zone.plans[0].number == "赣府字〔2018〕83号"
    filed = [row.target for row in zone.targets if row.indicator == "线上平台备案企业"]
    assert filed == [">500"]
    assert len(zone.targets) == 47


def test_an_unknown_zone_is_refused_with_those_that_exist() -> None:
    with pytest.raises(PortalError, match="known are: ganzhou, jingdezhen") as refusal:
        zones.zone("hangzhou")

    assert refusal.value.code == "zone_unknown"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("sites = [", "sites ="), "Invalid|Unclosed|Expected|value"),
        (('city = "某市"', 'town = "某市"'), "city|town"),
        (('kind = "hub", ', 'kynd = "hub", '), "kynd"),
        (('parent = ""', 'parent = "nowhere"'), "before its parent nowhere"),
        (
            (
                "organisations = []",
                'organisations = [{ code = "a", department = "tax", '
                'name = "税", name_en = "Tax", site = "moon" }]',
            ),
            "unknown sites of organisations a",
        ),
    ],
)
def test_a_broken_configuration_says_what_is_wrong(change: tuple[str, str], why: str) -> None:
    assert zones.parse("small", SMALL).sites[0].code == "hub"

    with pytest.raises(PortalError, match=why) as refusal:
        zones.parse("small", SMALL.replace(*change))

    assert refusal.value.code == "zone_broken"
