"""How long ``./portal up`` takes: from an empty run folder, and again."""

import os
import shutil
import signal
import subprocess
import time

from benchmarks.portal import OUR_NAMES, READY_SECONDS, PortalFailed, answers, free_port
from benchmarks.results import Result
from benchmarks.run import Run
from zone_portal import env


def measure(run: Run) -> Result:
    """Two starts of the script itself; the first installs every package."""
    home = run.folder / "fresh"
    shutil.rmtree(home, ignore_errors=True)
    figures = {"first_start_s": _start(home), "second_start_s": _start(home)}
    goal = "from nothing under 60 s, again under 5 s"
    notes = ["The first start depends on the package index and pip's cache of this machine."]
    return Result("starting", "./portal up", figures, goal, notes)


def _start(home: "os.PathLike[str]") -> float:
    port = free_port()
    kept = {k: v for k, v in env.for_children().items() if not k.startswith(OUR_NAMES)}
    began = time.monotonic()
    process = subprocess.Popen(
        [str(env.REPOSITORY / "portal"), "up", "--port", str(port)],
        env={**kept, "PORTAL_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.monotonic() - began > 2 * READY_SECONDS:
                raise PortalFailed(f"./portal up did not become ready in {home}")
            time.sleep(0.02)
        return round(time.monotonic() - began, 1)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(READY_SECONDS)
