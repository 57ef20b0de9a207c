"""The inventory that a return or cancellation is about, as far as it is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

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
    """The newest inventory under a number that customs gave, or its sender wrote into it.

    Only one that concerns the reader, or that names the same seller (code as written), is found:
    a number is easily guessed.
    """
    numbered = Course.objects.filter(invt_no=invt_no).values("inventory_id")
    rows = Inventory.objects.filter(
        Q(invt_no=invt_no) | Q(id__in=numbered),
        Q(parties__contains=[reader_id]) | Q(ebc_code=seller),
        kind=ORIGINAL_KINDS[kind],
    )
    found = rows.order_by("-id").first()
    if found is None:
        return None
    lines = InventoryLine.objects.filter(document_id=found.id)
    return Original(found, {line.gnum: line for line in lines})
