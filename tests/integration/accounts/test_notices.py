"""Notices: told to the right people, read by nobody else, counted in the frame."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import Notice, User
from accounts.services.notices import mark_read, notify
from enterprises.services.notices import notify_members, notify_officials
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.factories.users import UserFactory

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
WORDS = {"kind": "filing", "zh": "备案已通过", "en": "The filing was approved", "at": AT}
pytestmark = pytest.mark.django_db


def told(user: User, link: str = "") -> Notice:
    return notify(user=user, link=link, **WORDS)  # type: ignore[arg-type]


def at_browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_reading_counts_once() -> None:
    notice = told(UserFactory.create())

    assert mark_read(by=notice.user, notice_id=notice.pk, at=AT) == 1
    assert mark_read(by=notice.user, notice_id=notice.pk, at=AT) == 0


def test_nobody_reads_for_somebody_else() -> None:
    notice = told(UserFactory.create())

    assert mark_read(by=UserFactory.create(), at=AT) == 0
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="this portal only"):
        told(UserFactory.create(), link)


def test_members_are_told_by_role() -> None:
    firm = EnterpriseFactory.create()
    boss = MemberFactory.create(enterprise=firm, role="administrator").user
    MemberFactory.create(enterprise=firm, role="viewer")
    MemberFactory.create(role="administrator")

    assert notify_members(firm.pk, ["administrator"], **WORDS) == 1  # type: ignore[arg-type]
    assert Notice.objects.get().user == boss
    assert notify_members(firm.pk, [], **WORDS) == 2  # type: ignore[arg-type]


def test_officials_above_a_site_are_told_not_those_of_other_roles_or_departments() -> None:
    reviewer = official("customs", "reviewer")
    official("customs", "auditor")
    official("tax", "reviewer")

    told_people = notify_officials(
        "/hub/west/",
        ["reviewer"],
        department="customs",
        **WORDS,  # type: ignore[arg-type]
    )

    assert told_people == 1
    assert Notice.objects.get().user == reviewer


def test_the_bell_counts_what_waits_and_the_page_shows_it() -> None:
    person = UserFactory.create()
    told(person)
    told(UserFactory.create())

    page = at_browser(person).get("/notices/").content.decode()

    assert "通知，1 条未读" in page
    assert page.count("备案已通过") == 1


def test_opening_a_notice_marks_it_read_and_leads_on() -> None:
    notice = told(UserFactory.create(), link="/rules/")

    response = at_browser(notice.user).get(f"/notices/{notice.pk}/")

    assert response["Location"] == "/rules/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_all_are_marked_at_once() -> None:
    person = UserFactory.create()
    told(person)
    told(person)

    at_browser(person).post("/notices/")

    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_somebody_elses_notice_is_not_there() -> None:
    notice = told(UserFactory.create())

    assert at_browser(UserFactory.create()).get(f"/notices/{notice.pk}/").status_code == 404


def test_notices_ask_for_sign_in() -> None:
    assert Client().get("/notices/")["Location"].startswith("/sign-in/?next=")
    assert Client().get("/notices/1/")["Location"].startswith("/sign-in/?next=")
