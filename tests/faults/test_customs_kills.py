"""Worker and customs simulator killed in the middle: all that is declared ends at customs, once."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders.codes import customs_code
from tests.builders.documents import Document, complete_set, to_ndjson
from tests.builders.papers import paper
from tests.faults.test_kills import Client, _kill, _token
from tests.integration.test_portal_up import (
    Portal,
    all_ok,
    greeting,
    portal,
    prepared_portal,
    until,
)
from zone_portal import env
from zone_portal.embedded.runner import free_port

__all__ = ["portal", "prepared_portal"]

DECLARATIONS = 400
PAPERS = 40
BATCH = 80
FINAL = {"100", "700", "800"}
FINAL_OF_PAPERS = {"100", "120"}
"""A master list is done when it was accepted or rejected."""
FACTOR = "20000"
SECRET = "the secret of a gateway in this test"
WORKER = "decider@"


@dataclass
class Forwarding(Portal):
    """A portal that forwards to a gateway at ``gateway``."""

    gateway: int = 0

    def _variables(self) -> dict[str, str]:
        return {
            **super()._variables(),
            "PORTAL_CUSTOMS_GATEWAY": f"http://127.0.0.1:{self.gateway}",
            "PORTAL_CUSTOMS_GATEWAY_SECRET": SECRET,
            "PORTAL_CUSTOMS_GATEWAY_SIMULATED": "1",
        }

    def simulator(self) -> "subprocess.Popen[bytes]":
        """The customs simulator, in a hurry."""
        argv = [sys.executable, "manage.py", "customs_simulator", "--factor", FACTOR]
        argv += ["--port", str(self.gateway), "--portal", f"http://127.0.0.1:{self.port}"]
        return subprocess.Popen(
            argv,
            env=self._variables(),
            cwd=env.REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def forwarding(prepared_portal: Portal) -> Iterator[Forwarding]:
    made = Forwarding(prepared_portal.home, prepared_portal.port, free_port())
    yield made
    made.command("stop")


@pytest.mark.runner
def test_every_matched_declaration_ends_at_customs_exactly_once(
    forwarding: Forwarding, tmp_path: Path
) -> None:
    runner = forwarding.up("--no-demo")
    assert "The portal answers at" in greeting(runner)
    code = customs_code(78)
    client = Client(forwarding.port, _token(forwarding, tmp_path, code))
    documents = [
        document
        for number in range(DECLARATIONS)
        for document in (
            *complete_set(number, sender=code, series="CUST").values(),
            *master_list(number, code),
        )
    ]
    simulator = forwarding.simulator()

    for at in range(0, len(documents), BATCH):
        client.send(to_ndjson(documents[at : at + BATCH]))
        if at % (BATCH * 4) == 0:
            time.sleep(0.7)
            simulator.kill()
            simulator.wait()
            _kill(forwarding, WORKER, max)
            time.sleep(0.3)
            simulator = forwarding.simulator()

    assert until(lambda: all_ok(forwarding))
    assert until(lambda: _unfinished(client) == 0, 120), _unfinished(client)
    assert until(lambda: len(_finished_lists(client)) == PAPERS, 60)
    ends = Counter(
        receipt["document"]["id"]  # type: ignore[index]
        for receipt in client.receipts()
        if receipt["type"] == "CEB622" and receipt["returnStatus"] in FINAL
        if receipt["event"] == "course"
    )
    assert len(ends) == DECLARATIONS
    assert set(ends.values()) == {1}
    lists = _finished_lists(client)
    assert len(lists) == PAPERS
    assert set(lists.values()) == {1}
    counted = json.loads(forwarding.command("manage", "shell", "-v0", "-c", COUNT).stdout)
    assert counted == {
        "courses": DECLARATIONS,
        "papers": PAPERS,
        "waiting": 0,
        "outbox": 0,
        "dead": 0,
    }
    simulator.send_signal(signal.SIGTERM)
    assert simulator.wait(20) == 0
    runner.send_signal(signal.SIGINT)
    runner.communicate(timeout=90)
    assert runner.returncode == 0


COUNT = """
import json
from declarations.models import Course, Dispatch, Outbox, PaperCourse
print(json.dumps({
    "courses": Course.objects.count(),
    "papers": PaperCourse.objects.count(),
    "waiting": Dispatch.objects.filter(status="waiting").count(),
    "outbox": Outbox.objects.count(),
    "dead": Dispatch.objects.filter(status="dead").count(),
}))
"""


def master_list(number: int, code: str) -> list[Document]:
    """A master list after every tenth declaration; customs may not know its parcels."""
    every = DECLARATIONS // PAPERS
    return [] if number % every else [paper("CEB607", code, series=f"K{number}")]


def _finished_lists(client: Client) -> Counter[str]:
    """How many last words customs had on each master list."""
    return Counter(
        receipt["document"]["id"]  # type: ignore[index]
        for receipt in client.receipts()
        if receipt["event"] == "course"
        and receipt["type"] == "CEB608"
        and receipt["returnStatus"] in FINAL_OF_PAPERS
    )


def _unfinished(client: Client) -> int:
    """How many declarations have no final word of customs yet."""
    done = {
        receipt["document"]["id"]  # type: ignore[index]
        for receipt in client.receipts()
        if receipt["event"] == "course"
        and receipt["type"] == "CEB622"
        and receipt["returnStatus"] in FINAL
    }
    return DECLARATIONS - len(done)
