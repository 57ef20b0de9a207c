"""Split marks: how a note says that a document is one of several. Pure.

The official formats have no element for it, so a mark in ``note`` does (ADR 0028):

- ``[合并支付:3]`` or ``[split orders:3]`` in an order: one payment pays this order and two others;
- ``[分笔支付:2]`` or ``[split payments:2]`` in an order: it is paid in two payments;
- ``[分包裹:2/3]`` or ``[split parcel:2/3]`` in an inventory: second of its order's three parcels.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

ORDERS, PAYMENTS, PARCEL = "orders", "payments", "parcel"
MARKED_NOUNS: Final = frozenset({"order", "inventory"})
"""The documents whose notes are read for marks."""

MOST: Final = 99
"""Parts that a mark may name at most."""

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "合并支付": ORDERS,
        "split orders": ORDERS,
        "分笔支付": PAYMENTS,
        "split payments": PAYMENTS,
        "分包裹": PARCEL,
        "split parcel": PARCEL,
    }
)
_BELONGS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "CEB311": frozenset({ORDERS, PAYMENTS}),
        "CEB621": frozenset({PARCEL}),
        "CEB603": frozenset({PARCEL}),
    }
)
"""Which marks the note of a kind may carry."""

_MARK: Final = re.compile(
    rf"[\[【]\s*(?P<word>{'|'.join(_WORDS)})\s*[:：](?P<said>[^\]】]*)[\]】]", re.IGNORECASE
)
_SAID: Final = re.compile(r"\s*(?:(?P<number>[0-9]{1,2})\s*/\s*)?(?P<of>[0-9]{1,2})\s*")


class Mark(NamedTuple):
    """What a mark says: of how many parts, and which of them a parcel is (0 for other marks)."""

    kind: str
    of: int
    number: int = 0

    def __str__(self) -> str:
        """The form in which it is kept: ``orders:3``, ``payments:2``, ``parcel:2/3``."""
        return f"{self.kind}:{self.number}/{self.of}" if self.number else f"{self.kind}:{self.of}"


class UnreadableMark(ValueError):
    """A mark that does not say what it should; its text is the mark alone, not the note."""


def is_marked(note: str) -> bool:
    """Whether a note carries a mark, readable or not."""
    return ("[" in note or "【" in note) and _MARK.search(note) is not None


def mark_of(kind: str, note: str | None) -> Mark | None:
    """The mark in the note of a document of ``kind``; None where it carries none.

    :raises UnreadableMark: when there are several, when it does not belong in this kind, or when
        its numbers cannot be.
    """
    found = list(_MARK.finditer(note)) if note else []
    if not found:
        return None
    text = "".join(match[0] for match in found)
    said = _SAID.fullmatch(found[0]["said"])
    mark_kind = _WORDS[found[0]["word"].lower()]
    if len(found) > 1 or said is None or mark_kind not in _BELONGS.get(kind, frozenset()):
        raise UnreadableMark(text)
    mark = Mark(mark_kind, int(said["of"]), int(said["number"] or 0))
    is_part = mark_kind == PARCEL
    if not 2 <= mark.of <= MOST or is_part != bool(said["number"]):
        raise UnreadableMark(text)
    if is_part and not 1 <= mark.number <= mark.of:
        raise UnreadableMark(text)
    return mark


def parcel_of(kind: str, note: str | None) -> Mark | None:
    """The mark of a parcel in the note of an inventory; None where there is none to be read."""
    try:
        mark = mark_of(kind, note)
    except UnreadableMark:
        return None
    return mark if mark is not None and mark.kind == PARCEL else None


def kept_mark(text: str | None) -> Mark | None:
    """The mark that was kept as ``text``."""
    if not text:
        return None
    kind, _, said = text.partition(":")
    number, _, of = said.rpartition("/")
    return Mark(kind, int(of), int(number or 0))
