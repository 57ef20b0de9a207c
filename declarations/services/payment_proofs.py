"""Raw payment data: customs' question to a platform, and the platform's upload.

Both answer in the official form, a code and a sentence. An upload is kept whole or not at all: what
is wrong with it is said at once, so that the same session can be sent again.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.facts import ClientActor, SystemActor
from accounts.models import User
from accounts.services import audit
from declarations.facts import Sender
from declarations.models import Order, PaymentProof, PaymentQuery
from declarations.models.signatures import UNCHECKED, VERIFIED
from declarations.services.revealing import LONGEST_REASON, SHORTEST_REASON
from declarations.signatures.payment_proof import (
    REFUSED,
    REPEATED,
    TAKEN,
    OpenRequest,
    ProofUnreadable,
    problems_of,
    read_open_request,
    read_payment_proof,
)
from declarations.signatures.payment_proof import PaymentProof as Proof
from declarations.signatures.reasons import REASONS
from enterprises.facts import EnterpriseFacts
from enterprises.rules.signing.keys import SM2, serial_of
from enterprises.selectors import Register
from enterprises.selectors_certificates import signing_keys
from enterprises.services.notices import notify_members
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.framework.vault import vault

CONTEXT: Final = b"payment-proof"
ON_TYPE: Final = "declarations.paymentproof"
TELL: Final = ("administrator", "declarant", "finance")
LINK: Final = "/orders/"


@dataclass(frozen=True, slots=True)
class Answer:
    """The official answer: 10000 taken, 20000 refused, 20006 the session came before."""

    code: str
    zh: str = ""
    en: str = ""

    def public(self, language: str, *, at: datetime) -> dict[str, Any]:
        """The answer as JSON; ``serviceTime`` in milliseconds since 1970."""
        message = self.zh if language.startswith("zh") else self.en
        return {"code": self.code, "message": message, "serviceTime": int(at.timestamp() * 1000)}


def ask(
    text: str, *, platform: EnterpriseFacts | None, asked_by: str, simulated: bool, at: datetime
) -> Answer:
    """Take customs' question (``openReq``) for a platform; its people are told. The same question
    again is answered the same."""
    try:
        asked = read_open_request(text)
    except ProofUnreadable:
        return Answer(REFUSED, "openReq 无法读取", "openReq cannot be read")
    if platform is None:
        return Answer(REFUSED, "没有该电商平台", "there is no such platform")
    known = PaymentQuery.objects.filter(session_id=asked.sessionID).first()
    if known is not None:
        same = (known.enterprise_id, known.order_no) == (platform.id, asked.orderNo)
        return Answer(TAKEN) if same else _repeated()
    order = orders_of((asked.orderNo,), platform).first()
    if order is None:
        return Answer(REFUSED, "没有该订单", "there is no such order")
    try:
        _enter(asked, platform, order, asked_by=asked_by, simulated=simulated, at=at)
    except IntegrityError:
        return _repeated()
    return Answer(TAKEN)


def ask_as_official(
    *, order_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> Answer:
    """A customs official's question for the payment data of an order, in the official form: the
    portal stands in for customs' own system, which is said wherever the question is shown.

    :raises PortalError: 404 ``order_unknown``, 403 ``customs_only``.
    """
    order = Order.objects.open_to(viewer).filter(id=order_id).first()
    if order is None:
        raise Refusal("order_unknown", 404, "没有该订单", "there is no such order")
    if not viewer.is_official or "customs" not in viewer.departments:
        raise Refusal("customs_only", 403, "仅海关人员可以查询", "only customs may ask")
    asked = {
        "orderNo": order.order_no,
        "sessionID": str(uuid.uuid4()),
        "serviceTime": str(int(at.timestamp() * 1000)),
    }
    with transaction.atomic():
        answer = ask(
            json.dumps(asked),
            platform=Register().get(order.ebp_code),
            asked_by=by.username,
            simulated=True,
            at=at,
        )
        new = {**asked, "answer": answer.code}
        on = ("order", str(order.pk))
        audit.record("payment_data.asked", by=by, on=on, new=new, at=at, origin=origin)
    return answer


def orders_of(numbers: Iterable[str], platform: EnterpriseFacts) -> Any:
    """The kept orders of a platform under these numbers."""
    codes = [code for code in (platform.code, platform.uscc) if code]
    return Order.objects.filter(order_no__in=list(numbers), ebp_code__in=codes)


def upload(text: str, *, by: Sender, at: datetime, origin: str = "") -> Answer:
    """Keep a platform's ``payExInfoStr``, sealed; its signature is checked where the platform has
    registered a certificate."""
    try:
        proof = read_payment_proof(text)
    except ProofUnreadable as error:
        return Answer(REFUSED, f"payExInfoStr 无法读取：{error}", f"unreadable: {error}")
    problems = list(problems_of(proof))
    if proof.head.ebpCode not in {by.enterprise.code, by.enterprise.uscc}:
        problems.append(("ebpCode 不是上传企业", "ebpCode is not the uploading enterprise"))
    numbers = sorted({order.orderNo for order in proof.orders})
    query = PaymentQuery.objects.filter(session_id=proof.session_id).first()
    if query is not None and (
        query.enterprise_id != by.enterprise.id or query.order_no not in numbers
    ):
        problems.append(("sessionID 属于另一查询", "sessionID belongs to another question"))
    if problems:
        return _refused(problems)
    result, reason, certificate_id = check_proof(proof, by.enterprise.id, at=at)
    if reason:
        return _refused([REASONS[reason]])
    return _keep(text, proof, numbers, (result, certificate_id), by=by, at=at, origin=origin)


def check_proof(proof: Proof, enterprise_id: int, *, at: datetime) -> tuple[str, str, int | None]:
    """Result, reason (a code, when it does not hold) and certificate of an upload's signature."""
    keys = signing_keys(enterprise_id)
    if not keys:
        return UNCHECKED, "", None
    named = [key for key in keys if key.serial == serial_of(proof.cert_no)]
    if not named:
        return "", "certificate_unknown", None
    in_force = [key for key in named if key.state(at=at) == "in_force"]
    if not in_force:
        return "", f"certificate_{named[0].state(at=at)}", None
    for key in in_force:
        digests = ("sm3",) if key.key.algorithm == SM2 else ("sha1", "sha256")
        if any(key.key.verify(proof.signed, proof.signature, digest) for digest in digests):
            return VERIFIED, "", key.id
    return "", "signature_differs", None


