"""Kept documents in the form in which pages show them: by element, personal values masked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from declarations.dossiers import Dossier, Earlier, Kept
from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from declarations.models.columns import SAME_FACT, layout_of
from declarations.outlines import ROW_COLUMNS, shown_value
from declarations.pages.comparison import Side
from zone_portal.kernel.masking import mask

KNOWN_OF_INVENTORY = frozenset(
    layout_of(code).plain[column]
    for code in ("CEB621", "CEB603")
    for column in ROW_COLUMNS["inventory"]
    if column in layout_of(code).plain
)
"""Elements of an inventory that every firm named in it may know."""


def sides_of(dossier: Dossier) -> dict[str, Side]:
    """The columns of the comparison, by noun; a document that is not there has none."""
    return {noun: side_of(kept) for noun, kept in dossier.documents.items() if kept.record}


def side_of(kept: Kept) -> Side:
    """One document as the comparison sees it."""
    elements = kept.kind.head_elements
    clear = {name: getattr(kept.record.head, name) for name in elements}
    return Side(
        kind=kept.row.kind,
        shown={name: shown(elements[name], value) for name, value in clear.items()},
        tokens={name: value for name, value in clear.items() if value not in (None, "")},
        lines=lines_of(kept.record),
        names={SAME_FACT[name]: name for name in elements if name in SAME_FACT},
        is_open=kept.is_open,
        known=KNOWN_OF_INVENTORY if kept.noun == "inventory" else frozenset(),
    )


def shown(element: Element, value: Any) -> str:
    """A value as text; a personal one masked as its kind demands; nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(shown_value(value))
    return mask(element.personal, str(value)) if element.personal else str(value)


def lines_of(record: Any) -> dict[int, Mapping[str, Any]]:
    """The goods lines of a record by gnum, decimals without useless zeros."""
    return {
        line.gnum: {name: shown_value(getattr(line, name)) for name in line.__struct_fields__}
        for line in getattr(record, "lines", [])
    }


def changes(earlier: Earlier, kind: Kind) -> list[dict[str, Any]]:
    """What a change replaced: element, old value, new value; lines by gnum."""
    found = []
    for name, element in kind.head_elements.items():
        old, new = getattr(earlier.record.head, name), getattr(earlier.following.head, name)
        if (old or None) != (new or None) and name not in {"guid", "appTime", "appType"}:
            found.append(
                {"element": element, "old": shown(element, old), "new": shown(element, new)}
            )
    old_lines, new_lines = lines_of(earlier.record), lines_of(earlier.following)
    for gnum in sorted({*old_lines, *new_lines}):
        before, after = old_lines.get(gnum, {}), new_lines.get(gnum, {})
        for name, element in kind.line_elements.items():
            old, new = before.get(name) or "", after.get(name) or ""
            if old != new:
                found.append({"element": element, "gnum": gnum, "old": old, "new": new})
    return found
