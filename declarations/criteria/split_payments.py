"""The payment side of a declaration whose order is paid in parts, or together with others: sums.

Pure; the result depends on the set of documents alone, never on the order in which they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from declarations.criteria.choosing import DECLARED
from declarations.criteria.comparing import finding
from declarations.criteria.evidence import Facts, key_of, written
from declarations.criteria.split_rules import (
    ORDERS_CONTRADICT,
    ORDERS_MISSING,
    PAYMENT_ELSEWHERE,
    PAYMENT_NOT_NAMED,
    PAYMENT_OF_NONE,
    PAYMENTS_MISSING,
    PAYMENTS_SUM,
    PAYMENTS_TOO_MANY,
)
from declarations.facts import OrderFacts, PaymentFacts
from declarations.rules.registry import Settings
from declarations.rules.split_marks import ORDERS, PAYMENTS, Mark, kept_mark
from zone_portal.kernel.findings import Evidence, Finding

AMOUNT, NAMED_COMPANY, NAMED_TRANSACTION = "MAT-006", "MAT-007", "MAT-008"
NAMED = frozenset({NAMED_COMPANY, NAMED_TRANSACTION})
"""Criteria that one payment of several has to meet."""
NOTHING = Decimal(0)


@dataclass(slots=True)
class PaidTogether:
    """Which payments pay for which orders, what is still missing, and what is wrong.

    ``payments`` begins with the one that stands for all; ``leaving`` are criteria that the sums
    replace; ``table`` are the parts with their amounts (plain JSON values).
    """

    payments: tuple[PaymentFacts, ...] = ()
    waiting_for: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    leaving: frozenset[str] = frozenset()
    table: Mapping[str, Any] | None = None


def several_that_add_up(
    order: OrderFacts | None, several: Sequence[PaymentFacts], settings: Settings
) -> PaidTogether | None:
    """Payments of which the order names none, but which together are what was paid; else None."""
    if order is None or not several:
        return None
    payments = _by_key(several)
    if not _agree([order], payments, settings):
        return None
    return PaidTogether(
        payments,
        leaving=frozenset({AMOUNT, NAMED_TRANSACTION}),
        table=_table(PAYMENTS, None, [order], payments),
    )


def paid_in_parts(
    order: OrderFacts, mark: Mark, found: Iterable[PaymentFacts], settings: Settings
) -> PaidTogether:
    """An order that says it is paid in several payments."""
    payments = _named_first(order, [p for p in found if p.app_status == DECLARED])
    paid = PaidTogether(
        payments,
        leaving=frozenset({AMOUNT, *_named_leaving(order, payments)}),
        table=_table(PAYMENTS, mark.of, [order], payments),
    )
    counted = {"of": mark.of, "present": len(payments)}
    evidence = _amounts([order], payments)
    if len(payments) < mark.of:
        paid.waiting_for = ("payment",)
        paid.findings += _found(
            PAYMENTS_MISSING, settings, evidence, **counted, **_sums([order], payments)
        )
        if _total(payments) <= _owed([order]) + _tolerance(settings):
            return paid
    elif len(payments) > mark.of:
        paid.findings += _found(PAYMENTS_TOO_MANY, settings, evidence, **counted)
    paid.findings += _unequal([order], payments, settings)
    return paid


def paid_with_others(
    order: OrderFacts,
    mark: Mark,
    orders: Iterable[OrderFacts],
    payments: Iterable[PaymentFacts],
    settings: Settings,
) -> PaidTogether:
    """An order that says one payment pays for it and for others.

    ``orders`` and ``payments`` are those that name, or carry, the number of that payment.
    """
    paid = PaidTogether(leaving=frozenset({AMOUNT}))
    if not (order.pay_code and order.pay_transaction_id):
        unnamed = [_of(order, "payTransactionId", order.pay_transaction_id)]
        paid.findings += _found(PAYMENT_NOT_NAMED, settings, unnamed)
        paid.waiting_for = ("payment",)
        return paid
    sharing = _sharing(order, orders)
    paid.payments = tuple(p for p in payments if _is_named(order, p) and p.app_status == DECLARED)
    paid.table = _table(ORDERS, mark.of, sharing, paid.payments)
    said = [kept_mark(one.split) for one in sharing]
    contradicts = any(other is None or other.of != mark.of for other in said)
    if contradicts or len(sharing) > mark.of:
        notes = [_of(one, "note", one.split) for one in sharing]
        paid.findings += _found(ORDERS_CONTRADICT, settings, notes)
    paid.waiting_for = _missing(mark, sharing, paid.payments)
    if len(sharing) < mark.of:
        names = [_of(one, "orderNo", one.order_no) for one in sharing]
        paid.findings += _found(ORDERS_MISSING, settings, names, of=mark.of, present=len(sharing))
    if paid.payments:
        paid.findings += _of_shared(order, mark, sharing, paid.payments, settings)
    return paid


def _of_shared(
    order: OrderFacts,
    mark: Mark,
    sharing: Sequence[OrderFacts],
    payments: Sequence[PaymentFacts],
    settings: Settings,
) -> list[Finding]:
    """What is to be said of the shared payment: whose it is, and the sums."""
    payment = payments[0]
    named = _of(payment, "orderNo", payment.order_no)
    numbers = [named, *(_of(one, "orderNo", one.order_no) for one in sharing)]
    complete = len(sharing) >= mark.of
    if payment.order_no not in {one.order_no for one in sharing}:
        found = _found(PAYMENT_OF_NONE, settings, numbers) if complete else []
    elif payment.order_no != order.order_no:
        own = [named, _of(order, "orderNo", order.order_no)]
        found = _found(PAYMENT_ELSEWHERE, settings, own)
    else:
        found = []
    if complete or _owed(sharing) > _total(payments) + _tolerance(settings):
        found += _unequal(sharing, payments, settings)
    return found


def _missing(
    mark: Mark, sharing: Sequence[OrderFacts], payments: Sequence[PaymentFacts]
) -> tuple[str, ...]:
    order = ("order",) if len(sharing) < mark.of else ()
    return order if payments else (*order, "payment")


def _sharing(order: OrderFacts, orders: Iterable[OrderFacts]) -> tuple[OrderFacts, ...]:
    """The declared orders of the same platform that say they share this order's payment."""
    own = (order.ebp_code, order.pay_code, order.pay_transaction_id)
    found = {
        one.order_no: one
        for one in orders
        if one.kind == order.kind
        and one.app_status == DECLARED
        and (one.ebp_code, one.pay_code, one.pay_transaction_id) == own
        and (said := kept_mark(one.split)) is not None
        and said.kind == ORDERS
    }
    return tuple(found[number] for number in sorted({**found, order.order_no: order}))


