"""Starting, watching and stopping one child process."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from zone_portal.niceness import make_nice

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
NOBODY = 65534
LOG_ROTATION_BYTES = 20_000_000
POLL_SECONDS = 0.03
RETRY_SECONDS = 0.3

# Loaded here, not between fork and exec, where loading a library can deadlock.
_libc = ctypes.CDLL(None, use_errno=True)


class StartFailed(RuntimeError):
    """A child ended or never became ready; the message carries the end of its log."""


@dataclass(slots=True)
class Service:
    """What to run, how to know it is ready, and how to end it.

    ``ready`` is asked repeatedly until it answers true; ``before_exec`` runs in the child. A start
    that fails while ``try_again`` answers true is repeated until ``start_seconds`` are over.
    """

    name: str
    argv: Sequence[str]
    variables: Mapping[str, str]
    log: Path
    ready: Callable[[], bool]
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 15.0
    start_seconds: float = 120.0  # one that ends is noticed at once; a busy machine is slow
    niceness: int = 0
    before_exec: Callable[[], None] | None = None
    try_again: Callable[[], bool] | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    log_start: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the process without waiting for it to be ready."""
        with open_log(self.log) as log:
            self.log_start = log.tell()
            self.process = subprocess.Popen(
                self.argv,
                env=dict(self.variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A session of its own: Ctrl-C must reach the runner only, which stops in order.
                start_new_session=True,
                preexec_fn=self._before_exec,  # noqa: PLW1509  the runner has one thread
            )
        self.started_at = time.monotonic()

    def wait_ready(self) -> None:
        """Block until ready.

        :raises StartFailed: when the process ends first or the time is over.
        """
        deadline = time.monotonic() + self.start_seconds
        while time.monotonic() < deadline:
            if not self.alive():
                if self.try_again is not None and self.try_again():
                    time.sleep(RETRY_SECONDS)
                    self.start()
                    continue
                raise StartFailed(f"{self.name} ended while starting.\n{self.log_tail()}")
            if self.ready():
                return
            time.sleep(POLL_SECONDS)
        raise StartFailed(
            f"{self.name} was not ready after {self.start_seconds:.0f} s.\n{self.log_tail()}"
        )

    def alive(self) -> bool:
        """Whether the process runs; reaps it when it does not."""
        return self.process is not None and self.process.poll() is None

    def sweep_up(self) -> None:
        """End what a dead process left behind in its group, or it would keep the socket bound."""
        if self.process is not None and not self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> int | None:
        """End the process politely, then by force; gives its exit code (None: it never ran)."""
        if self.process is None:
            return None
        if self.alive():
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.stop_seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        code = self.process.returncode
        self.process = None
        return code

    def logged(self, text: bytes) -> bool:
        """Whether the log says so since the last start."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return text in log.read()

    def log_tail(self, lines: int = 15) -> str:
        """The end of the log since the last start, indented, with the file's name."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            text = log.read()[-8000:].decode(errors="replace")
        shown = "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
        return f"{shown}\n  (log: {self.log})"

    def _before_exec(self) -> None:
        if self.before_exec is not None:
            self.before_exec()
        if self.niceness:
            make_nice(0, self.niceness)
        die_with_parent(self.stop_signal)


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending; a big one is set aside first (one older file is kept)."""
    if path.exists() and path.stat().st_size > LOG_ROTATION_BYTES:
        path.replace(path.with_suffix(".log.1"))
    log = path.open("ab")
    log.seek(0, os.SEEK_END)
    return log


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel to end this process when its parent is gone, even by kill -9."""
    _libc.prctl(PR_SET_PDEATHSIG, signal_number)


def enter_user_namespace() -> None:
    """Be uid 65534 in one's own eyes while files stay those of the real user.

    PostgreSQL refuses to run as root. In a namespace it does not see that it does: nobody is
    created, nothing is chowned.

    :raises OSError: where the kernel or the container forbids user namespaces.
    """
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(CLONE_NEWUSER) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"unshare: {os.strerror(code)}")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1", encoding="ascii")
