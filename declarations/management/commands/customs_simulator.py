"""The customs simulator of the demo zone: a process of its own, behind the customs gateway."""

import hmac
import http.client
import logging
import signal
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.gateway import SCHEME
from declarations.management.customs_office import Office

log = logging.getLogger(__name__)

RECEIPTS = "/api/v1/customs/receipts/"
LOOK_SECONDS = 0.25
LONGEST_PAUSE = 10.0
TIMEOUT = 20.0


class Command(BaseCommand):
    """Needs no database. Ends orderly on SIGTERM; what it still owes is sent after a restart."""

    help = (
        "Stands in for the electronic port and customs in the demo: takes forwarded declarations, "
        "checks them in its own way and sends receipts back, each of which names it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="where it listens (loopback)")
        parser.add_argument("--portal", required=True, help="the portal's address")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--factor", type=float, default=120, help="how much delays are shortened"
        )
        parser.add_argument(
            "--faults",
            type=float,
            default=0.0,
            help="share of orders, payments and waybills that are refused when they first come",
        )
        parser.add_argument("--files", type=Path, help="where it keeps what it was sent")

    def handle(self, *args: Any, **options: Any) -> None:
        secret = settings.CUSTOMS_GATEWAY.secret
        if not secret:
            raise CommandError("the gateway is off: PORTAL_CUSTOMS_GATEWAY names no address")
        signal.signal(signal.SIGTERM, _leave)
        path = options["files"] or settings.ENV.home / "customs-simulator.sqlite3"
        office = Office(path, options["seed"], options["factor"], options["faults"])
        server = ThreadingHTTPServer(("127.0.0.1", options["port"]), door(office, secret))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.stdout.write(f"customs simulator listens on 127.0.0.1:{options['port']}")
        try:
            deliver(office, options["portal"], secret)
        except KeyboardInterrupt:
            self.stdout.write("stopped")
        finally:
            server.shutdown()


def deliver(office: Office, portal: str, secret: str) -> None:
    """Send what is due for ever; the portal may be away for as long as it likes."""
    pause = LOOK_SECONDS
    while True:
        ids, body = office.due(now=time.time())
        if not ids:
            time.sleep(LOOK_SECONDS)
        elif post(portal, body, secret):
            office.cross_out(ids)
            pause = LOOK_SECONDS
        else:
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def post(portal: str, body: bytes, secret: str) -> bool:
    """Whether the portal took a message."""
    parts = urlsplit(portal)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {"Content-Type": "application/xml", "Authorization": f"{SCHEME} {secret}"}
    try:
        connection.request("POST", RECEIPTS, body, headers)
        response = connection.getresponse()
        said = response.read(300)
    except (OSError, http.client.HTTPException) as error:
        log.warning("the portal is away: %s", type(error).__name__)
        return False
    finally:
        connection.close()
    if response.status != HTTPStatus.OK:
        log.warning("the portal said %s %s", response.status, said)
    return response.status == HTTPStatus.OK


def door(office: Office, secret: str) -> type[BaseHTTPRequestHandler]:
    """The HTTP side: POST a CEB message, GET /healthz."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._say(HTTPStatus.OK, f"customs simulator, owes {office.owes()} receipts")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            shown = self.headers.get("Authorization", "").removeprefix(f"{SCHEME} ")
            if not hmac.compare_digest(shown.encode(), secret.encode()):
                self._say(HTTPStatus.UNAUTHORIZED, "wrong secret")
                return
            count = office.take(body, now=time.time())
            self._say(HTTPStatus.OK, f"{count} taken")

        def _say(self, status: HTTPStatus, text: str) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            """Nothing for each request: the portal's forwarder logs what fails."""

    return Door


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
