"""Numbers that two documents of one file take: told over the whole file, however long it is.

Documents are judged in slices that know nothing of each other; this does. What a later row changes
or deletes (appType 2, 3) is no repeat, and neither is the same content once more: intake answers
that as a duplicate.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from declarations.messages.kinds import Kind
from declarations.rules import sheet_rules
from declarations.rules.split_marks import parcel_of
from declarations.sheets.layout import Layout
from declarations.sheets.reading import Entered, Fault

CHANGED: Final = "2"
DELETED: Final = "3"
_OWN: Final = ("guid", "appTime")
"""What differs between two copies of the same document."""

Key = tuple[str, ...]


def tell_repeats(entered: Sequence[Entered], layout: Layout) -> None:
    """Give each document whose number an earlier one of other content has a fault that names the
    first row of that one."""
    kind = layout.kind
    taken: dict[Key, Entered] = {}
    for document in entered:
        head = document.data[kind.json_head]
        for key, name in _keys(kind, head):
            earlier = taken.get(key)
            if head.get("appType") == DELETED:
                taken.pop(key, None)
            elif earlier is None or head.get("appType") == CHANGED:
                taken[key] = document
            elif not _is_same(kind, earlier, document):
                document.faults.append(_fault(kind, document, earlier, name))
                break


def _keys(kind: Kind, head: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """The keys that a document takes, each with the element that people see it by; a key with an
    empty part is none."""
    own = tuple(str(head.get(name) or "") for name in kind.key)
    if all(own):
        yield ("own", *own), kind.key[1]
    if kind.noun != "inventory":
        return
    seller = head.get("ebpCode" if kind.direction == "import" else "ebcCode")
    order = head.get("orderNo")
    if seller and order:
        mark = parcel_of(kind.code, head.get("note"))
        yield ("order", str(seller), str(order), str(mark.number) if mark else ""), "orderNo"


def _is_same(kind: Kind, one: Entered, other: Entered) -> bool:
    return _content(kind, one) == _content(kind, other)


def _content(kind: Kind, document: Entered) -> list[Any]:
    head = document.data[kind.json_head]
    lines = document.data[kind.list_element] if kind.list_element else None
    return [{name: value for name, value in head.items() if name not in _OWN}, lines]


def _fault(kind: Kind, document: Entered, earlier: Entered, name: str) -> Fault:
    element = kind.head_elements[name]
    words = {"element": name, "zh": element.zh, "en": element.en, "format": element.format}
    value = str(document.data[kind.json_head].get(name) or "")
    params = {**words, "first": earlier.rows[0]}
    return Fault(document.rows[0], name, sheet_rules.NUMBER_REPEATED, params, value)
