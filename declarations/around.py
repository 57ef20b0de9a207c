"""What carriers, sites and declarants told around a declaration: arrived, stored, left, signed for.

These papers join nothing (ADR 0021): they name the parcel by its waybill or list number, alone or
in a list of many.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from declarations.models import Course, Inventory, Paper

ALONE: Final = ("CEB513", "CEB605", "CEB623")
LISTED: Final = ("CEB507", "CEB509", "CEB711")
TOLD_BY: Final = {
    "CEB507": "site",
    "CEB509": "carrier",
    "CEB513": "carrier",
    "CEB605": "declarant",
    "CEB623": "declarant",
    "CEB711": "site",
}
"""Who sends the papers that are told around a declaration."""
SIGNED_FOR: Final = "S"
"""logisticsStatus of a parcel that the buyer has signed for."""
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A paper about a parcel, without what it says of others."""

    kind: str
    at: datetime
    is_signed_for: bool = False


def told_around(inventories: Iterable[Inventory]) -> Mapping[int, list[Told]]:
    """The papers about each declaration, oldest first: two queries. Returns are told elsewhere."""
    rows = {row.id: row for row in inventories}
    if not rows:
        return {}
    given = dict(
        Course.objects.filter(inventory_id__in=rows).values_list("inventory_id", "invt_no")
    )
    bearing: dict[str, list[int]] = defaultdict(list)
    for row in rows.values():
        for number in {row.logistics_no, row.invt_no, given.get(row.id)} - {None, ""}:
            bearing[str(number)].append(row.id)
    alone = Q(logistics_no__in=bearing) | Q(invt_no__in=bearing)
    papers = Paper.objects.filter(
        Q(kind__in=ALONE) & alone | Q(kind__in=LISTED) & Q(numbers__overlap=list(bearing))
    )
    found: dict[int, list[Told]] = defaultdict(list)
    for paper in papers.order_by("id")[:MOST]:
        named = {paper.logistics_no, paper.invt_no, *(paper.numbers or ())}
        told = Told(paper.kind, paper.received_at, _says_signed_for(paper))
        for inventory_id in sorted({i for number in named for i in bearing.get(number or "", ())}):
            # Another carrier's parcel may bear the same number.
            if paper.kind != "CEB513" or paper.logistics_code == rows[inventory_id].logistics_code:
                found[inventory_id].append(told)
    return found


def _says_signed_for(paper: Paper) -> bool:
    return paper.kind == "CEB513" and paper.data.get("logisticsStatus") == SIGNED_FOR
