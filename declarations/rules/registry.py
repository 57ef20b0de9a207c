"""The acceptance rules of documents: how one is declared, and the set that applies on a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeVar

from declarations.messages.kinds import Kind
from zone_portal.kernel.predicates import Predicate, predicate
from zone_portal.kernel.rules import RULES, Parameter, Rule, Rules, Text

Holds = object
"""What the condition of a rule answers: anything that is true or false."""

F = TypeVar("F", bound=Callable[..., Holds])

PREDICATES: dict[str, Predicate] = {}
"""Every acceptance rule that is a predicate, by code."""

AUTO = "auto"
"""The severity setting of a rule that decides by itself, by how complete its table is."""

SENDERS = {
    "order": "platform",
    "payment": "payment",
    "waybill": "logistics",
    "inventory": "agent",
}
"""Who must act when a document of a noun is wrong."""
PAPER_SENDERS = {
    "CEB213": "agent",
    "CEB215": "site",
    "CEB507": "logistics",
    "CEB509": "logistics",
    "CEB513": "logistics",
    "CEB605": "agent",
    "CEB607": "agent",
    "CEB623": "agent",
    "CEB625": "agent",
    "CEB701": "agent",
    "CEB711": "site",
}
"""Likewise when a paper is wrong, by its kind."""


def sender_of(kind: Kind) -> str:
    """Who must act when a document of a kind is wrong."""
    return PAPER_SENDERS.get(kind.code) or SENDERS[kind.noun]


def acceptance(
    code: str,
    *kinds: str,
    title: Text,
    remedy: Text,
    basis: str,
    responsible: str = "",
    severity: str = "error",
    modes: tuple[str, ...] = (),
    since: date = date(2018, 9, 30),
    until: date | None = None,
    official: str = "",
    table: str = "",
    **parameters: Parameter,
) -> Callable[[F], F]:
    """Declare the decorated function as the condition of an acceptance rule.

    The function takes any of ``head``, ``line``, ``lines``, ``tables`` (code tables), ``param``
    (its own settings on the day) and ``today``, and returns one expression.
    """

    def declare(function: F) -> F:
        rule = RULES.add(
            Rule(
                code=code,
                title=title,
                remedy=remedy,
                basis=basis,
                responsible=responsible,
                severity=severity,
                kinds=kinds,
                modes=modes,
                valid_from=since,
                valid_to=until,
                parameters=parameters,
                table=table,
                official=official,
                summary=(function.__doc__ or "").strip(),
            )
        )
        PREDICATES[code] = predicate(rule, function)
        return function

    return declare


@dataclass(frozen=True, slots=True)
class Settings:
    """What the dated settings say of each rule on one day.

    ``severity`` by code ("error", "warning" or "off"), ``parameters`` by code.
    """

    severity: Mapping[str, str]
    parameters: Mapping[str, SimpleNamespace]

    def of(self, code: str) -> str:
        return self.severity.get(code, "error")


def typed(text: str, kind: str) -> Any:
    """A setting's text as its ``kind`` says: Decimal, int, set of codes, or the text itself."""
    if kind == "number":
        return Decimal(text)
    if kind == "integer":
        return int(text)
    return frozenset(text.split()) if kind == "codes" else text


def resolve(
    rules: Rules,
    rows: Mapping[str, Mapping[str, str]],
    *,
    on: date,
    incomplete: frozenset[str] = frozenset(),
) -> Settings:
    """The settings of every rule that applies ``on`` the day; rows override first values.

    ``rows`` maps a rule code to its parameters' texts, ``severity`` among them; rules that look
    into a table named in ``incomplete`` warn, unless a row says otherwise. A severity of ``auto``
    is the rule's own; that of a fixed rule cannot be set.
    """
    severity: dict[str, str] = {}
    parameters: dict[str, SimpleNamespace] = {}
    for rule in rules:
        own = rows.get(rule.code, {})
        severity[rule.code] = _severity(rule, own.get("severity", AUTO), on, incomplete)
        parameters[rule.code] = SimpleNamespace(
            **{
                name: typed(_text_of(rows, rule.code, name, parameter), parameter.kind)
                for name, parameter in rule.parameters.items()
            }
        )
    return Settings(severity=severity, parameters=parameters)


def _text_of(
    rows: Mapping[str, Mapping[str, str]], code: str, name: str, parameter: Parameter
) -> str:
    """The value in force of a parameter, or of the one whose rows it reads; else its first."""
    owner, named = parameter.same_as or (code, name)
    return rows.get(owner, {}).get(named, parameter.initial)


def _severity(rule: Rule, row: str, on: date, incomplete: frozenset[str]) -> str:
    if rule.fixed:
        return rule.severity
    if not rule.applies_on(on):
        return "off"
    if row != AUTO:
        return row
    return "warning" if rule.table in incomplete else rule.severity


def predicates_for(kind: str, settings: Settings) -> tuple[Predicate, ...]:
    """The predicates that concern a message kind and are not switched off."""
    return tuple(
        item
        for code, item in sorted(PREDICATES.items())
        if kind in item.rule.kinds and settings.of(code) != "off"
    )
