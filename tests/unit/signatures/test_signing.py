"""Our own signature, checked with mathematics and not with the code that made it."""

import base64
import hashlib
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from declarations.messages.xml_reader import read_message
from declarations.signatures.signing import Algorithm, RsaSigner, demo_signer
from tests.builders.documents import complete_set, to_xml

AT = datetime(2026, 3, 2, tzinfo=UTC)
DS = {"ds": "http://www.w3.org/2000/09/xmldsig#"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def signed_inventory(signer: RsaSigner, prefix: str = "ceb") -> bytes:
    return to_xml("CEB621", [complete_set()["inventory"]], signer=signer, prefix=prefix)


def text_of(root: etree._Element, name: str) -> str:
    return "".join(root.findtext(f".//ds:{name}", namespaces=DS) or "")


def without_signature(body: bytes) -> bytes:
    """The message as text with the signature cut out and nothing else touched."""
    start = body.index(b"<ds:Signature ")
    end = body.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    return body[:start] + body[end:]


@pytest.mark.parametrize("prefix", ["ceb", ""])
@pytest.mark.parametrize("algorithm", ["rsa-sha1", "rsa-sha256"])
def test_digest_and_signature_are_mathematically_right(
    folder: Path, algorithm: Algorithm, prefix: str
) -> None:
    body = signed_inventory(demo_signer(folder, at=AT, algorithm=algorithm), prefix)
    root = etree.fromstring(body)
    named = "sha1" if algorithm == "rsa-sha1" else "sha256"

    unsigned = etree.tostring(etree.fromstring(without_signature(body)), method="c14n")
    digest = hashlib.new(named, unsigned).digest()
    assert base64.b64decode(text_of(root, "DigestValue")) == digest

    # SignedInfo written out by hand: the namespaces it inherits, no empty tags
    info = body[body.index(b"<ds:SignedInfo>") : body.index(b"</ds:SignedInfo>") + 16].decode()
    own = "xmlns" if not prefix else f"xmlns:{prefix}"
    info = info.replace(
        "<ds:SignedInfo>",
        f'<ds:SignedInfo {own}="http://www.chinaport.gov.cn/ceb" xmlns:ds="{DS["ds"]}">',
    )
    for name in ("CanonicalizationMethod", "SignatureMethod", "Transform", "DigestMethod"):
        start = info.index(f"<ds:{name} ")
        end = info.index("/>", start)
        info = f"{info[:end]}></ds:{name}>{info[end + 2 :]}"
    certificate = x509.load_der_x509_certificate(base64.b64decode(text_of(root, "X509Certificate")))
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    signature = base64.b64decode(text_of(root, "SignatureValue"))
    method = hashes.SHA1() if named == "sha1" else hashes.SHA256()  # noqa: S303
    key.verify(signature, info.encode(), padding.PKCS1v15(), method)
    with pytest.raises(InvalidSignature):
        key.verify(signature, info.encode() + b" ", padding.PKCS1v15(), method)
    assert text_of(root, "KeyName") == f"{certificate.serial_number:x}"


def test_a_changed_document_has_another_digest(folder: Path) -> None:
    body = signed_inventory(demo_signer(folder, at=AT)).replace(b"<ceb:packNo>1", b"<ceb:packNo>2")

    unsigned = etree.tostring(etree.fromstring(without_signature(body)), method="c14n")

    stated = base64.b64decode(text_of(etree.fromstring(body), "DigestValue"))
    assert stated != hashlib.sha256(unsigned).digest()


def test_a_signed_message_is_read_as_signed(folder: Path) -> None:
    message = read_message(signed_inventory(demo_signer(folder, at=AT)))

    assert message.has_signature
    assert message.documents[0].problems == ()


def test_the_demo_key_is_made_once_is_private_and_says_what_it_is(folder: Path) -> None:
    first, second = demo_signer(folder, at=AT), demo_signer(folder, at=AT)

    assert first.certificate == second.certificate
    assert "DEMO" in first.certificate.subject.rfc4514_string()
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
