"""How a simulated port and customs behave: own checks, channels, delays and rejections.

Pure and reproducible: the same document, seed and attempt give the same answers. Nothing here is
customs: each text says that a simulator speaks (``SIGN``). Causes and wording follow receipts seen
in practice (flow.md §3 and §4 of the facts); shares and delays are made up but realistic.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import Kind
from declarations.simulation.luck import Luck

SIGN: Final = "（海关模拟器）"

MINUTE, HOUR = 60.0, 3600.0

REJECTED: Final = "100"
FINAL: Final = frozenset({"100", "700", "800", "899"})


class Answer(NamedTuple):
    """One receipt to come: after so many seconds, with this status and text."""

    after: float
    status: str
    info: str


Document = Mapping[str, Any]
"""A document in the JSON form of the interface, values as text."""


@dataclass(frozen=True, slots=True)
class Files:
    """What customs holds for an inventory already; None for what never came."""

    order: Document | None = None
    payment: Document | None = None
    waybill: Document | None = None


def receipt_of(kind: Kind, head: Mapping[str, Any]) -> list[Answer]:
    """The answers to an order, payment or waybill: declared, then stored."""
    guid = head.get("guid", "")
    return [
        Answer(1, "2", f"新增申报成功[{guid}]{SIGN}"),
        Answer(4, "120", f"[Code:1800;Desc:{kind.zh}入库{SIGN}]"),
    ]


def inventory_answers(
    kind: Kind, document: Document, files: Files, *, seed: object, attempt: int = 1
) -> list[Answer]:
    """The answers to an inventory, in the order of their time.

    ``attempt`` counts how often it was sent: what luck rejected once may pass when sent again.
    """
    head = document[kind.json_head]
    luck = Luck("customs", seed, head.get("copNo") or head.get("orderNo"), attempt)
    stored = (
        f"清单新增申报成功[{head.get('guid', '')}]"
        f"[电商企业编码：{head.get('ebcCode', '')}订单编号：{head.get('orderNo', '')}]{SIGN}"
    )
    missing = " ".join(_missing(kind, head, files))
    if missing:
        late = luck.between(20, 40) * MINUTE
        return [Answer(2, "2", f"{stored}{missing}"), Answer(late, REJECTED, f"{missing}{SIGN}")]
    answers = [Answer(2, "2", stored), Answer(3, "3", f"发送海关成功{SIGN}")]
    wrong = [*differences(kind, document, files), *_bad_luck(luck)]
    if wrong:
        return [*answers, Answer(luck.between(6, 12), REJECTED, "".join(wrong))]
    answers.append(Answer(6, "120", group(1800, "逻辑校验通过")))
    return [*answers, *_channel(kind, luck)]


def _missing(kind: Kind, head: Mapping[str, Any], files: Files) -> Iterator[str]:
    if files.order is None:
        yield (
            f"对应电商企业为[{head.get('ebcCode', '')}]"
            f"订单号为[{head.get('orderNo', '')}]的订单信息不存在"
        )
    if files.waybill is None:
        yield (
            f"对应物流企业为[{head.get('logisticsCode', '')}]"
            f"物流单号为[{head.get('logisticsNo', '')}]的运单信息不存在"
        )
    if files.payment is None and kind.direction == "import":
        yield (
            f"对应电商平台为[{head.get('ebpCode', '')}]"
            f"订单号为[{head.get('orderNo', '')}]支付信息不存在"
        )


def differences(kind: Kind, document: Document, files: Files) -> Iterator[str]:
    """Customs' own comparison of an inventory with order and payment (flow.md §4)."""
    order, payment = _head(files.order), _head(files.payment)
    lines, ordered = lines_of(document), lines_of(files.order)
    if len(lines) != len(ordered):
        yield group(1320, "清单表体商品项与订单表体商品项的项数不一致")
    elif any(
        as_number(a, "qty") != as_number(b, "qty") for a, b in zip(lines, ordered, strict=True)
    ):
        yield group(1322, "订单清单表体商品项不一致")
    if kind.direction != "import":
        return
    own = document[kind.json_head]
    if (payment.get("payerName"), payment.get("payerIdNumber")) != (
        order.get("buyerName"),
        order.get("buyerIdNumber"),
    ):
        yield group(1327, "订单购买人与支付单支付人名字或身份证号码不一致")
    if as_number(payment, "amountPaid") != as_number(order, "acturalPaid"):
        yield group(1332, "支付单支付金额与订单支付金额不一致")
    if order.get("payCode") and order.get("payCode") != payment.get("payCode"):
        yield group(13035, "支付企业不一致")
    if own.get("buyerName") != order.get("buyerName"):
        yield group(13127, "清单上的订购人姓名与订单上的订购人姓名不一致")
    if own.get("buyerTelephone") != order.get("buyerTelephone"):
        yield group(130126, "清单上的订购人电话号码与订单上的订购人电话号码不一致")


