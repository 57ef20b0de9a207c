"""The platforms' side of a demo: answers customs' open questions for raw payment data."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timezone import localtime

from declarations.facts import SIMULATOR, Sender
from declarations.models import Order, PaymentQuery
from declarations.services.payment_proofs import orders_of, upload
from declarations.signatures.payment_proof import build_payment_proof
from declarations.signatures.signing import demo_signer
from enterprises.selectors import Register

MOST: Final = 100
INVENTED: Final = "SIMULATOR (模拟数据)"


class Command(BaseCommand):
    """Uploads invented data, signed with the demo key, for simulated platforms only."""

    help = "Simulator: answer open questions for raw payment data of simulated platforms."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now, register = timezone.now(), Register()
        waiting = PaymentQuery.objects.filter(uploaded_at__isnull=True).order_by("id")
        for question in waiting[:MOST]:
            firm = register.by_id(question.enterprise_id)
            if firm is None or not firm.simulated:
                continue
            order = orders_of((question.order_no,), firm).first()
            if order is None:
                continue
            text = invented(question, order, at=now)
            answer = upload(text, by=Sender(firm, channel=SIMULATOR), at=now)
            self.stdout.write(f"simulator: {question.order_no} {answer.code} {answer.en}")


def invented(question: PaymentQuery, order: Order, *, at: datetime) -> str:
    """A payExInfoStr for an order; nothing in it ever happened, and it says so."""
    signer = demo_signer(Path(settings.PORTAL_KEY_DIR), at=at)
    amount = (order.actural_paid or order.goods_value).normalize()
    head = {
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
