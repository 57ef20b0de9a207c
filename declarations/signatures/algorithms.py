"""The algorithms of customs' signatures by their URIs (messages of 2022, section 6, and the field).

Two URIs stand for SM2 over SM3: the one of the specification, and the one that the connectors of
several ports really write. Any of the digests goes with any of the signatures.
"""

from collections.abc import Callable, Mapping
from hashlib import sha1, sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from enterprises.rules.signing.keys import RSA, SM2
from enterprises.rules.signing.sm2 import sm3

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED: Final = f"{DS}enveloped-signature"
_CHINAPORT: Final = "http://www.chinaport.gov.cn/2022/04/xmldsig#"
_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"


class Method(NamedTuple):
    """A way of signing: the kind of key, and the digest that it signs."""

    key: str
    digest: str


SIGNATURES: Final[Mapping[str, Method]] = MappingProxyType(
    {
        f"{_CHINAPORT}sm2-sm3": Method(SM2, "sm3"),
        f"{DS}sm2-sm3": Method(SM2, "sm3"),
        f"{DS}rsa-sha1": Method(RSA, "sha1"),
        f"{_MORE}rsa-sha256": Method(RSA, "sha256"),
    }
)
DIGESTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        f"{_CHINAPORT}sm3": "sm3",
        f"{DS}sm3": "sm3",
        f"{DS}sha1": "sha1",
        "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    }
)
HASHED: Final[Mapping[str, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "sha1": lambda content: sha1(content, usedforsecurity=False).digest(),
        "sha256": lambda content: sha256(content).digest(),
        "sm3": sm3,
    }
)
"""The digests themselves, by name."""