def _is_named(order: OrderFacts, payment: PaymentFacts) -> bool:
    return (
        payment.kind == "CEB411"
        and payment.ebp_code == order.ebp_code
        and payment.pay_code == order.pay_code
        and payment.pay_transaction_id == order.pay_transaction_id
    )


def _named_first(order: OrderFacts, payments: Sequence[PaymentFacts]) -> tuple[PaymentFacts, ...]:
    """By business key, the payment that the order names before the others."""
    return tuple(sorted(_by_key(payments), key=lambda payment: not _is_named(order, payment)))


def _named_leaving(order: OrderFacts, payments: Sequence[PaymentFacts]) -> frozenset[str]:
    """One of the parts is the one the order names, where it names any."""
    numbers = {payment.pay_transaction_id for payment in payments}
    companies = {payment.pay_code for payment in payments}
    leaving = set()
    if not order.pay_code or order.pay_code in companies:
        leaving.add(NAMED_COMPANY)
    if not order.pay_transaction_id or order.pay_transaction_id in numbers:
        leaving.add(NAMED_TRANSACTION)
    return frozenset(leaving)


def _by_key(payments: Iterable[PaymentFacts]) -> tuple[PaymentFacts, ...]:
    return tuple(sorted(payments, key=lambda p: (p.pay_code or "", p.pay_transaction_id or "")))


def _tolerance(settings: Settings) -> Decimal:
    """One tolerance for an amount and for a sum."""
    allowed: Decimal = settings.parameters[AMOUNT].tolerance
    return allowed


def _owed(orders: Iterable[OrderFacts]) -> Decimal:
    return sum((order.actural_paid or NOTHING for order in orders), NOTHING)


def _total(payments: Iterable[PaymentFacts]) -> Decimal:
    return sum((payment.amount_paid for payment in payments), NOTHING)


def _agree(
    orders: Sequence[OrderFacts], payments: Sequence[PaymentFacts], settings: Settings
) -> bool:
    return abs(_owed(orders) - _total(payments)) <= _tolerance(settings)


def _unequal(
    orders: Sequence[OrderFacts], payments: Sequence[PaymentFacts], settings: Settings
) -> list[Finding]:
    if _agree(orders, payments, settings):
        return []
    sums = _sums(orders, payments)
    return _found(PAYMENTS_SUM, settings, _amounts(orders, payments), **sums)


def _sums(orders: Iterable[OrderFacts], payments: Iterable[PaymentFacts]) -> dict[str, str | None]:
    return {"ordered": written(_owed(orders)), "paid": written(_total(payments))}


def _amounts(orders: Iterable[OrderFacts], payments: Iterable[PaymentFacts]) -> list[Evidence]:
    return [
        *(_of(one, "acturalPaid", written(one.actural_paid)) for one in orders),
        *(_of(one, "amountPaid", written(one.amount_paid)) for one in payments),
    ]


def _table(
    of: str, declared: int | None, orders: Sequence[OrderFacts], payments: Sequence[PaymentFacts]
) -> dict[str, Any]:
    return {
        "of": of,
        "declared": declared,
        **_sums(orders, payments),
        "documents": [
            *(part(one, "acturalPaid", one.actural_paid) for one in orders),
            *(part(one, "amountPaid", one.amount_paid) for one in payments),
        ],
    }


def part(document: Facts, element: str, value: Decimal | str | None) -> dict[str, Any]:
    """A document as a row of the table."""
    return {
        "type": document.kind,
        "id": document.id,
        "revision": document.revision,
        "key": key_of(document),
        "field": element,
        "value": written(value),
    }


def _of(document: Facts, element: str, value: str | None) -> Evidence:
    return Evidence(document.kind, key_of(document), element, None, value)


def _found(
    code: str, settings: Settings, evidence: Sequence[Evidence], **params: Any
) -> list[Finding]:
    if settings.of(code) == "off":
        return []
    return [finding(code, settings, tuple(evidence), **params)]
