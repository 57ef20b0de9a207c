"""The platforms' side of a demo: answers customs' open questions for raw payment data.

Invented data, signed with the demo key, for simulated platforms only; they say what they are.
"""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.timezone import localtime

from declarations.facts import SIMULATOR, Sender
from declarations.models import Order, PaymentQuery
from declarations.services.payment_proofs import Answer, orders_of, upload
from declarations.signatures.payment_proof import build_payment_proof
from declarations.signatures.signing import demo_signer
from enterprises.models import Enterprise
from enterprises.selectors import Register

MOST: Final = 100
INVENTED: Final = "SIMULATOR (模拟数据)"


def answer_open_questions(*, at: datetime) -> list[tuple[str, Answer]]:
    """Upload what simulated platforms were asked for; returns the order of each with the answer."""
    register, given = Register(), []
    simulated = Enterprise.objects.filter(simulated=True).values("id")
    waiting = PaymentQuery.objects.filter(uploaded_at__isnull=True, enterprise_id__in=simulated)
    for question in waiting.order_by("id")[:MOST]:
        firm = register.by_id(question.enterprise_id)
        order = orders_of((question.order_no,), firm).first() if firm is not None else None
        if firm is None or order is None:
            continue
        text = invented(question, order, at=at)
        answer = upload(text, by=Sender(firm, channel=SIMULATOR), at=at)
        given.append((question.order_no, answer))
    return given


def invented(question: PaymentQuery, order: Order, *, at: datetime) -> str:
    """A payExInfoStr for an order; nothing in it ever happened, and it says so."""
    signer = demo_signer(Path(settings.PORTAL_KEY_DIR), at=at)
    amount = (order.actural_paid or order.goods_value).normalize()
    head: dict[str, Any] = {
        "guid": str(uuid.uuid4()).upper(),
        "initalRequest": f"{INVENTED} out_trade_no={order.order_no}",
        "initalResponse": f"{INVENTED} result_code=SUCCESS",
        "ebpCode": order.ebp_code,
        "payCode": order.pay_code or "000000",
        "payTransactionId": order.pay_transaction_id or order.order_no,
        "totalAmount": float(amount),
        "currency": order.currency,
        "verDept": "3",
        "payType": "4",
        "tradingTime": f"{localtime(order.received_at):%Y%m%d%H%M%S}",
        "note": INVENTED,
    }
    goods = [{"gname": INVENTED, "itemLink": "https://shop.example/simulated"}]
    part = {
        "orderNo": order.order_no,
        "goodsInfo": goods,
        "recpAccount": "0000",
        "recpCode": "",
        "recpName": INVENTED,
    }
    return build_payment_proof(
        session_id=question.session_id,
        head=head,
        orders=[part],
        service_time=str(int(at.timestamp() * 1000)),
        cert_no=signer.serial,
        signer=signer,
    )
