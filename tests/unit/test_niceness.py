"""Processes that let others go first."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from zone_portal import niceness

NICENESS = 7


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that leads a session of its own, as services and backends do."""
    argv = [sys.executable, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(argv, start_new_session=True) as process:
        yield process.pid
        process.kill()


def test_a_process_and_its_session_become_nice(sleeper: int) -> None:
    niceness.make_nice(sleeper, NICENESS)

    assert os.getpriority(os.PRIO_PROCESS, sleeper) == NICENESS
    session = Path(f"/proc/{sleeper}/autogroup")
    if session.exists() and (told := session.read_text(encoding="ascii")):
        assert told.split()[-1] == str(NICENESS)


def test_a_session_that_may_not_be_told_yet_is_told_a_moment_later() -> None:
    answers = iter([BlockingIOError, BlockingIOError, None])

    def tell(path: Path, text: str, **_: object) -> None:
        if (refusal := next(answers)) is not None:
            raise refusal
        told.append((str(path), text))

    told: list[tuple[str, str]] = []
    with (
        patch("os.setpriority"),
        patch("time.sleep") as waited,
        patch.object(Path, "write_text", tell),
    ):
        niceness.make_nice(0, NICENESS)

    assert told == [("/proc/self/autogroup", str(NICENESS))]
    assert waited.call_count == 2


def test_a_process_of_somebody_else_is_left_alone() -> None:
    with (
        patch("os.setpriority", side_effect=PermissionError),
        patch.object(Path, "write_text") as told,
    ):
        niceness.make_nice(1, NICENESS)

    assert not told.called


def test_a_kernel_without_sessions_of_this_kind_is_no_failure(sleeper: int) -> None:
    with patch.object(Path, "write_text", side_effect=FileNotFoundError):
        niceness.make_nice(sleeper, NICENESS)

    assert os.getpriority(os.PRIO_PROCESS, sleeper) == NICENESS
