"""Who uses a run folder: one runner at a time, any number of commands beside it."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Holder:
    """What the holder of a run folder says about itself."""

    pid: int
    verb: str  # "up" or "manage"
    address: str = ""
    ready: bool = False  # servers answer and migrations are done


class RunFolderInUse(RuntimeError):
    """Another live process holds the run folder; the message names it."""


class RunLock:
    """An exclusive lock on the run folder, freed by the kernel when its holder dies."""

    def __init__(self, home: Path) -> None:
        self._path = home / "portal.lock"
        self._file: IO[str] | None = None

    def acquire(self, *, verb: str, address: str = "", wait_seconds: float = 0) -> None:
        """Take the lock.

        :raises RunFolderInUse: when another process still holds it after ``wait_seconds``.
        """
        file = self._path.open("a+", encoding="utf-8")
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                file.close()
                raise RunFolderInUse(describe(self.holder()))
            time.sleep(POLL_SECONDS)
        self._file = file
        self._write(Holder(pid=os.getpid(), verb=verb, address=address))

    def announce_ready(self) -> None:
        """Tell commands that the database can be used now."""
        holder = self.holder()
        if holder is not None:
            self._write(Holder(holder.pid, holder.verb, holder.address, ready=True))

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def held(self) -> bool:
        """Whether some live process holds the lock."""
        if not self._path.exists():
            return False
        with self._path.open("a+", encoding="utf-8") as file:
            return not _try_lock(file)

    def holder(self) -> Holder | None:
        """What the holder wrote; None while it has not written yet or after it left."""
        try:
            return Holder(**json.loads(self._path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return None

    def _write(self, holder: Holder) -> None:
        assert self._file is not None  # noqa: S101  only the holder writes
        self._file.seek(0)
        self._file.truncate(0)
        self._file.write(json.dumps(asdict(holder)))
        self._file.flush()


@contextmanager
def using(home: Path) -> Iterator["Users"]:
    """Be counted among those who use the servers, so that nobody stops them meanwhile."""
    with (home / "users.lock").open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield Users(file)


@dataclass(frozen=True, slots=True)
class Users:
    """The users of the servers, seen by one of them."""

    file: IO[str]

    def wait_until_alone(self) -> None:
        """Block until no other command uses the servers."""
        fcntl.flock(self.file, fcntl.LOCK_EX)


def describe(holder: Holder | None) -> str:
    """A sentence about who holds the run folder."""
    if holder is None:
        return "Another process uses this run folder."
    if holder.verb == "up":
        return (
            f"A portal already runs from this folder: {holder.address} (process {holder.pid}). "
            "Stop it with ./portal stop, or set PORTAL_HOME to another folder."
        )
    return f"A ./portal {holder.verb} still uses this run folder (process {holder.pid})."


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
