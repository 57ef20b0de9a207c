"""Keys, certificates and signed messages for tests; every key is made here and worth nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from declarations.signatures.signing import Algorithm, RsaSigner, Sm2Signer
from enterprises.rules.signing import sm2

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Sm2Card:
    """An SM2 key with its certificate, as a signing device holds them."""

    signer: Sm2Signer
    pem: str


def pem_of(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The same key for the same number."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def rsa_signer(
    number: int = 0,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    algorithm: Algorithm = "rsa-sha256",
    bits: int = 2048,
) -> RsaSigner:
    """A signer with a self-made certificate, valid for a year around now by default."""
    now = datetime.now(UTC)  # noqa: TID251
    key = rsa_key(number, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"TEST KEY {number}")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since or now - YEAR)
        .not_valid_after(until or now + YEAR)
        .sign(key, hashes.SHA256())
    )
    return RsaSigner(key, made, algorithm)


def sm2_card(*, since: datetime | None = None, until: datetime | None = None) -> Sm2Card:
    """A fresh SM2 key with its own certificate, written out in DER by hand."""
    now = datetime.now(UTC)  # noqa: TID251
    private = sm2.new_private_key()
    point = sm2.public_key(private)
    serial = private % 2**62 | 2**62
    algorithm = _sequence(_oid("06082a811ccf55018375"))
    name = _sequence(_der(0x31, _sequence(_oid("0603550403") + _der(0x0C, b"TEST SM2 KEY"))))
    moments = [since or now - YEAR, until or now + YEAR]
    validity = _sequence(b"".join(_der(0x17, f"{m:%y%m%d%H%M%SZ}".encode()) for m in moments))
    key = point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big")
    info = _sequence(
        bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d") + _der(0x03, b"\0\x04" + key)
    )
    number = _der(0x02, serial.to_bytes(8, "big"))
    version = _der(0xA0, _der(0x02, b"\x02"))
    certified = _sequence(version + number + algorithm + name + validity + name + info)
    value = sm2.sign(private, certified)
    halves = b"".join(_der(0x02, b"\0" + value[at : at + 32]) for at in (0, 32))
    der = _sequence(certified + algorithm + _der(0x03, b"\0" + _sequence(halves)))
    pem = pem_of(x509.load_der_x509_certificate(der))
    return Sm2Card(Sm2Signer(private, f"{serial:x}", der), pem)


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes(1 if size < 0x100 else 2, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _sequence(content: bytes) -> bytes:
    return _der(0x30, content)


def _oid(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal)
