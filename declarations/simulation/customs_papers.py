"""How a simulated port and customs answer papers: own checks, channels, delays and rejections.

Pure and reproducible, as ``customs`` for inventories. What customs knows of the numbers that a
paper names is given; what follows for others (a withdrawn inventory, a departure, a summary) is
told as ``Effect``. Nothing here is customs: each text says that a simulator speaks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from declarations.messages.kinds import Kind
from declarations.simulation.customs import (
    HOUR,
    MINUTE,
    REJECTED,
    SIGN,
    Answer,
    Document,
    as_number,
    group,
    lines_of,
)
from declarations.simulation.luck import Luck

Effect = Literal["", "withdraw", "depart", "summarise", "return"]

OPEN, RELEASED, ENDED = "open", "released", "ended"
"""What became of an inventory at customs so far."""


@dataclass(frozen=True, slots=True)
class Known:
    """An inventory in the files of customs; ``state`` is open, released or ended."""

    serial: int
    kind: str
    state: str
    document: Document


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What customs knows of the numbers that a paper names.

    ``inventories`` by invtNo, ``parcels`` by waybill number, ``waybills`` that were lodged,
    ``listed`` waybills that another paper of the kind has already, ``asked`` inventories for which
    a cancellation runs or a summary was made, ``returns`` inventories with a return application.
    """

    inventories: Mapping[str, Known] = field(default_factory=dict)
    parcels: Mapping[str, Known] = field(default_factory=dict)
    waybills: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    returns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answered:
    """The receipts of a paper in the order of their time, and what follows once it is done."""

    answers: list[Answer]
    effect: Effect = ""


EFFECTS: Final[Mapping[str, Effect]] = {
    "CEB605": "withdraw",
    "CEB623": "withdraw",
    "CEB509": "depart",
    "CEB701": "summarise",
    "CEB625": "return",
}
LAST: Final[Mapping[str, str]] = {"CEB513": "120", "CEB607": "120", "CEB213": "800"}
"""The final status of a kind; 399 for the others (return_status of their receipts)."""
LOOKED_AT: Final[Mapping[str, float]] = {
    "CEB213": 0.25,
    "CEB605": 0.3,
    "CEB623": 0.3,
    "CEB625": 0.25,
    "CEB701": 0.05,
}
"""How often an officer looks at the papers first."""
INSPECTED: Final[Mapping[str, float]] = {"CEB213": 0.15, "CEB625": 0.1}
TAKES: Final[Mapping[str, tuple[float, float]]] = {
    "CEB213": (HOUR, 6 * HOUR),
    "CEB215": (2 * MINUTE, 20 * MINUTE),
    "CEB507": (30, 90),
    "CEB509": (MINUTE, 10 * MINUTE),
    "CEB605": (20, 10 * MINUTE),
    "CEB623": (20, 10 * MINUTE),
    "CEB625": (HOUR, 6 * HOUR),
    "CEB701": (MINUTE, 5 * MINUTE),
    "CEB711": (20, MINUTE),
}
"""Seconds from 120 to the end; made up but realistic."""
UNHAPPY: Final[Mapping[str, tuple[str, ...]]] = {
    "CEB605": ("撤单理由不充分，请补充说明",),
    "CEB623": ("撤单理由不充分，请补充说明",),
    "CEB625": ("退货商品与原清单是否一致待补充材料",),
    "CEB213": ("退货原因说明不充分",),
}


def paper_answers(
    kind: Kind, document: Document, known: Knowledge, *, seed: object, attempt: int = 1
) -> Answered:
    """The answers to a paper; ``attempt`` counts how often it was sent."""
    head = document[kind.json_head]
    name = "|".join(str(head.get(part) or "") for part in kind.key)
    luck = Luck("customs", seed, kind.code, name, attempt)
    if refused := next(_refused(kind, head, known), None):
        return Answered([Answer(1, *refused)])
    answers = [
        Answer(1, "2", f"{kind.zh}新增申报成功[{head.get('guid', '')}]{SIGN}"),
        Answer(2, "3", f"发送海关成功{SIGN}"),
    ]
    wrong = list(_wrong(kind, document, known))
    if not wrong and luck.happens(0.01):
        wrong.append(group(1301, "系统异常请稍后重试"))
    if wrong:
        return Answered([*answers, Answer(luck.between(5, 10), REJECTED, "".join(wrong))])
    answers.append(Answer(4, "120", group(1800, f"{kind.zh}入库")))
    last = LAST.get(kind.code, "399")
    if last == "120":
        return Answered(answers)
    return _examined(kind, answers, last, luck)


