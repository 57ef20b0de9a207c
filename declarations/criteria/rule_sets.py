"""Rule sets: which documents a declaration needs and which criteria apply, by mode and date."""

from dataclasses import dataclass, field
from datetime import date

from declarations.criteria import CRITERIA, Criterion
from declarations.criteria.registry import EXPORT, IMPORT
from declarations.rules.sources import EXPORT_MODES, IMPORT_SPEC, SUPERVISION

THREE = ("order", "payment", "waybill")
WITHOUT_PAYMENT = ("order", "waybill")

NO_MORE_PAYMENT = date(2024, 12, 15)
"""From this day exports are declared with order and waybill only."""

_LAW_OF_2024 = "海关总署公告2024年第167号"
_BY_DEFAULT = {IMPORT: "9610", EXPORT: "9610"}
"""The mode whose rules serve a mode that has none."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What matching asks of one direction and mode from ``since`` on.

    ``required`` names the documents in their fixed order; ``unverified`` says that no authority's
    text was found for them.
    """

    direction: str
    mode: str
    since: date
    required: tuple[str, ...]
    basis: str
    unverified: bool = False
    criteria: tuple[Criterion, ...] = field(init=False)

    def __post_init__(self) -> None:
        asked = {*self.required, "inventory"}
        fitting = tuple(
            item
            for _, item in sorted(CRITERIA.items())
            if self.direction in item.directions
            and (not item.rule.modes or self.mode in item.rule.modes)
            and item.nouns <= asked
        )
        object.__setattr__(self, "criteria", fitting)

    @property
    def name(self) -> str:
        """For example ``export-9610-2024.12``."""
        return f"{self.direction}-{self.mode}-{self.since:%Y.%m}"


def _sets() -> tuple[RuleSet, ...]:
    beginning, b2b = date(2018, 9, 30), date(2020, 7, 1)
    retail = [
        RuleSet(EXPORT, mode, beginning, THREE, SUPERVISION) for mode in ("9610", "1210", "1239")
    ]
    business = [
        RuleSet(EXPORT, "9710", b2b, THREE, EXPORT_MODES, unverified=True),
        RuleSet(EXPORT, "9810", b2b, WITHOUT_PAYMENT, EXPORT_MODES, unverified=True),
    ]
    simplified = [
        RuleSet(EXPORT, mode, NO_MORE_PAYMENT, WITHOUT_PAYMENT, _LAW_OF_2024)
        for mode in ("9610", "1210", "1239", "9710", "9810")
    ]
    imports = [
        RuleSet(IMPORT, mode, beginning, THREE, f"{SUPERVISION}；{IMPORT_SPEC}")
        for mode in ("9610", "1210", "1239")
    ]
    return (*imports, *retail, *business, *simplified)


RULE_SETS = _sets()
"""Every rule set there was; one applies until the next of its mode begins."""


def rule_set_for(*, direction: str, mode: str, on: date) -> RuleSet:
    """The rule set of a mode on the day of first acceptance (Shanghai time).

    A mode that has none is matched by the rules of its direction's 9610; a day before the first
    set by the first.
    """
    known = [s for s in RULE_SETS if s.direction == direction and s.mode == mode]
    if not known:
        return rule_set_for(direction=direction, mode=_BY_DEFAULT[direction], on=on)
    begun = [s for s in known if s.since <= on]
    return max(begun, key=_since) if begun else min(known, key=_since)


def has_rule_set(direction: str, mode: str) -> bool:
    """Whether the mode has rules of its own."""
    return any(s.direction == direction and s.mode == mode for s in RULE_SETS)


def _since(rules: RuleSet) -> date:
    return rules.since
