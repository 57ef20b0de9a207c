"""Signed assertions: JSON Web Tokens (RFC 7519) that anyone checks with the published keys.

ES256 (ECDSA over P-256): what banks' gateways take most widely. There is a key per year, kept in
the key folder and wrapped by the master key; earlier public keys stay published, so that what
they signed can still be checked.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from zone_portal.framework.vault import Vault, vault

ALGORITHM: Final = "ES256"
FOLDER: Final = "signing"


def sign(claims: Mapping[str, Any], *, at: datetime) -> str:
    """``claims`` as a signed token; its header names the key (``kid``) of ``at``'s year."""
    kid = f"{at.year}"
    key = _private_key(vault(), f"{FOLDER}/{kid}")
    return jwt.encode(dict(claims), key, algorithm=ALGORITHM, headers={"kid": kid})


def published_keys(*, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """The public keys as a JSON Web Key Set (RFC 7517), the present year's among them."""
    own = vault()
    names = {*own.secret_names(FOLDER), f"{FOLDER}/{at.year}"}
    return {"keys": [_public(own, name) for name in sorted(names, reverse=True)]}


def _public(own: Vault, name: str) -> dict[str, Any]:
    found: dict[str, Any] = ECAlgorithm.to_jwk(_private_key(own, name).public_key(), as_dict=True)
    return {**found, "kid": name.removeprefix(f"{FOLDER}/"), "alg": ALGORITHM, "use": "sig"}


def _private_key(own: Vault, name: str) -> ec.EllipticCurvePrivateKey:
    content = own.secret(name, _new_key)
    key = serialization.load_der_private_key(content, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{name} holds no elliptic-curve key")
    return key


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
