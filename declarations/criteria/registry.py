"""Matching criteria: how one is declared, and the register of all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from zone_portal.kernel.predicates import Predicate, predicate
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

F = TypeVar("F", bound=Callable[..., bool])

IMPORT, EXPORT = "import", "export"

KIND_OF = {
    IMPORT: {
        "order": "CEB311",
        "payment": "CEB411",
        "waybill": "CEB511",
        "inventory": "CEB621",
    },
    EXPORT: {
        "order": "CEB303",
        "payment": "CEB403",
        "waybill": "CEB505",
        "inventory": "CEB603",
    },
}
"""The message kind of each noun in each direction."""

PAIR = ("order_line", "inventory_line")
"""Arguments of a criterion that is asked of each pair of lines with the same gnum."""

_READS = {
    "order": "order",
    "order_lines": "order",
    "order_line": "order",
    "pairs": "order",
    "payment": "payment",
    "waybill": "waybill",
}

RECEIPT = "海关退单回执"
"""Seen as the reason of real rejections."""
PRACTICE = "行业做法，未见官方文本（unverified）"
"""Known from trade pages and partners only."""

AS_WRITTEN = Parameter(
    "",
    (
        "比对前允许的规范化：blanks 去除空白，width 全角转半角，case 不分大小写；空为逐字比对",
        "normalisation allowed before comparing: blanks removed, width made narrow, case folded; "
        "empty compares character by character",
    ),
    kind="codes",
)


class Side(NamedTuple):
    """One value that a criterion compares: official element and attribute of the noun's facts.

    An attribute that ends in ``_hash`` stands for a personal value; no attribute means the list
    itself, whose value is its number of lines.
    """

    noun: str
    element: str
    attribute: str = ""

    @property
    def is_personal(self) -> bool:
        return self.attribute.endswith("_hash")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One comparison of two documents: what must hold, between which values.

    ``nouns`` are the documents beside the inventory that it reads; ``phrase`` says what differs
    as part of a sentence.
    """

    rule: Rule
    predicate: Predicate
    compares: tuple[Side, ...]
    nouns: frozenset[str]
    directions: tuple[str, ...]
    phrase: Text

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def of_each_line(self) -> bool:
        return not set(PAIR).isdisjoint(self.predicate.arguments)


CRITERIA: dict[str, Criterion] = {}
"""Every criterion by its code."""

PHRASES: dict[str, Text] = {}
"""What differs, as part of a sentence, by code of the criterion or situation."""


def criterion(
    code: str,
    *,
    compares: tuple[tuple[str, ...], ...],
    directions: tuple[str, ...],
    title: Text,
    phrase: Text,
    remedy: Text,
    basis: str,
    responsible: str,
    official: str = "",
    severity: str = "error",
    modes: tuple[str, ...] = (),
    since: date = date(2018, 9, 30),
    until: date | None = None,
    **parameters: Parameter,
) -> Callable[[F], F]:
    """Declare the decorated function as a matching criterion.

    The function takes any of ``inventory``, ``order``, ``payment``, ``waybill``, ``order_lines``,
    ``inventory_lines``, ``pairs``, or ``order_line`` and ``inventory_line`` to be asked of each
    pair, beside ``param`` (its own settings) and ``today`` (the day of first acceptance), and
    returns one expression. It is asked only when every document that it reads is there.
    """
    sides = tuple(Side(*side) for side in compares)

    def declare(function: F) -> F:
        nouns = [side.noun for side in sides]
        rule = RULES.add(
            Rule(
                code=code,
                title=title,
                remedy=remedy,
                basis=basis,
                responsible=responsible,
                severity=severity,
                kinds=tuple(sorted({KIND_OF[d][noun] for d in directions for noun in nouns})),
                modes=modes,
                valid_from=since,
                valid_to=until,
                parameters=parameters,
                official=official,
                summary=(function.__doc__ or "").strip(),
            )
        )
        item = predicate(rule, function)
        CRITERIA[code] = Criterion(
            rule=rule,
            predicate=item,
            compares=sides,
            nouns=frozenset(_READS[name] for name in item.arguments if name in _READS),
            directions=directions,
            phrase=phrase,
        )
        PHRASES[code] = phrase
        return function

    return declare


def situation(
    code: str,
    *,
    noun: str,
    title: Text,
    remedy: Text,
    basis: str,
    responsible: str,
    phrase: Text = ("", ""),
    official: str = "",
    severity: str = "warning",
    fixed: bool = False,
    **parameters: Parameter,
) -> str:
    """Enter what may be found while the documents of a declaration are chosen; returns its code.

    ``fixed`` keeps its severity from being set: nothing can be compared where it is found.
    """
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible=responsible,
            severity=severity,
            kinds=tuple(sorted(kinds[noun] for kinds in KIND_OF.values())),
            parameters=parameters,
            official=official,
            fixed=fixed,
        )
    )
    PHRASES[code] = phrase
    return code
