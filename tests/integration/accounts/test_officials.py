"""Officials: appointed within the own subtree, by somebody else, let in by a link used once."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from accounts.models import AccountLink, AuditEntry, Notice, Posting, User
from accounts.selectors import postings_of
from accounts.services.links import LinkRefusedError, make_link, use_link
from accounts.services.officials import appoint, appoint_new, end_posting, renew_link
from accounts.services.organisations import create_organisation, edit_organisation
from tests.factories.officials import official
from tests.factories.users import UserFactory
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
PASSWORD = "a long enough 7 word"
pytestmark = pytest.mark.django_db


@pytest.fixture
def zone_office() -> User:
    return official(role="administrator")


@pytest.fixture
def county() -> User:
    return official("county", "administrator", "anyi")


def refused(call: object, **kwargs: object) -> str:
    with pytest.raises(PortalError) as caught:
        call(at=AT, **kwargs)  # type: ignore[operator]
    return caught.value.code


def new(by: User, organisation: str = "anyi", username: str = "clerk", role: str = "reviewer"):  # type: ignore[no-untyped-def]
    return appoint_new(
        username=username, name="新模拟", organisation=organisation, role=role, by=by, at=AT
    )


def test_a_new_official_sets_the_password_by_the_link(county: User) -> None:
    made = new(county)
    assert not made.user.has_usable_password()

    use_link(token=made.token, password=PASSWORD, at=AT)

    assert authenticate(username="clerk", password=PASSWORD) == made.user
    assert [p.site for p in postings_of(made.user, on=AT.date())] == ["anyi"]


def test_the_token_is_kept_nowhere(county: User) -> None:
    made = new(county)

    link = AccountLink.objects.get(user=made.user)
    assert made.token.encode() not in bytes(link.digest)
    assert made.token not in str(list(AuditEntry.objects.values_list("new", "old", "on_id")))


def test_a_link_works_once(county: User) -> None:
    made = new(county)
    use_link(token=made.token, password=PASSWORD, at=AT)

    with pytest.raises(LinkRefusedError):
        use_link(token=made.token, password="another long 8 word", at=AT)


def test_a_link_ends_by_itself(county: User) -> None:
    made = new(county)

    with pytest.raises(LinkRefusedError):
        use_link(token=made.token, password=PASSWORD, at=AT + settings.ACCOUNT_LINK_LIFE)


def test_a_new_link_ends_the_earlier_one(county: User) -> None:
    made = new(county)
    again = renew_link(user_id=made.user.pk, by=county, at=AT)

    with pytest.raises(LinkRefusedError):
        use_link(token=made.token, password=PASSWORD, at=AT)
    use_link(token=again.token, password=PASSWORD, at=AT)


def test_a_weak_password_leaves_the_link_open(county: User) -> None:
    made = new(county)

    with pytest.raises(ValidationError):
        use_link(token=made.token, password="short", at=AT)
    use_link(token=made.token, password=PASSWORD, at=AT)


def test_a_disabled_account_cannot_come_back_by_a_link(county: User) -> None:
    made = new(county)
    User.objects.filter(pk=made.user.pk).update(is_active=False)

    with pytest.raises(LinkRefusedError):
        use_link(token=made.token, password=PASSWORD, at=AT)


@pytest.mark.parametrize("organisation", ["jinxian", "zone-office", "customs"])
def test_nobody_gives_a_role_beyond_the_own_subtree(county: User, organisation: str) -> None:
    colleague = official("county", "reviewer", "anyi")
    post = {"username": colleague.username, "organisation": organisation, "role": "viewer"}

    assert refused(appoint, by=county, **post) == "not_administrator_here"
    assert (
        refused(
            appoint_new, username="x", name="x", organisation=organisation, role="viewer", by=county
        )
        == "not_administrator_here"
    )
    assert not User.objects.filter(username="x").exists()


def test_an_administrator_of_a_department_appoints_to_that_department_only() -> None:
    boss = official("customs", "administrator")

    assert new(boss, "customs").user.postings.get().organisation.code == "customs"
    assert (
        refused(appoint_new, username="y", name="y", organisation="tax", role="viewer", by=boss)
        == "not_administrator_here"
    )


def test_a_reviewer_appoints_nobody() -> None:
    person = official("county", "reviewer", "anyi")

    assert (
        refused(appoint_new, username="y", name="y", organisation="anyi", role="viewer", by=person)
        == "not_administrator_here"
    )


def test_nobody_changes_the_own_postings(zone_office: User) -> None:
    own = zone_office.postings.get()

    assert refused(end_posting, posting_id=own.pk, by=zone_office) == "posting_is_own"
    post = {"username": zone_office.username, "organisation": "zone-office", "role": "auditor"}
    assert refused(appoint, by=zone_office, **post) == "posting_is_own"
    assert refused(renew_link, user_id=zone_office.pk, by=zone_office) == "posting_is_own"


def test_a_link_needs_authority_over_all_the_account_can_do(county: User) -> None:
    """Else a county's administrator would take over a colleague who also serves at the hub."""
    made = new(county)
    Posting.objects.create(
        user=made.user,
        organisation=official("customs", "reviewer").postings.get().organisation,
        role="supervisor",
        from_date=AT.date(),
    )

    assert refused(renew_link, user_id=made.user.pk, by=county) == "not_administrator_here"


