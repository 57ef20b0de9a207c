"""A whole portal from an empty run folder: it starts, survives kills, keeps data, stops cleanly."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.plugins.prepared import copy_prepared, variables_for
from zone_portal import env

ANSWER_SECONDS = 240


@dataclass
class Portal:
    """A run folder of a test, driven through the runner's command line."""

    home: Path
    port: int

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._argv(*arguments),
            env=self._variables(),
            cwd=env.REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )

    def up(self, *options: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self._argv("up", "--port", str(self.port), *options),
            env=self._variables(),
            cwd=env.REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ready(self) -> dict[str, str]:
        """What ``/readyz`` says; empty while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            answer: dict[str, str] = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException):
            return {}
        finally:
            connection.close()
        return answer

    def children(self) -> dict[str, int]:
        """Name and pid of each process that carries this run folder in its command line."""
        found: dict[str, int] = {}
        for folder in Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
            except (OSError, NotADirectoryError):
                continue
            line = " ".join(words)
            for name in ("bin/postgres", "valkey", "celery", "gunicorn"):
                if name in line and (str(self.home) in line or f":{self.port}" in line):
                    found.setdefault(name, int(folder.name))
        return found

    def _argv(self, *arguments: str) -> list[str]:
        return [sys.executable, "-P", "-m", "zone_portal.embedded", *arguments]

    def _variables(self) -> dict[str, str]:
        return variables_for(self.home)


def until(condition: Callable[[], bool], seconds: float = ANSWER_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Portal(tmp_path / "run-folder", port)
    yield made
    made.command("stop")


@pytest.fixture
def prepared_portal(portal: Portal) -> Portal:
    """A portal whose run folder needs no migrating and loading any more."""
    copy_prepared(portal.home)
    return portal


def greeting(runner: "subprocess.Popen[str]") -> str:
    """What the runner says up to its greeting, or up to its end when it fails."""
    assert runner.stdout is not None
    said = []
    for line in runner.stdout:
        said.append(line)
        if "Ctrl-C stops" in line:
            break
    return "".join(said)


def all_ok(portal: Portal) -> bool:
    return portal.ready().get("status") == "ok"


@pytest.mark.runner
def test_a_portal_starts_survives_kills_keeps_its_data_and_stops_cleanly(portal: Portal) -> None:
    runner = portal.up("--no-demo")
    assert "The portal answers at" in greeting(runner)
    assert all_ok(portal)

    second = portal.up("--no-demo")
    told, _ = second.communicate()
    assert second.returncode == 1
    assert "already runs from this folder" in told

    for name in ("bin/postgres", "valkey", "gunicorn"):
        before = portal.children()[name]
        os.kill(before, signal.SIGKILL)
        changed = until(lambda: portal.children().get(name, before) != before)  # noqa: B023
        assert changed, f"{name} was not started again"
        assert until(lambda: all_ok(portal)), f"not ready after {name} was killed"

    made = portal.command("manage", "shell", "-v0", "-c", MAKE_USER)
    assert made.returncode == 0, made.stderr

    runner.send_signal(signal.SIGINT)
    output, _ = runner.communicate(timeout=60)
    assert runner.returncode == 0, output
    assert portal.children() == {}

    kept = portal.command("manage", "shell", "-v0", "-c", COUNT_USERS)
    assert kept.stdout.strip() == "1"
    assert portal.children() == {}, "servers started for one command end with it"


@pytest.mark.runner
def test_a_portal_starts_again_right_after_its_runner_was_killed(prepared_portal: Portal) -> None:
    portal = prepared_portal
    first = portal.up("--no-demo")
    assert "The portal answers at" in greeting(first)
    first.kill()
    first.communicate()
    second = portal.up("--no-demo")
    assert "The portal answers at" in greeting(second)
    assert all_ok(portal)
    second.send_signal(signal.SIGTERM)
    second.send_signal(signal.SIGINT)
    output, _ = second.communicate(timeout=60)
    assert second.returncode == 0, output
    assert portal.children() == {}


MAKE_USER = "from accounts.models import User; User.objects.create(username='kept', name='Kept')"
COUNT_USERS = (
    "from accounts.models import User; print(User.objects.filter(username='kept').count())"
)


@pytest.mark.runner
def test_a_failing_command_passes_its_exit_code_on(prepared_portal: Portal) -> None:
    assert prepared_portal.command("manage", "no_such_command").returncode == 1


def test_a_taken_port_is_told_before_any_work(portal: Portal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", portal.port))
        taken.listen()
        told = portal.command("up", "--port", str(portal.port))
    assert told.returncode == 1
    assert f"port {portal.port}: Address already in use" in told.stderr
    assert f"./portal up --port {portal.port + 1}" in told.stderr
    assert not portal.home.exists()


def test_lost_keys_are_not_replaced_silently(portal: Portal) -> None:
    (portal.home / "postgres").mkdir(parents=True)
    (portal.home / "postgres" / "PG_VERSION").write_text("18\n", encoding="ascii")
    told = portal.command("manage", "check")
    assert told.returncode == 1
    assert "lacks master.key" in told.stderr
    assert not (portal.home / "keys" / "master.key").exists()