def _bad_luck(luck: Luck) -> Iterator[str]:
    """What only customs can know: guarantees, yearly limits, persons, its own systems."""
    if luck.happens(0.02):
        yield luck.pick(
            (
                group(1301, "系统异常请稍后重试"),
                group(1311, "担保金额不足"),
                group(1313, "订购人购买超过年度限额"),
                f"公安身份认证不通过{SIGN}",
            )
        )


def _channel(kind: Kind, luck: Luck) -> Iterator[Answer]:
    """Released at once, after a look at the papers, or after an inspection on site."""
    at = luck.between(12, 18)
    share = luck.share()
    if share < 0.08:
        yield Answer(at, "300", group(1200, "待人工审核"))
        at += luck.between(20, 240) * MINUTE
        if luck.happens(0.1):
            yield Answer(at, REJECTED, f"收件地址不详{SIGN}")
            return
        yield Answer(at, "399", group(2300, "审核通过"))
        at += MINUTE
    elif share < 0.14:
        yield Answer(at, "500", f"布控查验，请等待现场作业{SIGN}")
        at += luck.between(2, 24) * HOUR
        if luck.happens(0.06):
            yield Answer(at, "700", f"查验不符，退运{SIGN}")
            return
        if luck.happens(0.08):
            yield Answer(at, "599", f"查验待进一步认定，暂扣{SIGN}")
            at += luck.between(12, 48) * HOUR
    yield Answer(at, "800", group(2600, "放行"))
    if kind.direction == "export":
        yield Answer(at + luck.between(2, 24) * HOUR, "899", f"已离境，结关{SIGN}")


def is_rejected(answers: list[Answer]) -> bool:
    """Whether the document may be sent once more after these answers."""
    last = answers[-1].status
    return last == REJECTED or last.startswith("-")


def repeated(kind: Kind) -> list[Answer]:
    """The answer to a number that the port has already, whatever the content."""
    codes = {"order": "-301010", "payment": "-401007", "waybill": "-504012"}
    status = codes.get(kind.noun, "-621004")
    text = "清单已经申报过" if kind.noun == "inventory" else "已存在相同编号的数据"
    return [Answer(1, status, f"{text}{SIGN}")]


def group(code: int, text: str) -> str:
    """A text as customs writes it."""
    return f"[Code:{code};Desc:{text}{SIGN}]"


def _head(document: Document | None) -> Mapping[str, Any]:
    for part in (document or {}).values():
        if isinstance(part, Mapping):
            return part
    return {}


def lines_of(document: Document | None) -> list[Mapping[str, Any]]:
    """The lines of a document, in the order of their numbers where they have any."""
    found = [part for part in (document or {}).values() if isinstance(part, list)]
    return sorted(found[0], key=lambda line: int(line.get("gnum") or 0)) if found else []


def as_number(part: Mapping[str, Any], name: str) -> Decimal | None:
    """An element as a number; None for what is none."""
    try:
        return Decimal(str(part.get(name)))
    except InvalidOperation:
        return None


def noun_kinds(direction: str) -> dict[str, str]:
    """Noun → kind of a direction: which files belong to an inventory."""
    return {
        kind.noun: kind.code
        for kind in KINDS.values()
        if kind.direction == direction and kind.noun in {"order", "payment", "waybill", "inventory"}
    }
