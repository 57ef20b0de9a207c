"""Acceptance rules of payments (411 import, 403 export)."""

from datetime import date
from types import SimpleNamespace

from declarations.messages.catalogue.export_payments import PaymentHead403
from declarations.messages.catalogue.import_payments import PaymentHead411
from declarations.rules.common import ONE_DAY_AHEAD
from declarations.rules.forms import days_after, end_of_day, is_telephone
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter


@acceptance(
    "PAY-001",
    "CEB411",
    title=("支付时间在未来", "The time of payment lies in the future"),
    remedy=(
        "请核对支付时间（北京时间），不应超前 {days} 天以上。",
        "Check the time of payment (Beijing time); at most {days} days ahead pass.",
    ),
    basis=f"{IMPORT_SPEC} CEB411 payTime",
    severity="warning",
    days=ONE_DAY_AHEAD,
)
def pay_time_not_in_future(head: PaymentHead411, today: date, param: SimpleNamespace) -> Holds:
    """payTime is not more than a dated tolerance ahead of the day."""
    return head.payTime <= end_of_day(days_after(today, param.days))


@acceptance(
    "PAY-002",
    "CEB411",
    title=("支付时间晚于报送时间", "The payment was made after it was reported"),
    remedy=(
        "支付完成之后才能报送支付单，请核对支付时间和报送时间。",
        "A payment is reported once it is made: check the time of payment and of submission.",
    ),
    basis=f"{IMPORT_SPEC} CEB411 payTime、appTime",
    severity="warning",
)
def paid_before_reported(head: PaymentHead411) -> Holds:
    """payTime is not on a later day than appTime."""
    return head.payTime[:8] <= head.appTime[:8]


@acceptance(
    "PAY-003",
    "CEB411",
    title=("支付人电话不像有效号码", "The payer's telephone does not look like a number"),
    remedy=(
        "请填写可以拨通的完整号码，没有时省略。",
        "Give a number that can be dialled or leave it out.",
    ),
    basis=f"{IMPORT_SPEC} CEB411 telephone",
    severity="warning",
)
def payer_telephone_plausible(head: PaymentHead411) -> Holds:
    """The payer's telephone, where given, can be dialled."""
    return not head.telephone or is_telephone(head.telephone)


@acceptance(
    "PAY-004",
    "CEB403",
    title=("收款单未填支付企业代码", "The receipt of payment names no payment company by code"),
    remedy=(
        "国内支付企业必须填写支付企业代码；非线上支付的，支付企业名称请填“{cash}”。",
        "A domestic payment company must be named by its code; for a payment that was not made "
        "online write {cash} as payName.",
    ),
    basis=f"{EXPORT_SPEC} CEB403 payCode、payName",
    severity="warning",
    cash=Parameter("现金支付", ("非线上支付的写法", "words for payment offline"), kind="text"),
)
def payment_company_is_named(head: PaymentHead403, param: SimpleNamespace) -> Holds:
    """payCode is given, unless the payment was made offline; a company abroad has none."""
    return head.payCode or head.payName == param.cash


@acceptance(
    "PAY-005",
    "CEB403",
    title=("线上收款没有支付交易编号", "An online payment has no transaction number"),
    remedy=(
        "请填写支付企业的交易编号，便于查找和更正该收款单。",
        "Give the transaction number of the payment company; it tells this payment from others.",
    ),
    basis=f"{EXPORT_SPEC} CEB403 payNo",
    severity="warning",
)
def online_payment_has_a_number(head: PaymentHead403) -> Holds:
    """payNo is given where a payment company is."""
    return head.payNo or not head.payCode


@acceptance(
    "PAY-006",
    "CEB403",
    title=("到账时间在未来", "The money arrives in the future"),
    remedy=(
        "请核对到账时间（北京时间），不应超前 {days} 天以上。",
        "Check when the money arrived (Beijing time); at most {days} days ahead pass.",
    ),
    basis=f"{EXPORT_SPEC} CEB403 accountingDate",
    severity="warning",
    days=ONE_DAY_AHEAD,
)
def accounting_time_not_in_future(
    head: PaymentHead403, today: date, param: SimpleNamespace
) -> Holds:
    """accountingDate is not more than a dated tolerance ahead of the day."""
    return head.accountingDate <= end_of_day(days_after(today, param.days))
