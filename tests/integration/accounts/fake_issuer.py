"""A FAKE identity service for the tests: the few answers of OpenID Connect that are needed.

It lives in this process on the loopback address, invents its people, and can be told to lie.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from zone_portal.env import SingleSignOn

CLIENT_ID = "zone-portal"
CLIENT_SECRET = "fake & secret"


@cache
def key_of(name: str) -> rsa.RSAPrivateKey:
    """A key of this name, made once for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeIssuer:
    """What the service knows and how it lies; ``claims`` and ``key`` may be changed by a test."""

    def __init__(self) -> None:
        self.key = self.published_key = key_of("published")
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        self.questions: list[dict[str, str]] = []
        self.asked_for_tokens: list[dict[str, str]] = []
        self.says_it_is = ""
        self.address = ""

    def service(self, claim: str = "") -> SingleSignOn:
        """The portal's configuration for this issuer."""
        return SingleSignOn(self.address, CLIENT_ID, CLIENT_SECRET, "省统一身份认证（模拟）", claim)

    def question(self, url: str) -> dict[str, str]:
        """Remember what a browser was sent with, as the sign-in page of the service would."""
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
        self.questions.append(asked)
        return asked

    def answer(self, path: str, body: dict[str, str], authorization: str) -> dict[str, Any]:
        """What the service sends for one request."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.says_it_is or self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys/{id(self)}",
            }
        if path.startswith("/keys/"):
            public = jwt.algorithms.RSAAlgorithm.to_jwk(
                self.published_key.public_key(), as_dict=True
            )
            return {"keys": [{**public, "kid": "first", "use": "sig", "alg": "RS256"}]}
        self.asked_for_tokens.append({**body, "authorization": authorization})
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token()}

    def id_token(self) -> str:
        now = int(timezone.now().timestamp())
        content = {
            "iss": self.address,
            "sub": "000000-fake-subject",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.questions[-1]["nonce"],
            **self.claims,
        }
        content = {name: value for name, value in content.items() if value is not None}
        signer: Any = self.key if self.algorithm == "RS256" else CLIENT_SECRET * 4
        return jwt.encode(content, signer, algorithm=self.algorithm, headers={"kid": "first"})

    def verifier_fits(self) -> bool:
        """Whether the portal proved that it asked the question (PKCE)."""
        digest = hashlib.sha256(self.asked_for_tokens[-1]["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return challenge == self.questions[-1]["code_challenge"]


@contextmanager
def running() -> Iterator[FakeIssuer]:
    """The fake service, listening."""
    issuer = FakeIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = parse_qs(self.rfile.read(length).decode())
            self._answer({name: values[-1] for name, values in body.items()})

        def _answer(self, body: dict[str, str]) -> None:
            said = issuer.answer(self.path, body, self.headers.get("Authorization", ""))
            content = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
