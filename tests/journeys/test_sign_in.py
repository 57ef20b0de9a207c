"""Coming in and going out."""

import uuid
from collections.abc import Callable

import pyotp
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]


def test_who_is_not_signed_in_comes_back_to_the_page_after_signing_in(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/orders/")
    expect(page.locator("h1")).to_have_text("登录")

    page.fill("#id_username", visitor.user.username)
    page.fill("#id_password", "correct horse")
    page.click("main button[type=submit]")

    expect(page.locator("h1")).to_have_text("订单")


def test_after_five_wrong_passwords_the_page_says_how_long_to_wait(visit: Visit) -> None:
    visitor = visit()
    for _ in range(5):
        visitor.sign_in_by_form("wrong battery")
        expect(visitor.page.locator(".error-summary")).to_contain_text("用户名或密码不正确")

    visitor.sign_in_by_form()

    expect(visitor.page.locator(".error-summary")).to_contain_text("15 分钟后再试")


def test_signing_out_ends_the_session(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in_by_form()

    page.click("details.menu summary")
    page.click("text=退出登录")
    visitor.open("/orders/")

    expect(page.locator("h1")).to_have_text("登录")


def test_a_newcomer_opens_an_account_and_is_in(visit: Visit) -> None:
    visitor = visit(size=PHONE)
    page = visitor.open("/sign-in/")
    page.click("main a[href^='/sign-in/new/']")
    assert visitor.violations() == []
    page.fill("#id_username", f"newcomer-{uuid.uuid4().hex[:12]}")
    page.fill("#id_name", "罗新人")
    page.fill("#id_password", "vier-Worte-reichen-9")
    page.fill("#id_again", "vier-Worte-reichen-9")
    page.click("main button[type=submit]")

    expect(page.locator("main")).to_contain_text("账号已开通")


def test_a_second_factor_is_set_up_by_its_picture_and_asked_for_at_the_next_sign_in(
    visit: Visit,
) -> None:
    visitor = visit()
    page = visitor.sign_in_by_form()
    visitor.open("/account/second-factor/")
    page.click("main .panel button[type=submit]")
    box = page.locator(".qr-box svg").bounding_box()
    assert box is not None
    assert box["width"] > 180
    assert visitor.violations() == []
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.fill("#id_code", pyotp.TOTP(secret).now())
    page.click("main ol button[type=submit]")
    recovery = page.locator(".recovery-codes li").first.inner_text()
    assert visitor.violations() == []

    page.click("details.menu summary")
    page.click("text=退出登录")
    visitor.sign_in_by_form()
    expect(page.locator("h1")).to_have_text("输入动态口令")
    assert visitor.violations() == []
    page.fill("#id_code", recovery)
    page.click("main button[type=submit]")
    visitor.open("/account/")

    expect(page.locator("main")).to_contain_text("剩 9 个恢复码")
