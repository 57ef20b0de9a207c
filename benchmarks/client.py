"""The load: a light process with a few connections, started by the measures.

Reads a :class:`Load` as JSON on standard input, writes an :class:`Outcome` as JSON on standard
output. Only the standard library, and no work on the bodies but replacing their series.
"""

import http.client
import json
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

COUNTS = re.compile(rb'"counts":\{"accepted":(\d+),"rejected":(\d+),"duplicate":(\d+)\}')
MESSAGES = "/api/v1/messages/"


@dataclass
class Load:
    """What to send.

    ``turns`` holds, for each turn, the files of its bodies, sent in this order. Endless loads
    (``seconds`` > 0) take turns again and again, replacing ``series`` by a new one that starts
    with ``letter``; others send each turn once as it is. ``rate`` (turns a second, 0 = as fast as
    possible) fixes the moment at which each turn is due; its latency counts from there.
    """

    port: int
    token: str
    content_type: str
    turns: list[list[str]]
    connections: int = 2
    seconds: float = 0
    rate: float = 0
    series: str = ""
    letter: str = "L"
    path: str = MESSAGES


@dataclass
class Outcome:
    """What was answered. ``latencies`` in seconds, one for each request."""

    turns: int = 0
    requests: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicate: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    first_failure: str = ""
    began: float = 0
    seconds: float = 0
    cpu_seconds: float = 0
    latencies: list[float] = field(default_factory=list)


class Player:
    """Hands turns to the connections and gathers the answers."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.outcome = Outcome()
        self._bodies = [[Path(path).read_bytes() for path in turn] for turn in load.turns]
        self._lock = threading.Lock()
        self._next = 0
        self._began = 0.0

    def run(self) -> Outcome:
        """Send everything; the clock starts when all bodies are in memory."""
        threads = [threading.Thread(target=self._connection) for _ in range(self.load.connections)]
        self.outcome.began = time.time()
        self._began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.outcome.seconds = time.monotonic() - self._began
        self.outcome.cpu_seconds = time.process_time()
        return self.outcome

    def _connection(self) -> None:
        load = self.load
        connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=120)
        while (number := self._take()) is not None:
            due = self._began + number / load.rate if load.rate else 0.0
            if due:
                time.sleep(max(due - time.monotonic(), 0))
            for body in self._bodies[number % len(self._bodies)]:
                sent = due or time.monotonic()
                if load.seconds:
                    body = body.replace(  # noqa: PLW2901
                        load.series.encode(), f"{load.letter}{number:07}".encode()
                    )
                self._send(connection, body, sent)
                due = 0.0
            with self._lock:
                self.outcome.turns += 1

    def _take(self) -> int | None:
        load = self.load
        with self._lock:
            number = self._next
            if load.seconds and load.rate:
                over = number >= load.seconds * load.rate
            elif load.seconds:
                over = time.monotonic() - self._began >= load.seconds
            else:
                over = number >= len(self._bodies)
            self._next += 1
        return None if over else number

    def _send(self, connection: http.client.HTTPConnection, body: bytes, sent: float) -> None:
        headers = {
            "Authorization": f"Bearer {self.load.token}",
            "Content-Type": self.load.content_type,
        }
        try:
            connection.request("POST", self.load.path, body, headers)
            response = connection.getresponse()
            answer, status = response.read(), response.status
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            self._failed(type(error).__name__, str(error))
            return
        taken = time.monotonic() - sent
        if status >= http.HTTPStatus.BAD_REQUEST:
            self._failed(str(status), answer[:500].decode(errors="replace"))
            return
        counts = COUNTS.search(answer, 0, 2000)
        with self._lock:
            outcome = self.outcome
            outcome.requests += 1
            outcome.latencies.append(taken)
            if counts:
                outcome.accepted += int(counts[1])
                outcome.rejected += int(counts[2])
                outcome.duplicate += int(counts[3])
                if int(counts[2]) and not outcome.first_failure:
                    start = max(answer.find(b'"rejected"', counts.end()) - 200, 0)
                    outcome.first_failure = answer[start : start + 600].decode(errors="replace")

    def _failed(self, what: str, text: str) -> None:
        with self._lock:
            self.outcome.failures[what] = self.outcome.failures.get(what, 0) + 1
            self.outcome.first_failure = self.outcome.first_failure or text


def main() -> None:
    """Play the load on standard input."""
    outcome = Player(Load(**json.load(sys.stdin))).run()
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
