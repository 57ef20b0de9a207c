"""Raw payment data as customs collects them (announcements 165 and 179 of 2018).

Customs asks a platform with ``openReq``; the platform answers at once and uploads ``payExInfoStr``,
a JSON text with a signature over its own parts. What is signed is those parts **character for
character as they stand in the text**, so they are cut out of it and never written anew. Lengths
marked (unverified) in the published tables are taken as limits all the same.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import msgspec

from declarations.signatures.signing import TextSigner
from zone_portal.kernel.rules import Text

TAKEN, REFUSED, REPEATED = "10000", "20000", "20006"
"""Official answers: done; failed, with the reason; not stored, because the session came before."""

LONGEST_SESSION: Final = 36
LONGEST_TRACE: Final = 8000
MOST_ORDERS: Final = 1000
LARGEST_AMOUNT: Final = Decimal(10) ** 14
SMALLEST_AMOUNT: Final = Decimal("0.00001")
_CERT_NO = re.compile(r"[0-9a-f]{1,64}")
_TIME = re.compile(r"[0-9]{14}")
_MILLISECONDS = re.compile(r"[0-9]{1,13}")
_LIMITS: Final[Mapping[str, int]] = {
    "guid": 36,
    "initalRequest": LONGEST_TRACE,
    "initalResponse": LONGEST_TRACE,
    "ebpCode": 18,
    "payCode": 18,
    "payTransactionId": 60,
    "currency": 4,
    "tradingTime": 14,
    "orderNo": 60,
    "recpAccount": 60,
    "recpName": 100,
    "gname": 250,
    "itemLink": 3000,
}
"""Longest texts of the elements that must be there, in characters."""
_OPTIONAL: Final[Mapping[str, int]] = {"note": 1000, "recpCode": 18}


class Goods(msgspec.Struct):
    """What was bought."""

    gname: str = ""
    itemLink: str = ""  # noqa: N815  (official name)


class OrderPart(msgspec.Struct):
    """One order that a payment covers; whoever received the money."""

    orderNo: str = ""  # noqa: N815
    goodsInfo: list[Goods] = []  # noqa: N815
    recpAccount: str = ""  # noqa: N815
    recpCode: str | None = None  # noqa: N815
    recpName: str = ""  # noqa: N815


class Head(msgspec.Struct):
    """The payment itself; ``initalRequest`` and ``initalResponse`` (sic) are the original texts."""

    guid: str = ""
    initalRequest: str = ""  # noqa: N815
    initalResponse: str = ""  # noqa: N815
    ebpCode: str = ""  # noqa: N815
    payCode: str = ""  # noqa: N815
    payTransactionId: str = ""  # noqa: N815
    totalAmount: Decimal | None = None  # noqa: N815
    currency: str = ""
    verDept: str = ""  # noqa: N815
    payType: str | None = None  # noqa: N815
    tradingTime: str = ""  # noqa: N815
    note: str | None = None


class _Whole(msgspec.Struct):
    """The text with its signed parts as they stand."""

    sessionID: msgspec.Raw  # noqa: N815
    payExchangeInfoHead: msgspec.Raw  # noqa: N815
    payExchangeInfoLists: msgspec.Raw  # noqa: N815
    serviceTime: msgspec.Raw  # noqa: N815
    certNo: str = ""  # noqa: N815
    signValue: str = ""  # noqa: N815


class OpenRequest(msgspec.Struct):
    """What customs asks: ``openReq``."""

    orderNo: str  # noqa: N815
    sessionID: str  # noqa: N815
    serviceTime: str  # noqa: N815


@dataclass(frozen=True, slots=True)
class PaymentProof:
    """A payExInfoStr taken apart; ``signed`` is the text its signature is over (UTF-8)."""

    session_id: str
    service_time: str
    head: Head
    orders: tuple[OrderPart, ...]
    cert_no: str
    signature: bytes
    signed: bytes


class ProofUnreadable(ValueError):
    """The text is no payExInfoStr at all."""


def read_open_request(text: str) -> OpenRequest:
    """The question of customs.

    :raises ProofUnreadable: for anything else.
    """
    try:
        asked = msgspec.json.decode(text, type=OpenRequest)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise ProofUnreadable(str(error)) from error
    good = (
        0 < len(asked.orderNo) <= _LIMITS["orderNo"]
        and 0 < len(asked.sessionID) <= LONGEST_SESSION
        and _MILLISECONDS.fullmatch(asked.serviceTime)
        and not _has_controls(asked.orderNo + asked.sessionID)
    )
    if not good:
        raise ProofUnreadable("orderNo, sessionID or serviceTime")
    return asked


def read_payment_proof(text: str) -> PaymentProof:
    """Take a payExInfoStr apart; what is in it is checked by ``problems_of``.

    :raises ProofUnreadable: where its parts or their types are others than described.
    """
    try:
        whole = msgspec.json.decode(text, type=_Whole)
        session, served = (
            msgspec.json.decode(part, type=str) for part in (whole.sessionID, whole.serviceTime)
        )
        head = msgspec.json.decode(whole.payExchangeInfoHead, type=Head)
        orders = msgspec.json.decode(whole.payExchangeInfoLists, type=list[OrderPart])
        signature = base64.b64decode(whole.signValue, validate=True)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ProofUnreadable(str(error)) from error
    return PaymentProof(
        session_id=session,
        service_time=served,
        head=head,
        orders=tuple(orders),
        cert_no=whole.certNo,
        signature=signature,
        signed=_signed_text(
            bytes(whole.sessionID),
            bytes(whole.payExchangeInfoHead),
            bytes(whole.payExchangeInfoLists),
            bytes(whole.serviceTime),
        ),
    )


def problems_of(proof: PaymentProof) -> Iterator[Text]:
    """Everything that is wrong with the fields, in Chinese and English."""
    head = proof.head
    yield from _text("sessionID", proof.session_id, LONGEST_SESSION)
    for name in ("guid", "initalRequest", "initalResponse", "ebpCode", "payCode"):
        yield from _text(name, getattr(head, name), _LIMITS[name])
    yield from _text("payTransactionId", head.payTransactionId, _LIMITS["payTransactionId"])
    yield from _text("currency", head.currency, _LIMITS["currency"])
    yield from _text("note", head.note or "", _OPTIONAL["note"], required=False)
    yield from _amount(head.totalAmount)
    if head.verDept not in {"1", "2", "3"}:
        yield _wrong("verDept", "应为 1、2 或 3", "must be 1, 2 or 3")
    if head.payType not in {None, "", "1", "2", "3", "4"}:
        yield _wrong("payType", "应为 1 至 4", "must be 1 to 4")
    if not _TIME.fullmatch(head.tradingTime):
        yield _wrong("tradingTime", "应为 14 位数字", "must have 14 digits")
    if not _MILLISECONDS.fullmatch(proof.service_time):
        yield _wrong("serviceTime", "应为毫秒数", "must be a number of milliseconds")
    if not _CERT_NO.fullmatch(proof.cert_no):
        yield _wrong("certNo", "应为小写十六进制", "must be lower-case hexadecimal")
    if not proof.signature:
        yield _wrong("signValue", "不能为空", "must be given")
    if not 0 < len(proof.orders) <= MOST_ORDERS:
        yield _wrong("payExchangeInfoLists", f"应有 1 至 {MOST_ORDERS} 项", "has no order")
        return
    for order in proof.orders:
        yield from _of_order(order)


def build_payment_proof(
    *,
    session_id: str,
    head: Mapping[str, Any],
    orders: Sequence[Mapping[str, Any]],
    service_time: str,
    cert_no: str,
    signer: TextSigner,
) -> str:
    """A payExInfoStr: every part is written once, and that writing is signed and sent."""
    session, inner, lists, served = (
        _written(part) for part in (session_id, head, orders, service_time)
    )
    value = signer.sign_text(
        _signed_text(session.encode(), inner.encode(), lists.encode(), served.encode())
    )
    signature = base64.b64encode(value).decode()
    return (
        f'{{"sessionID":{session},"payExchangeInfoHead":{inner},"payExchangeInfoLists":{lists},'
        f'"serviceTime":{served},"certNo":{_written(cert_no)},"signValue":{_written(signature)}}}'
    )


def _signed_text(session: bytes, head: bytes, lists: bytes, served: bytes) -> bytes:
    """The four parts joined by ``||``: inner JSON as it is, unescaped, in quotation marks."""
    return (
        b'"sessionID":%b||"payExchangeInfoHead":"%b"||"payExchangeInfoLists":"%b"||"serviceTime":%b'
        % (session, head, lists, served)
    )


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _of_order(order: OrderPart) -> Iterator[Text]:
    for name in ("orderNo", "recpAccount", "recpName"):
        yield from _text(name, getattr(order, name), _LIMITS[name])
    yield from _text("recpCode", order.recpCode or "", _OPTIONAL["recpCode"], required=False)
    if not order.goodsInfo:
        yield _wrong("goodsInfo", "不能为空", "must be given")
    for goods in order.goodsInfo:
        yield from _text("gname", goods.gname, _LIMITS["gname"])
        yield from _text("itemLink", goods.itemLink, _LIMITS["itemLink"])


def _text(name: str, value: str, longest: int, *, required: bool = True) -> Iterator[Text]:
    if required and not value.strip():
        yield _wrong(name, "不能为空", "must be given")
    elif len(value) > longest:
        yield _wrong(name, f"超过 {longest} 字", f"is longer than {longest} characters")
    elif "\0" in value:
        yield _wrong(name, "含有无效字符", "holds an invalid character")


def _amount(value: Decimal | None) -> Iterator[Text]:
    good = value is not None and value.is_finite() and value > 0
    if not good or value is None:
        yield _wrong("totalAmount", "应为大于零的数", "must be a number above zero")
        return
    if value >= LARGEST_AMOUNT or value != value.quantize(SMALLEST_AMOUNT):
        yield _wrong("totalAmount", "超出 N19,5", "does not fit N19,5")


def _has_controls(text: str) -> bool:
    return any(ord(character) < 32 for character in text)


def _wrong(name: str, zh: str, en: str) -> Text:
    return f"{name} {zh}", f"{name} {en}"