def test_an_ended_posting_allows_nothing_and_the_person_is_told(county: User) -> None:
    made = new(county)
    posting = made.user.postings.get()

    end_posting(posting_id=posting.pk, by=county, at=AT)

    assert postings_of(made.user, on=AT.date()) == []
    assert Notice.objects.get(user=made.user).kind == "posting"
    assert refused(end_posting, posting_id=posting.pk, by=county) == "posting_ended"
    entry = AuditEntry.objects.get(action="posting.ended")
    assert (entry.by, (entry.new or {})["organisation"]) == (county, "anyi")


def test_an_official_gets_another_posting(zone_office: User) -> None:
    person = official("customs", "reviewer")

    given = appoint(
        username=person.username.upper(), organisation="anyi", role="viewer", by=zone_office, at=AT
    )

    assert given.organisation.code == "anyi"
    assert Notice.objects.filter(user=person).count() == 1


def test_members_of_enterprises_and_strangers_are_no_officials(zone_office: User) -> None:
    person = UserFactory.create()
    for username in (person.username, "nobody"):
        post = {"username": username, "organisation": "anyi", "role": "viewer"}
        assert refused(appoint, by=zone_office, **post) == "official_unknown"


def test_a_taken_user_name_is_refused_whatever_its_case(zone_office: User) -> None:
    UserFactory.create(username="clerk")

    form = {"username": "Clerk", "name": "x", "organisation": "anyi", "role": "viewer"}
    assert refused(appoint_new, by=zone_office, **form) == "username_taken"
    assert refused(appoint_new, by=zone_office, **(form | {"role": "king"})) == "role_unknown"


def test_an_organisation_out_of_use_employs_nobody(zone_office: User) -> None:
    names = {"name": "安义", "name_en": ""}
    edit_organisation(code="anyi", **names, active=False, by=zone_office, at=AT)

    form = {"username": "z", "name": "x", "organisation": "anyi", "role": "viewer"}
    assert refused(appoint_new, by=zone_office, **form) == "organisation_inactive"


def test_nobody_puts_the_own_organisation_out_of_use(zone_office: User) -> None:
    own = zone_office.postings.get().organisation.code

    assert (
        refused(edit_organisation, code=own, name="x", name_en="", active=False, by=zone_office)
        == "organisation_is_own"
    )


def test_organisations_are_made_where_one_administers(county: User) -> None:
    form = {"name": "安义园区", "department": "park"}
    made = create_organisation(code="anyi-park", site="anyi", **form, by=county, at=AT)
    assert made.site_id == "anyi"

    more: dict[str, object] = {**form, "by": county}
    assert refused(create_organisation, code="b", site="hub", **more) == "not_administrator_here"
    assert refused(create_organisation, code="B b", site="anyi", **more) == (
        "organisation_code_form"
    )
    assert refused(create_organisation, code="anyi-park", site="anyi", **more) == (
        "organisation_code_taken"
    )


def test_a_link_remembers_who_made_it(county: User) -> None:
    person = UserFactory.create()
    make_link(user=person, by=county, at=AT)

    assert AccountLink.objects.get(user=person).made_by == county