def _examined(kind: Kind, answers: list[Answer], last: str, luck: Luck) -> Answered:
    at = 4.0
    if luck.happens(LOOKED_AT.get(kind.code, 0)):
        at += 2
        answers.append(Answer(at, "300", group(1200, "待人工审核")))
        at += luck.between(20, 120) * MINUTE
        if (reasons := UNHAPPY.get(kind.code)) and luck.happens(0.15):
            return Answered([*answers, Answer(at, REJECTED, f"{luck.pick(reasons)}{SIGN}")])
    if luck.happens(INSPECTED.get(kind.code, 0)):
        at += 2
        answers.append(Answer(at, "500", f"退货商品布控查验，请等待现场作业{SIGN}"))
        at += luck.between(2, 12) * HOUR
    at += luck.between(*TAKES[kind.code])
    text = group(2600, "放行") if last == "800" else group(2300, f"{kind.zh}审核通过")
    return Answered([*answers, Answer(at, last, text)], EFFECTS.get(kind.code, ""))


def _refused(kind: Kind, head: Mapping[str, Any], known: Knowledge) -> Iterator[tuple[str, str]]:
    """What the port refuses before customs sees it: negative codes of table 7-2."""
    if kind.code not in {"CEB605", "CEB623"}:
        return
    number = head.get("invtNo") or ""
    inventory = known.inventories.get(number)
    if inventory is None:
        yield "-623003", f"系统中不存在清单编号为[{number}]的清单！{SIGN}"
    elif number in known.asked:
        yield "-623009", f"撤单清单[{number}]已经申报过{SIGN}"
    elif inventory.state != OPEN:
        yield "-623005", f"清单的状态不符合撤单申报要求(清单编号[{number}])！{SIGN}"


def _wrong(kind: Kind, document: Document, known: Knowledge) -> Iterator[str]:
    """Customs' own checks of a paper, each with the reason of a rejection."""
    head = document[kind.json_head]
    if kind.code in {"CEB213", "CEB625"}:
        yield from _wrong_return(document, known, head.get("invtNo") or "")
    elif kind.code == "CEB215":
        number = head.get("invtNo") or ""
        if number and number not in known.returns:
            yield f"清单[{number}]没有退货申请{SIGN}"
    elif kind.code == "CEB513":
        yield from _unreleased([head.get("logisticsNo") or ""], known)
    elif kind.code == "CEB701":
        yield from _wrong_summary(document, known)
    else:
        numbers = [line.get("logisticsNo") or "" for line in lines_of(document)]
        yield from _wrong_list(kind, numbers, known)


def _wrong_list(kind: Kind, numbers: Sequence[str], known: Knowledge) -> Iterator[str]:
    if twice := [number for number in numbers if number in known.listed]:
        yield f"物流单号为[{twice[0]}]的包裹已在另一份{kind.zh}中，共{len(twice)}个{SIGN}"
    if kind.code == "CEB509":
        yield from _unreleased(numbers, known)
    elif kind.code in {"CEB507", "CEB607"}:
        missing = [number for number in numbers if number not in known.waybills]
        if missing:
            yield f"物流单号为[{missing[0]}]的运单信息不存在，共{len(missing)}个{SIGN}"


def _unreleased(numbers: Sequence[str], known: Knowledge) -> Iterator[str]:
    """Parcels without an inventory that customs released."""
    for number in numbers:
        inventory = known.parcels.get(number)
        if inventory is None:
            yield f"物流单号为[{number}]的清单信息不存在{SIGN}"
            return
        if inventory.state != RELEASED:
            yield f"物流单号为[{number}]的清单未放行{SIGN}"
            return


def _wrong_return(document: Document, known: Knowledge, number: str) -> Iterator[str]:
    inventory = known.inventories.get(number)
    if inventory is None:
        yield f"清单编号[{number}]不存在{SIGN}"
        return
    if inventory.state != RELEASED:
        yield f"清单[{number}]未放行，不能退货{SIGN}"
        return
    declared = {str(line.get("gnum")): line for line in lines_of(inventory.document)}
    for line in lines_of(document):
        original = declared.get(str(line.get("gnum")))
        if original is None:
            yield f"清单[{number}]没有第{line.get('gnum')}项商品{SIGN}"
        elif (as_number(line, "qty") or Decimal(0)) > (as_number(original, "qty") or Decimal(0)):
            yield f"清单[{number}]第{line.get('gnum')}项退货数量大于申报数量{SIGN}"


def _wrong_summary(document: Document, known: Knowledge) -> Iterator[str]:
    for line in lines_of(document):
        number = line.get("invtNo") or ""
        inventory = known.inventories.get(number)
        if inventory is None:
            yield f"清单[{number}]不存在{SIGN}"
        elif number in known.asked:
            yield f"清单[{number}]已汇总{SIGN}"
        elif inventory.state != RELEASED:
            yield f"清单[{number}]未放行{SIGN}"
        elif inventory.document["InventoryHead"].get("statisticsFlag") != "B":
            yield f"清单[{number}]为简化申报，不需汇总{SIGN}"
        else:
            continue
        return


def repeated_paper(kind: Kind) -> list[Answer]:
    """The answer to a number that the port has already; a rejection for kinds without a code."""
    codes = {
        "CEB213": "-625022",
        "CEB513": "-505012",
        "CEB605": "-623009",
        "CEB623": "-623009",
        "CEB625": "-625022",
        "CEB711": "-800003",
    }
    return [Answer(1, codes.get(kind.code, REJECTED), f"{kind.zh}已存在相同编号的数据{SIGN}")]
