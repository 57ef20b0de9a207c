"""What measures do: kinds of effects, the published list's first rows, and several at once as one.

A measure never acts by its text. Each row names an effect and its figure; risk screening, the
guarantee of a declaration and the review queue read those, and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

Text = tuple[str, str]

INCENTIVE: Final = "incentive"
RESTRICTION: Final = "restriction"
KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {INCENTIVE: ("守信激励", "Incentive"), RESTRICTION: ("失信惩戒", "Restriction")}
)

INSPECTION: Final = "inspection_rate"
GUARANTEE: Final = "guarantee"
CHANNEL: Final = "channel"
SERVICE: Final = "service_level"

EFFECTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        INSPECTION: ("抽查比例（%）", "Share of goods to be checked (%)"),
        GUARANTEE: ("担保比例（%）", "Guarantee (% of the tax)"),
        CHANNEL: ("通道", "Channel"),
        SERVICE: ("服务等级", "Service level"),
    }
)
CHANNELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "green": ("绿色通道", "Green channel"),
        "normal": ("普通通道", "Normal channel"),
        "red": ("重点核查通道", "Close-check channel"),
    }
)
PRIORITY: Final = "priority"
STANDARD: Final = "standard"
STRICT: Final = "strict"
SERVICE_LEVELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        PRIORITY: ("优先办理", "Priority"),
        STANDARD: ("一般办理", "Standard"),
        STRICT: ("从严审核", "Strict"),
    }
)
_ORDERED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {CHANNEL: ("green", "normal", "red"), SERVICE: (PRIORITY, STANDARD, STRICT)}
)
"""From the mildest to the strictest."""

NEGATIVE_LIST: Final = "negative_list"
GRADES: Final = ("A", "B", "C", "D")
GROUNDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "A": ("信用等级A", "Grade A"),
        "B": ("信用等级B", "Grade B"),
        "C": ("信用等级C", "Grade C"),
        "D": ("信用等级D", "Grade D"),
        NEGATIVE_LIST: ("信用负面清单", "Negative list"),
    }
)
"""For whom a row of the list is meant."""

HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: a kind and its value as text (``80`` percent, ``red``, ``priority``)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class InForce:
    """All measures on one enterprise on a day, as those who act on them read them.

    ``inspection_rate`` and ``guarantee_rate`` are shares of one (0.8), None where no measure says
    anything; ``measures`` are the ids of the rows behind it.
    """

    inspection_rate: Decimal | None = None
    guarantee_rate: Decimal | None = None
    channel: str = "normal"
    service_level: str = STANDARD
    listed: bool = False
    measures: tuple[int, ...] = field(default=())


NOTHING: Final = InForce()


def wrong_value(kind: str, value: str) -> Text | None:
    """Why ``value`` cannot be the value of an effect, or None."""
    if kind in _ORDERED:
        if value in _ORDERED[kind]:
            return None
        named = "、".join(_ORDERED[kind])
        return f"取值应为：{named}", f"must be one of {', '.join(_ORDERED[kind])}"
    if kind not in EFFECTS:
        return "未知的措施种类", "no such kind of effect"
    if not value.isascii() or not value.isdecimal() or Decimal(value) > HUNDRED:
        return "应为0至100的整数百分比", "must be a whole percentage from 0 to 100"
    return None


def combined(effects: Iterable[tuple[int, Effect]], *, listed: bool = False) -> InForce:
    """Several measures as one: the strictest of each kind rules, so that no incentive of a grade
    survives beside a restriction."""
    rows = sorted(effects, key=lambda row: row[0])
    found: dict[str, list[str]] = {}
    for _, effect in rows:
        found.setdefault(effect.kind, []).append(effect.value)
    return InForce(
        inspection_rate=_share(found.get(INSPECTION)),
        guarantee_rate=_share(found.get(GUARANTEE)),
        channel=_strictest(CHANNEL, found.get(CHANNEL), "normal"),
        service_level=_strictest(SERVICE, found.get(SERVICE), STANDARD),
        listed=listed,
        measures=tuple(number for number, _ in rows),
    )


def _share(values: list[str] | None) -> Decimal | None:
    return max(Decimal(value) for value in values) / HUNDRED if values else None


def _strictest(kind: str, values: list[str] | None, otherwise: str) -> str:
    order = _ORDERED[kind]
    return max(values, key=order.index) if values else otherwise
