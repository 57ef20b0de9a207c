"""The inventory that a return or cancellation is about, as far as it is kept here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from declarations.models import Course, Inventory, InventoryLine

ORIGINAL_KINDS: Mapping[str, str] = {
    "CEB213": "CEB603",
    "CEB605": "CEB603",
    "CEB623": "CEB621",
    "CEB625": "CEB621",
}
"""The kind of inventory that each such paper refers to by invtNo."""


@dataclass(frozen=True, slots=True)
class Original:
    """An inventory and its lines by gnum."""

    inventory: Any
    lines: Mapping[int, Any]


def original_of(kind: str, invt_no: str, *, seller: str, reader_id: int) -> Original | None:
    """The newest inventory under a number that customs gave, or else its sender wrote into it.

    Only one that concerns the reader, or that names the same seller (code as written), is found:
    a number is easily guessed.
    """
    rows = _numbered(kind, invt_no).filter(
        Q(parties__contains=[reader_id]) | Q(ebc_code=seller),
    )
    found = rows.order_by("-id").first()
    if found is None:
        return None
    lines = InventoryLine.objects.filter(document_id=found.id)
    return Original(found, {line.gnum: line for line in lines})


def firms_numbered(
    kind: str, invt_no: str, columns: Sequence[str]
) -> frozenset[tuple[str | None, ...]]:
    """The firms, as ``columns`` name them, of every inventory kept under a number."""
    rows = _numbered(kind, invt_no).values_list(*columns).order_by().distinct()
    return frozenset(rows)


def _numbered(kind: str, invt_no: str) -> QuerySet[Inventory]:
    """What a number stands for: customs' word counts before that of whoever writes the number."""
    rows = Inventory.objects.filter(kind=ORIGINAL_KINDS[kind])
    given = rows.filter(id__in=Course.objects.filter(invt_no=invt_no).values("inventory_id"))
    return given if given.exists() else rows.filter(invt_no=invt_no)
