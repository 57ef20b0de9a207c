"""Pages of sites, organisations and the trail: who opens what, and what a refusal looks like."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.facts import SystemActor
from accounts.models import AccountLink, AuditEntry, Organisation, Posting, Site, User
from accounts.services import audit
from enterprises.models import Enterprise
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.pages.conftest import Reader, reader

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
PASSWORD = "a long enough 7 word"
pytestmark = pytest.mark.django_db


@pytest.fixture
def zone_office() -> Reader:
    return reader(official(role="administrator"))


@pytest.fixture
def county() -> Reader:
    """Administers Anyi county."""
    return reader(official("county", "administrator", "anyi"))


@pytest.fixture
def member() -> Reader:
    return reader(MemberFactory.create().user)


SITE_PAGES = {
    "/sites/anyi/": (200, 200, 404),
    "/sites/anyi/edit/": (200, 200, 404),
    "/sites/anyi/new/": (200, 200, 404),
    "/sites/anyi/status/": (200, 403, 404),
    "/sites/anyi/enterprises/": (200, 200, 404),
    "/organisations/anyi/": (200, 200, 404),
    "/organisations/anyi/edit/": (200, 200, 404),
    "/organisations/anyi/appoint/": (200, 200, 404),
    "/organisations/anyi/appoint-new/": (200, 200, 404),
}
"""Page → what the zone office, Anyi itself and another county get."""


@pytest.mark.parametrize("path", SITE_PAGES)
def test_a_site_is_run_from_itself_and_above_only(
    path: str, zone_office: Reader, county: Reader, member: Reader
) -> None:
    other = reader(official("county", "administrator", "jinxian"))

    got = tuple(person.get(path).status_code for person in (zone_office, county, other))

    assert got == SITE_PAGES[path]
    assert member.get(path).status_code == 403
    assert Client().get(path)["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "viewer", "auditor"])
def test_other_roles_look_at_their_site_but_change_nothing(role: str) -> None:
    person = reader(official("county", role, "anyi"))

    assert person.get("/sites/anyi/").status_code == 200
    assert person.get("/sites/anyi/edit/").status_code == 403
    assert person.client.post("/sites/anyi/edit/", {"name": "x"}).status_code == 403
    assert person.get("/organisations/").status_code == 403
    assert Site.objects.get(code="anyi").name == "安义县分平台"


def test_a_county_sees_its_own_tree_and_counts_only(county: Reader, zone_office: Reader) -> None:
    EnterpriseFactory.create(site_id="anyi")
    EnterpriseFactory.create(site_id="jinxian")

    page = county.text("/sites/")

    assert "安义县分平台" in page
    assert "进贤县分平台" not in page
    assert page.count("安义县分平台") < zone_office.text("/sites/").count("分平台")


def test_the_tree_costs_the_same_for_any_number_of_sites(
    zone_office: Reader, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(11):
        zone_office.text("/sites/")


def test_the_enterprises_of_another_county_stay_unseen(county: Reader) -> None:
    own = EnterpriseFactory.create(site_id="anyi", name="安义甲有限公司")
    other = EnterpriseFactory.create(site_id="jinxian", name="进贤乙有限公司")

    page = county.text("/sites/anyi/enterprises/")

    assert own.name in page
    assert other.name not in page
    assert county.get(f"/enterprises/{other.pk}/site/").status_code == 404
    assert county.get(f"/enterprises/{own.pk}/site/").status_code == 200


def test_an_administrator_builds_a_window_by_the_form(county: Reader) -> None:
    body = {"kind": "front", "code": "market", "name": "集市窗口", "services": ["filing"]}
    response = county.client.post("/sites/anyi/new/", body)

    assert response["Location"] == "/sites/market/"
    assert Site.objects.get(code="market").services == ["filing"]


def test_a_refusal_stands_at_its_field(county: Reader) -> None:
    body = {"kind": "front", "code": "Big Code", "name": "集市窗口"}
    page = county.client.post("/sites/anyi/new/", body).content.decode()

    assert 'href="#id_code"' in page
    assert "小写字母" in page


def test_opening_a_site_by_the_form_needs_its_date(zone_office: Reader) -> None:
    page = zone_office.client.post("/sites/anyi/status/", {"status": "open"})
    assert 'href="#id_accepted"' in page.content.decode()

    zone_office.client.post("/sites/anyi/status/", {"status": "open", "accepted": "2026-11-01"})
    assert Site.objects.get(code="anyi").accepted_date == date(2026, 11, 1)


def test_everybody_reads_the_front_page_of_a_site() -> None:
    page = Client().get("/s/nanchang-county/").content.decode()

    assert "南昌县（向塘开发区）分平台" in page
    assert "铁路口岸服务" in page
    assert "本平台目前不受理备案" in page


def test_a_service_that_is_off_is_not_on_the_front_page() -> None:
    Site.objects.filter(code="anyi").update(services=["filing"], status="open")

    page = Client().get("/s/anyi/").content.decode()

    assert "企业备案" in page
    assert "在本平台备案" in page
    assert "商品备案" not in page


def test_an_unknown_site_has_no_front_page() -> None:
    assert Client().get("/s/atlantis/").status_code == 404


def test_a_new_official_comes_in_by_the_link_shown_once(county: Reader) -> None:
    body = {"username": "clerk", "name": "新模拟", "role": "reviewer"}
    answer = county.client.post("/organisations/anyi/appoint-new/", body)
    page = answer.content.decode()
    link = page.split("http://testserver")[1].split('"')[0]
    assert link.startswith("/welcome/")
    assert "no-store" in answer["Cache-Control"]
    assert link not in county.text("/organisations/anyi/")

    visitor = Client()
    assert "clerk" in visitor.get(link).content.decode()
    differing = visitor.post(link, {"password": PASSWORD, "again": "else"}).content.decode()
    assert 'href="#id_again"' in differing
    weak = visitor.post(link, {"password": "short", "again": "short"}).content.decode()
    assert 'href="#id_password"' in weak
    done = visitor.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert done["Location"] == "/sign-in/"

    assert visitor.get(link).status_code == 410
    assert User.objects.get(username="clerk").check_password(PASSWORD)


def test_a_guessed_link_says_nothing() -> None:
    assert Client().get("/welcome/guessed/").status_code == 410


def test_a_posting_is_ended_or_linked_by_its_buttons(county: Reader) -> None:
    office = Organisation.objects.get(code="anyi")
    clerk = official("county", "reviewer", "anyi")
    posting = clerk.postings.get()
    Posting.objects.filter(pk=posting.pk).update(organisation=office)

    page = county.client.post(f"/postings/{posting.pk}/", {"deed": "link"}).content.decode()
    assert "/welcome/" in page
    assert AccountLink.objects.get(user=clerk).made_by == county.user

    county.client.post(f"/postings/{posting.pk}/", {"deed": "end"})
    posting.refresh_from_db()
    assert posting.to_date is not None


def test_postings_elsewhere_are_out_of_reach(county: Reader) -> None:
    elsewhere = official("county", "reviewer", "jinxian").postings.get()

    for deed in ("end", "link"):
        path = f"/postings/{elsewhere.pk}/"
        assert county.client.post(path, {"deed": deed}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.to_date is None


def test_the_own_posting_is_refused_in_words(zone_office: Reader) -> None:
    own = zone_office.user.postings.get()

    page = zone_office.client.post(f"/postings/{own.pk}/", {"deed": "end"}, follow=True)

    assert "不能变更自己的任职" in page.content.decode()


class TestTheTrail:
    """The page of auditors."""

    @pytest.fixture
    def auditor(self) -> Reader:
        return reader(official(role="auditor"))

    def enter(self, action: str = "x.done", on: str = "7", by: Any = None) -> AuditEntry:
        actor = by or SystemActor("some program")
        return audit.record(action, by=actor, on=("case", on), new={"status": "done"}, at=AT)

    def test_it_opens_for_auditors_only(self, auditor: Reader, zone_office: Reader) -> None:
        assert auditor.get("/audit/").status_code == 200
        assert zone_office.get("/audit/").status_code == 403
        assert Client().get("/audit/").status_code == 302

    def test_it_is_searched_by_object_actor_deed_and_time(self, auditor: Reader) -> None:
        self.enter("x.done", "7")
        self.enter("y.done", "8", official())

        assert "case 7" in auditor.text("/audit/", on_type="case", on_id="7")
        assert "case 8" not in auditor.text("/audit/", on_type="case", on_id="7")
        assert "case 8" not in auditor.text("/audit/", actor="some program")
        assert "case 7" not in auditor.text("/audit/", action="y.")
        assert "case 7" in auditor.text("/audit/", since="2026-11-20", until="2026-11-20")
        assert "case 7" not in auditor.text("/audit/", until="2026-11-19")

    def test_values_are_words(self, auditor: Reader) -> None:
        self.enter()

        assert "status: done" in auditor.text("/audit/", on_type="case")

    def test_the_file_has_the_same_rows_and_leaves_an_entry(self, auditor: Reader) -> None:
        self.enter()

        file = auditor.get("/audit/", format="csv", on_type="case").getvalue().decode()

        assert "case 7" in file
        entry = AuditEntry.objects.get(action="audit.exported")
        assert (entry.by, entry.new) == (auditor.user, {"on_type": "case"})

    def test_an_auditor_of_a_county_sees_the_deeds_of_its_people(self) -> None:
        self.enter("inside", "1", official("county", "reviewer", "anyi"))
        self.enter("outside", "2", official("county", "reviewer", "jinxian"))
        self.enter("above", "3", official())
        self.enter("program", "4")

        page = reader(official("county", "auditor", "anyi")).text("/audit/", on_type="case")

        assert "case 1" in page
        assert not [number for number in "234" if f"case {number}" in page]


class TestMoving:
    """An enterprise and another site."""

    @pytest.fixture
    def firm(self) -> Enterprise:
        Site.objects.filter(code__in=["anyi", "jinxian"]).update(status="open")
        return EnterpriseFactory.create(site_id="anyi")

    def test_who_runs_both_moves_it(self, firm: Enterprise, zone_office: Reader) -> None:
        boss = MemberFactory.create(enterprise=firm, role="administrator").user

        answer = zone_office.client.post(
            f"/enterprises/{firm.pk}/site/", {"site": "jinxian", "reason": "注册地迁移"}
        )

        assert answer.status_code == 302
        firm.refresh_from_db()
        assert firm.site_id == "jinxian"
        entry = AuditEntry.objects.get(action="enterprise.moved")
        old, new = entry.old or {}, entry.new or {}
        assert (old["site"], new["site"]) == ("anyi", "jinxian")
        assert boss.notices.count() == 1

    @pytest.mark.parametrize(
        "form",
        [
            {"site": "jinxian", "reason": "x"},
            {"site": "xihu", "reason": "注册地迁移"},
            {"site": "anyi", "reason": "注册地迁移"},
            {"site": "nowhere", "reason": "注册地迁移"},
        ],
    )
    def test_a_move_needs_a_reason_and_another_open_site(
        self, firm: Enterprise, zone_office: Reader, form: dict[str, str]
    ) -> None:
        page = zone_office.client.post(f"/enterprises/{firm.pk}/site/", form)

        assert page.status_code == 200
        firm.refresh_from_db()
        assert firm.site_id == "anyi"

    def test_a_county_gives_nothing_away(self, firm: Enterprise, county: Reader) -> None:
        county.client.post(
            f"/enterprises/{firm.pk}/site/", {"site": "jinxian", "reason": "注册地迁移"}
        )

        firm.refresh_from_db()
        assert firm.site_id == "anyi"


class TestWhoLooked:
    """What an enterprise reads of its readers."""

    def test_department_and_organisation_are_told_not_the_person(self, member: Reader) -> None:
        firm = member.user.memberships.get().enterprise
        looker = official("customs", "reviewer")
        on = ("enterprises.enterprise", str(firm.pk))
        assert audit.record_view(by=looker, on=on, what="enterprise", reason="年度抽查", at=AT)

        page = member.text("/viewers/")

        assert "海关" in page
        assert "综试区办公室" in page  # the name of the organisation the factory makes
        assert "年度抽查" in page
        assert looker.username not in page
        assert looker.name not in page.replace(member.user.get_full_name(), "", 1)

    def test_another_enterprise_reads_nothing_of_it(self, member: Reader) -> None:
        firm = member.user.memberships.get().enterprise
        stranger = reader(MemberFactory.create().user)
        on = ("enterprises.enterprise", str(firm.pk))
        audit.record_view(by=official(), on=on, reason="年度抽查", at=AT)

        assert "年度抽查" not in stranger.text("/viewers/")
        assert stranger.get("/viewers/", enterprise=str(firm.pk)).status_code == 404

    def test_officials_have_no_such_page(self, zone_office: Reader) -> None:
        assert zone_office.get("/viewers/").status_code == 404


class TestTheMenu:
    """The navigation shows what this person may open."""

    def test_each_kind_of_person_has_its_entries(self, zone_office: Reader, member: Reader) -> None:
        auditor = reader(official(role="auditor"))
        entries = ("/sites/", "/organisations/", "/audit/", "/viewers/")

        def shown(person: Reader) -> list[str]:
            page = person.text("/notices/")
            return [entry for entry in entries if f'<a href="{entry}"' in page]

        assert shown(zone_office) == ["/sites/", "/organisations/"]
        assert shown(auditor) == ["/sites/", "/audit/"]
        assert shown(member) == ["/viewers/"]

    def test_a_service_that_the_site_switched_off_is_not_shown(self) -> None:
        def entries(services: list[str]) -> str:
            Site.objects.filter(code="anyi").update(services=services)
            firm = EnterpriseFactory.create(site_id="anyi")
            return reader(MemberFactory.create(enterprise=firm).user).text("/notices/")

        assert 'href="/goods/"' in entries(["filing", "goods"])
        page = entries(["filing", "mandate"])
        assert 'href="/goods/"' not in page
        assert 'href="/mandates/"' in page
        assert 'href="/mandates/"' not in entries(["filing"])

    def test_the_group_of_the_open_page_stands_open(self, member: Reader) -> None:
        def opened(address: str) -> list[str]:
            found = re.findall(
                r'<details class="side-group"( open)?>\s*<summary>([^<]+)', member.text(address)
            )
            return [label.strip() for is_open, label in found if is_open]

        assert opened("/declarations/") == ["申报"]
        assert opened("/mandates/") == ["申报", "授权与成员"]

    def test_the_frame_names_the_zone(self, member: Reader) -> None:
        assert "南昌跨境电商综合试验区" in member.text("/notices/")
