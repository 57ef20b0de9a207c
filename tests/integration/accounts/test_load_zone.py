"""Loading the zone: once, again, after edits by hand, and never a second zone."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts import zones
from accounts.models import AuditEntry, Organisation, Site
from accounts.services.zone import load_zone
from accounts.zones import SiteFacts, ZoneFacts
from statistics_app.models import MemberUnit
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> ZoneFacts:
    """What the test database was loaded with."""
    return zones.zone("nanchang")


def renamed(zone: ZoneFacts, code: str, name: str) -> ZoneFacts:
    sites = [replace(site, name=name) if site.code == code else site for site in zone.sites]
    return replace(zone, sites=tuple(sites))


def test_the_tree_stands_as_configured(zone: ZoneFacts) -> None:
    window = Site.objects.get(code="zongbao-window")

    assert window.path == "/hub/zongbao/zongbao-window/"
    assert Site.objects.get(code="hub").name == "南昌跨境电商线上综合服务平台"
    assert Site.objects.count() == len(zone.sites)
    assert Organisation.objects.get(code="zongbao").site_id == "zongbao"
    assert Organisation.objects.get(code="customs").name == "南昌海关"


def test_a_second_load_changes_nothing(zone: ZoneFacts) -> None:
    entries = AuditEntry.objects.count()

    loaded = load_zone(zone, at=AT)

    assert (loaded.added, loaded.changed) == (0, 0)
    assert AuditEntry.objects.count() == entries


def test_a_changed_configuration_is_carried_over_and_audited(zone: ZoneFacts) -> None:
    loaded = load_zone(renamed(zone, "anyi", "安义新分平台"), at=AT)

    assert (loaded.added, loaded.changed) == (0, 1)
    assert Site.objects.get(code="anyi").name == "安义新分平台"
    entry = AuditEntry.objects.filter(action="zone.loaded", on_id="anyi").latest("id")
    assert entry.old == {"name": "安义县分平台"}
    assert entry.new == {"name": "安义新分平台"}


def test_what_was_edited_by_hand_stays_and_the_rest_is_carried_over(zone: ZoneFacts) -> None:
    Site.objects.filter(code="anyi").update(name="我们自己的名字")
    sites = [
        replace(site, name="安义新分平台", operator="新单位") if site.code == "anyi" else site
        for site in zone.sites
    ]

    load_zone(replace(zone, sites=tuple(sites)), at=AT)

    site = Site.objects.get(code="anyi")
    assert (site.name, site.operator) == ("我们自己的名字", "新单位")


def test_a_hand_edit_stays_at_every_later_load(zone: ZoneFacts) -> None:
    Site.objects.filter(code="anyi").update(name="我们自己的名字")

    load_zone(zone, at=AT)
    load_zone(zone, at=AT)

    assert Site.objects.get(code="anyi").name == "我们自己的名字"


def test_a_site_made_here_stays_as_it_is(zone: ZoneFacts) -> None:
    hub = Site.objects.get(code="hub")
    Site.objects.create(code="own", parent=hub, path="/hub/own/", kind="sub", name="自建")

    load_zone(zone, at=AT)

    assert Site.objects.get(code="own").name == "自建"


def test_a_new_site_in_the_configuration_is_added(zone: ZoneFacts) -> None:
    new = SiteFacts("new", "sub", "hub", "新分平台", "New", operator="新区", department="park")

    loaded = load_zone(replace(zone, sites=(*zone.sites, new)), at=AT)

    assert loaded.added == 2
    assert Organisation.objects.get(code="new").site_id == "new"


def test_another_zone_is_refused(zone: ZoneFacts) -> None:
    with pytest.raises(PortalError) as refusal:
        load_zone(zones.zone("ganzhou"), at=AT)

    assert refusal.value.code == "zone_differs"
    assert not Site.objects.filter(code="furniture-city").exists()


@pytest.mark.parametrize("key", ["ganzhou", "jingdezhen", "shangrao", "xuzhou", "nantong"])
def test_every_zone_loads_into_a_new_database(key: str) -> None:
    MemberUnit.objects.update(organisation=None)
    Organisation.objects.all().delete()
    Site.objects.exclude(code="hub").filter(kind="front").delete()
    Site.objects.exclude(code="hub").delete()
    Site.objects.filter(code="hub").update(
        name="线上综合服务平台", loaded={"name": "线上综合服务平台"}, area="", operator=""
    )

    load_zone(zones.zone(key), at=AT)

    assert Site.objects.count() == len(zones.zone(key).sites)
    assert Site.objects.get(code="hub").name.startswith(zones.zone(key).city)


def test_the_command_says_what_it_did_and_names_an_unknown_zone(settings: object) -> None:
    out = StringIO()
    call_command("load_zone", stdout=out)
    assert out.getvalue() == "zone nanchang: 0 added, 0 changed\n"

    settings.PORTAL_ZONE = "atlantis"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="no pilot zone 'atlantis'"):
        call_command("load_zone")
