"""The trace of a batch from its source to delivery: what is missing, and whose it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Text

SOURCE: Final = "source"
INSPECTION: Final = "inspection"
IMPORT: Final = "import"
STORAGE: Final = "storage"
SALE: Final = "sale"
DELIVERY: Final = "delivery"
RECALL: Final = "recall"

STAGES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        SOURCE: ("生产或采购", "Made or bought"),
        INSPECTION: ("检验检疫", "Tested"),
        IMPORT: ("进出境申报", "Declared at the border"),
        STORAGE: ("入仓", "Stored"),
        SALE: ("销售出库", "Sold"),
        DELIVERY: ("配送签收", "Delivered"),
        RECALL: ("召回", "Recalled"),
    }
)
"""Stages in their order; a batch may skip testing and storage."""
NEEDED: Final = (SOURCE, IMPORT, SALE, DELIVERY)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stage that a batch passed: when, how many pieces, who answers for it."""

    stage: str
    on: date
    quantity: int
    party: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What does not fit in a trace."""

    code: str
    zh: str
    en: str


def gaps(passages: Sequence[Passage], quantity: int) -> list[Gap]:
    """Everything that does not fit: stages that later ones presuppose, an order in time that cannot
    be, more pieces going out than came in."""
    present = {passage.stage for passage in passages}
    found = []
    furthest = max((NEEDED.index(stage) for stage in present if stage in NEEDED), default=-1)
    for stage in NEEDED[: furthest + 1]:
        if stage not in present:
            zh, en = STAGES[stage]
            found.append(Gap("missing", f"缺少“{zh}”环节的记录。", f"No record of: {en}."))
    first: dict[str, date] = {}
    for passage in passages:
        first[passage.stage] = min(first.get(passage.stage, passage.on), passage.on)
    known = [stage for stage in STAGES if stage in first and stage != RECALL]
    for before, after in pairwise(known):
        if first[after] < first[before]:
            found.append(
                Gap(
                    "order",
                    f"“{STAGES[after][0]}”早于“{STAGES[before][0]}”。",
                    f"{STAGES[after][1]} came before: {STAGES[before][1]}.",
                )
            )
    sold = sum(passage.quantity for passage in passages if passage.stage == SALE)
    delivered = sum(passage.quantity for passage in passages if passage.stage == DELIVERY)
    if sold > quantity:
        found.append(
            Gap(
                "sold",
                f"售出 {sold} 件，多于批次数量 {quantity} 件。",
                f"{sold} sold of a batch of {quantity}.",
            )
        )
    if delivered > sold:
        found.append(
            Gap(
                "delivered",
                f"签收 {delivered} 件，多于售出 {sold} 件。",
                f"{delivered} delivered of {sold} sold.",
            )
        )
    return found
