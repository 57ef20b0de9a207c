"""Children are restarted, stopped in reverse order, and never outlive the runner."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zone_portal import env
from zone_portal.embedded.locks import RunFolderInUse, RunLock
from zone_portal.embedded.process import Service, StartFailed
from zone_portal.embedded.supervisor import LONGEST_PAUSE, Supervisor

SLEEPER = "import sys, time; print('ready', flush=True); time.sleep(600)"
ENDS = "raise SystemExit('no such setting')"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(600)"
)


def service(folder: Path, name: str, code: str = SLEEPER, *, stop_seconds: float = 5) -> Service:
    made = Service(
        name=name,
        argv=[sys.executable, "-c", code],
        variables=env.for_children(),
        log=folder / f"{name}.log",
        ready=lambda: made.logged(b"ready"),
        stop_seconds=stop_seconds,
        start_seconds=20,
    )
    return made


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor()
    yield made
    made.stop()


def pid(of: Service) -> int:
    assert of.process is not None
    return of.process.pid


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_killed_child_is_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    child = service(tmp_path, "child")
    supervisor.start(child)
    first = pid(child)
    os.kill(first, signal.SIGKILL)
    assert until(lambda: not child.alive())
    now = time.monotonic()
    supervisor.look(now)
    assert not child.alive(), "not before the pause is over"
    supervisor.look(now + 1)
    assert child.alive()
    assert pid(child) != first


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    child = service(tmp_path, "child")
    supervisor.start(child)
    now, pauses = time.monotonic(), []
    for _ in range(8):
        os.kill(pid(child), signal.SIGKILL)
        assert until(lambda: not child.alive())
        supervisor.look(now)
        pauses.append(supervisor.children[0].pause)
        now += LONGEST_PAUSE + 1
        supervisor.look(now)
        now = child.started_at
    assert pauses == sorted(pauses)
    assert pauses[0] < 1
    assert pauses[-1] == LONGEST_PAUSE


def test_children_are_stopped_in_reverse_order(supervisor: Supervisor, tmp_path: Path) -> None:
    names = ["postgres", "valkey", "worker", "web"]
    supervisor.start(*(service(tmp_path, name) for name in names))
    assert list(supervisor.stop()) == list(reversed(names))


def test_a_child_that_ignores_the_polite_signal_is_ended_by_force(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.start(service(tmp_path, "stubborn", STUBBORN, stop_seconds=0.3))
    assert supervisor.stop() == {"stubborn": -signal.SIGKILL}


def test_a_child_that_cannot_start_is_reported_with_its_log(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    with pytest.raises(StartFailed, match=r"child ended while starting[\s\S]*no such setting"):
        supervisor.start(service(tmp_path, "child", ENDS))


def test_children_die_with_a_runner_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from tests.integration.test_supervision import service, SLEEPER\n"
        "child = service(Path(sys.argv[1]), 'child'); child.start(); child.wait_ready()\n"
        "print(child.process.pid, flush=True)\n"
        "import time; time.sleep(600)\n"
    )
    runner = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert runner.stdout is not None
    child = int(runner.stdout.readline())
    runner.kill()
    runner.communicate()
    assert until(lambda: not runs(child))


def runs(process: int) -> bool:
    """Whether a process lives (a zombie does not)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"


def test_a_run_folder_has_one_runner_at_a_time(tmp_path: Path) -> None:
    first, second = RunLock(tmp_path), RunLock(tmp_path)
    first.acquire(verb="up", address="http://localhost:8000/")
    with pytest.raises(RunFolderInUse, match="http://localhost:8000/"):
        second.acquire(verb="up")
    first.release()
    second.acquire(verb="up")
    second.release()
    assert not first.held()
