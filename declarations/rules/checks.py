"""The checks of one day: code tables, settings, and every rule compiled for the fast yes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final, Protocol

from declarations.messages.catalogue import intake_kinds
from declarations.messages.kinds import Kind
from declarations.rules import all_rules as _all_rules
from declarations.rules.forms import BONDED, DIRECT, RENMINBI
from declarations.rules.registry import Settings, predicates_for, resolve
from declarations.rules.values import RESIDUE_SCOPE, needs_a_close_look, residue
from zone_portal.kernel.predicates import (
    Predicate,
    compile_all,
    compile_one,
    compile_ranked,
    compile_which,
    written,
)
from zone_portal.kernel.rules import RULES, Rule

Accept = Callable[[Any, Sequence[Any]], bool]

HEAD_AND_LINES: Final = ("head", "lines")
HEAD_LINE_AND_LINES: Final = ("head", "line", "lines")

REFUSED, CAUTIONED, CLEAN = range(3)
"""What ``Checks.judge`` says of a document."""

REGISTERED: Final = _all_rules.MODULES
"""The modules whose import has entered every rule of this app."""


@dataclass(frozen=True, slots=True)
class RuleTables:
    """The code tables that acceptance rules look into, as valid on one day.

    ``hs_units`` maps a 10-digit HS code to its statutory units (the second may be empty).
    ``incomplete`` names the tables in which a code may be missing though it is right; ``as_of``
    says of each table when it was true. ``direct_modes``, ``bonded_modes`` and ``zone_modes`` are
    the modes of three flows, ``ticket_limits`` what a list of a mode may be worth at most in
    renminbi, ``rmb_rates`` renminbi per unit of a currency.
    """

    currencies: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    transport_modes: frozenset[str] = frozenset()
    wrap_types: frozenset[str] = frozenset()
    hs_units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    hs_headings: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()
    as_of: Mapping[str, str] = field(default_factory=dict)
    export_duty: frozenset[str] = frozenset()
    direct_modes: frozenset[str] = DIRECT
    bonded_modes: frozenset[str] = BONDED
    zone_modes: frozenset[str] = BONDED
    ticket_limits: Mapping[str, Decimal] = field(default_factory=dict)
    rmb_rates: Mapping[str, Decimal] = field(default_factory=lambda: {RENMINBI: Decimal(1)})


PLAIN_TABLES: Final = (
    "currencies",
    "countries",
    "units",
    "districts",
    "transport_modes",
    "wrap_types",
    "export_duty",
)


class CodeTableLike(Protocol):
    """One table of codes as the reference data give it."""

    @property
    def codes(self) -> frozenset[str]: ...
    @property
    def complete(self) -> bool: ...
    @property
    def as_of(self) -> str: ...


class HsTableLike(Protocol):
    """The tariff as the reference data give it."""

    @property
    def units(self) -> Mapping[str, tuple[str, str]]: ...
    @property
    def headings(self) -> frozenset[str]: ...
    @property
    def complete(self) -> bool: ...
    @property
    def as_of(self) -> str: ...


def rule_tables(tables: Any) -> RuleTables:
    """The tables of ``reference.selectors.code_tables``, taken by the names of their attributes."""
    plain: dict[str, CodeTableLike] = {name: getattr(tables, name) for name in PLAIN_TABLES}
    hs: HsTableLike = tables.hs
    every: dict[str, CodeTableLike | HsTableLike] = {**plain, "hs": hs}
    codes: dict[str, Any] = {name: table.codes for name, table in plain.items()}
    return RuleTables(
        **codes,
        hs_units=hs.units,
        hs_headings=hs.headings,
        incomplete=frozenset(name for name, table in every.items() if not table.complete),
        as_of={name: table.as_of for name, table in every.items()},
    )


@dataclass(frozen=True, slots=True)
class BoundPredicate:
    """A predicate with the day's settings bound in: ``holds(head, line, lines)``.

    ``of_line`` is asked line by line, ``of_list`` of all lines together.
    """

    predicate: Predicate
    holds: Callable[[Any, Any, Any], bool]
    of_line: bool
    of_list: bool
    reads: Mapping[str, tuple[str, ...]]

    @property
    def rule(self) -> Rule:
        return self.predicate.rule

    def holds_for(self, head: Any, lines: Sequence[Any]) -> bool:
        """Whether the rule holds for a head and all its lines."""
        if not self.of_line:
            return self.holds(head, None, lines)
        return all(self.holds(head, line, lines) for line in lines)

    def reads_of(self, owner: str) -> tuple[str, ...]:
        """The elements of the ``head`` or of a ``line`` that the rule looks at."""
        return self.reads.get(owner, ())


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything that judges documents on one day; holds nothing of any document.

    ``accept`` answers whether a decoded document of a kind has nothing to be said against it,
    warnings included; ``judge`` says ``REFUSED``, ``CAUTIONED`` (accepted with warnings) or
    ``CLEAN``, and ``which`` lists the ``cautions`` that do not hold. ``well_formed`` asks for its
    elements alone. ``predicates`` are the rules that apply, ``bound``
    the same with their settings bound in, ``cautions`` those of them that only warn.
    """

    day: date
    settings: Settings
    tables: RuleTables
    accept: Mapping[str, Accept]
    judge: Mapping[str, Callable[[Any, Sequence[Any]], int]]
    which: Mapping[str, Callable[[Any, Sequence[Any]], list[tuple[int, Any]] | None]]
    well_formed: Mapping[str, Accept]
    predicates: Mapping[str, tuple[Predicate, ...]]
    bound: Mapping[str, tuple[BoundPredicate, ...]]
    cautions: Mapping[str, tuple[BoundPredicate, ...]]
    prepared: dict[str, Any] = field(default_factory=dict)
    """What others work out from these checks once and keep with them."""

    def accepts(self, kind: Kind, document: Any, raw: bytes = b"") -> bool:
        """The fast yes for a decoded document; ``raw`` is the JSON text it was decoded from.

        XML needs no ``raw``: its parser refuses control characters by itself.
        """
        if raw and needs_a_close_look(raw):
            return False
        return self.accept[kind.code](document.head, document.lines if kind.list_element else ())


