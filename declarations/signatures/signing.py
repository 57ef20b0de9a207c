"""Enveloped XML signatures as customs describes them (specification 202205, section 6).

Canonical XML 1.0 without comments, one reference to the whole message, the enveloped-signature
transform alone, KeyName with the certificate's serial number and the certificate itself. Real keys
live on the enterprise's own card; what signs here is a key file, in the demo a DEMO key.
"""

import base64
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from declarations.signatures.algorithms import C14N, DIGESTS, DS, ENVELOPED, HASHED, SIGNATURES
from declarations.signatures.canonical import canonical, canonical_document
from enterprises.rules.signing import sm2

Algorithm = Literal["rsa-sha1", "rsa-sha256"]
_METHODS: Final[dict[str, tuple[str, str]]] = {
    "rsa-sha1": (f"{DS}rsa-sha1", f"{DS}sha1"),
    "rsa-sha256": (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
    ),
    "sm2-sm3": (
        "http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3",
        "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3",
    ),
}
_DEMO_FILE: Final = "demo-signing.pem"
_DEMO_NAME: Final = "DEMO signing key, not for declarations (演示用签名密钥)"
_DEMO_VALIDITY: Final = timedelta(days=3650)


class TextSigner(Protocol):
    """Signs bytes; ``certificate`` is DER, ``serial`` lower-case hexadecimal."""

    @property
    def method(self) -> str:
        """The URI of the signature method."""

    @property
    def digest_method(self) -> str:
        """The URI of the digest that goes with it."""

    @property
    def certificate_der(self) -> bytes: ...
    @property
    def serial(self) -> str: ...
    def sign_text(self, text: bytes) -> bytes:
        """The signature value over ``text``."""


class Signer(Protocol):
    """Whoever can sign a message: a key file, a card, a box."""

    def sign(self, root: etree._Element) -> etree._Element:
        """The ds:Signature over ``root``, to be appended to it; ``root`` is left as it was."""


def envelope(root: etree._Element, signer: TextSigner) -> etree._Element:
    """The ds:Signature over ``root`` as it stands; append it without touching anything else."""
    digest = HASHED[DIGESTS[signer.digest_method]](canonical_document(root))
    signature = etree.SubElement(root, f"{{{DS}}}Signature", nsmap={"ds": DS})
    info = _add(signature, "SignedInfo")
    _add(info, "CanonicalizationMethod", Algorithm=C14N)
    _add(info, "SignatureMethod", Algorithm=signer.method)
    reference = _add(info, "Reference", URI="")
    _add(_add(reference, "Transforms"), "Transform", Algorithm=ENVELOPED)
    _add(reference, "DigestMethod", Algorithm=signer.digest_method)
    _add(reference, "DigestValue").text = base64.b64encode(digest).decode()
    value = signer.sign_text(canonical(info))
    _add(signature, "SignatureValue").text = base64.b64encode(value).decode()
    key_info = _add(signature, "KeyInfo")
    _add(key_info, "KeyName").text = signer.serial
    if signer.certificate_der:
        _add(_add(key_info, "X509Data"), "X509Certificate").text = base64.b64encode(
            signer.certificate_der
        ).decode()
    root.remove(signature)
    return signature


@dataclass(frozen=True, slots=True)
class RsaSigner:
    """Signs messages with an RSA key and the certificate of its public half."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    algorithm: Algorithm = "rsa-sha256"

    @property
    def method(self) -> str:
        return _METHODS[self.algorithm][0]

    @property
    def digest_method(self) -> str:
        return _METHODS[self.algorithm][1]

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:x}"

    def sign(self, root: etree._Element) -> etree._Element:
        """See ``envelope``."""
        return envelope(root, self)

    def sign_text(self, text: bytes) -> bytes:
        digest = SIGNATURES[self.method].digest
        method = hashes.SHA1() if digest == "sha1" else hashes.SHA256()  # noqa: S303
        return self.key.sign(text, padding.PKCS1v15(), method)


@dataclass(frozen=True, slots=True)
class Sm2Signer:
    """Signs with an SM2 key. Not constant in time (see ``enterprises.rules.signing.sm2``): for
    tests and demos; the portal uses it only where the setting SIGNING_SM2 allows it."""

    private: int
    serial: str
    certificate_der: bytes = b""
    method: str = _METHODS["sm2-sm3"][0]
    digest_method: str = _METHODS["sm2-sm3"][1]

    def sign(self, root: etree._Element) -> etree._Element:
        """See ``envelope``."""
        return envelope(root, self)

    def sign_text(self, text: bytes) -> bytes:
        return sm2.sign(self.private, text)


def demo_signer(folder: Path, *, at: datetime, algorithm: Algorithm = "rsa-sha256") -> RsaSigner:
    """The signer with the demo key of ``folder``, which is made on first use (file mode 0600)."""
    path = folder / _DEMO_FILE
    if not path.exists():
        _write_once(path, _demo_pem(at))
    return rsa_signer_of(path.read_bytes(), algorithm)


@lru_cache(maxsize=4)
def rsa_signer_of(pem: bytes, algorithm: Algorithm = "rsa-sha256") -> RsaSigner:
    """The signer with the key and the certificate of a PEM file.

    Kept in the process: reading checks the key, which takes longer (60 ms) than to sign with it.

    :raises TypeError: for another key than RSA.
    """
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the file holds no RSA key")
    return RsaSigner(key, x509.load_pem_x509_certificate(pem), algorithm)


def _demo_pem(at: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _DEMO_NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _DEMO_VALIDITY)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _write_once(path: Path, content: bytes) -> None:
    """Make ``path`` whole or not at all; of two processes that try, the first one's file stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attrib=attributes)
