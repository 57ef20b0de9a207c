"""Checking the signature of a message, strictly: one signature, one reference to everything.

What an attacker could play with is refused instead of interpreted: a second signature, one that is
no child of the root, a reference to a part, a transform beyond the enveloped one. What is left is
a signature over the whole message, the signature element alone left out.
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from declarations.signatures.algorithms import C14N, DIGESTS, DS, ENVELOPED, HASHED, SIGNATURES
from declarations.signatures.canonical import (
    SIGNATURE,
    canonical,
    canonical_document,
    keep_inherited,
    take_out,
)
from enterprises.rules.signing.keys import (
    CertificateUnreadable,
    PublicKey,
    read_certificate,
    serial_of,
)

_DS: Final = {"ds": DS}
_INFO: Final = ["CanonicalizationMethod", "SignatureMethod", "Reference"]
_REFERENCE: Final = ["Transforms", "DigestMethod", "DigestValue"]


class SignatureRefused(ValueError):
    """A signature that does not hold; ``code`` is a key of ``reasons.REASONS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stated:
    """What a signature says of itself. ``serial`` is the certificate's (KeyName), ``fingerprint``
    that of the certificate it carries, either may be empty; ``algorithm`` is shown to people."""

    digest: str
    digest_value: bytes
    method: str
    method_key: str
    method_digest: str
    value: bytes
    serial: str = ""
    fingerprint: str = ""

    @property
    def algorithm(self) -> str:
        return f"{self.method}, {self.digest}"


def parse(utf8: bytes) -> etree._Element:
    """The root of a message as its signature sees it: instructions stay, comments do not count.

    :raises SignatureRefused: ``unreadable``.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError as error:
        raise SignatureRefused("unreadable") from error


def check_signature(utf8: bytes, keys: Callable[[Stated], Sequence[PublicKey]]) -> Stated:
    """What the signature of a message says, when it holds.

    ``keys`` gives the sender's keys that it may have been made with, or refuses by itself.

    :raises SignatureRefused: with the first reason why it does not hold.
    """
    root = parse(utf8)
    signature = _only_signature(root)
    info = _child(signature, "SignedInfo")
    stated = read_stated(signature, info)
    candidates = [key for key in keys(stated) if key.algorithm == stated.method_key]
    if not candidates:
        raise SignatureRefused("algorithm_of_key")
    keep_inherited(info)
    try:
        signed = canonical(info)
        take_out(signature)
        found = HASHED[stated.digest](canonical_document(root))
    except etree.C14NError as error:
        raise SignatureRefused("unreadable") from error
    if not hmac.compare_digest(found, stated.digest_value):
        raise SignatureRefused("digest_differs")
    if not any(key.verify(signed, stated.value, stated.method_digest) for key in candidates):
        raise SignatureRefused("signature_differs")
    return stated


def read_stated(signature: etree._Element, info: etree._Element) -> Stated:
    """What ds:Signature says, checked for its form and algorithms.

    :raises SignatureRefused: ``malformed``, ``reference_refused``, ``transform_refused``,
        ``algorithm_unsupported``.
    """
    names = [_name(child) for child in info]
    if names.count("Reference") > 1:
        raise SignatureRefused("reference_refused")
    if names != _INFO:
        raise SignatureRefused("malformed")
    canonicalisation, method, reference = info
    if canonicalisation.get("Algorithm") != C14N or len(canonicalisation):
        raise SignatureRefused("algorithm_unsupported")
    found = SIGNATURES.get(method.get("Algorithm", ""))
    digest, value = _reference(reference)
    if found is None or digest not in HASHED or len(method):
        raise SignatureRefused("algorithm_unsupported")
    return Stated(
        digest=digest,
        digest_value=value,
        method=f"{found.key}-{found.digest}",
        method_key=found.key,
        method_digest=found.digest,
        value=_bytes(_child(signature, "SignatureValue")),
        serial=serial_of(signature.findtext("ds:KeyInfo/ds:KeyName", "", _DS) or ""),
        fingerprint=_fingerprint(signature),
    )


def _only_signature(root: etree._Element) -> etree._Element:
    every = list(root.iter(SIGNATURE))
    if len(every) > 1:
        raise SignatureRefused("several_signatures")
    if not every or every[0].getparent() is not root:
        raise SignatureRefused("misplaced")
    signature = every[0]
    names = [_name(child) for child in signature]
    if names not in (["SignedInfo", "SignatureValue"], ["SignedInfo", "SignatureValue", "KeyInfo"]):
        raise SignatureRefused("malformed")
    return signature


def _reference(reference: etree._Element) -> tuple[str, bytes]:
    """The digest of the one reference, by name, and its value."""
    if reference.get("URI") != "" or set(reference.attrib) != {"URI"}:
        raise SignatureRefused("reference_refused")
    if [_name(child) for child in reference] != _REFERENCE:
        raise SignatureRefused("malformed")
    transforms, method, value = reference
    if [(_name(t), t.get("Algorithm"), len(t)) for t in transforms] != [
        ("Transform", ENVELOPED, 0)
    ]:
        raise SignatureRefused("transform_refused")
    return DIGESTS.get(method.get("Algorithm", ""), ""), _bytes(value)


def _fingerprint(signature: etree._Element) -> str:
    text = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", "", _DS)
    if not text:
        return ""
    try:
        return read_certificate(text).fingerprint
    except CertificateUnreadable as error:
        raise SignatureRefused("certificate_unreadable") from error


def _child(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(f"ds:{name}", _DS)
    if found is None:
        raise SignatureRefused("malformed")
    return found


def _name(element: etree._Element) -> str:
    """The local name in the namespace of signatures; anything else is unknown."""
    tag = element.tag
    return tag.removeprefix(f"{{{DS}}}") if isinstance(tag, str) else "?"


def _bytes(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureRefused("malformed") from error