def build_checks(*, settings: Settings, tables: RuleTables, today: date) -> Checks:
    """Compile the rules of every kind for one day in Shanghai; about a tenth of a second."""
    constants = {"tables": tables, "today": today}
    accept: dict[str, Accept] = {}
    judge: dict[str, Callable[[Any, Sequence[Any]], int]] = {}
    which: dict[str, Callable[[Any, Sequence[Any]], list[tuple[int, Any]] | None]] = {}
    well_formed: dict[str, Accept] = {}
    predicates: dict[str, tuple[Predicate, ...]] = {}
    bound: dict[str, tuple[BoundPredicate, ...]] = {}
    cautions: dict[str, tuple[BoundPredicate, ...]] = {}
    for kind in intake_kinds():
        own = predicates_for(kind.code, settings)
        form = tuple(_residues(kind))
        predicates[kind.code] = own
        well_formed[kind.code] = _joined(form, settings.parameters, constants)
        accept[kind.code] = _joined((*form, *own), settings.parameters, constants)
        binding = [item for item in own if settings.of(item.rule.code) != "warning"]
        warning = [item for item in own if settings.of(item.rule.code) == "warning"]
        judge[kind.code] = compile_ranked(
            [(*form, *binding), warning],
            arguments=HEAD_AND_LINES,
            parameters=settings.parameters,
            constants=constants,
        )
        which[kind.code] = compile_which(
            warning,
            arguments=HEAD_AND_LINES,
            parameters=settings.parameters,
            constants=constants,
        )
        bound[kind.code] = tuple(_bound(item, settings.parameters, constants) for item in own)
        cautions[kind.code] = tuple(
            item for item in bound[kind.code] if settings.of(item.rule.code) == "warning"
        )
    return Checks(
        day=today,
        settings=settings,
        tables=tables,
        accept=accept,
        judge=judge,
        which=which,
        well_formed=well_formed,
        predicates=predicates,
        bound=bound,
        cautions=cautions,
    )


def checks_for(
    rows: Mapping[str, Mapping[str, str]], code_tables: Any, *, today: date, on: date | None = None
) -> Checks:
    """Checks from the dated settings' rows and the reference data's tables.

    ``on`` is the day whose rules apply (that of first acceptance); by default ``today``.
    """
    tables = rule_tables(code_tables)
    settings = resolve(RULES, rows, on=on or today, incomplete=tables.incomplete)
    return build_checks(settings=settings, tables=tables, today=today)


def _joined(
    items: Sequence[Predicate],
    parameters: Mapping[str, SimpleNamespace],
    constants: Mapping[str, Any],
) -> Accept:
    return compile_all(items, arguments=HEAD_AND_LINES, parameters=parameters, constants=constants)


def _bound(
    item: Predicate, parameters: Mapping[str, SimpleNamespace], constants: Mapping[str, Any]
) -> BoundPredicate:
    function = compile_one(
        item, arguments=HEAD_LINE_AND_LINES, parameters=parameters, constants=constants
    )
    return BoundPredicate(
        predicate=item,
        holds=function,
        of_line="line" in item.arguments,
        of_list="lines" in item.arguments,
        reads={
            owner: tuple(name for argument, name in item.reads if argument == owner)
            for owner in ("head", "line")
        },
    )


def _residues(kind: Kind) -> Iterator[Predicate]:
    """What the specification demands of a kind beyond the types of its record."""
    of_elements = Rule("FLD", ("", ""), ("", ""), basis="", responsible="")
    for owner, elements in (("head", kind.head_elements), ("line", kind.line_elements)):
        for element in elements.values():
            for text in residue(element, owner):
                yield written(of_elements, text, owner, RESIDUE_SCOPE)
