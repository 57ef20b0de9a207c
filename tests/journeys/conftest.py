"""A real browser against the real pages; everything is committed, each journey has its own firm."""

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.http import HttpRequest
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.selectors import forget_register
from tests.factories.members import MemberFactory
from tests.factories.users import UserFactory
from tests.integration.declarations.conftest import Desk, new_desk
from tests.plugins.database import servers
from zone_portal import env

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = env.read().layout.home / "test-assets" / "axe.min.js"
FLAGS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ASKED_OF_AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
"""The rules of the standard; axe's own advice takes half as long again."""
LAID_OUT = """async () => {
    const held = [], hold = event => { event.preventDefault(); held.push(event.detail); };
    const moving = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added";
    document.addEventListener("htmx:confirm", hold);
    for (const began = Date.now(); document.querySelector(moving) && Date.now() - began < 10000;)
        await new Promise(requestAnimationFrame);
    window.scrollTo({top: 0, behavior: "instant"});
    const stuck = [...document.querySelectorAll("body *")]
        .filter(one => getComputedStyle(one).position === "sticky");
    stuck.forEach(one => { one.style.position = "static"; });
    try {
        return await axe.run(%s);
    } finally {
        stuck.forEach(one => { one.style.position = ""; });
        document.removeEventListener("htmx:confirm", hold);
        held.forEach(one => one.issueRequest(true));
    }
}"""
"""Axe over the page from its top, with nothing stuck over it and nothing on its way: where somebody
has scrolled to, a bar that stays in sight may cover half a field, and that is no fault of the
field; a part that arrives meanwhile moves the others. What the page asks for waits that long."""
WIDTH = """new Promise(done => requestAnimationFrame(() => setTimeout(
    () => done(document.documentElement.scrollWidth))))"""
"""How wide the page is once charts have taken notice of a new size."""
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "correct horse"
LANGUAGES = ["zh-hans", "en"]

expect.set_options(timeout=30_000)  # a machine at work on something else is no failure


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey; without a browser it is skipped."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("journey")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@dataclass
class Visitor:
    """Somebody at the browser, and the firm they act for.

    The browser may complain of nothing but what is ``foreseen`` (part of its words).
    """

    page: Page
    address: str
    desk: Desk
    user: User
    language: str = "zh-hans"
    errors: list[str] = field(default_factory=list)
    foreseen: tuple[str, ...] = ()

    def open(self, path: str) -> Page:
        """Open a page; its scripts have run when this returns."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self) -> Page:
        """Be signed in, with no page open yet; the form has journeys of its own."""
        client = Client()
        client.force_login(self.user)
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": self.address}]
        )
        return self.page

    def sign_in_by_form(self, password: str = PASSWORD) -> Page:
        """Come in as somebody at the keyboard does, or be refused."""
        self.open("/sign-in/")
        self.page.fill("#id_username", self.user.username)
        self.page.fill("#id_password", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_load_state()
        return self.page

    def note(self, message: ConsoleMessage) -> None:
        """Remember what the browser complains of."""
        if message.type == "error" and not any(words in message.text for words in self.foreseen):
            self.errors.append(message.text)

    def text(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main").inner_text()

    def violations(self) -> list[str]:
        """What axe finds serious or critical on the page as it stands."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = self.page.evaluate(LAID_OUT % json.dumps(ASKED_OF_AXE))
        return [
            f"{v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in found["violations"]
            if v["impact"] in {"serious", "critical"}
        ]

    def wrong(self) -> list[str]:
        """What is the matter with the page as it stands, at a desk and on a phone: accessibility,
        width, headings.

        Axe looks at a desk in Chinese and on a phone in English: it takes most of the time, and
        what it finds seldom depends on both.
        """
        before, found = self.page.viewport_size, []
        for size in (DESKTOP, PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            if (size is DESKTOP) == (self.language == "zh-hans"):
                found += self.violations()
            width = self.page.evaluate(WIDTH)
            if width > size["width"]:
                found.append(f"{width} px wide on {size['width']}")
        if (headings := self.page.locator("h1").count()) != 1:
            found.append(f"{headings} headings of level 1")
        if before is not None:
            self.page.set_viewport_size(before)
        return found

    def wrong_on(self, path: str) -> list[str]:
        """What is the matter with the page at an address."""
        self.open(path)
        return self.wrong()


class KeptStaticFiles(StaticFilesHandler):
    """Static files that the browser need not ask for again on every page."""

    def serve(self, request: HttpRequest) -> Any:
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What a journey does is committed; see the same hook of ``tests/integration``."""
    servers.committed = True


@pytest.fixture(scope="session")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the pages, served from this process."""
    with django_db_blocker.unblock():
        server = LiveServerThread("127.0.0.1", KeptStaticFiles)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()
        connections.close_all()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys."""
    assert CHROMIUM is not None
    # The browser's driver keeps an event loop in this thread; the ORM is used beside it, not in it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture
def visit(
    address: str, browser: Browser, django_db_blocker: Any
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: a member of a new firm of every kind, at a desktop or with a phone."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(size: dict[str, int] | None = None, language: str = "zh-hans") -> Visitor:
        # Scrolling that glides would still be under way when something is measured.
        context = browser.new_context(
            viewport=size or DESKTOP,  # type: ignore[arg-type]
            locale="zh-CN",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        contexts.append(context)
        desk = new_desk()
        user = UserFactory.create(username=f"visitor-{uuid.uuid4().hex[:12]}")
        firm = Enterprise.objects.get(id=desk.firm.id)
        MemberFactory.create(user=user, enterprise=firm, role="declarant")
        visitor = Visitor(context.new_page(), address, desk, user, language)
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on("console", visitor.note)
        visitors.append(visitor)
        return visitor

    with django_db_blocker.unblock():
        yield make
        for context in contexts:
            context.close()
        forget_register()
    assert [error for visitor in visitors for error in visitor.errors] == []


@pytest.fixture
def as_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes documents as the NDJSON file that somebody uploads."""

    def write(*documents: Any) -> Path:
        path = tmp_path / f"{uuid.uuid4().hex}.ndjson"
        lines = [json.dumps(document, ensure_ascii=False) for document in documents]
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write
