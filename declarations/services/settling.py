"""The short way: complete sets that come in one message are decided with it (ADR 10).

Only a set whose four (for exports three) documents are all fresh in this message, whose order
names its payment, and whose comparison is clean is settled here. Nothing outside the message can
change that outcome: the order's slot lets no other inventory in, the payment is the one named, the
waybill number is fresh. Everything else waits for the worker.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from declarations.facts import Bundle, InventoryFacts, Outcome
from declarations.matching import MATCHED, Matcher
from declarations.messages.catalogue import KINDS
from declarations.rulebook import day_of, matcher_on
from declarations.services.batches import Batch
from declarations.services.bundling import use_indexes
from declarations.services.copying import copy_rows
from declarations.services.events import tell_decisions
from declarations.services.gathering import Fresh
from declarations.services.outbox import note_matched
from declarations.services.recording import FIELDS, decision_row, joined_parties


@dataclass(slots=True)
class Settled:
    """What was decided at once: decision rows, who is told, and the positions that need no work."""

    rows: list[bytes] = field(default_factory=list)
    news: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    positions: set[int] = field(default_factory=set)
    waybills: list[str] = field(default_factory=list)
    inventories: list[int] = field(default_factory=list)


def settle(batch: Batch, known: set[int], *, at: datetime) -> Settled:
    """Decide the complete and clean sets of a message; ``known`` positions are not fresh."""
    settled = Settled()
    settled.positions.update(batch.papers)
    inventories = batch.facts["inventory"]
    if not inventories:
        return settled
    index = _Index(batch, known)
    matcher, decided_at = matcher_on(day_of(at)), at.isoformat()
    for position, fresh in inventories:
        if position in known:
            continue
        found = index.belonging(fresh.facts)
        if found is None:
            continue
        bundle, positions = _bundle(fresh, found)
        if (outcome := _clean_outcome(matcher, bundle)) is None:
            continue
        joined = joined_parties(bundle, outcome)
        settled.rows.append(decision_row(bundle, outcome, 1, joined, decided_at))
        settled.positions.update(positions, (position,))
        if (receipt := index.receipt_of(found[0][1].facts)) is not None:
            settled.positions.add(receipt)
        settled.waybills.append(fresh.facts.logistics_no)
        settled.inventories.append(fresh.facts.id)
        for enterprise_id in {*fresh.facts.parties, *joined}:
            settled.news[enterprise_id].append(fresh.facts.id)
    return settled


def write_settled(cursor: Any, settled: Settled, *, at: datetime) -> None:
    """Keep the decisions and tell every party, in the transaction of the message itself."""
    if not settled.rows:
        return
    copy_rows(cursor, "declarations_decision", FIELDS, settled.rows)
    news = {firm: (refs, [1] * len(refs)) for firm, refs in settled.news.items()}
    tell_decisions(cursor, news, decided_at=at.isoformat())
    note_matched(cursor, settled.inventories, at=at.isoformat())


def earlier_waiting(cursor: Any, waybills: list[str], *, before_id: int) -> list[str]:
    """Waybill numbers of settled sets that an earlier inventory names too: it must be looked at."""
    if not waybills:
        return []
    use_indexes(cursor)
    cursor.execute(
        "SELECT logistics_no FROM declarations_inventory WHERE logistics_no = ANY(%s) AND id < %s",
        [waybills, before_id],
    )
    return [row[0] for row in cursor.fetchall()]


def _clean_outcome(matcher: Matcher, bundle: Bundle) -> Outcome | None:
    try:
        outcome = matcher.decide(bundle, reveal=_never)
    except _NotClean:
        return None
    is_clean = outcome is not None and outcome.outcome == MATCHED and not outcome.findings
    return outcome if is_clean else None


def _never(noun: str, document_id: int, kind: str, element: str) -> str:
    """A difference in personal values is explained by the worker, never here."""
    raise _NotClean


class _NotClean(Exception):
    """The set needs an explanation."""


_Found = tuple[tuple[int, Fresh], tuple[int, Fresh] | None, tuple[int, Fresh]]


class _Index:
    """The fresh documents of a message by the numbers that join them."""

    def __init__(self, batch: Batch, known: set[int]) -> None:
        def fresh(noun: str) -> Iterable[tuple[int, Fresh]]:
            return (pair for pair in batch.facts[noun] if pair[0] not in known)

        self._orders = {_order_key(pair[1].facts): pair for pair in fresh("order")}
        self._payments = {
            (pair[1].facts.pay_code, pair[1].facts.pay_transaction_id): pair
            for pair in fresh("payment")
        }
        self._receipts = {_order_key(pair[1].facts): pair[0] for pair in fresh("payment")}
        self._waybills = {
            (pair[1].facts.kind, pair[1].facts.logistics_code, pair[1].facts.logistics_no): pair
            for pair in fresh("waybill")
        }

    def belonging(self, inventory: InventoryFacts) -> _Found | None:
        """Order, payment (imports) and waybill of an inventory, when all are fresh and named."""
        is_import = KINDS[inventory.kind].direction == "import"
        owner = inventory.ebp_code if is_import else inventory.ebc_code
        order = self._orders.get((is_import, owner, inventory.order_no))
        kind = "CEB511" if is_import else "CEB505"
        waybill = self._waybills.get((kind, inventory.logistics_code, inventory.logistics_no))
        if order is None or waybill is None:
            return None
        named = order[1].facts.pay_code, order[1].facts.pay_transaction_id
        payment = self._payments.get(named) if all(named) else None
        if is_import and payment is None:
            return None
        return order, payment if is_import else None, waybill

    def receipt_of(self, order: Any) -> int | None:
        """Position of an export's receipt of payment, which no decision waits for any more."""
        key = _order_key(order)
        return None if key[0] else self._receipts.get(key)


def _order_key(document: Any) -> tuple[bool, str, str]:
    """The key of an order, or of the order that a payment names."""
    is_import = KINDS[document.kind].direction == "import"
    return is_import, document.ebp_code if is_import else document.ebc_code, document.order_no


def _bundle(fresh: Fresh, found: _Found) -> tuple[Bundle, list[int]]:
    order, payment, waybill = found
    bundle = Bundle(
        inventory=fresh.facts,
        lines=fresh.lines,
        orders=(order[1].facts,),
        order_lines={order[1].facts.id: order[1].lines},
        payments=(payment[1].facts,) if payment else (),
        waybills=(waybill[1].facts,),
    )
    return bundle, [pair[0] for pair in found if pair]
