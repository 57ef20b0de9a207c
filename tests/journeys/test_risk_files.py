"""A file travels from a keeper's draft to anybody's browser; a firm looks at itself; facts come as
a file; a person is seen over the five types."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from risk.models import Article
from risk.rules.subjects import Subject
from risk.services.column import articles
from risk.services.rules import load_rules
from risk.services.signals import collect
from tests.builders.goods import PAPER
from tests.factories.officials import official
from tests.factories.risk_cases import WATCH
from tests.factories.risk_column import drafted
from tests.factories.supervision import deed
from tests.factories.tasks import TaskFactory
from tests.journeys.conftest import LANGUAGES
from tests.journeys.test_every_page import Visit
from tests.journeys.test_sites import official_visitor


def test_a_file_goes_from_a_draft_to_anybody(visit: Visit, tmp_path: Path) -> None:
    keeper = official_visitor(visit, "zh-hans", "reviewer")
    today = timezone.localdate()
    row = drafted(keeper.user, from_date=today, until_date=today + timedelta(days=9))
    paper = tmp_path / "报告.pdf"
    paper.write_bytes(PAPER)
    keeper.sign_in()
    page = keeper.open(f"/risk/articles/{row.pk}/")
    page.set_input_files("#file", paper)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator("main")).to_contain_text("已上传附件")
    expect(page.locator("main")).to_contain_text("报告.pdf")
    assert keeper.wrong() == []
    now = {**deed(keeper.user), "at": timezone.now()}
    row = articles.propose_article(article_id=row.pk, version=row.version, **now)
    second = {**deed(official("zone", "supervisor")), "at": timezone.now()}
    articles.publish_article(article_id=row.pk, version=row.version, **second)

    reader = visit(language="en")
    page = reader.open(f"/risk/column/{Article.objects.get(pk=row.pk).number}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="报告.pdf").click()
    assert Path(download.value.path()).read_bytes() == PAPER
    assert reader.wrong() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_firm_looks_at_itself(visit: Visit, language: str) -> None:
    firm = visit(language=language)
    own = firm.desk.firm.id
    TaskFactory.create(enterprise_id=own, parties=[own], kind="CEB411")
    firm.sign_in()
    assert firm.wrong_on("/risk/self-check/") == []
    words = "支付单据有待更正的问题" if language == "zh-hans" else "Findings in payment documents"
    assert words in firm.text()
    firm.page.get_by_role("link", name=words).click()
    expect(firm.page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_come_as_a_file_and_a_person_has_a_profile(
    visit: Visit, tmp_path: Path, language: str
) -> None:
    load_rules(at=timezone.now())
    officer = official_visitor(visit, language, "supervisor")
    officer.sign_in()
    table = tmp_path / "tracks.csv"
    table.write_text(f"fact,key,value\nwaybill.untracked_days,SF{language},many\n", "utf-8")
    page = officer.open("/risk/facts/")
    page.select_option("#file-source", "logistics")
    page.set_input_files("#file-file", table)
    page.locator("form[enctype] button[type=submit]").click()
    expect(page.locator(".error-summary")).to_contain_text("2")
    wrong = {"refused": officer.wrong()}
    assert "422" in officer.errors.pop()
    table.write_text(f"fact,key,value\nwaybill.untracked_days,SF{language},3\n", "utf-8")
    page.select_option("#file-source", "logistics")
    page.set_input_files("#file-file", table)
    page.locator("form[enctype] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("tracks.csv")
    subject = Subject("person", f"{officer.user.pk:032x}", "自然人 测*")
    collect(
        type="RT03",
        rule="news",
        subject=subject,
        level="yellow",
        evidence={},
        by=WATCH,
        at=timezone.now(),
        source="news",
    )
    for path in (
        "/risk/facts/",
        "/risk/rules/",
        "/risk/subjects/",
        f"/risk/subjects/one/?kind=person&key={subject.key}",
    ):
        wrong[path] = officer.wrong_on(path)
    assert {path: found for path, found in wrong.items() if found} == {}
