"""Code tables as the rules see them on one day: frozen, complete or marked otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The codes valid on a day.

    ``complete`` false means that a code missing here may still be right: warn, do not refuse.
    ``as_of`` says when the table was true, as text (``2018``, ``2022-05``); empty when not loaded.
    """

    codes: frozenset[str] = frozenset()
    complete: bool = False
    as_of: str = ""

    def __contains__(self, code: object) -> bool:
        return code in self.codes


@dataclass(frozen=True, slots=True)
class HsTable:
    """The tariff: 10-digit code → (statutory unit 1, unit 2 or ""); headings are 4 digits."""

    units: Mapping[str, tuple[str, str]]
    headings: frozenset[str] = frozenset()
    complete: bool = False
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class CodeTables:
    """Every table a message check needs, as valid on one day."""

    currencies: CodeTable
    countries: CodeTable
    units: CodeTable
    districts: CodeTable
    transport_modes: CodeTable
    wrap_types: CodeTable
    trade_modes: CodeTable
    order_types: CodeTable
    id_types: CodeTable
    return_statuses: CodeTable
    hs: HsTable
    export_duty: CodeTable = field(default_factory=CodeTable)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as shown on a page."""

    code: str
    name_zh: str
    name_en: str
    extra: Mapping[str, str]

    def name(self, language: str) -> str:
        """The name in ``language``; customs publishes few English names, so Chinese stands in."""
        return self.name_zh if language.startswith("zh") else self.name_en or self.name_zh


@dataclass(frozen=True, slots=True)
class PositiveItem:
    """One line of the list of goods for retail import; ``modes`` empty = every mode.

    ``limit`` in ``limit_unit`` is what one person may buy in a year, where the note sets it.
    """

    hs8: str
    name: str
    note: str = ""
    modes: frozenset[str] = frozenset()
    limit: Decimal | None = None
    limit_unit: str = ""


@dataclass(frozen=True, slots=True)
class PositiveList:
    """The list of goods for retail import as valid on a day, by eight-digit code.

    ``complete`` false means that goods missing here may still be listed: warn, do not refuse.
    """

    items: Mapping[str, PositiveItem] = field(default_factory=dict)
    complete: bool = False
    as_of: str = ""
    source: str = ""
