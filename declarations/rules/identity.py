"""Acceptance rules of identity documents: the buyer of 311 and 621, the payer of 411.

The check digit and the form are the standard's; whether name and number belong to one living
person only the public security authority can say. A number is judged only where the document is
a resident identity card, which import requires.
"""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from declarations.messages.catalogue.import_payments import PaymentHead411
from declarations.rules.registry import F, Holds, acceptance
from declarations.rules.sources import IMPORT_SPEC, RESIDENT_ID
from zone_portal.kernel.identifiers import (
    AGE_UNLIKELY,
    CHECK_DIGIT,
    DATE_IN_FUTURE,
    DATE_INVALID,
    FORM,
    REGION_UNKNOWN,
    resident_id_problems,
)
from zone_portal.kernel.rules import Parameter, Text

BUYERS = ("CEB311", "CEB621")
PAYERS = ("CEB411",)

CARD = Parameter("1", ("限定的证件类型", "id types allowed"), kind="codes")

ASK_AGAIN: Text = (
    "请与本人核对身份证件后改正；号码须为 18 位居民身份证号码，末位 X 用大写。",
    "Check the card with its holder and correct the number: 18 characters of a resident identity "
    "card, a final X in capitals.",
)
LOOK_AGAIN: Text = (
    "单证已受理；请与本人核对身份证件，确有错误时以变更方式重新报送。",
    "The document is accepted. Check the card with its holder; if it is wrong, send a change.",
)


def _about_number(
    code: str, kinds: tuple[str, ...], title: Text, *, severity: str = "error"
) -> Callable[[F], F]:
    return acceptance(
        code,
        *kinds,
        title=title,
        remedy=ASK_AGAIN if severity == "error" else LOOK_AGAIN,
        basis=f"{RESIDENT_ID}；{IMPORT_SPEC} {'payer' if kinds is PAYERS else 'buyer'}IdNumber",
        severity=severity,
    )


@acceptance(
    "GEN-020",
    *BUYERS,
    title=("订购人证件类型限定为身份证", "The buyer's document must be an identity card"),
    remedy=(
        "跨境电商零售进口的订购人证件限定为居民身份证，请填写 {codes}。",
        "Retail import takes resident identity cards only: write {codes}.",
    ),
    basis=f"{IMPORT_SPEC} buyerIdType",
    codes=CARD,
)
def buyer_shows_identity_card(head: Any, param: SimpleNamespace) -> Holds:
    """buyerIdType is 1, a resident identity card."""
    return head.buyerIdType in param.codes


@_about_number(
    "GEN-021", BUYERS, ("订购人身份证号码格式不正确", "The buyer's id number has the wrong form")
)
def buyer_id_form(head: Any, today: date) -> Holds:
    """17 digits and a check character."""
    return FORM not in resident_id_problems(head.buyerIdNumber, today) or head.buyerIdType != "1"


@_about_number(
    "GEN-022",
    BUYERS,
    ("订购人身份证号码中的出生日期不存在", "The date of birth in the buyer's id number is none"),
)
def buyer_id_date(head: Any, today: date) -> Holds:
    """Characters 7 to 14 are a day that exists."""
    return (
        DATE_INVALID not in resident_id_problems(head.buyerIdNumber, today)
        or head.buyerIdType != "1"
    )


@_about_number(
    "GEN-023",
    BUYERS,
    ("订购人身份证号码中的出生日期在未来", "The buyer's id number says born in the future"),
)
def buyer_is_born(head: Any, today: date) -> Holds:
    """The day of birth is not after today."""
    return (
        DATE_IN_FUTURE not in resident_id_problems(head.buyerIdNumber, today)
        or head.buyerIdType != "1"
    )


@_about_number(
    "GEN-024",
    BUYERS,
    ("订购人身份证号码校验码错误", "The check character of the buyer's id number is wrong"),
)
def buyer_id_check_digit(head: Any, today: date) -> Holds:
    """The last character follows from the other 17 (modulo 11)."""
    return (
        CHECK_DIGIT not in resident_id_problems(head.buyerIdNumber, today)
        or head.buyerIdType != "1"
    )


