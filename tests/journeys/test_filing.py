"""An enterprise files itself: invited help, returned with two remarks, corrected, approved by site
and department, its certificate verified by anyone."""

import re
import uuid
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from enterprises.models import Filing
from enterprises.rules.forms import Field, form_for
from enterprises.services.demo_values import PDF
from tests.factories import applications
from tests.factories.officials import official
from tests.factories.users import UserFactory
from tests.journeys.conftest import LANGUAGES, PHONE, Visitor

Visit = Callable[..., Visitor]

KINDS = ["broker"]
"""A kind that customs must approve after the site."""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A scan, as good as any."""
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(PDF)
    return path


def as_somebody(visit: Visit, user: User, size: dict[str, int] | None = None) -> Visitor:
    """A visitor who is signed in as ``user``."""
    visitor = visit(size)
    visitor.user = user
    visitor.sign_in()
    return visitor


def person() -> User:
    made: User = UserFactory.create(username=f"person-{uuid.uuid4().hex[:12]}")
    return made


NUMBERS = count(3000)
"""Journeys commit: what they take must be free, for each other and for the tests that roll back."""


def some_number() -> int:
    """What tells the firms of two journeys apart."""
    return next(NUMBERS)


def look(visitor: Visitor) -> Page:
    """The page as it stands must be accessible and fit."""
    assert visitor.wrong() == [], visitor.page.url
    return visitor.page


def fill_in(page: Page, field: Field, value: Any, paper: Path) -> None:
    """Answer one question of a section as somebody at the keyboard does."""
    box = page.locator(f"#field-{field.code}")
    if field.is_file:
        box.set_input_files(paper)
        expect(page.locator(f"#files-{field.code} .files li")).to_have_count(1)
    elif field.type == "choices" or (field.options and box.get_attribute("type")):
        for code in value if isinstance(value, list) else [value]:
            page.check(f'input[name="{field.code}"][value="{code}"]')
    elif field.options:
        box.select_option(value)
    else:
        box.fill("\n".join(value) if isinstance(value, list) else str(value))


def fill_sections(visitor: Visitor, values: dict[str, Any], paper: Path) -> None:
    """Every section in turn, from the first to the check."""
    page = visitor.page
    form = form_for("enterprise", KINDS)
    for section in form.sections:
        page.wait_for_url(re.compile(rf"/sections/{section.code}/"))
        for field in section.fields:
            if field.code in values or (field.is_file and field.required):
                fill_in(page, field, values.get(field.code), paper)
        look(visitor)
        page.click("text=保存并继续")
    page.wait_for_url(re.compile(r"/check/$"))


def begin_review(visitor: Visitor, filing: Filing) -> Page:
    """From the queue to a review that has begun."""
    page = visitor.open("/reviews/")
    look(visitor)
    page.click(f'.sheet a[href="/reviews/{filing.pk}/"]')
    page.wait_for_url(re.compile(rf"/reviews/{filing.pk}/$"))
    if page.locator("text=开始审核").count():
        look(visitor)
        page.click("button:has-text('开始审核')")
    return look(visitor)


def remark(page: Page, code: str, text: str) -> None:
    page.locator(f"details:has(#remark-{code}) summary").click()
    page.fill(f"#remark-{code}", text)


def approve(visitor: Visitor, filing: Filing) -> None:
    page = begin_review(visitor, filing)
    for tick in page.locator("input[name=checked]").all():
        tick.check()
    page.click("button[value=approve]")
    page.wait_for_url(re.compile(r"/reviews/$"))
    look(visitor)


def file_a_firm(visit: Visit, paper: Path) -> tuple[Visitor, Filing, str]:
    """Somebody registers a firm: kinds, then section after section, saved as they go."""
    number = some_number()
    name = f"洪城旅程{number}报关有限公司"
    owner = as_somebody(visit, person())
    page = owner.open("/file/")
    look(owner)
    page.click("text=开始企业备案")
    look(owner)
    page.check("input[value=broker]")
    page.click("text=开始填报")
    look(owner)
    page.click("text=继续填写")
    fill_sections(owner, applications.answers(KINDS, number=number) | {"name": name}, paper)
    look(owner)
    return owner, Filing.objects.get(enterprise__members__user=owner.user), name


def invite_a_declarant(visit: Visit, owner: Visitor) -> Visitor:
    """A colleague is invited by a link, signs in, and joins."""
    page = owner.open("/members/")
    look(owner)
    page.select_option("#role", "declarant")
    page.click("text=生成邀请链接")
    link = page.locator("#link").input_value()
    helper = as_somebody(visit, person())
    helper.page.goto(link)
    look(helper)
    helper.page.click("main form button")
    return helper


def submit(visitor: Visitor, filing: Filing, heading: str) -> None:
    """From the task list to the confirmation."""
    page = visitor.open(f"/filings/{filing.pk}/")
    look(visitor)
    page.click(".say .btn-primary")
    look(visitor)
    page.click("button:has-text('提交审核')")
    expect(look(visitor).locator("h1")).to_have_text(heading)
    expect(page.locator(".confirmation-number")).to_have_text(f"SL{filing.pk:06}")


def return_with_two_remarks(site: Visitor, filing: Filing) -> None:
    page = begin_review(site, filing)
    remark(page, "name", "名称与营业执照不一致")
    remark(page, "contact_phone", "请填写可接通的手机")
    look(site)
    page.click("button[value=return]")
    expect(page.locator("main")).to_contain_text("已退回补正")


def correct(helper: Visitor, name: str) -> None:
    """The remarks stand at their fields."""
    page = helper.open("/file/")
    expect(look(helper).locator(".say")).to_contain_text("请补正 2 处")
    page.click(".say .btn-primary")
    expect(page.locator(".remark-list li")).to_have_count(2)
    look(helper)
    page.click(".remark-list a >> nth=0")
    expect(page.locator("#field-name-remark")).to_contain_text("与营业执照不一致")
    page.fill("#field-name", name)
    look(helper)
    page.click("text=保存并继续")
    expect(page.locator("#field-contact_phone-remark")).to_contain_text("请填写可接通")
    page.fill("#field-contact_phone", "13900009001")
    page.click("text=保存，回到步骤")


def verify(visit: Visit, address: str, name: str) -> None:
    """Anyone, with a phone: the certificate, then the register."""
    anyone = visit(PHONE)
    page = anyone.open(address)
    expect(look(anyone).locator("h1")).to_have_text("证书真实，备案有效")
    expect(page.locator("main")).to_contain_text(name)
    anyone.open(f"/register/?q={name}")
    look(anyone).click(f"text={name}")
    expect(look(anyone).locator("h1")).to_have_text(name)


def answer(customs: Visitor, name: str, text: str) -> None:
    """The department finds the filing in its inbox and answers."""
    page = customs.open("/inbox/")
    look(customs).click(f"text={name}")
    page.fill("#answer", text)
    look(customs)
    page.click("main form button:has-text('答复')")


def test_a_firm_registers_is_returned_corrects_is_approved_and_verified(
    visit: Visit, paper: Path
) -> None:
    owner, filing, name = file_a_firm(visit, paper)
    helper = invite_a_declarant(visit, owner)
    site, customs = as_somebody(visit, official()), as_somebody(visit, official("customs"))
    corrected = name.replace("报关", "报关服务")

    submit(helper, filing, "已提交，等待审核")
    return_with_two_remarks(site, filing)
    correct(helper, corrected)
    submit(helper, filing, "已重新提交，等待审核")
    site.open(f"/reviews/{filing.pk}/")
    expect(site.page.locator(".versus .is-changed")).to_have_count(2)
    approve(site, filing)
    approve(customs, filing)

    helper.open("/file/")
    expect(look(helper).locator(".say")).to_contain_text("备案有效")
    address = helper.page.locator("text=公众核验页").get_attribute("href")
    assert address is not None
    verify(visit, address, corrected)
    answer(customs, corrected, "已登记备查")
    helper.open("/file/")
    expect(helper.page.locator("main")).to_contain_text("已登记备查")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_filing_is_accessible_and_fits(visit: Visit, language: str) -> None:
    drafted = applications.draft(KINDS, number=some_number())
    waiting = applications.submitted(KINDS, number=some_number())
    done = applications.approved(number=some_number())
    filing = done.filing
    shared = filing.distributions.get(department="customs")
    everyone = {
        drafted.by: [
            "/filings/new/",
            f"/filings/{drafted.filing.pk}/",
            f"/filings/{drafted.filing.pk}/sections/people/",
            f"/filings/{drafted.filing.pk}/check/",
        ],
        waiting.by: [f"/filings/{waiting.filing.pk}/submitted/"],
        done.by: [f"/file/{filing.enterprise_id}/", f"/filings/{filing.pk}/versions/1/"],
        official(): ["/reviews/", f"/reviews/{waiting.filing.pk}/", "/proposals/"],
        official("customs"): ["/inbox/", f"/inbox/{shared.pk}/"],
    }
    public = [
        f"/register/?q={filing.number}",
        f"/register/{filing.number}/",
        f"/verify/{filing.number}/{filing.certificate_code}/",
        "/verify/",
    ]

    for user, paths in everyone.items():
        visitor = visit(language=language)
        visitor.user = user
        visitor.sign_in()
        for path in paths:
            visitor.open(path)
            look(visitor)
    anyone = visit(language=language)
    for path in public:
        anyone.open(path)
        look(anyone)


def test_what_is_typed_is_kept_without_pressing_anything(visit: Visit) -> None:
    owner = as_somebody(visit, applications.draft(number=some_number()).by)
    filing = Filing.objects.get(enterprise__members__user=owner.user)
    page = owner.open(f"/filings/{filing.pk}/sections/subject/")

    page.fill("#field-name", "自动保存旅程有限公司")
    page.press("#field-name", "Tab")

    expect(page.locator("#saved")).to_contain_text("已自动保存")
    owner.open(f"/filings/{filing.pk}/sections/subject/")
    expect(page.locator("#field-name")).to_have_value("自动保存旅程有限公司")


def test_a_page_is_as_accessible_wherever_somebody_has_scrolled_to(
    visit: Visit,
) -> None:
    owner = as_somebody(visit, applications.draft(number=some_number()).by)
    filing = Filing.objects.get(enterprise__members__user=owner.user)
    page = owner.open(f"/filings/{filing.pk}/sections/subject/")
    for down in range(64, 640, 48):
        page.evaluate(f"scrollTo(0, {down})")
        assert owner.violations() == [], down
    assert page.evaluate("getComputedStyle(document.querySelector('.form-bar')).position") == (
        "sticky"
    )


def test_a_line_of_the_summary_leads_to_its_field(visit: Visit) -> None:
    owner = as_somebody(visit, applications.draft(number=some_number()).by)
    filing = Filing.objects.get(enterprise__members__user=owner.user)
    owner.foreseen = ("422",)
    page = owner.open(f"/filings/{filing.pk}/sections/subject/")

    page.fill("#field-uscc", "91000000MA0000A19X")
    page.click("text=保存并继续")
    look(owner)
    page.click(".error-summary a")

    assert page.evaluate("document.activeElement.id") == "field-uscc"


def test_a_paper_that_is_too_large_or_none_is_refused_in_words(
    visit: Visit, tmp_path: Path
) -> None:
    owner = as_somebody(visit, applications.draft(number=some_number()).by)
    filing = Filing.objects.get(enterprise__members__user=owner.user)
    owner.foreseen = ("415",)
    large, wrong = tmp_path / "large.pdf", tmp_path / "wrong.pdf"
    large.write_bytes(PDF + b"0" * (21 * 1024 * 1024))
    wrong.write_text("hello")
    page = owner.open(f"/filings/{filing.pk}/sections/subject/")

    page.set_input_files("#field-licence", large)
    expect(page.locator("#files-licence [data-upload-refusal]")).to_contain_text("超过 20 MB")
    page.set_input_files("#field-licence", wrong)
    expect(page.locator("#files-licence .field-error").first).to_contain_text("不是完整的")
    look(owner)


def test_a_question_that_does_not_arise_stays_away(visit: Visit) -> None:
    owner = as_somebody(visit, applications.draft(number=some_number()).by)
    filing = Filing.objects.get(enterprise__members__user=owner.user)
    page = owner.open(f"/filings/{filing.pk}/sections/subject/")
    expect(page.locator("#field-licence_until")).to_be_hidden()

    page.check("input[name=licence_term][value=dated]")

    expect(page.locator("#field-licence_until")).to_be_visible()
