"""The method of the index: which indicators, how heavy, in which direction. Read, and all that is
wrong with it told at once. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from statistics_app.rules.activity.reading import READABLE
from statistics_app.rules.indicators import INDICATORS
from statistics_app.rules.indicators.base import BLOCKS

UP, DOWN, RATE = "up", "down", "rate"
WAYS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        UP: ("越高越好：本期 ÷ 基期", "More is better: this month by the base month"),
        DOWN: ("越低越好：基期 ÷ 本期", "Less is better: the base month by this month"),
        RATE: (
            "增速：（1＋本期）÷（1＋基期）",
            "A rate of growth: one plus this month's by one plus the base month's",
        ),
    }
)
"""How a figure is set against its base → (zh, en)."""
WHOLE: Final = Decimal(100)
DIMENSIONS: Final = tuple(BLOCKS)
"""In the order in which they are shown: scale, quality, efficiency, finance, growth, governance."""

SHIPPED: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "indicators": [
            {"code": "IND-SCALE-01", "weight": "25", "way": UP},
            {"code": "IND-SCALE-04", "weight": "10", "way": UP},
            {"code": "IND-SCALE-06", "weight": "10", "way": UP},
            {"code": "IND-QUAL-03", "weight": "15", "way": UP},
            {"code": "IND-EFF-01", "weight": "10", "way": DOWN},
            {"code": "IND-EFF-02", "weight": "5", "way": DOWN},
            {"code": "IND-EFF-03", "weight": "5", "way": UP},
            {"code": "IND-FIN-01", "weight": "5", "way": UP},
            {"code": "IND-GROW-01", "weight": "15", "way": RATE},
        ]
    }
)
"""The weights to begin with; the plans ask for an index and name none (unverified)."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An indicator of the index."""

    code: str
    weight: Decimal
    way: str

    @property
    def dimension(self) -> str:
        return INDICATORS[self.code].block


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a method, at which indicator."""

    field: str
    zh: str
    en: str


def read_method(definition: Mapping[str, Any]) -> tuple[tuple[Weighed, ...], list[Wrong]]:
    """The indicators in the order of the dimensions, and everything that is wrong; with anything
    wrong the method may not be used."""
    wrong: list[Wrong] = []
    found: dict[str, Weighed] = {}
    for row in definition["indicators"]:
        code, text, way = str(row["code"]), str(row["weight"]), str(row["way"])
        weight = weight_of(text)
        if code not in READABLE:
            wrong.append(
                Wrong(code, f"{code}：公报没有这项指标", f"{code}: bulletins do not tell it")
            )
        elif code in found:
            wrong.append(Wrong(code, f"{code}：重复", f"{code}: given twice"))
        if weight is None:
            wrong.append(
                Wrong(
                    code,
                    f"{code}：权重“{text}”应为大于 0、不超过 100 的数，最多两位小数",
                    f'{code}: the weight "{text}" must be above 0, at most 100, two decimals',
                )
            )
        if way not in WAYS:
            wrong.append(Wrong(code, f"{code}：方向不明", f"{code}: say which way is better"))
        if weight is not None and code in READABLE:
            found.setdefault(code, Weighed(code, weight, way))
    total = sum((one.weight for one in found.values()), Decimal(0))
    if total != WHOLE:
        wrong.append(
            Wrong(
                "weights",
                f"权重合计 {total}，应为 100",
                f"The weights add up to {total}, they must make 100",
            )
        )
    return tuple(sorted(found.values(), key=_place)), wrong


def weight_of(text: str) -> Decimal | None:
    """A weight as typed: above 0, at most 100, at most two decimals; None for anything else."""
    try:
        weight = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not weight.is_finite() or not 0 < weight <= WHOLE:
        return None
    return weight if weight == weight.quantize(Decimal("0.01")) else None


def without_base(weighed: Sequence[Weighed], has_base: Mapping[str, bool]) -> dict[str, Decimal]:
    """The weights as they count, to four decimals, together exactly 100.

    An indicator without a figure for the base month gives its weight to the others of its
    dimension, in proportion; a dimension without any gives it to the other dimensions. All is empty
    where no indicator has a base.
    """
    counted = [one for one in weighed if has_base[one.code]]
    if not counted:
        return {}
    raw: dict[str, Decimal] = {}
    own: dict[str, Decimal] = {}
    present: dict[str, Decimal] = {}
    for one in weighed:
        own[one.dimension] = own.get(one.dimension, Decimal(0)) + one.weight
        if has_base[one.code]:
            present[one.dimension] = present.get(one.dimension, Decimal(0)) + one.weight
    kept = sum(own[dimension] for dimension in present)
    for one in counted:
        share = own[one.dimension] / kept
        raw[one.code] = WHOLE * share * one.weight / present[one.dimension]
    return _rounded(raw)


def _rounded(raw: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Rounded on the running sum, so that the whole stays 100."""
    step = Decimal("0.0001")
    found: dict[str, Decimal] = {}
    running = before = Decimal(0)
    for place, (code, weight) in enumerate(raw.items(), start=1):
        running += weight
        reached = WHOLE if place == len(raw) else running.quantize(step)
        found[code] = reached - before
        before = reached
    return found


def _place(one: Weighed) -> tuple[int, str]:
    return DIMENSIONS.index(one.dimension), one.code
