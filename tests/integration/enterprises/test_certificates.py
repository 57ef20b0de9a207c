"""Signing certificates: bound to one enterprise, which shows that it holds the key."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from declarations.signatures.signing import TextSigner
from enterprises.models import Member, SigningCertificate
from enterprises.rules.signing.keys import read_certificate
from enterprises.selectors_certificates import forget_signing_keys, signing_keys
from enterprises.services.signing import (
    proof_text,
    register_certificate,
    remind_of_certificates,
    revoke_certificate,
)
from enterprises.services.tokens import issue_token
from tests.builders.signatures import pem_of, rsa_signer, sm2_card
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from zone_portal.kernel.errors import PortalError

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    forget_signing_keys()


@pytest.fixture
def chief() -> Member:
    return MemberFactory.create(role="administrator")


def proof_for(chief: Member, signer: TextSigner, pem: str) -> str:
    text = proof_text(chief.enterprise.code, read_certificate(pem).fingerprint)
    return base64.b64encode(signer.sign_text(text.encode())).decode()


def register(chief: Member, number: int = 0, **given: Any) -> SigningCertificate:
    signer = rsa_signer(number)
    pem = pem_of(signer.certificate)
    options: dict[str, Any] = {"certificate": pem, "proof": proof_for(chief, signer, pem)}
    return register_certificate(
        enterprise_id=chief.enterprise_id, by=chief.user, at=AT, **(options | given)
    )


def refused(deed: Any, *given: Any, **options: Any) -> PortalError:
    with pytest.raises(PortalError) as refusal:
        deed(*given, **options)
    return refusal.value


def test_an_rsa_certificate_with_its_proof_is_registered(chief: Member) -> None:
    row = register(chief)

    assert (row.algorithm, row.bits, row.revoked_at) == ("RSA", 2048, None)
    entry = AuditEntry.objects.get(action="certificate.registered")
    assert entry.new == {
        "serial": row.serial,
        "fingerprint": row.fingerprint,
        "enterprise": chief.enterprise.code,
    }


def test_an_sm2_certificate_with_its_proof_is_registered(chief: Member) -> None:
    card = sm2_card()

    row = register(chief, certificate=card.pem, proof=proof_for(chief, card.signer, card.pem))

    assert row.algorithm == "SM2"
    (key,) = signing_keys(chief.enterprise_id)
    assert key.key.verify(b"x", card.signer.sign_text(b"x"), "sm3")


def test_without_a_proof_the_answer_says_what_to_sign(chief: Member) -> None:
    refusal = refused(register, chief, proof=" ")

    assert refusal.code == "certificate_proof_missing"
    assert chief.enterprise.code in refusal.details["text"]


def test_a_proof_made_for_another_firm_is_worth_nothing(chief: Member) -> None:
    signer = rsa_signer()
    other = MemberFactory.create(role="administrator")
    copied = proof_for(other, signer, pem_of(signer.certificate))

    assert refused(register, chief, proof=copied).code == "certificate_proof_wrong"
    assert refused(register, chief, proof="不是base64").code == "certificate_proof_wrong"


def test_a_certificate_serves_one_firm(chief: Member) -> None:
    signer = rsa_signer()
    pem = pem_of(signer.certificate)
    other = MemberFactory.create(role="administrator")
    register(chief, certificate=pem, proof=proof_for(chief, signer, pem))

    again = refused(register, other, certificate=pem, proof=proof_for(other, signer, pem))
    twice = refused(register, chief, certificate=pem, proof=proof_for(chief, signer, pem))

    assert (again.code, twice.code) == ("certificate_of_another", "certificate_known")


def test_a_revoked_certificate_never_comes_back(chief: Member) -> None:
    row = register(chief)
    revoke_certificate(
        enterprise_id=chief.enterprise_id, certificate_id=row.pk, by=chief.user, at=AT
    )
    signer = rsa_signer()

    refusal = refused(register, chief, certificate=row.pem, proof=proof_for(chief, signer, row.pem))

    assert refusal.code == "certificate_revoked"
    assert [key.state(at=AT) for key in signing_keys(chief.enterprise_id)] == ["revoked"]


def test_an_expired_certificate_is_not_taken(chief: Member) -> None:
    past = rsa_signer(since=AT - timedelta(days=9), until=AT - timedelta(days=1))
    pem = pem_of(past.certificate)

    refusal = refused(register, chief, certificate=pem, proof=proof_for(chief, past, pem))

    assert refusal.code == "certificate_expired"


@pytest.mark.parametrize("text", ["", "hello", "-----BEGIN CERTIFICATE-----\n\n"])
def test_what_is_no_certificate_is_refused(chief: Member, text: str) -> None:
    assert refused(register, chief, certificate=text).code == "certificate_unreadable"


def test_only_administrators_register(chief: Member) -> None:
    declarant = MemberFactory.create(enterprise=chief.enterprise, role="declarant")

    refusal = refused(
        register_certificate,
        enterprise_id=chief.enterprise_id,
        certificate=pem_of(rsa_signer().certificate),
        proof="",
        by=declarant.user,
        at=AT,
    )

    assert refusal.code == "administrator_needed"


def test_administrators_are_told_once_of_a_certificate_that_ends(chief: Member) -> None:
    soon = rsa_signer(since=AT - timedelta(days=300), until=AT + timedelta(days=20))
    pem = pem_of(soon.certificate)
    row = register(chief, certificate=pem, proof=proof_for(chief, soon, pem))

    assert [remind_of_certificates(at=AT), remind_of_certificates(at=AT)] == [1, 0]
    notice = Notice.objects.get(user=chief.user, kind="certificate_ending")
    assert row.serial in notice.text_zh
    assert notice.link == "/certificates/"


def test_programs_list_register_and_revoke(chief: Member) -> None:
    token = issue_token(
        enterprise=chief.enterprise,
        by=chief.user,
        at=timezone.now(),
        scopes=["read", "certificates"],
    )
    headers = {"Authorization": f"Bearer {token.text}"}
    signer = rsa_signer(3)
    pem = pem_of(signer.certificate)

    def post(path: str, body: Any) -> Any:
        return Client().post(path, body, content_type="application/json", headers=headers)

    asked = post("/api/v1/certificates/", {"certificate": pem})
    assert (asked.status_code, asked.json()["code"]) == (422, "certificate_proof_missing")
    value = signer.sign_text(asked.json()["details"]["text"].encode())
    made = post(
        "/api/v1/certificates/",
        {"certificate": pem, "proof": base64.b64encode(value).decode()},
    )
    assert made.status_code == 201
    listed = Client().get("/api/v1/certificates/", headers=headers).json()["results"]
    assert listed == [made.json()]
    ended = post(f"/api/v1/certificates/{made.json()['id']}/revoke/", {})
    assert ended.json()["state"] == "revoked"


def test_a_token_without_the_scope_registers_nothing(chief: Member) -> None:
    token = issue_token(
        enterprise=chief.enterprise, by=chief.user, at=timezone.now(), scopes=["read"]
    )
    answer = Client().post(
        "/api/v1/certificates/",
        {},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token.text}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_the_page_leads_through_both_steps(chief: Member) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(chief.user)
    signer = rsa_signer(5)
    pem = pem_of(signer.certificate)

    first = client.post("/certificates/", {"certificate": pem})
    assert first.status_code == 200
    proof = proof_for(chief, signer, pem)
    assert proof_text(chief.enterprise.code, read_certificate(pem).fingerprint) in (
        first.content.decode()
    )
    wrong = client.post("/certificates/", {"certificate": pem, "proof": "AAAA"})
    assert wrong.status_code == 422
    done = client.post("/certificates/", {"certificate": pem, "proof": proof}, follow=True)
    assert signer.serial in done.content.decode()
    row = SigningCertificate.objects.get(enterprise=chief.enterprise)
    client.post(f"/certificates/{row.pk}/revoke/")
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_the_page_is_for_administrators(chief: Member) -> None:
    declarant = MemberFactory.create(enterprise=chief.enterprise, role="declarant")
    client = Client()
    client.force_login(declarant.user)
    assert client.get("/certificates/").status_code == 403


def test_another_firms_keys_are_not_mine(chief: Member) -> None:
    register(chief)
    assert signing_keys(EnterpriseFactory.create().pk) == ()
