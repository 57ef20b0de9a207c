"""Sites: built and run only by who administers them, carried on by who administers above."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import AuditEntry, Site, User
from accounts.selectors import all_services, services_of
from accounts.services.sites import create_site, edit_site, set_site_status
from tests.factories.officials import official
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def zone_office() -> User:
    return official(role="administrator")


@pytest.fixture
def county() -> User:
    """An administrator of Anyi county."""
    return official("county", "administrator", "anyi")


def built(by: User, parent: str = "anyi", code: str = "market", **more: object) -> Site:
    values = {"name": "集市窗口"} | {k: v for k, v in more.items() if k != "kind"}
    kind = str(more.get("kind", "front"))
    return create_site(parent=parent, code=code, kind=kind, values=values, by=by, at=AT)


def refusal(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(PortalError) as caught:
        call(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


def test_an_administrator_builds_below_the_own_site(county: User) -> None:
    site = built(county)

    assert (site.path, site.status) == ("/hub/anyi/market/", "planned")
    entry = AuditEntry.objects.get(action="site.created", on_id="market")
    assert entry.by == county
    assert (entry.new or {})["name"] == "集市窗口"


def test_nobody_builds_or_edits_outside_the_own_subtree(county: User) -> None:
    assert refusal(built, county, parent="jinxian") == "not_administrator_here"
    assert refusal(built, county, parent="hub") == "not_administrator_here"
    for code in ("jinxian", "hub"):
        values = {"name": "别人的"}
        assert refusal(edit_site, code=code, values=values, by=county, at=AT) == (
            "not_administrator_here"
        )


@pytest.mark.parametrize(
    ("department", "role"),
    [("county", "reviewer"), ("county", "auditor"), ("customs", "administrator")],
)
def test_other_roles_and_departments_run_no_site(department: str, role: str) -> None:
    person = official(department, role, "anyi")

    assert refusal(built, person) == "not_administrator_here"


def test_an_administrator_of_one_place_who_reviews_above_runs_that_place_only() -> None:
    person = official("county", "administrator", "anyi")
    posting = official("zone", "reviewer").postings.get()
    posting.user = person
    posting.save()

    assert built(person).code == "market"
    assert refusal(built, person, parent="hub", code="other") == "not_administrator_here"


@pytest.mark.parametrize("code", ["Market", "a b", "", "-a", "市场", "a/b"])
def test_codes_stand_in_addresses(zone_office: User, code: str) -> None:
    assert refusal(built, zone_office, code=code) == "site_code_form"


def test_a_taken_code_is_refused_at_its_field(zone_office: User) -> None:
    with pytest.raises(PortalError) as caught:
        built(zone_office, code="jinxian")

    assert caught.value.code == "site_code_taken"
    assert caught.value.details["problems"][0]["field"] == "code"


def test_there_is_nothing_below_a_window_and_only_one_hub(zone_office: User) -> None:
    assert refusal(built, zone_office, parent="railway", code="x") == "site_kind_misplaced"
    assert refusal(built, zone_office, code="x", kind="hub") == "site_kind_misplaced"


def test_an_edit_is_audited_with_what_it_changed(county: User) -> None:
    edit_site(code="anyi", values={"name": "安义", "area": "安义县"}, by=county, at=AT)

    entry = AuditEntry.objects.get(action="site.edited", on_id="anyi")
    assert (entry.old, entry.new) == ({"name": "安义县分平台"}, {"name": "安义"})


def test_a_site_keeps_a_name_and_known_services(county: User) -> None:
    def edit(**values: object) -> None:
        edit_site(code="anyi", values=values, by=county, at=AT)

    assert refusal(edit, name=" ") == "site_needs_name"
    assert refusal(edit, services=["filing", "juggling"]) == "site_services_unknown"


def test_opening_is_the_acceptance_by_the_site_above(county: User, zone_office: User) -> None:
    def opened(by: User, accepted: date | None) -> str:
        return refusal(set_site_status, code="anyi", status="open", accepted=accepted, by=by, at=AT)

    assert opened(county, date(2026, 11, 1)) == "not_administrator_here"
    assert opened(zone_office, None) == "site_needs_acceptance"

    site = set_site_status(
        code="anyi", status="open", accepted=date(2026, 11, 1), by=zone_office, at=AT
    )

    assert (site.status, site.accepted_date) == ("open", date(2026, 11, 1))
    new = AuditEntry.objects.get(action="site.status_set").new or {}
    assert new["accepted_date"] == "2026-11-01"


def test_a_planned_site_does_not_close(zone_office: User) -> None:
    assert (
        refusal(set_site_status, code="anyi", status="closed", by=zone_office, at=AT)
        == "transition_refused"
    )


def test_services_come_from_the_site_or_from_above() -> None:
    hub = Site.objects.get(code="hub")
    anyi = Site.objects.get(code="anyi")
    assert services_of(hub) == all_services()
    assert services_of(anyi) == tuple(anyi.services)

    window = Site.objects.create(
        code="w", parent=anyi, path="/hub/anyi/w/", kind="front", name="窗口"
    )
    assert services_of(window) == tuple(anyi.services)

    anyi.services = []
    anyi.save()
    assert services_of(window) == all_services()
