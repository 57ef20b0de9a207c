"""What a risk rule is: expressions over facts, thresholds, weight, level, law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from risk.constants import DECLARATION, ENTERPRISE
from risk.rules.types import TYPES, RiskType
from zone_portal.kernel.rules import Parameter, Text

SINCE: Final = date(2018, 9, 30)
IMPORT: Final = "import"
EXPORT: Final = "export"
BOTH: Final = "both"
SCOPES: Final[Mapping[str, Text]] = {
    IMPORT: ("进口", "Imports"),
    EXPORT: ("出口", "Exports"),
    BOTH: ("进出口", "Imports and exports"),
}
WEIGHT: Final = "weight"
"""The parameter under which a rule's weight is set."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared rule. ``when`` says when it hits, ``strength`` how strongly (0 to 1), both in the
    language of ``risk.expressions`` over the facts of ``on``.

    ``mandatory`` leads a declaration into the red lane whatever its score. ``source`` is the
    source without which the rule has no data. ``subject`` says of whom a signal speaks: the
    enterprise, or the person, phone, address behind the declaration.
    """

    code: str
    title: Text
    meaning: Text
    when: str
    weight: str
    strength: str = "1"
    thresholds: Mapping[str, Parameter] = field(default_factory=dict)
    on: str = DECLARATION
    scope: str = BOTH
    mandatory: bool = False
    source: str = "own"
    level: str = ""
    subject: str = ENTERPRISE
    basis: str = ""
    valid_from: date = SINCE
    valid_to: date | None = None

    @property
    def type(self) -> RiskType:
        return TYPES[self.code[:4]]

    @property
    def start_level(self) -> str:
        """The level of its signals: its own, else that of its type."""
        return self.level or self.type.level

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Everything about it that the zone may set."""
        weight = Parameter(self.weight, ("权重（0至1）", "Weight, 0 to 1"), unverified=True)
        return {**self.thresholds, WEIGHT: weight}

    def definition(self) -> dict[str, Any]:
        """What a version of the rule keeps: all that decides, with the first thresholds."""
        return {
            "title": list(self.title),
            "meaning": list(self.meaning),
            "when": self.when,
            "strength": self.strength,
            "thresholds": {name: p.initial for name, p in self.thresholds.items()},
            "codes": [name for name, p in self.thresholds.items() if p.kind == "codes"],
            "weight": self.weight,
            "on": self.on,
            "scope": self.scope,
            "mandatory": self.mandatory,
            "source": self.source,
            "level": self.start_level,
            "subject": self.subject,
            "basis": self.basis or self.type.basis,
        }


class Indicators:
    """The register of declared rules by code; a code is given once and never again."""

    def __init__(self) -> None:
        self._by_code: dict[str, Indicator] = {}

    def add(self, indicator: Indicator) -> Indicator:
        """Enter a rule; raises ValueError when its code is taken or of no type."""
        if indicator.code in self._by_code or indicator.code[:4] not in TYPES:
            raise ValueError(f"risk rule code {indicator.code} is taken or of no type")
        self._by_code[indicator.code] = indicator
        return indicator

    def get(self, code: str) -> Indicator | None:
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Indicator:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Indicator]:
        return iter(sorted(self._by_code.values(), key=lambda one: one.code))

    def __len__(self) -> int:
        return len(self._by_code)


INDICATORS: Final = Indicators()


def limit(initial: str, zh: str, en: str, *, unit: str = "", kind: str = "number") -> Parameter:
    """A threshold that no authority has published: the zone sets it."""
    return Parameter(initial, (zh, en), kind, unit, unverified=True)
