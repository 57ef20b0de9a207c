"""An order is declared in one inventory, or in parcels of which each number is taken once.

All parcels of an order share one key row, in the place of the key that a whole inventory takes: it
says of how many parcels the order is, and keeps a whole inventory out. The last one takes it away.
"""

from typing import Any

from declarations.messages.catalogue import Kind
from declarations.models import Inventory
from declarations.rules import keeping
from declarations.rules.split_marks import Mark
from declarations.services.digests import keys_of

SHARED = "PARCELS"


def join(cursor: Any, kind: Kind, head: Any, mark: Mark) -> str:
    """Take part in the shared key of an order; returns the code of the rule that forbids it."""
    digest = keys_of(kind, head)[-1][0]
    while True:
        cursor.execute(
            "INSERT INTO declarations_document_key VALUES (%s, %s, 0, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [digest, SHARED, mark.of, digest],
        )
        row = _locked(cursor, digest)
        if row is not None:
            break
    slot, of = row
    if slot != SHARED:
        return keeping.ORDER_ALREADY_DECLARED
    return "" if of == mark.of else keeping.PARCELS_CONTRADICT


def leave(cursor: Any, kind: Kind, head: Any) -> None:
    """Give the shared key back when the parcel that goes was the last; its row is gone already."""
    digest = keys_of(kind, head)[-1][0]
    row = _locked(cursor, digest)
    if row is None or row[0] != SHARED:
        return
    seller = (
        {"ebp_code": head.ebpCode} if kind.direction == "import" else {"ebc_code": head.ebcCode}
    )
    others = Inventory.objects.filter(
        kind=kind.code, order_no=head.orderNo, split__isnull=False, **seller
    )
    if not others.exists():
        cursor.execute("DELETE FROM declarations_document_key WHERE digest = %s", [digest])


def _locked(cursor: Any, digest: str) -> tuple[str, int] | None:
    cursor.execute(
        "SELECT slot, revision FROM declarations_document_key WHERE digest = %s FOR UPDATE",
        [digest],
    )
    row: tuple[str, int] | None = cursor.fetchone()
    return row
