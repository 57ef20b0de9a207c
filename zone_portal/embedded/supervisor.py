"""Keeps children running: starts them in order, restarts the dead, stops them in reverse."""

import signal
import time
from dataclasses import dataclass, field
from types import FrameType

from zone_portal.embedded.process import Service

SHORTEST_PAUSE = 0.2  # seconds before a dead child is started again; doubled each time
LONGEST_PAUSE = 10.0
STEADY_SECONDS = 30.0  # a child that lived this long starts again without delay
LOOK_SECONDS = 0.2


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM; passes through everything up to the runner's ``finally``."""


@dataclass(slots=True)
class Watched:
    """A child and when it may be started again."""

    service: Service
    pause: float = 0.0
    not_before: float = 0.0
    dead: bool = False


@dataclass
class Supervisor:
    """Children in the order of their start."""

    children: list[Watched] = field(default_factory=list)

    def start(self, *services: Service) -> None:
        """Start these together and wait until each is ready.

        :raises StartFailed: when one ends or takes too long.
        """
        for service in services:
            self.children.append(Watched(service))
            service.start()
        for service in services:
            service.wait_ready()

    def watch(self) -> None:
        """Restart dead children, until a signal raises :class:`StopRequested`."""
        while True:
            self.look(time.monotonic())
            time.sleep(LOOK_SECONDS)

    def look(self, now: float) -> None:
        """Look once after every child; ``now`` is the monotonic time in seconds."""
        for child in self.children:
            if child.service.alive():
                continue
            if not child.dead:
                child.dead = True
                child.service.sweep_up()
                lived = now - child.service.started_at
                child.pause = (
                    SHORTEST_PAUSE
                    if lived > STEADY_SECONDS or not child.pause
                    else min(child.pause * 2, LONGEST_PAUSE)
                )
                child.not_before = now + child.pause
                code = child.service.process.returncode if child.service.process else None
                print(f"{child.service.name} ended ({code}); starting it again", flush=True)
            elif now >= child.not_before:
                child.dead = False
                child.service.start()

    def stop(self) -> dict[str, int | None]:
        """Stop all in reverse order of their start; gives each one's exit code."""
        codes = {}
        for child in reversed(self.children):
            codes[child.service.name] = child.service.stop()
        self.children.clear()
        return codes


def raise_on_signals() -> None:
    """Let the first SIGINT, SIGTERM or SIGHUP raise :class:`StopRequested`; ignore later ones."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:  # two that arrived together: the second must not disturb the stopping
            return
        asked = True
        raise StopRequested

    for number in numbers:
        signal.signal(number, stop)
