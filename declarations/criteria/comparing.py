"""A rule set under the settings of a day: one fast yes, or every finding with its evidence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from declarations.criteria.evidence import Facts, Reveal, Witness
from declarations.criteria.normalising import normalised
from declarations.criteria.registry import PAIR, Criterion
from declarations.criteria.rule_sets import RuleSet
from declarations.facts import InventoryFacts, LineFacts
from declarations.rules.registry import Settings
from zone_portal.kernel.findings import Evidence, Finding, Severity
from zone_portal.kernel.predicates import compile_all, compile_one
from zone_portal.kernel.rules import RULES

Pairs = list[tuple[LineFacts, LineFacts]]
Agrees = Callable[..., bool]

NOUNS = ("order", "payment", "waybill")

ARGUMENTS = (
    "inventory",
    "order",
    "payment",
    "waybill",
    "inventory_lines",
    "order_lines",
    "pairs",
)


class Compared(NamedTuple):
    """The documents of one declaration that are there, with their lines."""

    inventory: InventoryFacts
    documents: Mapping[str, Facts]
    inventory_lines: Sequence[LineFacts]
    order_lines: Sequence[LineFacts]
    pairs: Pairs

    def arguments(self) -> tuple[Any, ...]:
        """The values of ``ARGUMENTS`` in their order."""
        get = self.documents.get
        return (
            self.inventory,
            get("order"),
            get("payment"),
            get("waybill"),
            self.inventory_lines,
            self.order_lines,
            self.pairs,
        )


def paired(order_lines: Sequence[LineFacts], inventory_lines: Sequence[LineFacts]) -> Pairs:
    """The lines of both that carry the same gnum, in the order of the inventory."""
    ordered = {line.gnum: line for line in order_lines}
    return [(ordered[line.gnum], line) for line in inventory_lines if line.gnum in ordered]


class Comparison:
    """The criteria of a rule set that are not switched off, compiled for one day.

    ``agrees`` takes ``ARGUMENTS`` and says whether every criterion holds; it sees hashes only.
    """

    def __init__(self, rules: RuleSet, settings: Settings, day: date) -> None:
        self.rules = rules
        self._settings = settings
        self._criteria = [item for item in rules.criteria if settings.of(item.code) != "off"]
        self._constants = constants = {"today": day}
        self._agreeing: dict[frozenset[str], Agrees] = {}
        self.agrees = self.agrees_among(frozenset(NOUNS))
        self._holds = {
            item.code: compile_one(
                item.predicate,
                arguments=PAIR if item.of_each_line else ARGUMENTS,
                parameters=settings.parameters,
                constants=constants,
            )
            for item in self._criteria
        }

    def agrees_among(self, present: frozenset[str]) -> Agrees:
        """``agrees`` for the documents that are there: only criteria that read no other."""
        if present not in self._agreeing:
            self._agreeing[present] = compile_all(
                [item.predicate for item in self._criteria if item.nouns <= present],
                arguments=ARGUMENTS,
                parameters=self._settings.parameters,
                constants=self._constants,
                each=(*PAIR, "pairs"),
            )
        return self._agreeing[present]

    def findings(
        self,
        compared: Compared,
        reveal: Reveal,
        *,
        leaving: frozenset[str] = frozenset(),
        reading: str = "",
    ) -> list[Finding]:
        """What does not hold among the documents that are there, by code and line; without the
        criteria of ``leaving``, and only those that read the noun ``reading`` where it is given.
        """
        lines = {"order": compared.order_lines, "inventory": compared.inventory_lines}
        witness = Witness(compared.documents, lines, reveal)
        present = compared.documents.keys()
        arguments = compared.arguments()
        found: list[Finding] = []
        for item in self._criteria:
            if not item.nouns <= present or item.code in leaving:
                continue
            if reading and reading not in item.nouns:
                continue
            holds = self._holds[item.code]
            if item.of_each_line:
                for pair in compared.pairs:
                    if not holds(*pair):
                        found.extend(self._finding(item, witness, pair))
            elif not holds(*arguments):
                found.extend(self._finding(item, witness))
        return found

    def _finding(
        self, item: Criterion, witness: Witness, pair: tuple[LineFacts, LineFacts] | None = None
    ) -> Iterator[Finding]:
        """The finding, unless an allowed normalisation makes both values the same."""
        lines = dict(zip(("order", "inventory"), pair, strict=True)) if pair else {}
        allowed: frozenset[str] = getattr(
            self._settings.parameters[item.code], "normalise", frozenset()
        )
        if allowed:
            values = [witness.clear(side, lines.get(side.noun)) for side in item.compares]
            if len({normalised(value or "", allowed) for value in values}) == 1:
                return
        evidence = tuple(
            e for side in item.compares for e in witness.of(side, lines.get(side.noun))
        )
        yield finding(item.code, self._settings, evidence)


def finding(
    code: str, settings: Settings, evidence: tuple[Evidence, ...], **params: str
) -> Finding:
    """A finding with the severity that the day's settings give its rule."""
    severity: Severity = "warning" if settings.of(code) == "warning" else "error"
    return Finding(code, severity, evidence, RULES[code].responsible, params)
