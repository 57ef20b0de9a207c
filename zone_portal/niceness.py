"""Processes that let others go first, on Linux also from session to session.

Where the kernel groups processes by session (``sched_autogroup``), a niceness counts only against
others of the same session, and each service and each backend of PostgreSQL has one of its own. So
the session is told too. Standard library only: the runner uses this.
"""

import contextlib
import os
import time
from pathlib import Path

TRIES = 5
PAUSE_SECONDS = 0.11
"""Others than root may tell a session once in a tenth of a second."""


def make_nice(pid: int, niceness: int) -> None:
    """Have a process that leads its session run with a niceness; 0 is this process.

    What may not be told stays as it was.
    """
    with contextlib.suppress(OSError):  # not ours to slow down
        os.setpriority(os.PRIO_PROCESS, pid, niceness)
        _tell_session(Path(f"/proc/{pid or 'self'}/autogroup"), niceness)


def _tell_session(session: Path, niceness: int) -> None:
    for _ in range(TRIES):
        try:
            session.write_text(str(niceness), encoding="ascii")
        except BlockingIOError:
            time.sleep(PAUSE_SECONDS)
        else:
            return
