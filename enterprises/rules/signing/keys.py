"""Certificates and the keys in them: RSA by ``cryptography``, SM2 by our own arithmetic."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from enterprises.rules.signing import sm2

RSA, SM2 = "RSA", "SM2"
SHORTEST_RSA: Final = 1024
"""Bits: what the 2018 specification allows with SHA-1 (its cards are still in use)."""
LARGEST: Final = 16_384
"""Characters of a certificate at most; real ones have some 2,000."""

_HASHES: Final = {"sha1": hashes.SHA1, "sha256": hashes.SHA256}
_SM2_ALGORITHM: Final = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")
"""AlgorithmIdentifier of a key on sm2p256v1: ecPublicKey, 1.2.156.10197.1.301."""
_SEQUENCE, _BIT_STRING, _VERSION, _UNCOMPRESSED = 0x30, 0x03, 0xA0, b"\0\x04"
_ARMOUR = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


class CertificateUnreadable(ValueError):
    """The bytes are no certificate that can be used; ``code`` says why: ``unreadable``,
    ``key_unsupported`` (neither RSA nor SM2), ``key_short``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PublicKey(Protocol):
    """A key that signatures are checked with."""

    @property
    def algorithm(self) -> str: ...
    @property
    def bits(self) -> int: ...
    def verify(self, text: bytes, signature: bytes, digest: str) -> bool:
        """Whether the signature over ``text`` is this key's; ``digest`` is sha1, sha256 or sm3."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """PKCS #1 v1.5 over SHA-1 or SHA-256."""

    key: rsa.RSAPublicKey
    algorithm: str = RSA

    @property
    def bits(self) -> int:
        return self.key.key_size

    def verify(self, text: bytes, signature: bytes, digest: str) -> bool:
        method = _HASHES.get(digest)
        if method is None:
            return False
        try:
            self.key.verify(signature, text, padding.PKCS1v15(), method())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Sm2Key:
    """SM2 over SM3, signatures as r and s of 32 bytes each, customs' user id."""

    point: sm2.Point
    algorithm: str = SM2
    bits: int = 256

    def verify(self, text: bytes, signature: bytes, digest: str) -> bool:
        return digest == "sm3" and sm2.verify(self.point, text, signature)


@dataclass(frozen=True, slots=True)
class CertificateRead:
    """What a certificate says. ``serial`` and ``fingerprint`` (SHA-256) are lower-case
    hexadecimal; the times are aware; ``pem`` is the certificate alone, whatever came with it."""

    pem: str
    serial: str
    subject: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str
    key: PublicKey


def read_certificate(text: str | bytes) -> CertificateRead:
    """The certificate in PEM, in base64 without its lines of armour, or in DER.

    :raises CertificateUnreadable: ``unreadable``, ``key_unsupported``, ``key_short``.
    """
    der = _der_of(text)
    try:
        found = x509.load_der_x509_certificate(der)
        subject, issuer = found.subject.rfc4514_string(), found.issuer.rfc4514_string()
    except ValueError as error:
        raise CertificateUnreadable("unreadable") from error
    return CertificateRead(
        pem=found.public_bytes(serialization.Encoding.PEM).decode(),
        serial=f"{found.serial_number:x}",
        subject=subject,
        issuer=issuer,
        valid_from=found.not_valid_before_utc,
        valid_to=found.not_valid_after_utc,
        fingerprint=found.fingerprint(hashes.SHA256()).hex(),
        key=_key_of(found),
    )


def serial_of(text: str) -> str:
    """A serial number as certificates print it: no blanks, colons, leading zeros; lower case."""
    return re.sub(r"[\s:]", "", text).lower().removeprefix("0x").lstrip("0")


def _der_of(text: str | bytes) -> bytes:
    if len(text) > LARGEST:
        raise CertificateUnreadable("unreadable")
    if isinstance(text, bytes):
        if text[:1] == bytes([_SEQUENCE]):
            return text
        text = text.decode("ascii", "replace")
    armoured = _ARMOUR.search(text)
    try:
        return base64.b64decode("".join((armoured[1] if armoured else text).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CertificateUnreadable("unreadable") from error


def _key_of(certificate: x509.Certificate) -> PublicKey:
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):  # SM2 is unknown to the library
        return Sm2Key(_sm2_point(certificate.tbs_certificate_bytes))
    if not isinstance(key, rsa.RSAPublicKey):
        raise CertificateUnreadable("key_unsupported")
    if key.key_size < SHORTEST_RSA:
        raise CertificateUnreadable("key_short")
    return RsaKey(key)


def _sm2_point(certified: bytes) -> sm2.Point:
    """The SM2 key in the signed part of a certificate (RFC 5280): after version, serial number,
    algorithm, issuer, validity and subject."""
    try:
        parts = _parts(_parts(certified)[0][1])
        info = _parts(parts[6 if parts[0][0] == _VERSION else 5][1])
    except IndexError as error:
        raise CertificateUnreadable("unreadable") from error
    if len(info) != 2 or _SM2_ALGORITHM[2:] != info[0][1] or info[1][0] != _BIT_STRING:
        raise CertificateUnreadable("key_unsupported")
    found = info[1][1]
    if len(found) != len(_UNCOMPRESSED) + 64 or not found.startswith(_UNCOMPRESSED):
        raise CertificateUnreadable("key_unsupported")
    point = sm2.Point(int.from_bytes(found[2:34], "big"), int.from_bytes(found[34:], "big"))
    if not sm2.on_curve(point):
        raise CertificateUnreadable("key_unsupported")
    return point


def _parts(der: bytes) -> list[tuple[int, bytes]]:
    """The values in a DER sequence's content: their tags and contents."""
    found, at = [], 0
    while at < len(der):
        tag, size, at = der[at], der[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(der[at : at + count], "big"), at + count
        if at + size > len(der):
            raise CertificateUnreadable("unreadable")
        found.append((tag, der[at : at + size]))
        at += size
    return found