@_about_number(
    "GEN-025",
    BUYERS,
    ("订购人身份证号码的地区代码未知", "The buyer's id number begins with an unknown region"),
    severity="warning",
)
def buyer_id_region(head: Any, today: date) -> Holds:
    """The first two digits are a province."""
    return (
        REGION_UNKNOWN not in resident_id_problems(head.buyerIdNumber, today)
        or head.buyerIdType != "1"
    )


@_about_number(
    "GEN-026",
    BUYERS,
    ("订购人年龄不合常理", "The buyer's age is unlikely"),
    severity="warning",
)
def buyer_age_likely(head: Any, today: date) -> Holds:
    """The buyer is not older than people become."""
    return (
        AGE_UNLIKELY not in resident_id_problems(head.buyerIdNumber, today)
        or head.buyerIdType != "1"
    )


@acceptance(
    "PAY-020",
    *PAYERS,
    title=("支付人证件类型限定为身份证", "The payer's document must be an identity card"),
    remedy=(
        "跨境电商零售进口的支付人证件限定为居民身份证，请填写 {codes}。",
        "Retail import takes resident identity cards only: write {codes}.",
    ),
    basis=f"{IMPORT_SPEC} payerIdType",
    codes=CARD,
)
def payer_shows_identity_card(head: PaymentHead411, param: SimpleNamespace) -> Holds:
    """payerIdType is 1, a resident identity card."""
    return head.payerIdType in param.codes


@_about_number(
    "PAY-021", PAYERS, ("支付人身份证号码格式不正确", "The payer's id number has the wrong form")
)
def payer_id_form(head: PaymentHead411, today: date) -> Holds:
    """17 digits and a check character."""
    return FORM not in resident_id_problems(head.payerIdNumber, today) or head.payerIdType != "1"


@_about_number(
    "PAY-022",
    PAYERS,
    ("支付人身份证号码中的出生日期不存在", "The date of birth in the payer's id number is none"),
)
def payer_id_date(head: PaymentHead411, today: date) -> Holds:
    """Characters 7 to 14 are a day that exists."""
    return (
        DATE_INVALID not in resident_id_problems(head.payerIdNumber, today)
        or head.payerIdType != "1"
    )


@_about_number(
    "PAY-023",
    PAYERS,
    ("支付人身份证号码中的出生日期在未来", "The payer's id number says born in the future"),
)
def payer_is_born(head: PaymentHead411, today: date) -> Holds:
    """The day of birth is not after today."""
    return (
        DATE_IN_FUTURE not in resident_id_problems(head.payerIdNumber, today)
        or head.payerIdType != "1"
    )


@_about_number(
    "PAY-024",
    PAYERS,
    ("支付人身份证号码校验码错误", "The check character of the payer's id number is wrong"),
)
def payer_id_check_digit(head: PaymentHead411, today: date) -> Holds:
    """The last character follows from the other 17 (modulo 11)."""
    return (
        CHECK_DIGIT not in resident_id_problems(head.payerIdNumber, today)
        or head.payerIdType != "1"
    )


@_about_number(
    "PAY-025",
    PAYERS,
    ("支付人身份证号码的地区代码未知", "The payer's id number begins with an unknown region"),
    severity="warning",
)
def payer_id_region(head: PaymentHead411, today: date) -> Holds:
    """The first two digits are a province."""
    return (
        REGION_UNKNOWN not in resident_id_problems(head.payerIdNumber, today)
        or head.payerIdType != "1"
    )


@_about_number(
    "PAY-026",
    PAYERS,
    ("支付人年龄不合常理", "The payer's age is unlikely"),
    severity="warning",
)
def payer_age_likely(head: PaymentHead411, today: date) -> Holds:
    """The payer is not older than people become."""
    return (
        AGE_UNLIKELY not in resident_id_problems(head.payerIdNumber, today)
        or head.payerIdType != "1"
    )
