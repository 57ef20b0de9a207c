"""The simulated firms' connection to the portal: its public HTTP interface and nothing else."""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

JSON = "application/json"
AGAIN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
LONGEST_WAIT = 60.0
TIMEOUT = 60.0


class PortalUnreachable(Exception):
    """The portal did not answer for as long as the caller was patient."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal said; ``repeated`` when the request had to be sent more than once."""

    status: int
    content: Any
    repeated: bool = False


@dataclass
class Door:
    """The interface as one firm uses it; a lost connection or a busy portal is tried again.

    ``issue`` gives a token; it is asked again when the portal no longer takes the present one.
    ``patience`` in seconds.
    """

    url: str
    issue: Callable[[], str]
    patience: float = 30.0
    _token: str = ""
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def post(self, body: bytes, content_type: str) -> Answer:
        """Send a message.

        :raises PortalUnreachable: when no answer came in time.
        """
        return self._ask("POST", "/api/v1/messages/", body, content_type)

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """What an address below ``/api/v1/`` gives.

        :raises PortalUnreachable: when no answer came in time, or not a good one.
        """
        address = f"/api/v1/{path}" + (f"?{urlencode(query)}" if query else "")
        answer = self._ask("GET", address, b"", JSON)
        if answer.status != HTTPStatus.OK:
            raise PortalUnreachable(f"GET {address}: {answer.status} {answer.content}")
        return answer.content

    def _ask(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        began, pause, repeated = time.monotonic(), 0.2, False
        while True:
            answer = self._try(method, path, body, content_type)
            if answer is not None and answer.status == HTTPStatus.UNAUTHORIZED:
                self._token = self.issue()
                answer = self._try(method, path, body, content_type)
            if answer is not None and answer.status not in AGAIN:
                return Answer(answer.status, answer.content, repeated)
            if time.monotonic() - began > self.patience:
                what = "no answer" if answer is None else f"{answer.status} {answer.content}"
                raise PortalUnreachable(f"{self.url}: {what} for {self.patience:.0f} s")
            repeated = True
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_WAIT)

    def _try(self, method: str, path: str, body: bytes, content_type: str) -> Answer | None:
        """One request; None when the connection failed."""
        self._token = self._token or self.issue()
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": JSON,
            "Accept-Language": "en",
        }
        if body:
            headers["Content-Type"] = content_type
        connection = self._connection = self._connection or self._connect()
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self._connection = None
            return None
        try:
            return Answer(response.status, json.loads(text) if text else None)
        except ValueError:
            return Answer(response.status, text[:200].decode(errors="replace"))

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT)
        return http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
