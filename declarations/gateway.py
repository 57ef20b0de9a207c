"""The adapter to the customs gateway: one way to hand over a message, over HTTP.

Another transport (a message queue of the electronic port, a front-end machine with a card) is
another class with the same ``send``.
"""

import hmac
import http.client
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings

SCHEME: Final = "Gateway"
"""Authorization scheme of both directions: ``Authorization: Gateway <secret>``."""

_TRY_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class Unreachable(Exception):
    """The gateway did not answer, or asked for patience; the message says how."""


class Refused(Exception):
    """The gateway will not have this message, however often it is sent; the message says why."""


class Gateway(Protocol):
    """Whoever can hand a CEB message over to the authority."""

    def send(self, body: bytes) -> None:
        """Hand a message over; it is the gateway's when this returns.

        :raises Unreachable: when it should be tried again later.
        :raises Refused: when the message itself is refused.
        """


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway that takes messages by POST and answers 2xx once it has stored them."""

    address: str
    secret: str
    timeout: float

    def send(self, body: bytes) -> None:
        """See :class:`Gateway`."""
        parts = urlsplit(self.address)
        makes = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        connection = makes(parts.hostname or "", parts.port, timeout=self.timeout)
        headers = {
            "Content-Type": "application/xml",
            "Authorization": f"{SCHEME} {self.secret}",
        }
        try:
            connection.request("POST", parts.path or "/", body, headers)
            response = connection.getresponse()
            said = response.read(300).decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            connection.close()
        if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            return
        if response.status in _TRY_AGAIN or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unreachable(f"HTTP {response.status}")
        raise Refused(f"HTTP {response.status} {said}")


def is_on() -> bool:
    """Whether matched declarations are forwarded here."""
    return bool(settings.CUSTOMS_GATEWAY.is_on)


def is_simulated() -> bool:
    """Whether a simulator stands where port and customs would."""
    return bool(settings.CUSTOMS_GATEWAY.simulated)


def gateway() -> Gateway:
    """The configured gateway."""
    configured = settings.CUSTOMS_GATEWAY
    return HttpGateway(
        configured.address, configured.secret, settings.CUSTOMS_GATEWAY_TIMEOUT_SECONDS
    )


def is_the_gateway(authorization: str) -> bool:
    """Whether a request's Authorization header shows the gateway's secret."""
    secret = settings.CUSTOMS_GATEWAY.secret
    shown = authorization.removeprefix(f"{SCHEME} ")
    return bool(secret) and hmac.compare_digest(
        shown.encode("utf-8", "surrogateescape"), secret.encode()
    )
