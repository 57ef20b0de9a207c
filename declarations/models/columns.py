"""Which column an official element is kept in: the one bridge between the wire and the tables.

Imports and exports share a table per noun; where the two spell the same fact differently, the
import's name is kept (``charge`` of a 403 is ``amount_paid``).
"""

import re
from dataclasses import dataclass
from functools import cache

from declarations.messages.catalogue import KINDS, Kind
from declarations.models.documents import Document, Inventory, Order, Payment, Waybill
from declarations.models.lines import InventoryLine, OrderLine
from declarations.models.papers import Paper

SAME_FACT = {
    "payNo": "payTransactionId",
    "charge": "amountPaid",
    "accountingDate": "payTime",
    "weight": "grossWeight",
    "trafName": "trafNo",
    "iacCode": "areaCode",
    "iacName": "areaName",
}
OF_PAPERS = {"coElNo": "copNo", "rkdNo": "givenNo", "sumNo": "givenNo"}
"""Likewise in papers, whose further elements are kept together as JSON."""
WHOLE = ("data", "lines", "line_count", "numbers")
"""Columns of papers that hold many elements."""

TABLES: dict[str, type[Document]] = {
    "order": Order,
    "payment": Payment,
    "waybill": Waybill,
    "inventory": Inventory,
    "paper": Paper,
}
LINE_TABLES: dict[str, type[OrderLine] | type[InventoryLine]] = {
    "order": OrderLine,
    "inventory": InventoryLine,
}


def column_of(element: str) -> str:
    """The column of an element: ``acturalPaid`` is kept in ``actural_paid``."""
    if element == "POD":
        return "pod"
    name = SAME_FACT.get(element, element)
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind's table that its elements fill.

    ``plain`` and ``lines`` map columns to elements; ``hashed`` maps hash columns to elements with
    their kind of value; ``personal`` lists the elements sealed together, in their stored order.
    """

    table: str
    plain: dict[str, str]
    hashed: dict[str, tuple[str, str]]
    personal: tuple[str, ...]
    line_table: str
    lines: dict[str, str]
    whole: tuple[str, ...] = ()
    """Columns that hold many elements: those of papers."""


@cache
def layout_of(code: str) -> Layout:
    """The layout of a message kind."""
    kind: Kind = KINDS[code]
    if kind.noun == "paper":
        return _layout_of_paper(kind)
    model = TABLES[kind.noun]
    columns = {field.column for field in model._meta.concrete_fields}
    plain = {
        column_of(name): name
        for name, element in kind.head_elements.items()
        if not element.personal
    }
    hashed = {
        f"{column_of(name)}_hash": (name, element.personal)
        for name, element in kind.head_elements.items()
        if element.personal and f"{column_of(name)}_hash" in columns
    }
    line_model = LINE_TABLES.get(kind.noun)
    return Layout(
        table=model._meta.db_table,
        plain=plain,
        hashed=hashed,
        personal=tuple(name for name, e in kind.head_elements.items() if e.personal),
        line_table=line_model._meta.db_table if line_model else "",
        lines={column_of(name): name for name in kind.line_elements},
    )


def _layout_of_paper(kind: Kind) -> Layout:
    columns = {field.column for field in Paper._meta.concrete_fields}
    named = {column_of(OF_PAPERS.get(name, name)): name for name in kind.head_elements}
    personal = tuple(name for name, e in kind.head_elements.items() if e.personal)
    return Layout(
        table=Paper._meta.db_table,
        plain={
            column: name
            for column, name in named.items()
            if column in columns and name not in personal
        },
        hashed={},
        personal=personal,
        line_table="",
        lines={},
        whole=WHOLE,
    )
