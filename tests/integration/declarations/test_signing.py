"""The portal's own signature on messages that it sends."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from declarations.services.signing import SigningKeyMissing, sign_message
from declarations.signatures.verifying import check_signature
from enterprises.rules.signing.keys import PublicKey, read_certificate
from tests.builders.documents import complete_set, to_xml
from tests.builders.signatures import pem_of, rsa_signer, sm2_card

MESSAGE = to_xml("CEB621", [complete_set()["inventory"]])


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.PORTAL_KEY_DIR = tmp_path
    settings.PORTAL_DEMO = False
    return tmp_path


def key_of(pem: str) -> PublicKey:
    return read_certificate(pem).key


def write_rsa(folder: Path) -> str:
    signer = rsa_signer()
    private = signer.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = pem_of(signer.certificate)
    (folder / "signing.pem").write_bytes(private + pem.encode())
    return pem


def test_a_message_is_signed_with_the_key_file(folder: Path) -> None:
    pem = write_rsa(folder)

    assert check_signature(sign_message(MESSAGE), lambda _: [key_of(pem)]).method == "RSA-sha256"


def test_sm2_signs_only_where_the_setting_allows_it(folder: Path, settings: Any) -> None:
    write_rsa(folder)
    card = sm2_card()
    signer = card.signer
    held = {
        "private": f"{signer.private:x}",
        "serial": signer.serial,
        "certificate": base64.b64encode(signer.certificate_der).decode(),
    }
    (folder / "signing-sm2.json").write_text(json.dumps(held))
    assert b"sm2-sm3" not in sign_message(MESSAGE)

    settings.SIGNING_SM2 = True

    stated = check_signature(sign_message(MESSAGE), lambda _: [key_of(card.pem)])
    assert (stated.method, stated.serial) == ("SM2-sm3", signer.serial)


def test_without_a_key_nothing_is_signed_but_in_a_demo(folder: Path, settings: Any) -> None:
    with pytest.raises(SigningKeyMissing):
        sign_message(MESSAGE)

    settings.PORTAL_DEMO = True

    pem = (folder / "demo-signing.pem").read_text() if sign_message(MESSAGE) else ""
    certificate = read_certificate(pem)
    assert "DEMO" in certificate.subject
    assert check_signature(sign_message(MESSAGE), lambda _: [certificate.key])


def test_in_exports_the_signature_stands_before_the_extension(folder: Path) -> None:
    write_rsa(folder)
    body = to_xml("CEB303", [complete_set(direction="export")["order"]])
    extended = body.replace(
        b"</ceb:CEB303Message>",
        b"<ceb:ExtendMessage><ceb:name>x</ceb:name></ceb:ExtendMessage></ceb:CEB303Message>",
    )

    signed = sign_message(extended)

    assert signed.index(b"<ds:Signature") < signed.index(b"<ceb:ExtendMessage>")
    assert sign_message(body).rstrip().endswith(b"</ds:Signature></ceb:CEB303Message>")
