"""Departments' own systems as this portal reaches them. Where none is connected nothing is sent:
the department works on the pages, or fetches by the API.

A simulator stands in for a system in demos; it says so in its reference and in every answer.
"""

import hashlib
import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

SIMULATOR: Final = "simulator"
MOST_BYTES: Final = 1024 * 1024
ACCEPTED: Final = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})

Sign = Callable[[Mapping[str, Any]], str]


class Unreachable(Exception):
    """The system did not take it; the message says how, and never what was sent."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a system answered: its own number, and an answer to a request where it has one."""

    reference: str
    answer: str = ""
    simulated: bool = False


class Adapter(Protocol):
    """A department's system."""

    def take(self, kind: str, body: Mapping[str, Any]) -> Taken:
        """Hand something over.

        :raises Unreachable: when it was not taken.
        """


class _Answer(msgspec.Struct):
    reference: str
    answer: str = ""


class HttpAdapter:
    """A service that takes ``POST <address>/<kind>`` with JSON and answers with its number. The
    body's SHA-256 stands in a token signed by this portal (``X-Portal-Signature``)."""

    def __init__(self, address: str, timeout: float, sign: Sign) -> None:
        self.address, self.timeout, self.sign = address, timeout, sign

    def take(self, kind: str, body: Mapping[str, Any]) -> Taken:
        """See :class:`Adapter`."""
        content = msgspec.json.encode(body)
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        connection = (
            http.client.HTTPSConnection(
                host, parts.port, timeout=self.timeout, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, parts.port, timeout=self.timeout)
        )
        headers = {
            "Content-Type": "application/json",
            "X-Portal-Signature": self.sign({"sha256": hashlib.sha256(content).hexdigest()}),
        }
        try:
            path = f"{parts.path.rstrip('/')}/{kind}"
            connection.request("POST", path, body=content, headers=headers)
            response = connection.getresponse()
            answer = response.read(MOST_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            connection.close()
        if response.status not in ACCEPTED:
            raise Unreachable(f"HTTP {response.status}")
        try:
            read = msgspec.json.decode(answer, type=_Answer)
        except msgspec.DecodeError as error:
            raise Unreachable("unreadable answer") from error
        return Taken(read.reference[:80], read.answer)


class Simulator:
    """Stands in for a department's system: takes everything, and answers requests with a sentence
    that says that nobody looked."""

    def take(self, kind: str, body: Mapping[str, Any]) -> Taken:
        """See :class:`Adapter`."""
        digest = hashlib.sha256(msgspec.json.encode(body, order="sorted")).hexdigest()
        answer = (
            "模拟系统自动答复，未经人工核查 (simulator: nobody looked)" if kind == "request" else ""
        )
        return Taken(f"SIM-{digest[:12]}", answer, simulated=True)


def adapter_for(department: str, sign: Sign) -> Adapter | None:
    """The system of a department as configured (``RISK_LINKS``), or None."""
    address = settings.RISK_LINKS.get(department)
    if address is None:
        return None
    if address == SIMULATOR:
        return Simulator()
    return HttpAdapter(address, settings.RISK_LINK_TIMEOUT_SECONDS, sign)
