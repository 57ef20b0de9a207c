"""Talking to an OpenID Connect identity service: the code flow with PKCE, state and nonce.

The flow is two requests of ours (discovery, token) and one of the browser; what is hard, the
signature and the claims of the ID token, is PyJWT's work. Nothing the service sends is believed
before its signature, issuer, audience, times and nonce were checked, and no token is kept.
"""

import base64
import hashlib
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hmac import compare_digest
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

import jwt
from django.conf import settings

from accounts.services.guard import SignInRefusedError
from zone_portal.env import SingleSignOn

ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
)
"""Signatures with a public key only: a shared secret proves nothing about who signed."""
LEEWAY_SECONDS: Final = 60
MOST_BYTES: Final = 1_000_000
LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is sent, and what its session has to remember until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser brought back, with what its session remembered."""

    code: str
    redirect_uri: str
    verifier: str
    nonce: str


def depart(service: SingleSignOn, *, redirect_uri: str) -> Departure:
    """The way to the identity service.

    :raises SignInRefusedError: ``identity_service_unreachable``.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": service.client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = _endpoint(_metadata(service), "authorization_endpoint")
    joint = "&" if urlsplit(address).query else "?"
    return Departure(f"{address}{joint}{urlencode(query)}", state, nonce, verifier)


def claims_of(service: SingleSignOn, answer: Answer) -> Mapping[str, Any]:
    """The checked claims of the ID token that the answer's code stands for.

    :raises SignInRefusedError: ``identity_service_unreachable``, or ``identity_answer_invalid``
        for an answer that does not prove anything.
    """
    metadata = _metadata(service)
    token = _id_token(service, metadata, answer)
    keys = _keys(_endpoint(metadata, "jwks_uri"))
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=list(ALGORITHMS),
            audience=service.client_id,
            issuer=str(metadata["issuer"]),
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise _unreachable(error) from error
    except jwt.PyJWTError as error:
        raise _invalid(error) from error
    if not compare_digest(str(claims["nonce"]).encode(), answer.nonce.encode()):
        raise _invalid(ValueError("nonce"))
    if claims.get("azp", service.client_id) != service.client_id:
        raise _invalid(ValueError("azp"))
    return claims


def _id_token(service: SingleSignOn, metadata: Mapping[str, Any], answer: Answer) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": answer.code,
        "redirect_uri": answer.redirect_uri,
        "code_verifier": answer.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        pair = f"{quote(service.client_id, safe='')}:{quote(service.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": service.client_id, "client_secret": service.client_secret}
    address = _endpoint(metadata, "token_endpoint")
    tokens = _json(Request(address, urlencode(form).encode(), headers))  # noqa: S310  checked
    token = tokens.get("id_token")
    if not isinstance(token, str):
        raise _invalid(ValueError("no id_token"))
    return token


def _metadata(service: SingleSignOn) -> Mapping[str, Any]:
    address = _checked(f"{service.issuer}/.well-known/openid-configuration")
    metadata = _json(Request(address))  # noqa: S310  checked
    if str(metadata.get("issuer", "")).rstrip("/") != service.issuer:
        raise _invalid(ValueError("issuer of the configuration"))
    return metadata


@lru_cache(maxsize=4)
def _keys(address: str) -> jwt.PyJWKClient:
    """The keys of an issuer, asked for anew when an unknown one signs."""
    return jwt.PyJWKClient(address, timeout=settings.SINGLE_SIGN_ON_TIMEOUT_SECONDS)


def _endpoint(metadata: Mapping[str, Any], name: str) -> str:
    return _checked(str(metadata.get(name, "")))


def _checked(address: str) -> str:
    """The address, if it is one that secrets may be sent to."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return address
    raise _invalid(ValueError(f"address with scheme {parts.scheme!r}"))


def _json(request: Request) -> dict[str, Any]:
    timeout = settings.SINGLE_SIGN_ON_TIMEOUT_SECONDS
    try:
        with urlopen(request, timeout=timeout) as response:  # noqa: S310  checked
            content = json.loads(response.read(MOST_BYTES))
    except (OSError, HTTPException) as error:
        raise _unreachable(error) from error
    except ValueError as error:
        raise _invalid(error) from error
    if not isinstance(content, dict):
        raise _invalid(ValueError("not an object"))
    return content


def _unreachable(error: Exception) -> SignInRefusedError:
    log.warning("identity service: %s", type(error).__name__)
    return SignInRefusedError(
        "identity_service_unreachable",
        zh="统一身份认证没有答复。请稍后再试，或用密码登录。",
        en="The identity service does not answer. Try again later, or sign in by password.",
    )


def _invalid(error: Exception) -> SignInRefusedError:
    log.warning("identity service sent what proves nothing: %s", type(error).__name__)
    return SignInRefusedError(
        "identity_answer_invalid",
        zh="统一身份认证的答复没有通过核验，未能登录。请重试；仍不成功请联系综试区。",
        en="The answer of the identity service did not pass its checks; nobody was signed in. Try "
        "again, and ask the zone office if it fails again.",
    )
