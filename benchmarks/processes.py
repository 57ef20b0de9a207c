"""What the kernel says about processes: who descends from whom, CPU seconds, memory."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """A process and all its descendants; those that ended meanwhile are left out."""
    found = [root]
    for pid in found:
        for task in (PROC / str(pid) / "task").glob("*/children"):
            try:
                found += map(int, task.read_text(encoding="ascii").split())
            except OSError:
                continue
    return found


def command_line(pid: int) -> str:
    """The words of a process's command line; empty when it is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes and of their children that ended."""
    total = 0
    for pid in pids:
        try:
            text = (PROC / str(pid) / "stat").read_text(encoding="ascii")
        except OSError:
            continue
        # Fields 14 to 17, counted from behind the name, which may hold blanks.
        total += sum(map(int, text.rpartition(")")[2].split()[11:15]))
    return total / _TICKS


def proportional_mib(pid: int) -> float:
    """PSS in MiB: shared pages counted by the share of each process."""
    return _kib(pid, "smaps_rollup", "Pss:") / 1024


def resident_mib(pid: int) -> float:
    """RSS in MiB."""
    return _kib(pid, "status", "VmRSS:") / 1024


def _kib(pid: int, file: str, name: str) -> int:
    try:
        lines = (PROC / str(pid) / file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def send(pid: int, number: int) -> None:
    """Send a signal to a process that may be gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
