"""Playing a load against the portal, and what it cost each kind of process."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from benchmarks import processes
from benchmarks.client import Load, Outcome
from benchmarks.portal import Portal
from zone_portal import env


class LoadFailed(RuntimeError):
    """Something that should have been accepted was not."""


@dataclass
class Played:
    """A load that was played: the answers, CPU seconds by role, seconds until all was decided.

    ``web_cpu`` has the CPU seconds of each web process: connections that stay open stay with the
    process that took them, so one of two may idle.
    """

    outcome: Outcome
    cpu: dict[str, float]
    drained: float
    decided: int
    web_cpu: list[float] = field(default_factory=list)
    steal_seconds: float = 0.0
    idle_seconds: float = 0.0


def play(load: Load) -> Outcome:
    """Play a load in a process of its own.

    :raises LoadFailed: when any request failed or any document was rejected.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.client"],
        cwd=env.REPOSITORY,
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise LoadFailed(done.stderr)
    outcome = Outcome(**json.loads(done.stdout))
    if outcome.failures or outcome.rejected:
        raise LoadFailed(
            f"failures {outcome.failures}, rejected {outcome.rejected}: {outcome.first_failure}"
        )
    return outcome


def play_and_drain(portal: Portal, load: Load) -> Played:
    """Play a load and wait until everything is decided; CPU is counted up to that moment."""
    decided = _decided(portal)
    pids = portal.pids()
    before = {role: processes.cpu_seconds(found) for role, found in pids.items()}
    webs = {pid: processes.cpu_seconds([pid]) for pid in pids["web"]}
    machine = _machine_seconds()
    outcome = play(load)
    drained = portal.wait_decided()
    after = {role: processes.cpu_seconds(found) for role, found in portal.pids().items()}
    machine = [now - then for now, then in zip(_machine_seconds(), machine, strict=True)]
    cpu = {role: after.get(role, 0.0) - seconds for role, seconds in before.items()}
    cpu["client"] = outcome.cpu_seconds
    return Played(
        outcome=outcome,
        cpu=cpu,
        drained=drained,
        decided=_decided(portal) - decided,
        web_cpu=[round(processes.cpu_seconds([pid]) - then, 1) for pid, then in webs.items()],
        idle_seconds=machine[0],
        steal_seconds=machine[1],
    )


def cost(played: Played) -> dict[str, float]:
    """CPU microseconds for each declaration that was decided, by role."""
    count = max(played.decided, 1)
    return {role: round(seconds / count * 1e6, 1) for role, seconds in played.cpu.items()}


def percentiles(latencies: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    cuts = statistics.quantiles(latencies, n=100, method="inclusive")
    return {f"p{point}_ms": round(cuts[point - 1] * 1000, 2) for point in (50, 95, 99)}


def settle() -> None:
    """Let the machine come to rest between two measures."""
    time.sleep(1.0)


def _decided(portal: Portal) -> int:
    return portal.number("SELECT count(*) FROM declarations_decision")


def _machine_seconds() -> list[float]:
    """Idle and stolen time of all cores so far."""
    words = (processes.PROC / "stat").read_text(encoding="ascii").splitlines()[0].split()
    return [(int(words[4]) + int(words[5])) / 100, int(words[8]) / 100]
