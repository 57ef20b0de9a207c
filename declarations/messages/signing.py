"""Enveloped XML signatures as customs describes them (specification 202205, section 6).

Canonical XML 1.0 without comments, one reference to the whole message, the enveloped-signature
transform alone, KeyName with the certificate's serial number and the certificate itself. SM2 and
real certificates live on the enterprise's own card; what signs here is a DEMO key.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED: Final = f"{DS}enveloped-signature"

Algorithm = Literal["rsa-sha1", "rsa-sha256"]
_METHODS: Final[dict[Algorithm, tuple[str, str]]] = {
    "rsa-sha1": (f"{DS}rsa-sha1", f"{DS}sha1"),
    "rsa-sha256": (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
    ),
}
_DEMO_FILE: Final = "demo-signing.pem"
_DEMO_NAME: Final = "DEMO signing key, not for declarations (演示用签名密钥)"
_DEMO_VALIDITY: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class RsaSigner:
    """Signs messages with an RSA key and the certificate of its public half."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    algorithm: Algorithm = "rsa-sha256"

    def sign(self, root: etree._Element) -> etree._Element:
        """The ds:Signature over ``root`` as it stands; append it without touching anything else."""
        signature_method, digest_method = _METHODS[self.algorithm]
        digest = self._digest(canonical(root))
        signature = etree.SubElement(root, f"{{{DS}}}Signature", nsmap={"ds": DS})
        info = _add(signature, "SignedInfo")
        _add(info, "CanonicalizationMethod", Algorithm=C14N)
        _add(info, "SignatureMethod", Algorithm=signature_method)
        reference = _add(info, "Reference", URI="")
        _add(_add(reference, "Transforms"), "Transform", Algorithm=ENVELOPED)
        _add(reference, "DigestMethod", Algorithm=digest_method)
        _add(reference, "DigestValue").text = base64.b64encode(digest).decode()
        signed = self.key.sign(canonical(info), padding.PKCS1v15(), self._hash())
        _add(signature, "SignatureValue").text = base64.b64encode(signed).decode()
        key_info = _add(signature, "KeyInfo")
        _add(key_info, "KeyName").text = f"{self.certificate.serial_number:x}"
        _add(_add(key_info, "X509Data"), "X509Certificate").text = base64.b64encode(
            self.certificate.public_bytes(serialization.Encoding.DER)
        ).decode()
        root.remove(signature)
        return signature

    def _hash(self) -> hashes.SHA1 | hashes.SHA256:
        return hashes.SHA1() if self.algorithm == "rsa-sha1" else hashes.SHA256()  # noqa: S303

    def _digest(self, content: bytes) -> bytes:
        if self.algorithm == "rsa-sha1":  # customs' own choice; SHA-256 is ours
            return hashlib.sha1(content, usedforsecurity=False).digest()
        return hashlib.sha256(content).digest()


def canonical(element: etree._Element) -> bytes:
    """Canonical XML 1.0 of ``element`` in its place, inherited namespaces written out."""
    found: bytes = etree.tostring(element, method="c14n", exclusive=False, with_comments=False)
    return found


def demo_signer(folder: Path, *, at: datetime, algorithm: Algorithm = "rsa-sha256") -> RsaSigner:
    """The signer with the demo key of ``folder``, which is made on first use (file mode 0600)."""
    path = folder / _DEMO_FILE
    if not path.exists():
        _write_once(path, _demo_pem(at))
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
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
