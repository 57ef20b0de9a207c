"""What every rule carries, wherever it lives: its code, its words, its law and its dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Text = tuple[str, str]
"""A sentence in Chinese and in English."""


def language_index(language: str) -> int:
    """0 for Chinese, 1 for everything else: the index into a ``Text``."""
    return 0 if language.startswith("zh") else 1


class Parameter(NamedTuple):
    """A limit, tolerance or rate of a rule: its first value, to be kept as a dated row.

    ``initial`` is text; ``kind`` says how it is read: "number" (a Decimal), "integer",
    "codes" (a set of codes separated by blanks) or "text". ``unverified`` says that no
    authority's text was found for the figure. ``same_as`` names the rule and parameter whose rows
    this one reads: one figure of the law that two rules need is kept once.
    """

    initial: str
    meaning: Text
    kind: str = "number"
    unit: str = ""
    unverified: bool = False
    same_as: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The register's entry for one rule.

    ``severity`` and ``parameters`` are the first values only; what applies on a day is read
    from the dated settings. ``valid_to`` is exclusive.
    """

    code: str
    title: Text
    remedy: Text
    basis: str
    responsible: str
    severity: str = "error"
    kinds: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    valid_from: date = date(2018, 9, 30)
    valid_to: date | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    table: str = ""
    """Code table the rule looks into: while the table is incomplete the rule only warns."""
    official: str = ""
    """Official code that a receipt quotes for it: ``-301010``, ``1332`` …, or empty."""
    summary: str = ""
    fixed: bool = False
    """Its severity cannot be set: a document that breaks it cannot be read or kept, or would be
    another firm's to send."""

    def applies_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Rules:
    """A register of rules by code; a code is given once and never again."""

    def __init__(self) -> None:
        self._by_code: dict[str, Rule] = {}

    def add(self, rule: Rule) -> Rule:
        """Enter ``rule``; raises ValueError when its code is taken."""
        if rule.code in self._by_code:
            raise ValueError(f"rule code {rule.code} is taken")
        self._by_code[rule.code] = rule
        return rule

    def get(self, code: str) -> Rule | None:
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Rule:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Rule]:
        return iter(sorted(self._by_code.values(), key=lambda rule: rule.code))

    def __len__(self) -> int:
        return len(self._by_code)


RULES = Rules()
"""The one register of the product: importing an app's rules enters them here."""
