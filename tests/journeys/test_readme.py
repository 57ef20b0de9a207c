"""The README's first declaration, word for word, on a demo that was never started before."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.integration.test_portal_up import Portal, all_ok, until
from tests.plugins.prepared import copy_prepared
from zone_portal import env

README = (env.REPOSITORY / "README.md").read_text("utf-8")
NUMBER = "EXAMPLEC0000000002"


def commands() -> list[str]:
    """The shell blocks of the section."""
    section = README.partition("## A first declaration")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Portal]:
    """A fresh portal with its demo zone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        portal = Portal(tmp_path / "run-folder", free.getsockname()[1])
    # What ./portal itself does before it calls the runner.
    shutil.copytree(env.read().layout.assets, portal.home / "assets")
    copy_prepared(portal.home)
    runner = portal.up()
    assert until(lambda: all_ok(portal) or runner.poll() is not None)
    assert runner.poll() is None, runner.communicate()[0]
    yield portal
    portal.command("stop")
    runner.communicate(timeout=60)


def run(portal: Portal, script: str) -> str:
    """Run a block as a reader does, with this portal's port and the tests' interpreter."""
    words = f"{sys.executable} -P -m zone_portal.embedded manage"
    script = script.replace("./portal manage", words).replace(":8000", f":{portal.port}")
    done = subprocess.run(
        ["sh", "-eu", "-c", script],  # noqa: S607
        cwd=env.REPOSITORY,
        env=portal._variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.runner
def test_the_first_declaration_ends_matched_in_the_browser(
    started: Portal, browser: Browser
) -> None:
    send, ask = commands()

    answers = [json.loads(line) for line in run(started, send).splitlines()]
    verdicts = [document["verdict"] for answer in answers for document in answer["documents"]]
    assert verdicts == ["accepted"] * 4
    assert [answer["counts"]["rejected"] for answer in answers] == [0] * 4

    assert until(lambda: NUMBER in run(started, ask), seconds=20)
    (row,) = json.loads(run(started, ask))["results"]
    assert row["outcome"] == "matched"

    again = [json.loads(line)["documents"][0] for line in run(started, send).splitlines()]
    assert [document["verdict"] for document in again] == ["duplicate"] * 4

    page = browser.new_context(locale="en", reduced_motion="reduce").new_page()
    address = f"http://localhost:{started.port}"
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", "broker")
    page.fill("#id_password", password_of("broker", started.home))
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    page.goto(f"{address}/search/?q={NUMBER}")
    shown = page.locator("main").inner_text()
    assert NUMBER in shown
    assert re.search(r"Matched|对碰一致", shown), shown[:500]


def password_of(username: str, home: Path) -> str:
    """The password that ``./portal up`` printed."""
    printed = (home / "demo-accounts.txt").read_text("utf-8")
    found = re.search(rf"^{username}\s+(\S+)", printed, re.MULTILINE)
    assert found
    return found[1]
