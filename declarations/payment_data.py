"""What is known of the raw payment data of an order: uploads, and customs' open questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from declarations.models import PaymentProof, PaymentQuery
from declarations.models.signatures import VERIFIED
from enterprises.viewers import Viewer

MOST = 20


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """An upload as it may be shown to whoever reads the order whole; the data themselves stay
    sealed. ``verified`` is False where the platform had no certificate registered."""

    id: int
    session_id: str
    received_at: datetime
    amount: Decimal
    currency: str
    pay_transaction_id: str
    orders: int
    verified: bool
    cert_no: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PaymentData:
    """Uploads, newest first, and questions that wait for one."""

    proofs: tuple[ProofFacts, ...]
    waiting: tuple[PaymentQuery, ...]


def payment_data_of(order: Any) -> PaymentData:
    """What there is for an order that the caller may read whole: two queries."""
    rows = PaymentProof.objects.filter(
        order_nos__contains=[order.order_no], ebp_code=order.ebp_code
    )
    asked = PaymentQuery.objects.filter(
        order_no=order.order_no, ebp_code=order.ebp_code, uploaded_at__isnull=True
    )
    return PaymentData(
        proofs=tuple(facts_of(row) for row in rows.defer("body").order_by("-id")[:MOST]),
        waiting=tuple(asked.order_by("id")[:MOST]),
    )


def upload_of(viewer: Viewer, proof_id: int) -> PaymentProof | None:
    """One upload that the viewer may have revealed, without its data."""
    rows = PaymentProof.objects.visible_to(viewer).defer("body")
    found: PaymentProof | None = rows.filter(id=proof_id).first()
    return found


def uploads_of(viewer: Viewer) -> Sequence[PaymentProof]:
    """The newest uploads that the viewer may see, without their data."""
    rows = PaymentProof.objects.visible_to(viewer).defer("body").order_by("-id")
    return list(rows[:500])


def questions_of(viewer: Viewer) -> Sequence[PaymentQuery]:
    """The questions that wait for an upload, oldest first."""
    rows = PaymentQuery.objects.visible_to(viewer).filter(uploaded_at__isnull=True)
    return list(rows.order_by("id")[:500])


def facts_of(row: PaymentProof) -> ProofFacts:
    """The facts of a row; ``body`` is not read."""
    return ProofFacts(
        id=row.pk,
        session_id=row.session_id,
        received_at=row.received_at,
        amount=row.total_amount,
        currency=row.currency,
        pay_transaction_id=row.pay_transaction_id,
        orders=len(row.order_nos),
        verified=row.result == VERIFIED,
        cert_no=row.cert_no,
        sha256=bytes(row.sha256).hex(),
    )
