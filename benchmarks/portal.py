"""A whole portal of the benchmark's own: started, fed with two enterprises, observed, stopped."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks import processes
from declarations.simulation.scenario import Cast, Firm
from zone_portal import env
from zone_portal.embedded.paths import OWNER_ROLE, Layout
from zone_portal.kernel.identifiers import organisation_check_character, uscc_check_character

READY_SECONDS = 600
ALL_KINDS = "platform ecommerce payment logistics broker warehouse"
OWNER = Firm("369796B001", "基准测试电商有限公司")
OPERATOR = Firm("369796B002", "基准测试速递有限公司")
CAST = Cast(OWNER, OWNER, OWNER, OPERATOR, OPERATOR, OWNER)
"""An express operator that sends all four documents: orders and payments under a mandate."""
_BEHIND = """
SELECT count(*) FROM declarations_event WHERE position IS NULL
    OR position > coalesce((SELECT position FROM declarations_follower WHERE name = 'risk'), 0)
"""
OUR_NAMES = ("DATABASE_", "REDIS_", "PORTAL_", "DJANGO_")


class PortalFailed(RuntimeError):
    """The portal did not start or a command of it failed; the message carries its output."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Portal:
    """A portal in a folder of its own, as ``./portal up --no-demo`` runs it."""

    home: Path
    port: int = field(default_factory=free_port)
    token: str = ""
    runner: "subprocess.Popen[bytes] | None" = None

    @property
    def layout(self) -> Layout:
        return Layout(home=self.home, socket_dir=env.socket_dir(self.home))

    def start(self) -> float:
        """Start everything; gives the seconds until it was ready."""
        began = time.monotonic()
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "up.log").open("ab") as log:
            self.runner = subprocess.Popen(
                [*_embedded(), "up", "--no-demo", "--port", str(self.port)],
                cwd=env.REPOSITORY,
                env=self._variables(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not answers(self.port):
            if self.runner.poll() is not None or time.monotonic() - began > READY_SECONDS:
                raise PortalFailed((self.home / "up.log").read_text(encoding="utf-8")[-4000:])
            time.sleep(0.02)
        return time.monotonic() - began

    def stop(self) -> None:
        """Stop everything in order."""
        if self.runner is not None:
            self.runner.send_signal(signal.SIGINT)
            self.runner.wait(120)
            self.runner = None

    def manage(self, *arguments: str) -> str:
        """What a management command prints."""
        done = subprocess.run(
            [*_embedded(), "manage", *arguments],
            cwd=env.REPOSITORY,
            env=self._variables(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise PortalFailed(f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def register(self) -> None:
        """An enterprise of all kinds, an express operator with its mandates, the latter's token."""
        enterprises = self.home / "enterprises.csv"
        enterprises.write_text(
            "code,uscc,name,kinds\n"
            f"{OWNER.code},{_uscc(1)},{OWNER.name},{ALL_KINDS}\n"
            f"{OPERATOR.code},{_uscc(2)},{OPERATOR.name},express logistics broker\n",
            encoding="utf-8",
        )
        mandates = self.home / "mandates.csv"
        mandates.write_text(
            "principal,agent,kinds,from,to\n"
            f"{OWNER.code},{OPERATOR.code},CEB311 CEB411 CEB303 CEB403,2020-01-01,\n",
            encoding="utf-8",
        )
        self.manage("import_enterprises", str(enterprises))
        self.manage("import_mandates", str(mandates))
        self.token = self.manage("api_token", OPERATOR.code).splitlines()[-1].strip()

    def connect(self, database: str = "portal") -> Any:
        """A connection of the owner, each statement its own transaction."""
        connection = psycopg2.connect(self.layout.database_url(OWNER_ROLE, database))
        connection.autocommit = True
        return connection

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def number(self, sql: str) -> int:
        """The one number that a statement gives."""
        return int(self.query(sql)[0][0])

    def backlog(self) -> int:
        """Work rows that are still to be decided."""
        return self.number("SELECT count(*) FROM declarations_work")

    def wait_decided(self, *, limit: float = 600) -> float:
        """Seconds until no work is left.

        :raises PortalFailed: when that takes longer than ``limit``.
        """
        began = time.monotonic()
        while self.backlog():
            if time.monotonic() - began > limit:
                raise PortalFailed(f"{self.backlog()} work rows left after {limit:.0f} s")
            time.sleep(0.02)
        return time.monotonic() - began

    def pids(self) -> dict[str, list[int]]:
        """Process ids by role: postgres, valkey, decider, follower, beat, web."""
        found: dict[str, list[int]] = {}
        if self.runner is None:
            return found
        marks = {"postgres": "postgres", "valkey": "valkey", "gunicorn": "web"}
        marks |= {"decider@": "decider", "follower@": "follower", "zone_portal beat": "beat"}
        for child in processes.tree(self.runner.pid)[1:]:
            line = processes.command_line(child)
            role = next((role for mark, role in marks.items() if mark in line), "other")
            found.setdefault(role, []).append(child)
        return found

    def wait_screened(self, *, limit: float = 900) -> float:
        """Seconds until everything that is decided is screened too."""
        began = time.monotonic()
        while self.number(_BEHIND):
            if time.monotonic() - began > limit:
                raise PortalFailed(f"not everything was screened in {limit:.0f} s")
            time.sleep(0.2)
        return time.monotonic() - began

    @contextmanager
    def decider_stopped(self) -> Iterator[None]:
        """Hold the worker that decides still, so that work piles up."""
        stopped = self.pids()["decider"]
        for pid in stopped:
            processes.send(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in stopped:
                processes.send(pid, signal.SIGCONT)

    def _variables(self) -> Mapping[str, str]:
        kept = {k: v for k, v in env.for_children().items() if not k.startswith(OUR_NAMES)}
        return {**kept, "PORTAL_HOME": str(self.home), "PYTHONPATH": str(env.REPOSITORY)}


def answers(port: int) -> bool:
    """Whether a portal on this port is ready for work."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _embedded() -> list[str]:
    return [sys.executable, "-P", "-m", "zone_portal.embedded"]


def _uscc(serial: int) -> str:
    organisation = f"MABEN{serial:03}"
    first17 = f"91000000{organisation}{organisation_check_character(organisation)}"
    return first17 + uscc_check_character(first17)
