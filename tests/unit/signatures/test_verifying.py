"""Signed messages: those that hold, and everything somebody might try instead."""

import base64
import re
from collections.abc import Callable

import pytest

from declarations.signatures.algorithms import DS
from declarations.signatures.reasons import REASONS, reason_text
from declarations.signatures.signing import Algorithm, TextSigner
from declarations.signatures.verifying import SignatureRefused, Stated, check_signature
from enterprises.rules.signing.keys import PublicKey, read_certificate
from tests.builders.documents import complete_set, to_xml
from tests.builders.signatures import pem_of, rsa_signer, sm2_card

RSA = rsa_signer()
RSA_KEY = read_certificate(pem_of(RSA.certificate)).key
CARD = sm2_card()
CARD_KEY = read_certificate(CARD.pem).key
FIELD_URI = f"{DS}sm2-sm3"
ENVELOPED = f'<ds:Transform Algorithm="{DS}enveloped-signature"/>'


def signed(signer: TextSigner = RSA, prefix: str = "ceb") -> bytes:
    return to_xml("CEB621", [complete_set()["inventory"]], signer=signer, prefix=prefix)  # type: ignore[arg-type]


def checked(body: bytes, *keys: PublicKey) -> Stated:
    return check_signature(body, lambda _: keys or (RSA_KEY,))


def refusal(body: bytes, *keys: PublicKey) -> str:
    with pytest.raises(SignatureRefused) as refused:
        checked(body, *keys)
    assert refused.value.code in REASONS
    return refused.value.code


@pytest.mark.parametrize("prefix", ["ceb", ""])
@pytest.mark.parametrize("algorithm", ["rsa-sha1", "rsa-sha256"])
def test_an_rsa_signature_holds(algorithm: Algorithm, prefix: str) -> None:
    signer = rsa_signer(algorithm=algorithm)

    stated = checked(signed(signer, prefix))

    assert stated.serial == signer.serial
    assert stated.fingerprint == read_certificate(pem_of(signer.certificate)).fingerprint
    assert stated.algorithm == f"RSA-{algorithm[4:]}, {algorithm[4:]}"


@pytest.mark.parametrize(
    "digest",
    [
        "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3",
        f"{DS}sha1",
        "http://www.w3.org/2001/04/xmlenc#sha256",
    ],
)
@pytest.mark.parametrize(
    "method", ["http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3", FIELD_URI]
)
def test_an_sm2_signature_holds_with_either_uri_and_any_digest(method: str, digest: str) -> None:
    made = CARD.signer
    signer = type(made)(made.private, made.serial, made.certificate_der, method, digest)

    assert checked(signed(signer), CARD_KEY).method == "SM2-sm3"


def test_blanks_around_the_signature_belong_to_the_document() -> None:
    body = signed()
    assert refusal(body.replace(b"<ds:Signature ", b"\n<ds:Signature ")) == "digest_differs"


def test_instructions_are_signed_and_comments_are_not() -> None:
    body = signed()
    assert checked(body.replace(b"<ceb:BaseTransfer>", b"<!-- x --><ceb:BaseTransfer>"))
    added = body.replace(b"<ceb:BaseTransfer>", b"<?x y?><ceb:BaseTransfer>")
    assert refusal(added) == "digest_differs"


def test_inherited_xml_attributes_are_part_of_what_is_signed() -> None:
    body = signed().replace(b' version="', b' xml:lang="zh" version="')
    assert refusal(body) == "digest_differs"


def test_a_changed_document_is_found_out() -> None:
    assert refusal(signed().replace(b"<ceb:packNo>1", b"<ceb:packNo>2")) == "digest_differs"


def test_a_changed_digest_is_found_out() -> None:
    body = signed().replace(b"<ceb:packNo>1", b"<ceb:packNo>2")
    other = base64.b64encode(b"\0" * 32)
    with_zeros = re.sub(rb"(?<=DigestValue>)[^<]*", other, body)
    assert refusal(with_zeros) == "digest_differs"


def test_a_signature_by_another_key_is_found_out() -> None:
    other = read_certificate(pem_of(rsa_signer(7).certificate)).key
    assert refusal(signed(), other) == "signature_differs"


def test_a_key_of_another_kind_is_not_tried() -> None:
    assert refusal(signed(), CARD_KEY) == "algorithm_of_key"


Change = Callable[[str], str]


def _twice(body: str) -> str:
    found = re.search(r"<ds:Signature .*</ds:Signature>", body, re.DOTALL)
    assert found
    return body.replace(found[0], found[0] * 2)


def _wrapped(body: str) -> str:
    """The signed content moved aside, another in its place: the old trick with references."""
    found = re.search(r"<ds:Signature .*</ds:Signature>", body, re.DOTALL)
    assert found
    return body.replace(found[0], f"<ceb:ExtendMessage>{found[0]}</ceb:ExtendMessage>")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_twice, "several_signatures"),
        (_wrapped, "misplaced"),
        (lambda b: re.sub(r"<ds:Signature .*</ds:Signature>", "", b, flags=re.S), "misplaced"),
        (lambda b: b.replace('URI=""', 'URI="#a"'), "reference_refused"),
        (lambda b: b.replace('URI=""', 'URI="" Id="a"'), "reference_refused"),
        (lambda b: b.replace('<ds:Reference URI="">', "<ds:Reference>"), "reference_refused"),
        (lambda b: b.replace(ENVELOPED, ENVELOPED * 2), "transform_refused"),
        (lambda b: b.replace(ENVELOPED, ""), "transform_refused"),
        (lambda b: b.replace("enveloped-signature", "base64"), "transform_refused"),
        (lambda b: b.replace("REC-xml-c14n-20010315", "x"), "algorithm_unsupported"),
        (lambda b: b.replace("xmldsig-more#rsa-sha256", "x#md5"), "algorithm_unsupported"),
        (lambda b: b.replace("xmlenc#sha256", "xmlenc#sha512"), "algorithm_unsupported"),
        (lambda b: b.replace("</ds:SignatureValue>", "!</ds:SignatureValue>"), "malformed"),
        (lambda b: b.replace("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>"), "malformed"),
        (lambda b: b.replace("<ds:X509Certificate>", "<ds:X509Certificate>AA"), None),
        (lambda b: b[:-30], "unreadable"),
    ],
)
def test_what_is_not_the_one_plain_signature_is_refused(change: Change, code: str | None) -> None:
    changed = change(signed().decode())
    assert refusal(changed.encode()) == (code or "certificate_unreadable")


def test_two_references_are_refused() -> None:
    body = signed().decode()
    found = re.search(r"<ds:Reference .*</ds:Reference>", body, re.DOTALL)
    assert found
    assert refusal(body.replace(found[0], found[0] * 2).encode()) == "reference_refused"


def test_reasons_have_words_in_both_languages() -> None:
    assert reason_text("digest_differs", "en").startswith("the digest")
    assert reason_text("digest_differs", "zh-hans").startswith("摘要")
    assert reason_text("new_code", "en") == "new_code"
