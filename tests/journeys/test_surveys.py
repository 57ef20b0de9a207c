"""A survey in the zone office: drawn, mended where nobody answers, drawn again, estimated."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from enterprises.models import Member
from statistics_app.models import Survey
from statistics_app.services.reporting import surveys
from tests.factories.governance import deed, design
from tests.factories.officials import official
from tests.factories.surveys import answer, approved
from tests.journeys.conftest import LANGUAGES, Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_silent_stratum_is_merged_and_the_sample_drawn_again(visit: Visit, language: str) -> None:
    for kind in ("lab", "park"):
        approved(kind, 3)
    visitor = visit(language=language)
    visitor.user = official("zone", "reviewer")
    survey: Survey = surveys.design_survey(
        new=design(strata=("lab", "park"), size="6"), **deed(visitor.user)
    )
    visitor.foreseen = ("409",)
    visitor.sign_in()
    address = f"/statistics/surveys/{survey.pk}/"
    wrong = {path: visitor.wrong_on(path) for path in (address, f"{address}edit/")}
    page = visitor.open(address)
    page.click("form[action$='/draw/'] button")
    asked = list(survey.units.filter(stratum="lab").select_related("enterprise"))
    for number, unit in enumerate(asked, 1):
        answer(unit, str(10 * number))
    page.click("form[action$='/close/'] button")
    expect(page.locator(".error-summary")).to_be_visible()
    page.select_option("#stratum", "park")
    page.select_option("#into", "lab")
    page.fill("#reason", "园区均未答复")
    page.click("form[action$='/merge/'] button")
    page.click("a[href='?again=1#again']")
    expect(page.locator("#again .text-ok")).to_be_visible()
    wrong[f"{address}?again=1"] = visitor.wrong()
    page.click("form[action$='/close/'] button")
    expect(page.locator("#estimate-title")).to_be_visible()
    wrong[f"{address} estimated"] = visitor.wrong()

    firm = visit(language=language)
    firm.user = Member.objects.filter(enterprise=asked[0].enterprise).latest("id").user
    firm.sign_in()
    wrong["/statistics/questionnaires/"] = firm.wrong_on("/statistics/questionnaires/")
    assert {path: found for path, found in wrong.items() if found} == {}