def content_of(row: PaymentProof) -> str:
    """The payExInfoStr as it was uploaded; who may see it, and why, is the caller's matter."""
    return vault().open(row.body, _context(row.session_id)).decode()


def reveal_data(
    *, proof_id: int, viewer: Viewer, by: User, reason: str, at: datetime, origin: str = ""
) -> Proof:
    """An upload in the clear, for its platform and for customs; the reason is entered in the audit
    trail before anything is shown.

    :raises Refusal: 404 ``payment_data_unknown``, 422 ``reveal_reason_missing``.
    """
    row = PaymentProof.objects.visible_to(viewer).filter(id=proof_id).first()
    if row is None:
        raise Refusal("payment_data_unknown", 404, "没有找到。", "Not found.")
    given = reason.strip()
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        raise Refusal(
            "reveal_reason_missing",
            422,
            "请写明查看原始支付数据的事由（4 至 200 字）。",
            "State why you need to see the payment data (4 to 200 characters).",
        )
    on = (ON_TYPE, str(row.pk))
    new = {"orders": row.order_nos[:20], "reason": given}
    audit.record("payment_data.revealed", by=by, on=on, new=new, at=at, origin=origin)
    return read_payment_proof(content_of(row))


def _keep(
    text: str,
    proof: Proof,
    numbers: list[str],
    checked: tuple[str, int | None],
    *,
    by: Sender,
    at: datetime,
    origin: str,
) -> Answer:
    content = text.encode()
    digest = sha256(content).digest()
    head = proof.head
    row = PaymentProof(
        session_id=proof.session_id,
        enterprise_id=by.enterprise.id,
        order_nos=numbers,
        ebp_code=head.ebpCode,
        pay_code=head.payCode,
        pay_transaction_id=head.payTransactionId,
        total_amount=head.totalAmount or 0,  # given, or it would have been refused
        currency=head.currency,
        trading_time=head.tradingTime,
        body=vault().sealer(at).seal(content, _context(proof.session_id)),
        sha256=digest,
        result=checked[0],
        cert_no=proof.cert_no,
        certificate_id=checked[1],
        received_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            PaymentQuery.objects.filter(session_id=proof.session_id).update(uploaded_at=at)
            audit.record(
                "payment_proof.uploaded",
                by=_actor(by),
                on=(ON_TYPE, str(row.pk)),
                new={"orders": numbers[:20], "sha256": digest.hex(), "result": checked[0]},
                at=at,
                origin=origin,
            )
    except IntegrityError:
        return _repeated()
    return Answer(TAKEN, "上传成功", "uploaded")


def _enter(
    asked: OpenRequest,
    platform: EnterpriseFacts,
    order: Order,
    *,
    asked_by: str,
    simulated: bool,
    at: datetime,
) -> None:
    with transaction.atomic():
        PaymentQuery.objects.create(
            session_id=asked.sessionID,
            enterprise_id=platform.id,
            ebp_code=order.ebp_code,
            order_no=asked.orderNo,
            service_time=asked.serviceTime,
            asked_at=at,
            asked_by=asked_by[:128],
            simulated=simulated,
            answer=TAKEN,
        )
        notify_members(
            platform.id,
            TELL,
            kind="payment_query",
            zh=f"海关查询订单 {asked.orderNo} 的原始支付数据，请尽快上传"
            f"（会话编号 {asked.sessionID}）。{'（模拟）' if simulated else ''}",
            en=f"Customs asks for the raw payment data of order {asked.orderNo}; upload them soon "
            f"(session {asked.sessionID}).{' (simulator)' if simulated else ''}",
            link=f"{LINK}{order.pk}/",
            at=at,
        )


def _refused(problems: Iterable[tuple[str, str]]) -> Answer:
    listed = list(problems)
    return Answer(
        REFUSED, "；".join(zh for zh, _ in listed), "; ".join(english for _, english in listed)
    )


def _repeated() -> Answer:
    return Answer(REPEATED, "入库失败：sessionID 重复", "not stored: the sessionID was sent before")


def _actor(by: Sender) -> User | ClientActor | SystemActor:
    if by.client_id is not None:
        return ClientActor(by.client_id, by.enterprise.code)
    return SystemActor(f"{by.channel}:{by.enterprise.code}")


def _context(session_id: str) -> bytes:
    return CONTEXT + sha256(session_id.encode()).digest()
