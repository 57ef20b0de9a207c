"""The pages of administrators and auditors: accessible, in both languages, at desk and phone."""

from dataclasses import replace

import pytest

from tests.factories.officials import official
from tests.factories.users import UserFactory
from tests.journeys.conftest import LANGUAGES, Visitor
from tests.journeys.test_every_page import Visit

PUBLIC = ("/s/hub/", "/s/nanchang-county/")
ADMINISTRATORS = (
    "/sites/",
    "/sites/nanchang-county/",
    "/sites/nanchang-county/edit/",
    "/sites/nanchang-county/status/",
    "/sites/nanchang-county/new/",
    "/sites/hub/enterprises/",
    "/organisations/",
    "/organisations/customs/",
    "/organisations/customs/edit/",
    "/organisations/customs/appoint/",
    "/organisations/customs/appoint-new/",
    "/organisation/new/",
    "/notices/",
)
AUDITORS = ("/audit/",)
MEMBERS = ("/viewers/", "/notices/")


def official_visitor(visit: Visit, language: str, role: str) -> Visitor:
    """A visitor who is an official of the zone office."""
    visitor = visit(language=language)
    person = official(role=role)
    person.username = UserFactory.build().username + f"-{visitor.user.pk}"
    person.save()
    return replace(visitor, user=person)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_sites_and_people_are_accessible_and_fit(visit: Visit, language: str) -> None:
    stranger = visit(language=language)
    wrong = {path: stranger.wrong_on(path) for path in PUBLIC}
    stranger.sign_in()
    wrong |= {path: stranger.wrong_on(path) for path in MEMBERS}
    for role, pages in (("administrator", ADMINISTRATORS), ("auditor", AUDITORS)):
        visitor = official_visitor(visit, language, role)
        visitor.sign_in()
        wrong |= {path: visitor.wrong_on(path) for path in pages}

    assert {path: found for path, found in wrong.items() if found} == {}
