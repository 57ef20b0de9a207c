"""Criteria between payment and order: who paid, how much, through whom, when."""

from datetime import date
from types import SimpleNamespace

from declarations.criteria.registry import (
    AS_WRITTEN,
    IMPORT,
    PRACTICE,
    RECEIPT,
    criterion,
    situation,
)
from declarations.facts import OrderFacts, PaymentFacts
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter

STORED_PAYMENT = situation(
    "MAT-002",
    noun="payment",
    title=("支付单只是暂存，尚未申报", "The payment is stored only, not yet declared"),
    remedy=(
        "请支付企业以业务状态 appStatus=2 重新报送该支付单，暂存的单证不参与对碰。",
        "The payment company must send it again with appStatus 2; stored documents take no part "
        "in matching.",
    ),
    basis=f"{IMPORT_SPEC} CEB411 appStatus；{EXPORT_SPEC} CEB403 appStatus",
    responsible="payment",
)

SEVERAL_PAYMENTS = situation(
    "MAT-009",
    noun="payment",
    title=(
        "该订单有多份支付单，订单没有指明是哪一份",
        "The order has several payments and does not say which is meant",
    ),
    phrase=("订单未指明用哪一份支付单", "the order does not name which payment is meant"),
    remedy=(
        "请电商平台在订单中填写支付企业代码 payCode 和支付交易编号 payTransactionId 后变更报送，"
        "或删除多余的支付单；确为分笔支付的，各笔合计应等于 acturalPaid。",
        "The platform must name payCode and payTransactionId in the order and send the change, or "
        "the payments too many must be deleted; parts of one payment have to add up to "
        "acturalPaid.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 payTransactionId；{EXPORT_SPEC} 业务代码 -401003",
    responsible="platform",
    official="-401003",
    severity="error",
    fixed=True,
)


@criterion(
    "MAT-004",
    compares=(
        ("order", "buyerName", "buyer_name_hash"),
        ("payment", "payerName", "payer_name_hash"),
    ),
    directions=(IMPORT,),
    title=("支付人姓名不是订购人姓名", "The payer's name is not the buyer's name"),
    phrase=("支付人不是订购人", "the payer is not the buyer"),
    remedy=(
        "支付人必须是订购人本人。请支付企业核对支付人姓名后变更支付单；"
        "确由他人付款的，须由订购人本人重新支付。",
        "Buyers must pay themselves. The payment company corrects the payer's name in the payment; "
        "if somebody else did pay, the buyer has to pay anew.",
    ),
    basis=f"{RECEIPT} 1327；{IMPORT_SPEC} CEB411 payerName",
    responsible="payment",
    official="1327",
    normalise=AS_WRITTEN,
)
def payer_name_is_buyer_name(order: OrderFacts, payment: PaymentFacts) -> bool:
    """payerName = buyerName of the order."""
    return order.buyer_name_hash == payment.payer_name_hash


@criterion(
    "MAT-005",
    compares=(
        ("order", "buyerIdNumber", "buyer_id_number_hash"),
        ("payment", "payerIdNumber", "payer_id_number_hash"),
    ),
    directions=(IMPORT,),
    title=("支付人证件号码不是订购人证件号码", "The payer's ID number is not the buyer's"),
    phrase=("支付人不是订购人", "the payer is not the buyer"),
    remedy=(
        "支付人必须是订购人本人。请支付企业核对支付人证件号码后变更支付单；"
        "确由他人付款的，须由订购人本人重新支付。",
        "Buyers must pay themselves. The payment company corrects the payer's ID number in the "
        "payment; if somebody else did pay, the buyer has to pay anew.",
    ),
    basis=f"{RECEIPT} 1327；{IMPORT_SPEC} CEB411 payerIdNumber",
    responsible="payment",
    official="1327",
    normalise=AS_WRITTEN,
)
def payer_id_is_buyer_id(order: OrderFacts, payment: PaymentFacts) -> bool:
    """payerIdNumber = buyerIdNumber of the order."""
    return order.buyer_id_number_hash == payment.payer_id_number_hash


@criterion(
    "MAT-006",
    compares=(
        ("order", "acturalPaid", "actural_paid"),
        ("payment", "amountPaid", "amount_paid"),
    ),
    directions=(IMPORT,),
    title=(
        "支付金额与订单实际支付金额不一致",
        "The amount of the payment is not that of the order",
    ),
    phrase=("支付金额与订单不一致", "the amount paid is not that of the order"),
    remedy=(
        "请支付企业按实际收取的金额变更支付单；若订单金额有误，由电商平台变更订单 acturalPaid。",
        "The payment company corrects the amount it took; if the order is wrong, the platform "
        "corrects its acturalPaid.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 acturalPaid；{RECEIPT} 1332",
    responsible="payment",
    official="1332",
    tolerance=Parameter("0", ("允许差额", "difference allowed"), unit="CNY", unverified=True),
)
def amount_paid_is_actural_paid(
    order: OrderFacts, payment: PaymentFacts, param: SimpleNamespace
) -> bool:
    """amountPaid = acturalPaid of the order, to the cent unless a tolerance is set."""
    return bool(abs(order.actural_paid - payment.amount_paid) <= param.tolerance)  # type: ignore[operator]


@criterion(
    "MAT-007",
    compares=(("order", "payCode", "pay_code"), ("payment", "payCode", "pay_code")),
    directions=(IMPORT,),
    title=("支付企业与订单所写不一致", "The payment company is not the one named in the order"),
    phrase=("支付企业与订单所写不同", "the payment company is not the one the order names"),
    remedy=(
        "请电商平台核对订单的 payCode 并变更订单；若支付单系他人误报，由该支付企业删除。",
        "The platform checks payCode and corrects the order; a payment sent in error is deleted by "
        "its payment company.",
    ),
    basis=f"{RECEIPT} 13035；{IMPORT_SPEC} CEB311 payCode",
    responsible="platform",
    official="13035",
)
def payment_company_is_named_in_order(order: OrderFacts, payment: PaymentFacts) -> bool:
    """payCode = payCode of the order, where the order gives one."""
    return not order.pay_code or order.pay_code == payment.pay_code


@criterion(
    "MAT-008",
    compares=(
        ("order", "payTransactionId", "pay_transaction_id"),
        ("payment", "payTransactionId", "pay_transaction_id"),
    ),
    directions=(IMPORT,),
    title=(
        "支付交易编号与订单所写不一致",
        "The payment's transaction number is not the one named in the order",
    ),
    phrase=(
        "支付交易编号与订单所写不同",
        "the transaction number is not the one the order names",
    ),
    remedy=(
        "请电商平台核对订单的 payTransactionId 并变更订单；"
        "若应为另一笔支付，请支付企业报送该笔支付单。",
        "The platform checks payTransactionId and corrects the order; if another payment is meant, "
        "its payment company must send it.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 payTransactionId",
    responsible="platform",
)
def transaction_is_named_in_order(order: OrderFacts, payment: PaymentFacts) -> bool:
    """payTransactionId = payTransactionId of the order, where the order gives one."""
    return not order.pay_transaction_id or order.pay_transaction_id == payment.pay_transaction_id


def compact(day: date) -> str:
    """The day as messages write it: ``20241215``."""
    return f"{day:%Y%m%d}"


@criterion(
    "MAT-030",
    compares=(("payment", "payTime", "pay_time"),),
    directions=(IMPORT,),
    title=(
        "支付时间晚于清单首次接收之日",
        "The payment was made after the day the inventory arrived",
    ),
    phrase=("支付晚于申报", "the payment is later than the declaration"),
    remedy=(
        "清单应在支付完成后申报。请支付企业核对 payTime；如填写有误请变更支付单。",
        "An inventory is declared after the payment. The payment company checks payTime and "
        "corrects the payment if it is wrong.",
    ),
    basis=f"{PRACTICE}；海关总署公告2018年第194号",
    responsible="payment",
    severity="warning",
)
def paid_before_declaring(payment: PaymentFacts, today: date) -> bool:
    """payTime is not after the day on which the inventory was first accepted."""
    return payment.pay_time[:8] <= compact(today)
