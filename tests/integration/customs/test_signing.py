"""What goes to customs is signed where the portal has a key; senders' signatures go along."""

import base64
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from lxml import etree

from declarations.messages.dxp import build_envelope
from declarations.messages.xml_reader import read_message
from declarations.models import Dispatch, SignatureCheck, Submission
from declarations.services.forwarding import forward
from declarations.services.sources import XML
from declarations.signatures.verifying import SignatureRefused, check_signature
from enterprises.rules.signing.keys import read_certificate
from enterprises.selectors_certificates import forget_signing_keys
from tests.builders.documents import to_xml
from tests.builders.signatures import pem_of, rsa_signer
from tests.integration.customs.conftest import Notebook, matched, status
from tests.integration.declarations.conftest import Desk
from tests.integration.declarations.test_signatures import register
from tests.integration.declarations.test_signing import write_rsa
from zone_portal.framework.vault import vault

VALUE = "{http://www.w3.org/2000/09/xmldsig#}SignatureValue"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    vault()  # its keys stand in the same folder, and it has read them now
    settings.PORTAL_KEY_DIR = tmp_path
    settings.PORTAL_DEMO = False
    return tmp_path


def test_without_a_key_messages_go_unsigned(desk: Desk, notebook: Notebook) -> None:
    matched(desk)

    forward(seconds=10, to=notebook)

    assert len(notebook.messages) == 4
    assert not any(b"SignatureValue" in message for message in notebook.messages)


@pytest.mark.parametrize("direction", ["import", "export"])
def test_with_a_key_every_message_is_signed(
    desk: Desk, notebook: Notebook, folder: Path, direction: str
) -> None:
    key = read_certificate(write_rsa(folder)).key
    matched(desk, direction=direction)

    forward(seconds=10, to=notebook)

    assert notebook.messages
    for message in notebook.messages:
        assert check_signature(message, lambda _: [key])
        with pytest.raises(SignatureRefused):
            check_signature(message.replace(b"DXPKJ", b"DXPKX"), lambda _: [key])


def test_a_key_file_that_cannot_be_read_puts_messages_off(
    desk: Desk, notebook: Notebook, folder: Path
) -> None:
    (folder / "signing.pem").write_text("no key")
    inventory = matched(desk)

    forward(seconds=10, to=notebook)

    assert not notebook.messages
    assert status(inventory) == "queued"
    order = Dispatch.objects.get(kind="CEB311")
    assert (order.status, order.attempts) == ("waiting", 1)
    assert "signing key unusable" in order.error


def test_the_signature_of_the_sender_goes_along_as_it_was_given(
    desk: Desk, notebook: Notebook, folder: Path
) -> None:
    key = read_certificate(write_rsa(folder)).key
    documents = desk.set()
    desk.send(documents["order"], documents["payment"], documents["waybill"])
    own = to_xml(
        "CEB621", [documents["inventory"]], sender=desk.firm.code, signer=rsa_signer(number=3)
    )
    submission = desk.receive(own, XML).submission
    desk.decide()

    forward(seconds=10, to=notebook)

    message = notebook.messages[-1]
    assert check_signature(message, lambda _: [key])
    extension = read_message(message).extension
    assert extension is not None
    carried = etree.fromstring(extension["Message"])
    assert carried.get("messageSha256") == bytes(submission.sha256).hex()
    given = etree.fromstring(base64.b64decode(carried.text or ""))
    assert given.findtext(VALUE) == etree.fromstring(own).findtext(f".//{VALUE}")
    assert read_message(notebook.messages[0]).extension is None


@pytest.mark.parametrize("tampered", [False, True])
def test_a_signature_in_an_envelope_is_checked_on_what_is_inside(
    desk: Desk, tampered: bool
) -> None:
    signer = rsa_signer()
    register(desk, pem_of(signer.certificate))
    body = to_xml("CEB621", [desk.set()["inventory"]], sender=desk.firm.code, signer=signer)
    if tampered:
        body = body.replace(b"<ceb:BaseTransfer>", b" <ceb:BaseTransfer>")
    wrapped = build_envelope(
        body,
        message_id="M1",
        sender="DXPENT0000000001",
        receivers=["DXPLGS0000000001"],
        at=timezone.now(),
        message_type="CEB621Message",
    )

    received = desk.receive(wrapped, XML)

    forget_signing_keys()
    check = SignatureCheck.objects.get(submission_id=received.submission.id)
    assert check.result == ("failed" if tampered else "verified")
    assert Submission.objects.get(id=received.submission.id).has_signature
