"""Coming in and going out."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

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
        visitor.sign_in("wrong battery")
        expect(visitor.page.locator(".error-summary")).to_contain_text("用户名或密码不正确")

    visitor.sign_in()

    expect(visitor.page.locator(".error-summary")).to_contain_text("15 分钟后再试")


def test_signing_out_ends_the_session(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in()

    page.click("details.menu summary")
    page.click("text=退出登录")
    visitor.open("/orders/")

    expect(page.locator("h1")).to_have_text("登录")
