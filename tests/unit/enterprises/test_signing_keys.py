"""Certificates as enterprises hand them in."""

import base64

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from enterprises.rules.signing.keys import CertificateUnreadable, read_certificate, serial_of
from tests.builders.signatures import YEAR, pem_of, rsa_signer, sm2_card


def refusal(text: str | bytes) -> str:
    with pytest.raises(CertificateUnreadable) as refused:
        read_certificate(text)
    return refused.value.code


def test_an_rsa_certificate_is_read_in_every_form() -> None:
    signer = rsa_signer()
    pem, der = pem_of(signer.certificate), signer.certificate_der

    found = read_certificate(pem)

    assert found == read_certificate(der) == read_certificate(base64.b64encode(der).decode())
    assert found.pem == pem
    assert (found.key.algorithm, found.key.bits) == ("RSA", 2048)
    assert found.serial == signer.serial
    assert found.fingerprint == signer.certificate.fingerprint(hashes.SHA256()).hex()
    assert found.valid_from < found.valid_to


def test_an_sm2_certificate_is_read_with_its_key() -> None:
    card = sm2_card()
    found = read_certificate(card.pem)

    value = card.signer.sign_text(b"text")

    assert (found.key.algorithm, found.serial) == ("SM2", card.signer.serial)
    assert found.key.verify(b"text", value, "sm3")
    assert not found.key.verify(b"other", value, "sm3")
    assert not found.key.verify(b"text", value, "sha1")


def test_text_around_the_certificate_is_left_out() -> None:
    pem = pem_of(rsa_signer().certificate)
    assert read_certificate(f"subject=x\n{pem}\n-----BEGIN PRIVATE KEY-----\n").pem == pem


@pytest.mark.parametrize(
    "text", ["", "证书", "AAAA", b"\x30\x03abc", "A" * 20_000, "====", "-----"]
)
def test_what_is_no_certificate_is_unreadable(text: str | bytes) -> None:
    assert refusal(text) == "unreadable"


def test_every_shortening_of_an_sm2_certificate_is_refused() -> None:
    der = sm2_card().signer.certificate_der
    for end in range(len(der)):
        assert refusal(der[:end]) == "unreadable"


def test_other_keys_are_not_supported() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "EC")])
    signer = rsa_signer()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(signer.certificate.not_valid_before_utc)
        .not_valid_after(signer.certificate.not_valid_before_utc + YEAR)
        .sign(key, hashes.SHA256())
    )
    assert refusal(made.public_bytes(serialization.Encoding.DER)) == "key_unsupported"


@pytest.mark.parametrize("text", ["03:00:00:CD", "0x30000cd", "030000CD", " 030000cd "])
def test_serial_numbers_are_compared_as_numbers(text: str) -> None:
    assert serial_of(text) == "30000cd"
