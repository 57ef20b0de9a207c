"""What the simulated port refuses of orders, payments and waybills, and what it cannot read.

Pure and reproducible, as ``customs``. These faults are made up to exercise what follows from them:
each text says so (``FAULT``), and the same document, seed and attempt give the same answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from declarations.messages.kinds import Kind
from declarations.simulation.customs import REJECTED, SIGN, Answer
from declarations.simulation.luck import Luck

FAULT: Final = "［演示故障］"
UNREADABLE: Final = "-2"
"""returnStatus of a CEB900 here; the specification only says that it is below zero."""
SHARE_UNREADABLE: Final = 0.1
"""Of the share of refused documents: how many make their message unreadable."""

_REFUSALS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "order": (
        ("-301020", "验签失败"),
        ("-301008", "参数校验不通过"),
        (REJECTED, "订单数据不符合要求"),
    ),
    "payment": (("-401009", "参数校验不通过"), (REJECTED, "支付单数据不符合要求")),
    "waybill": (("-504011", "参数校验不通过"), (REJECTED, "运单数据不符合要求")),
}
_NOT_THERE: Final[Mapping[str, tuple[str, str]]] = {
    "order": ("-301009", "订单标识(appType)不正确,未找到操作的订单"),
    "payment": ("-401006", "支付单标识(appType)不正确,未找到对应操作的支付单"),
    "waybill": ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
}


def refused(
    kind: Kind, head: Mapping[str, Any], *, seed: object, attempt: int, share: float
) -> list[Answer]:
    """The refusal of so large a share of documents when they first come; nothing for the others."""
    number = head.get(kind.key[-1])
    luck = Luck("customs file", seed, kind.code, number)
    if attempt > 1 or kind.noun not in _REFUSALS or not luck.happens(share):
        return []
    status, text = luck.pick(_REFUSALS[kind.noun])
    return [Answer(1, status, f"{text}[{number}]{FAULT}{SIGN}")]


def not_there(kind: Kind) -> list[Answer]:
    """The answer to a change of an order, payment or waybill that the port does not have."""
    status, text = _NOT_THERE[kind.noun]
    return [Answer(1, status, f"{text}{SIGN}")]


def is_unreadable(
    kind: Kind, heads: Sequence[Mapping[str, Any]], *, seed: object, share: float
) -> bool:
    """Whether one of these documents makes its message unreadable when it first comes."""
    return any(
        Luck("customs reading", seed, kind.code, head.get(kind.key[-1])).happens(
            share * SHARE_UNREADABLE
        )
        for head in heads
    )
