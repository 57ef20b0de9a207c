"""The columns of a table of documents: every element of a kind, under the names people know."""

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from declarations.messages.catalogue import KINDS, Kind
from declarations.messages.record import Element

ENTERED: Final = (
    "CEB311",
    "CEB411",
    "CEB511",
    "CEB621",
    "CEB303",
    "CEB403",
    "CEB505",
    "CEB603",
)
"""The kinds that people may enter by table or form, imports first."""

FILLED_IN: Final = ("guid", "appType", "appTime", "appStatus", "gnum")
"""What the portal fills in where a cell is empty: number, new, now, declared, counted."""

OWN: Final = ("原因", "Reason")
"""Headings of the column that the file of failed rows adds; it is left out when read again."""

CODED: Final = {
    "appType": "",
    "appStatus": "",
    "currency": "currencies",
    "fCurrency": "currencies",
    "iCurrency": "currencies",
    "country": "countries",
    "tradeCountry": "countries",
    "customsCode": "districts",
    "portCode": "districts",
    "trafMode": "transport_modes",
    "wrapType": "wrap_types",
    "tradeMode": "trade_modes",
    "orderType": "order_types",
    "buyerIdType": "id_types",
    "payerIdType": "id_types",
    "unit": "units",
    "unit1": "units",
    "unit2": "units",
}
"""Elements whose value is a code, and the table that explains it (none: named on the pages)."""

FEW: Final = {"appType": ("1", "2", "3"), "appStatus": ("1", "2"), "ieFlag": ("I", "E")}
"""Elements with so few values that they stand in the list of the template itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` is the official element name, led by the list's where both parts of a
    document have an element of that name (``OrderList.currency``)."""

    name: str
    element: Element
    of_line: bool

    @property
    def is_required(self) -> bool:
        return self.element.mandatory and self.element.name not in FILLED_IN

    def label(self, language: str) -> str:
        """The words for people alone."""
        words = self.element.label(language)
        if "." not in self.name:
            return words
        return f"商品{words}" if language.startswith("zh") else f"{words} (line)"

    def heading(self, language: str) -> str:
        """The heading in a file: words for people, then the official name."""
        return f"{self.label(language)} {self.name}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind, heads first, and every heading that one may stand under."""

    kind: Kind
    columns: tuple[Column, ...]
    by_heading: dict[str, Column] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns whose values tell documents of several rows apart."""
        return ("copNo", "orderNo") if self.kind.noun == "inventory" else self.kind.key

    def find(self, heading: str) -> Column | None:
        """The column of a heading: by its official name at the end, or by its words."""
        found = self.by_heading.get(plain(heading))
        if found is None and heading.split():
            found = self.by_heading.get(plain(heading.rsplit(maxsplit=1)[-1]))
        return found


@cache
def layout_of(code: str) -> Layout:
    """The layout of a kind.

    :raises KeyError: when the kind is not one that people enter.
    """
    if code not in ENTERED:
        raise KeyError(code)
    kind = KINDS[code]
    heads = [Column(name, element, False) for name, element in kind.head_elements.items()]
    lines = [
        Column(f"{kind.list_element}.{name}" if name in kind.head_elements else name, element, True)
        for name, element in kind.line_elements.items()
    ]
    columns = (*heads, *lines)
    by_heading: dict[str, Column] = {}
    for column in columns:
        for words in (column.label("zh"), column.label("en"), column.name):
            by_heading.setdefault(plain(words), column)
    by_heading |= {plain(column.name): column for column in columns}
    return Layout(kind, columns, by_heading)


def plain(heading: str) -> str:
    """A heading without blanks, width of brackets and case, as it is compared."""
    return "".join(heading.split()).replace("（", "(").replace("）", ")").casefold()
