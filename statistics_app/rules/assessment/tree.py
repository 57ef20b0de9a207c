"""The assessment tree of parks and counties: dimension → indicator → weight → formula.

The ministry assesses zones by more than forty indicators that are not public in full; what stands
here is this platform's own draft for the zone's parks and counties, every weight to be edited and
released by two people. Points per indicator are at most its weight.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

LINEAR: Final = "linear"
STEPS: Final = "steps"
MANUAL: Final = "manual"
MINUS: Final = "minus"
FORMULAS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        LINEAR: (
            "按比例：达到满分值得全部分数，达不到起点不得分",
            "In proportion: all points at the full figure, none up to the floor",
        ),
        STEPS: (
            "分档：达到各档得该档比例的分数",
            "In steps: each step gives its share of the points",
        ),
        MANUAL: ("评分：按材料给 0 至 100 分", "Judged: 0 to 100 by the papers"),
        MINUS: ("扣分：每发生一次扣若干分", "Minus: so many points for each case"),
    }
)
PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {LINEAR: ("floor", "full"), STEPS: ("steps",), MANUAL: (), MINUS: ("each",)}
)
"""Formula → the parameters of it that the zone sets."""
PARAMETER_NAMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "floor": ("起点", "Floor"),
        "full": ("满分值", "Full figure"),
        "steps": ("分档", "Steps"),
        "each": ("每次扣分", "Points for a case"),
    }
)
MOST_STEPS: Final = 10
LARGEST: Final = Decimal(10) ** 9
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One indicator. LINEAR: ``floor`` and ``full``; STEPS: pairs (from, share in percent);
    MINUS: ``each`` points for a case, at most ``weight``; MANUAL needs no parameter."""

    code: str
    zh: str
    en: str
    weight: Decimal
    formula: str
    floor: Decimal = Decimal(0)
    full: Decimal = Decimal(0)
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    each: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A dimension and its indicators."""

    code: str
    zh: str
    en: str
    leaves: tuple[Leaf, ...]

    @property
    def weight(self) -> Decimal:
        """What the dimension can give; indicators that take away do not count."""
        return sum((leaf.weight for leaf in self.leaves if leaf.formula != MINUS), Decimal(0))


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole tree; what it can give sums to 100."""

    branches: tuple[Branch, ...]

    def leaves(self) -> tuple[Leaf, ...]:
        """Every indicator, in order."""
        return tuple(leaf for branch in self.branches for leaf in branch.leaves)


def read_tree(definition: Mapping[str, Any]) -> tuple[Tree | None, list[tuple[str, str]]]:
    """A tree and all that is wrong with its definition (Chinese, English)."""
    wrong: list[tuple[str, str]] = []
    branches: list[Branch] = []
    codes: set[str] = set()
    for row in definition.get("dimensions", ()):
        leaves = []
        for item in row.get("indicators", ()):
            leaf = _leaf(item, wrong)
            if leaf is None:
                continue
            if leaf.code in codes:
                wrong.append((f"指标 {leaf.code} 出现两次", f"{leaf.code} stands twice"))
            codes.add(leaf.code)
            leaves.append(leaf)
        if not leaves:
            wrong.append(
                (f"“{row.get('zh', '')}”没有指标", f"{row.get('en', '')} has no indicator")
            )
        branches.append(
            Branch(str(row.get("code")), str(row.get("zh")), str(row.get("en")), tuple(leaves))
        )
    tree = Tree(tuple(branches))
    whole = sum((branch.weight for branch in tree.branches), Decimal(0))
    if whole != HUNDRED:
        wrong.append((f"权重合计 {whole}，应为 100", f"The weights add up to {whole}, not to 100"))
    return (None if wrong else tree), wrong


def _leaf(item: Mapping[str, Any], wrong: list[tuple[str, str]]) -> Leaf | None:
    code = str(item.get("code", ""))
    try:
        leaf = Leaf(
            code=code,
            zh=str(item.get("zh", "")),
            en=str(item.get("en", "")),
            weight=Decimal(str(item.get("weight", ""))),
            formula=str(item.get("formula", "")),
            floor=Decimal(str(item.get("floor", 0))),
            full=Decimal(str(item.get("full", 0))),
            steps=tuple(
                (Decimal(str(at)), Decimal(str(share))) for at, share in item.get("steps", ())
            ),
            each=Decimal(str(item.get("each", 0))),
            unit=str(item.get("unit", "")),
        )
    except (InvalidOperation, TypeError, ValueError):
        wrong.append((f"指标 {code} 的数字无法读取", f"A number of {code} cannot be read"))
        return None
    problem = _problem(leaf)
    if problem is not None:
        wrong.append(problem)
    return leaf


def _problem(leaf: Leaf) -> tuple[str, str] | None:
    code = leaf.code
    if leaf.formula not in FORMULAS:
        return f"指标 {code} 的公式未知", f"The formula of {code} is not known"
    if not leaf.weight.is_finite() or leaf.weight <= 0:
        return f"指标 {code} 的权重须大于零", f"The weight of {code} must be above zero"
    if leaf.formula == LINEAR and leaf.full == leaf.floor:
        return (
            f"指标 {code} 的满分值不能等于起点",
            f"Floor and full figure of {code} must differ",
        )
    if leaf.formula == STEPS and not leaf.steps:
        return f"指标 {code} 没有分档", f"{code} has no steps"
    if leaf.formula == MINUS and leaf.each <= 0:
        return f"指标 {code} 没有扣分值", f"{code} does not say what a case takes away"
    return None


def parameter_text(item: Mapping[str, Any], name: str) -> str:
    """A parameter of an indicator as it is typed: a number, steps as ``1:25 2:50``."""
    if name == "steps":
        return " ".join(f"{at}:{share}" for at, share in item.get("steps", ()))
    return str(item.get(name, 0))


def read_parameter(name: str, text: str) -> Any | None:
    """What was typed as it is kept: a number in decimal text, steps as pairs that rise; None where
    it cannot be read."""
    if name != "steps":
        return _number(text)
    pairs = []
    for part in text.replace("，", " ").replace(",", " ").replace("：", ":").split():
        at, _, share = part.partition(":")
        pair = [_number(at), _number(share)]
        if None in pair or not 0 <= Decimal(str(pair[1])) <= HUNDRED:
            return None
        pairs.append(pair)
    reached = [Decimal(str(at)) for at, _share in pairs]
    if not pairs or len(pairs) > MOST_STEPS or reached != sorted(set(reached)):
        return None
    return pairs


def _number(text: str) -> str | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return str(number) if number.is_finite() and abs(number) < LARGEST else None
