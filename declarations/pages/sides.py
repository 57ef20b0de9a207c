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
from declarations.personal_tokens import ID_NUMBER, person_of, shown_personal, token_of

KNOWN_OF_INVENTORY = frozenset(
    layout_of(code).plain[column]
    for code in ("CEB621", "CEB603")
    for column in ROW_COLUMNS["inventory"]
    if column in layout_of(code).plain
)
"""Elements of an inventory that every firm named in it may know."""


def sides_of(dossier: Dossier) -> dict[str, Side]:
    """The columns of the comparison, by noun; a document that is not there has none."""
    kept = {noun: kept for noun, kept in dossier.documents.items() if kept.record}
    readers = [document.reader for document in kept.values() if document.reader is not None]
    beside = min(readers, default=None)
    return {noun: side_of(document, beside) for noun, document in kept.items()}


def side_of(kept: Kept, beside: int | None = None) -> Side:
    """One document as the comparison sees it. Where other columns show tokens to the enterprise
    ``beside``, one's own masked ID number has its token below."""
    elements = kept.kind.head_elements
    clear = {name: getattr(kept.record.head, name) for name in elements}
    return Side(
        kind=kept.row.kind,
        shown={name: shown(elements[name], value, kept.reader) for name, value in clear.items()},
        tokens={name: value for name, value in clear.items() if value not in (None, "")},
        lines=lines_of(kept.record),
        names={SAME_FACT[name]: name for name in elements if name in SAME_FACT},
        notes=_tokens(kept, beside) if kept.reader is None and beside is not None else {},
        is_open=kept.is_open,
        known=KNOWN_OF_INVENTORY if kept.noun == "inventory" else frozenset(),
    )


def _tokens(kept: Kept, reader: int) -> dict[str, str]:
    """The tokens of the ID numbers in a document, by element."""
    found = {}
    for name, element in kept.kind.head_elements.items():
        number = getattr(kept.record.head, name)
        if element.personal == ID_NUMBER and number:
            found[name] = token_of(reader, person_of(number))
    return found


def shown(element: Element, value: Any, reader: int | None = None) -> str:
    """A value as text; a personal one masked as its kind demands, an ID number as token for
    ``reader``; nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(shown_value(value))
    return shown_personal(element, str(value), reader) if element.personal else str(value)


def lines_of(record: Any) -> dict[int, Mapping[str, Any]]:
    """The lines of a record by gnum, or by their place; decimals without useless zeros."""
    return {
        getattr(line, "gnum", place): {
            name: shown_value(getattr(line, name)) for name in line.__struct_fields__
        }
        for place, line in enumerate(getattr(record, "lines", []), 1)
    }


def changes(earlier: Earlier, kind: Kind) -> list[dict[str, Any]]:
    """What a change replaced: element, old value, new value; lines by gnum."""
    found = []
    for name, element in kind.head_elements.items():
        old, new = getattr(earlier.record.head, name), getattr(earlier.following.head, name)
        if (old or None) != (new or None) and name not in {"guid", "appTime", "appType"}:
            found.append(
                {
                    "element": element,
                    "old": shown(element, old, earlier.reader),
                    "new": shown(element, new, earlier.reader),
                }
            )
    old_lines, new_lines = lines_of(earlier.record), lines_of(earlier.following)
    for gnum in sorted({*old_lines, *new_lines}):
        before, after = old_lines.get(gnum, {}), new_lines.get(gnum, {})
        for name, element in kind.line_elements.items():
            old, new = before.get(name) or "", after.get(name) or ""
            if old != new:
                found.append({"element": element, "gnum": gnum, "old": old, "new": new})
    return found
