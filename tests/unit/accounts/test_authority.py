"""What postings allow: role and place belong together."""

import pytest

from accounts import states
from accounts.facts import Authority, PostingFacts
from zone_portal.kernel.errors import PortalError


def posting(department: str, role: str, path: str) -> PostingFacts:
    site = path.strip("/").split("/")[-1]
    return PostingFacts(f"{department}-{site}", department, role, site, path)


def authority(*postings: tuple[str, str, str]) -> Authority:
    return Authority(tuple(posting(*given) for given in postings))


def test_nobody_has_authority_by_default() -> None:
    nobody = Authority()

    assert not nobody.sees("/hub/")
    assert not nobody.administers_site("/hub/anyi/")
    assert not nobody.is_administrator
    assert nobody.audited_roots == ()


def test_a_posting_reaches_down_not_up_or_sideways() -> None:
    county = authority(("county", "administrator", "/hub/anyi/"))

    assert county.sees("/hub/anyi/market/")
    assert county.administers_site("/hub/anyi/")
    assert not county.sees("/hub/")
    assert not county.administers_site("/hub/anyi2/")


@pytest.mark.parametrize("department", ["customs", "tax", "fx", "market", "bank"])
def test_departments_run_their_own_people_and_no_site(department: str) -> None:
    boss = authority((department, "administrator", "/hub/"))

    assert boss.is_administrator
    assert not boss.administers_site("/hub/anyi/")
    assert boss.administers_organisation(department, "/hub/anyi/")
    assert not boss.administers_organisation("post", "/hub/anyi/")


def test_who_runs_a_site_appoints_to_every_department_there() -> None:
    park = authority(("park", "administrator", "/hub/zongbao/"))

    assert park.administers_organisation("customs", "/hub/zongbao/")
    assert not park.administers_organisation("park", "/hub/gaoxin/")


def test_a_role_at_one_place_is_no_role_at_another() -> None:
    mixed = authority(
        ("zone", "reviewer", "/hub/"),
        ("county", "administrator", "/hub/anyi/"),
        ("market", "auditor", "/hub/jinxian/"),
    )

    assert mixed.sees("/hub/xihu/")
    assert mixed.site_roots == ("/hub/anyi/",)
    assert mixed.audited_roots == ("/hub/jinxian/",)
    assert not mixed.administers_organisation("zone", "/hub/")


def test_a_site_opens_once_accepted_and_may_open_again() -> None:
    states.SITE.check("planned", "building")
    states.SITE.check("building", "open")
    states.SITE.check("open", "closed")
    states.SITE.check("closed", "open")
    for source, target in (("planned", "closed"), ("open", "planned"), ("closed", "building")):
        with pytest.raises(PortalError):
            states.SITE.check(source, target)


def test_every_state_of_a_site_has_words() -> None:
    assert set(states.SITE_LABELS) == set(states.SITE.states)
