"""Kills in the middle of 20,000 documents: every accepted document is decided, and told once."""

import http.client
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders.codes import customs_code, uscc
from tests.builders.documents import complete_set, to_ndjson
from tests.integration.test_portal_up import (
    Portal,
    all_ok,
    greeting,
    portal,
    prepared_portal,
    until,
)

__all__ = ["portal", "prepared_portal"]

DECLARATIONS = 5_000
BATCH = 250
"""Documents in a message."""
VICTIMS = (
    ("decider@", max),
    ("follower@", max),
    ("valkey", max),
    ("gunicorn", max),
    ("bin/postgres", min),
    ("decider@", min),
    ("follower@", min),
    ("celery -A zone_portal beat", min),
    ("gunicorn", min),
    ("bin/postgres", min),
)
PAUSE_SECONDS = 0.3
"""Between two messages of a client, so that the kills fall among them."""
ANSWER_SECONDS = 120
"""How long an ERP resends one message before it gives up."""


class Client:
    """An ERP that resends until it gets an honest answer."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
        self.verdicts: Counter[str] = Counter()
        self.resent = 0

    def send(self, body: bytes) -> None:
        """Post a message until it is answered with 200."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            status, answer = self._request("POST", "/api/v1/messages/", body)
            if status == http.HTTPStatus.OK:
                self.verdicts.update(d["verdict"] for d in answer["documents"])
                return
            assert status in {0, 502, 503}, (status, answer)
            self.resent += 1
            time.sleep(0.3)
        raise AssertionError("no answer, however often it was sent")

    def send_all(self, bodies: list[bytes]) -> None:
        """Post messages one after the other."""
        for body in bodies:
            self.send(body)
            time.sleep(PAUSE_SECONDS)

    def receipts(self) -> Iterator[dict[str, object]]:
        """Every receipt from the start of the log."""
        after = ""
        while True:
            status, page = self._request("GET", f"/api/v1/receipts/?after={after}&limit=500")
            assert status == http.HTTPStatus.OK, page
            if not page["results"]:
                return
            yield from page["results"]
            after = page["next"]

    def _request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, dict]:  # type: ignore[type-arg]
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, self._headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            return 0, {"error": repr(error)}
        finally:
            connection.close()


@pytest.mark.runner
def test_nothing_is_lost_when_everything_is_killed_in_turn(
    prepared_portal: Portal, tmp_path: Path
) -> None:
    portal = prepared_portal
    runner = portal.up("--no-demo")
    assert "The portal answers at" in greeting(runner)
    code = customs_code(77)
    client = Client(portal.port, _token(portal, tmp_path, code))
    documents = [
        document
        for number in range(DECLARATIONS)
        for document in complete_set(number, sender=code, series="KILL").values()
    ]
    random.Random(3).shuffle(documents)
    bodies = [to_ndjson(documents[at : at + BATCH]) for at in range(0, len(documents), BATCH)]
    writers = [threading.Thread(target=client.send_all, args=(bodies[half::2],)) for half in (0, 1)]

    for writer in writers:
        writer.start()
    for victim, which in VICTIMS:
        time.sleep(1.5)
        _kill(portal, victim, which)
    for writer in writers:
        writer.join()

    assert until(lambda: all_ok(portal))
    assert client.resent > 0, "the kills were not noticed"
    assert client.verdicts.total() == len(documents)
    assert set(client.verdicts) <= {"accepted", "duplicate"}
    assert until(lambda: _undecided(client) == 0, 60)
    matched = Counter(
        r["document"]["id"]  # type: ignore[index]
        for r in client.receipts()
        if r["event"] == "decision" and r["outcome"] == "matched"
    )
    assert len(matched) == DECLARATIONS
    assert set(matched.values()) == {1}
    accepted = Counter(
        r["document"]["id"]  # type: ignore[index]
        for r in client.receipts()
        if r["event"] == "verdict" and r["verdict"] == "accepted"
    )
    assert len(accepted) == len(documents)
    assert set(accepted.values()) == {1}
    runner.send_signal(signal.SIGINT)
    runner.communicate(timeout=90)
    assert runner.returncode == 0


def _kill(portal: Portal, name: str, which: Callable[[list[int]], int]) -> None:
    """Kill one process of a name: the oldest is the parent, the youngest a child at work.

    One that was killed just now may still be on its way up.
    """
    assert until(lambda: bool(_processes(portal, name))), f"no process {name}"
    os.kill(which(_processes(portal, name)), signal.SIGKILL)


def _processes(portal: Portal, name: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode().replace("\0", " ")
            surroundings = (folder / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        # Valkey writes its title over its environment, the worker's command names no folder.
        is_ours = str(portal.home) in line or f"PORTAL_HOME={portal.home}\0" in surroundings
        if name in line and is_ours:
            found.append(int(folder.name))
    return found


def _undecided(client: Client) -> int:
    outcome: dict[object, object] = {}
    for receipt in client.receipts():
        if receipt["event"] == "decision":
            outcome[receipt["document"]["id"]] = receipt["outcome"]  # type: ignore[index]
    return DECLARATIONS - sum(1 for value in outcome.values() if value == "matched")


def _token(portal: Portal, folder: Path, code: str) -> str:
    rows = folder / "firms.csv"
    kinds = "platform ecommerce payment logistics broker"
    rows.write_text(f"code,uscc,name,kinds\n{code},{uscc(77)},虚构企业,{kinds}\n", encoding="utf-8")
    imported = portal.command("manage", "import_enterprises", str(rows))
    assert imported.returncode == 0, imported.stderr
    return portal.command("manage", "api_token", code).stdout.strip().splitlines()[-1]
