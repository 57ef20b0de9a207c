"""Signatures of messages that come in: verified, wrong, missing, somebody else's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.facts import API, PAGE, SIMULATOR, Judged, Sender
from declarations.messages.xml_writer import Signer
from declarations.models import SignatureCheck
from declarations.rulebook import checks_on, day_of
from declarations.rules.registry import Settings
from declarations.rules.signature_rules import policy_of
from declarations.services.signatures import check_message
from declarations.services.sources import XML
from declarations.signature_facts import signature_of
from declarations.verdicts import ACCEPTED, REJECTED
from enterprises.models import SigningCertificate
from enterprises.rules.signing.keys import read_certificate
from enterprises.selectors_certificates import forget_signing_keys
from tests.builders.documents import Document, to_xml
from tests.builders.signatures import pem_of, rsa_signer, sm2_card
from tests.integration.declarations.conftest import Desk, codes, new_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHANGE = (b"<ceb:BaseTransfer>", b" <ceb:BaseTransfer>")
"""What no rule minds, and a signature does."""


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget_signing_keys()
    yield
    forget_signing_keys()


def register(desk: Desk, pem: str, **given: Any) -> SigningCertificate:
    read = read_certificate(pem)
    forget_signing_keys()
    return SigningCertificate.objects.create(
        enterprise_id=desk.firm.id,
        pem=read.pem,
        serial=read.serial,
        subject=read.subject,
        issuer=read.issuer,
        algorithm=read.key.algorithm,
        bits=read.key.bits,
        fingerprint=read.fingerprint,
        valid_from=read.valid_from,
        valid_to=read.valid_to,
        registered_at=NOW,
        **given,
    )


def message(desk: Desk, signer: Signer | None, kind: str = "CEB621", number: int = 0) -> bytes:
    nouns = {"CEB621": "inventory", "CEB311": "order"}
    documents: list[Document] = [desk.set(number)[nouns[kind]]]
    return to_xml(kind, documents, sender=desk.firm.code, signer=signer)


def sent(desk: Desk, body: bytes) -> tuple[Judged, SignatureCheck | None]:
    received = desk.receive(body, XML)
    check = SignatureCheck.objects.filter(submission_id=received.submission.id).first()
    return received.judged[0], check


def test_a_signature_of_the_registered_certificate_is_verified(desk: Desk) -> None:
    signer = rsa_signer()
    row = register(desk, pem_of(signer.certificate))

    judged, check = sent(desk, message(desk, signer))

    assert judged.verdict == ACCEPTED
    assert check is not None
    assert (check.result, check.certificate_id) == ("verified", row.pk)
    assert (check.algorithm, check.serial) == ("RSA-sha256, sha256", row.serial)


def test_an_sm2_signature_is_verified(desk: Desk) -> None:
    card = sm2_card()
    register(desk, card.pem)

    judged, check = sent(desk, message(desk, card.signer))

    assert judged.verdict == ACCEPTED
    assert check is not None
    assert check.algorithm == "SM2-sm3, sm3"


def test_without_a_registered_certificate_a_signature_is_kept_and_not_checked(desk: Desk) -> None:
    changed = message(desk, rsa_signer()).replace(*CHANGE)

    judged, check = sent(desk, changed)

    assert (judged.verdict, check) == (ACCEPTED, None)


def test_a_changed_message_is_refused_with_the_official_code(desk: Desk) -> None:
    signer = rsa_signer()
    register(desk, pem_of(signer.certificate))
    changed = message(desk, signer).replace(*CHANGE)

    judged, check = sent(desk, changed)

    assert (judged.verdict, judged.status) == (REJECTED, "-621028")
    assert codes(judged) == {"SIG-006"}
    assert judged.findings[0]["documents"][0]["key"] == judged.key
    assert check is not None
    assert (check.result, check.reason) == ("failed", "digest_differs")


def test_a_certificate_of_another_firm_is_refused(desk: Desk) -> None:
    """The replay: a message signed by one firm is worth nothing from another."""
    register(desk, pem_of(rsa_signer(1).certificate))
    other, theirs = new_desk(), rsa_signer(2)
    register(other, pem_of(theirs.certificate))

    judged, check = sent(desk, message(desk, theirs))

    assert (judged.verdict, judged.status) == (REJECTED, "-621029")
    assert check is not None
    assert check.reason == "certificate_foreign"


def test_a_certificate_that_nobody_registered_is_refused(desk: Desk) -> None:
    register(desk, pem_of(rsa_signer(1).certificate))

    judged, check = sent(desk, message(desk, rsa_signer(3)))

    assert (judged.status, codes(judged)) == ("-621029", {"SIG-002"})
    assert check is not None
    assert check.reason == "certificate_unknown"


def test_expired_and_revoked_certificates_are_refused(desk: Desk) -> None:
    past = rsa_signer(4, since=NOW - timedelta(days=9), until=NOW)
    gone = rsa_signer(5)
    register(desk, pem_of(past.certificate))
    register(desk, pem_of(gone.certificate), revoked_at=NOW)

    reasons = []
    for number, signer in enumerate((past, gone)):
        _, check = sent(desk, message(desk, signer, number=number))
        assert check is not None
        reasons.append(check.reason)

    assert reasons == ["certificate_expired", "certificate_revoked"]


def test_a_kind_that_must_be_signed_is_refused_without_once_a_certificate_stands(
    desk: Desk,
) -> None:
    assert sent(desk, message(desk, None))[0].verdict == ACCEPTED
    register(desk, pem_of(rsa_signer().certificate))

    judged, check = sent(desk, message(desk, None, number=1))

    assert (judged.verdict, judged.status) == (REJECTED, "-621026")
    assert codes(judged) == {"SIG-012"}
    assert check is not None
    assert check.result == "missing"


def test_other_kinds_and_json_need_no_signature(desk: Desk) -> None:
    register(desk, pem_of(rsa_signer().certificate))

    assert sent(desk, message(desk, None, "CEB311"))[0].verdict == ACCEPTED
    assert desk.send(desk.set(1)["inventory"])[0].verdict == ACCEPTED


def test_every_document_of_the_message_is_told(desk: Desk) -> None:
    signer = rsa_signer()
    register(desk, pem_of(signer.certificate))
    documents = [desk.set(number)["inventory"] for number in range(3)]
    body = to_xml("CEB621", documents, sender=desk.firm.code, signer=signer)

    received = desk.receive(body.replace(*CHANGE), XML)

    assert [codes(judged) for judged in received.judged] == [{"SIG-006"}] * 3
    assert [judged.findings[0]["documents"][0]["key"] for judged in received.judged] == [
        judged.key for judged in received.judged
    ]


def test_messages_of_firms_without_certificates_ask_once_for_all(desk: Desk) -> None:
    bodies = [message(desk, rsa_signer(), number=number) for number in range(2)]
    plain = [message(desk, None, "CEB311", number=number + 5) for number in range(2)]
    sent(desk, bodies[0])
    sent(desk, plain[0])

    def asked(body: bytes) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            desk.receive(body, XML)
        return [query["sql"] for query in queries if "ertificate" in query["sql"]]

    forget_signing_keys()
    assert asked(plain[1]) == []
    assert len(asked(message(desk, None, number=8))) == 1
    assert asked(bodies[1]) == []


def test_what_became_of_a_signature_is_said_in_words(desk: Desk) -> None:
    signer = rsa_signer()
    kept = desk.receive(message(desk, signer, number=1), XML).submission
    row = register(desk, pem_of(signer.certificate))
    good = desk.receive(message(desk, signer, number=2), XML).submission
    bad = desk.receive(message(desk, signer, number=3).replace(*CHANGE), XML).submission
    none = desk.receive(message(desk, None, "CEB311", number=4), XML).submission

    said = [signature_of(each).text("en") for each in (kept, good, bad, none)]

    assert said == [
        "kept, not verified: no certificate registered, or this kind is not checked",
        f"verified by {row.serial} (RSA-sha256, sha256)",
        "does not verify: the digest differs: the message was changed after it was signed",
        "none",
    ]


def test_the_policy_is_a_dated_setting_by_kind_and_channel(desk: Desk) -> None:
    settings = checks_on(day_of(timezone.now())).settings
    told = SimpleNamespace(
        off_api=frozenset({"CEB311"}), off_page=frozenset(), required_api=frozenset({"CEB621"})
    )
    told.required_page = frozenset({"CEB311"})
    given = Settings(settings.severity, {"SIG-001": told, "SIG-011": told})

    assert policy_of(settings, "CEB621", API) == "required"
    assert policy_of(settings, "CEB311", API) == "optional"
    assert policy_of(given, "CEB311", API) == "off"
    assert policy_of(given, "CEB311", PAGE) == "required"
    assert policy_of(given, "CEB621", SIMULATOR) == "required"
    body = message(desk, rsa_signer())
    register(desk, pem_of(rsa_signer(1).certificate))
    answer = check_message(
        body,
        kind="CEB311",
        has_signature=True,
        by=Sender(desk.firm),
        settings=given,
        at=timezone.now(),
    )
    assert answer is None
