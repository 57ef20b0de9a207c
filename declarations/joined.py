"""What customs said of the documents that a declaration names: which of them it will not have."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from declarations.messages.catalogue import KINDS
from declarations.models import CustomsReceipt, Dispatch
from declarations.models.decisions import DecisionBase

JOINED: Final = ("order", "payment", "waybill")
ACCEPTED, REFUSED = "accepted", "refused"
DEAD: Final = "dead"


class Joined(NamedTuple):
    """A document that a decision compared."""

    noun: str
    document_id: int
    revision: int


def joined_of(decision: DecisionBase) -> Iterator[Joined]:
    """Order, payment and waybill of a decision, and every payment of an order paid in parts."""
    seen = set()
    for noun in JOINED:
        document_id = getattr(decision, f"{noun}_id")
        if document_id is not None:
            seen.add(document_id)
            yield Joined(noun, document_id, getattr(decision, f"{noun}_revision"))
    table: Any = (decision.split or {}).get("payment") or {"documents": ()}
    for row in table["documents"]:
        if KINDS[row["type"]].noun == "payment" and row["id"] not in seen:
            yield Joined("payment", row["id"], row["revision"])


def newest_dispatches(document_ids: Iterable[int]) -> dict[int, Dispatch]:
    """The last dispatch of each document: what was said of an earlier one is settled."""
    rows = Dispatch.objects.filter(document_id__in=list(document_ids)).order_by("id")
    return {row.document_id: row for row in rows}


class RefusedDocument(NamedTuple):
    """A document that customs will not have as a decision compared it, with the receipt."""

    noun: str
    document_id: int
    receipt: CustomsReceipt


class UndeliveredDocument(NamedTuple):
    """A document of a decision that could not be delivered, and the last error."""

    noun: str
    error: str


class Stopped(NamedTuple):
    """What keeps a declaration from going on although it matches."""

    refused: tuple[RefusedDocument, ...] = ()
    undelivered: tuple[UndeliveredDocument, ...] = ()


def stopped_by(decision: DecisionBase | None) -> Stopped:
    """The documents of a decision that customs refused as they stand in it, and those that could
    not be delivered: two queries."""
    if decision is None:
        return Stopped()
    named = list(joined_of(decision))
    newest = newest_dispatches(one.document_id for one in named)
    rows = [(one, row) for one in named if (row := newest.get(one.document_id)) is not None]
    refusing = {one: row.receipt_id for one, row in rows if is_refused(row, one)}
    receipts = CustomsReceipt.objects.in_bulk([key for key in refusing.values() if key])
    return Stopped(
        tuple(
            RefusedDocument(one.noun, one.document_id, receipts[key])
            for one, key in refusing.items()
            if key in receipts
        ),
        tuple(UndeliveredDocument(one.noun, row.error) for one, row in rows if row.status == DEAD),
    )


def is_refused(row: Dispatch, one: Joined) -> bool:
    """Whether customs refused a document as it stands in a decision, not an earlier revision."""
    return row.answer == REFUSED and row.revision == one.revision
