"""Rule sets: which documents a declaration needs and which criteria apply, by mode and date.

They are made from the templates of the register of modes (``rules.modes``): a new mode is data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Final

from declarations.criteria import CRITERIA, Criterion
from declarations.criteria.orders import ORDER_TYPE_OF_MODE
from declarations.criteria.registry import EXPORT, IMPORT
from declarations.rules.modes import LIST, ZONE, Template, in_force, shipped
from declarations.rules.registry import Settings, typed
from zone_portal.kernel.rules import RULES

NO_MORE_PAYMENT = date(2024, 12, 15)
"""From this day exports are declared with order and waybill only."""

_BY_DEFAULT: Final = {IMPORT: "9610", EXPORT: "9610"}
"""The mode whose rules serve a mode that has none."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What matching asks of one direction and mode from ``since`` until ``ends``.

    ``required`` names the documents in their fixed order; ``unverified`` says that no authority's
    text was found for them. ``without`` names criteria that are not asked, ``overrides`` the
    severities and parameters that differ for this mode.
    """

    direction: str
    mode: str
    since: date
    required: tuple[str, ...]
    basis: str
    unverified: bool = False
    ends: date | None = None
    without: frozenset[str] = frozenset()
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    to_the_day: bool = False
    criteria: tuple[Criterion, ...] = field(init=False)

    def __post_init__(self) -> None:
        asked = {*self.required, "inventory"}
        fitting = tuple(
            item
            for code, item in sorted(CRITERIA.items())
            if self.direction in item.directions
            and code not in self.without
            and (not item.rule.modes or self.mode in item.rule.modes)
            and item.nouns <= asked
        )
        object.__setattr__(self, "criteria", fitting)

    @property
    def name(self) -> str:
        """For example ``export-9610-2024.12``; with the day where a month knows two versions."""
        shape = "%Y.%m.%d" if self.to_the_day else "%Y.%m"
        return f"{self.direction}-{self.mode}-{self.since:{shape}}"

    def settings(self, settings: Settings) -> Settings:
        """The settings of a day as this mode has them."""
        if not self.overrides:
            return settings
        severity, parameters = dict(settings.severity), dict(settings.parameters)
        for code, own in self.overrides.items():
            if code not in parameters:
                continue
            kinds = {name: given.kind for name, given in RULES[code].parameters.items()}
            changed = {
                name: typed(text, kinds[name]) for name, text in own.items() if name in kinds
            }
            parameters[code] = SimpleNamespace(**{**vars(parameters[code]), **changed})
            severity[code] = own.get("severity", severity[code])
        return Settings(severity=severity, parameters=parameters)


class Register:
    """Every version of every mode, and the rule sets that follow from them."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self.templates = tuple(templates)
        self.rule_sets = tuple(_rule_sets(self.templates))

    def in_force(self, day: date) -> list[Template]:
        """The versions in force on a day, in the order of the register."""
        return in_force(self.templates, day)

    def template(self, direction: str, mode: str, on: date) -> Template | None:
        """The version of a mode in force on a day; None where there is none."""
        found = (t for t in self.in_force(on) if (t.direction, t.code) == (direction, mode))
        return next(found, None)

    def has_rules(self, direction: str, mode: str, on: date) -> bool:
        """Whether the mode has rules of its own on a day; before its first version, those."""
        own = [s for s in self.rule_sets if (s.direction, s.mode) == (direction, mode)]
        begun = [s for s in own if s.since <= on]
        last = max(begun, key=_since) if begun else None
        return bool(own) if last is None else last.ends is None or on < last.ends

    def rule_set_for(self, *, direction: str, mode: str, on: date) -> RuleSet:
        """The rule set of a mode on the day of first acceptance (Shanghai time).

        A mode that has none is matched by the rules of its direction's 9610; a day before the
        first set by the first.
        """
        if not self.has_rules(direction, mode, on):
            return self.rule_set_for(direction=direction, mode=_BY_DEFAULT[direction], on=on)
        known = [s for s in self.rule_sets if (s.direction, s.mode) == (direction, mode)]
        begun = [s for s in known if s.since <= on]
        return max(begun, key=_since) if begun else min(known, key=_since)


def _rule_sets(templates: Iterable[Template]) -> Iterable[RuleSet]:
    months: set[tuple[str, str, int, int]] = set()
    for template in templates:
        if template.declared_by != LIST:
            continue
        begins = template.valid_from
        month = (template.direction, template.code, begins.year, begins.month)
        yield RuleSet(
            template.direction,
            template.code,
            begins,
            template.documents,
            template.basis,
            unverified=not template.verified,
            ends=template.valid_to,
            without=template.without,
            overrides=_overrides(template),
            to_the_day=month in months,
        )
        months.add(month)


def _overrides(template: Template) -> Mapping[str, Mapping[str, str]]:
    """What a template sets itself; a pilot also brings the order types that suit it."""
    if template.origin != ZONE or template.direction != EXPORT:
        return template.settings
    suited = " ".join(kind + template.code for kind in template.order_types)
    own = {"suited": suited, **template.settings.get(ORDER_TYPE_OF_MODE, {})}
    return {**template.settings, ORDER_TYPE_OF_MODE: own}


def _since(rules: RuleSet) -> date:
    return rules.since


AS_SHIPPED: Final = Register(shipped())
"""The register as it comes with the portal: what applies where nothing was released here."""

RULE_SETS: Final = AS_SHIPPED.rule_sets
"""Every rule set that comes with the portal; one applies until the next of its mode begins."""
rule_set_for = AS_SHIPPED.rule_set_for
