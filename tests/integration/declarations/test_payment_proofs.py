"""Raw payment data: customs asks, the platform answers and uploads, the order's page says so."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice, User
from declarations.facts import Sender
from declarations.models import Order, PaymentProof, PaymentQuery
from declarations.payment_data import payment_data_of
from declarations.services.payment_proofs import Answer, ask, content_of, upload
from declarations.signatures.signing import TextSigner
from declarations.tasks import answer_payment_questions
from enterprises.models import Enterprise, SigningCertificate
from enterprises.rules.signing.keys import read_certificate
from enterprises.selectors_certificates import forget_signing_keys
from enterprises.services.tokens import issue_token
from tests.builders.payment_proofs import HEAD, ORDER, proof
from tests.builders.signatures import Sm2Card, sm2_card
from tests.factories.members import MemberFactory
from tests.factories.officials import official
from tests.integration.declarations.conftest import Desk
from zone_portal.env import CustomsGateway

pytestmark = pytest.mark.django_db
SECRET = "s" * 40


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget_signing_keys()
    yield
    forget_signing_keys()


@dataclass
class Shop:
    """A platform with a kept order and a card to sign with."""

    desk: Desk
    order: Order
    card: Sm2Card

    def text(
        self, *, session_id: str = "S-1", signer: TextSigner | None = None, **head: Any
    ) -> str:
        return proof(
            signer or self.card.signer,
            session_id=session_id,
            head={**HEAD, "ebpCode": self.desk.firm.code, **head},
            orders=[{**ORDER, "orderNo": self.order.order_no}],
        )

    def upload(self, text: str = "", **given: Any) -> Answer:
        return upload(text or self.text(**given), by=Sender(self.desk.firm), at=timezone.now())

    def ask(self, session_id: str = "S-1", order_no: str = "") -> Answer:
        asked = {
            "orderNo": order_no or self.order.order_no,
            "sessionID": session_id,
            "serviceTime": "1544519952469",
        }
        return ask(
            json.dumps(asked),
            platform=self.desk.firm,
            asked_by="customs",
            simulated=True,
            at=timezone.now(),
        )

    def register(self, **given: Any) -> SigningCertificate:
        read = read_certificate(self.card.pem)
        forget_signing_keys()
        return SigningCertificate.objects.create(
            enterprise_id=self.desk.firm.id,
            pem=read.pem,
            serial=read.serial,
            subject=read.subject,
            issuer=read.issuer,
            algorithm=read.key.algorithm,
            bits=read.key.bits,
            fingerprint=read.fingerprint,
            valid_from=read.valid_from,
            valid_to=read.valid_to,
            registered_at=timezone.now(),
            **given,
        )


@pytest.fixture
def shop(desk: Desk) -> Shop:
    desk.send(desk.set()["order"])
    return Shop(desk, Order.objects.get(sender_id=desk.firm.id), sm2_card())


def test_an_upload_is_kept_sealed_and_linked_to_its_order(shop: Shop) -> None:
    row = shop.register()
    text = shop.text()

    assert shop.upload(text).code == "10000"
    kept = PaymentProof.objects.get(session_id="S-1")
    assert (kept.result, kept.certificate_id) == ("verified", row.pk)
    assert content_of(kept) == text
    assert "虚构商户".encode() not in bytes(kept.body)
    (facts,) = payment_data_of(shop.order).proofs
    assert facts.verified
    entry = AuditEntry.objects.get(action="payment_proof.uploaded")
    assert "虚构商户" not in str(entry.new)


def test_without_a_certificate_it_is_kept_and_not_verified(shop: Shop) -> None:
    assert shop.upload().code == "10000"
    (facts,) = payment_data_of(shop.order).proofs
    assert not facts.verified


def test_a_session_comes_once(shop: Shop) -> None:
    assert [shop.upload().code, shop.upload().code] == ["10000", "20006"]
    assert PaymentProof.objects.count() == 1


def test_a_wrong_signature_is_refused_and_may_be_sent_again(shop: Shop) -> None:
    shop.register()
    changed = shop.text().replace('"totalAmount":5', '"totalAmount":6')

    answer = shop.upload(changed)

    assert answer.code == "20000"
    assert "公钥" in answer.zh
    assert shop.upload().code == "10000"


def test_another_certificate_and_a_revoked_one_are_refused(shop: Shop) -> None:
    shop.register(revoked_at=timezone.now())
    assert shop.upload().code == "20000"
    assert shop.upload(signer=sm2_card().signer).code == "20000"
    assert PaymentProof.objects.count() == 0


def test_everything_wrong_is_said_at_once(shop: Shop) -> None:
    answer = shop.upload(payCode="", verDept="9", ebpCode="other")

    assert answer.code == "20000"
    for name in ("payCode", "verDept", "ebpCode"):
        assert name in answer.zh
        assert name in answer.en
    assert shop.upload("{}").code == "20000"


def test_the_question_is_answered_at_once_and_the_platform_told(shop: Shop) -> None:
    person = MemberFactory.create(enterprise_id=shop.desk.firm.id, role="declarant").user

    assert shop.ask() == Answer("10000")
    assert shop.ask() == Answer("10000")
    notice = Notice.objects.get(user=person)
    assert shop.order.order_no in notice.text_zh
    assert "simulator" in notice.text_en
    assert len(payment_data_of(shop.order).waiting) == 1

    shop.upload()

    assert payment_data_of(shop.order).waiting == ()
    call_command("answer_payment_questions")
    assert PaymentProof.objects.count() == 1
    assert PaymentQuery.objects.get().uploaded_at is not None


def test_a_question_about_nothing_is_refused(shop: Shop) -> None:
    assert shop.ask(order_no="NEVER").code == "20000"
    nowhere = ask("{}", platform=None, asked_by="x", simulated=True, at=timezone.now())
    assert nowhere.code == "20000"


def test_an_upload_must_answer_its_own_question(shop: Shop) -> None:
    shop.desk.send(shop.desk.set(1)["order"])
    other = Order.objects.exclude(id=shop.order.pk).get(sender_id=shop.desk.firm.id)
    shop.ask(order_no=other.order_no)

    assert shop.upload().code == "20000"


@pytest.fixture
def token(shop: Shop) -> str:
    firm = Enterprise.objects.get(id=shop.desk.firm.id)
    person: User = MemberFactory.create(enterprise=firm).user
    return issue_token(enterprise=firm, by=person, at=timezone.now()).text


def post(path: str, body: Any, kind: str, authorization: str) -> Any:
    headers = {"Authorization": authorization, "Accept-Language": "en"}
    return Client().post(f"/api/v1/{path}", body, content_type=kind, headers=headers)


FORM = "application/x-www-form-urlencoded"


def test_the_official_form_and_plain_json_are_taken(shop: Shop, token: str) -> None:
    bearer = f"Bearer {token}"
    form = urlencode({"payExInfoStr": shop.text(session_id="S-2")})

    first = post("payment-proofs/", form, FORM, bearer)
    again = post("payment-proofs/", shop.text(session_id="S-2"), "application/json", bearer)
    other = post("payment-proofs/", b"x", "text/plain", bearer)

    assert (first.status_code, first.json()["code"]) == (200, "10000")
    assert first.json()["total"] == 0
    assert again.json()["code"] == "20006"
    assert other.status_code == 415
    listed = Client().get("/api/v1/payment-proofs/", headers={"Authorization": bearer}).json()
    assert [row["sessionID"] for row in listed["results"]] == ["S-2"]
    assert listed["results"][0]["totalAmount"] == "5"


def test_a_body_too_large_is_refused(shop: Shop, token: str, settings: Any) -> None:
    settings.PAYMENT_PROOF_BYTES = 100
    answer = post("payment-proofs/", shop.text(), "application/json", f"Bearer {token}")
    assert answer.status_code == 413


def test_the_gateway_asks_and_the_platform_sees_the_question(
    shop: Shop, token: str, settings: Any
) -> None:
    settings.CUSTOMS_GATEWAY = CustomsGateway("http://127.0.0.1:1", SECRET, simulated=True)
    asked = {"orderNo": shop.order.order_no, "sessionID": "S-9", "serviceTime": "1"}
    form = urlencode({"openReq": json.dumps(asked)})
    path = f"plat-data-open/{shop.desk.firm.code}/"

    answer = post(path, form, FORM, f"Gateway {SECRET}")
    closed = post(path, form, FORM, "Gateway wrong")

    assert (answer.status_code, answer.json()["code"]) == (200, "10000")
    assert closed.status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    (question,) = (
        Client().get("/api/v1/payment-proofs/questions/", headers=headers).json()["results"]
    )
    assert {name: question[name] for name in asked} == asked
    assert question["simulated"] is True


def page(person: User, order: Order) -> str:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    return client.get(f"/orders/{order.pk}/").content.decode()


def test_the_page_of_the_order_says_what_there_is(shop: Shop) -> None:
    person = MemberFactory.create(enterprise_id=shop.desk.firm.id).user
    assert "Nothing was uploaded yet" in page(person, shop.order)

    shop.register()
    shop.upload()

    shown = page(person, shop.order)
    assert "Signature verified" in shown
    assert "虚构商户" not in shown


def test_customs_asks_on_the_page_and_nobody_else_may(shop: Shop) -> None:
    customs = official(department="customs", role="reviewer")
    tax = official(department="tax", role="reviewer")
    member = MemberFactory.create(enterprise_id=shop.desk.firm.id).user
    address = f"/orders/{shop.order.pk}/payment-data/"
    statuses = {}
    for name, person in (("tax", tax), ("member", member), ("customs", customs)):
        client = Client()
        client.force_login(person)
        statuses[name] = client.post(address).status_code

    assert statuses == {"tax": 403, "member": 403, "customs": 302}
    assert AuditEntry.objects.filter(action="payment_data.asked", by=customs).exists()
    assert "simulator" in page(customs, shop.order)
    assert uuid.UUID(PaymentQuery.objects.get().session_id).version == 4


def test_the_data_are_shown_for_a_reason_that_is_kept(shop: Shop) -> None:
    shop.upload()
    row = PaymentProof.objects.get()
    address = f"/payment-data/{row.pk}/"
    own = MemberFactory.create(enterprise_id=shop.desk.firm.id).user
    people = {
        "own": own,
        "customs": official(department="customs", role="reviewer"),
        "tax": official(department="tax", role="reviewer"),
        "foreign": MemberFactory.create().user,
    }
    statuses, shown = {}, {}
    for name, person in people.items():
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(person)
        statuses[name] = client.get(address).status_code
        if statuses[name] == 200:
            assert client.post(address, {"reason": "x"}).status_code == 422
            shown[name] = client.post(address, {"reason": "案件核查"}).content.decode()

    assert statuses == {"own": 200, "customs": 200, "tax": 404, "foreign": 404}
    assert all("虚构商户" in text for text in shown.values())
    entries = AuditEntry.objects.filter(action="payment_data.revealed")
    assert [entry.new["reason"] for entry in entries if entry.new] == ["案件核查"] * 2
    assert address in page(own, shop.order)
    assert address not in page(people["tax"], shop.order)


def test_the_simulator_answers_for_simulated_platforms_only(shop: Shop) -> None:
    shop.ask()
    assert answer_payment_questions() == 0
    assert PaymentProof.objects.count() == 0

    Enterprise.objects.filter(id=shop.desk.firm.id).update(simulated=True)
    assert answer_payment_questions() == 1

    (row,) = PaymentProof.objects.all()
    assert row.order_nos == [shop.order.order_no]
    assert "SIMULATOR" in content_of(row)
    assert payment_data_of(shop.order).waiting == ()
