"""What the parts of this app tell each other: frozen, without the ORM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from enterprises.facts import EnterpriseFacts
from zone_portal.kernel.findings import Finding

API, PAGE, SIMULATOR = "api", "page", "simulator"

ERASED = "erased"
"""Stands among the quoted elements of a document of which only the key is left."""


@dataclass(frozen=True, slots=True)
class Sender:
    """On whose behalf a message comes in, and through which door.

    ``scopes`` limits the kinds a client may send; None lifts the limit (a signed-in member).
    """

    enterprise: EnterpriseFacts
    channel: str = API
    client_id: int | None = None
    user_id: int | None = None
    scopes: frozenset[str] | None = None


class Judged(msgspec.Struct, gc=False):
    """The verdict on one document of a message, while its message is being received.

    ``findings`` are in stored form; ``status`` is the official returnStatus of the receipt.
    """

    position: int
    kind: str
    key: dict[str, str]
    verdict: str
    guid: str = ""
    status: str = "2"
    document_id: int = 0
    findings: list[dict[str, Any]] = []

    @property
    def number(self) -> str:
        """The document's own number, which follows a code in the business key."""
        return next(islice(self.key.values(), 1, None), "")


class LineFacts(NamedTuple):
    """One goods line as it is compared; ``name`` is itemName of an order, gname of an inventory."""

    gnum: int
    name: str
    qty: Decimal
    unit: str
    price: Decimal
    total_price: Decimal
    currency: str
    country: str | None


class OrderFacts(NamedTuple):
    """An order (311, 303) as it is compared. Hashes stand for personal values; ``split`` is the
    mark of its note (``rules.split_marks``), None in all but a few."""

    id: int
    revision: int
    kind: str
    app_status: str
    sender_id: int
    parties: list[int]
    order_no: str
    ebp_code: str
    ebc_code: str
    order_type: str
    pay_code: str | None
    pay_transaction_id: str | None
    goods_value: Decimal
    freight: Decimal
    actural_paid: Decimal | None
    currency: str
    buyer_name_hash: str | None
    buyer_id_number_hash: str | None
    buyer_telephone_hash: str | None
    consignee_hash: str | None
    consignee_telephone_hash: str | None
    consignee_address_hash: str | None
    split: str | None = None


class PaymentFacts(NamedTuple):
    """A payment (411) or receipt of payment (403) as it is compared."""

    id: int
    revision: int
    kind: str
    app_status: str
    sender_id: int
    parties: list[int]
    order_no: str
    ebp_code: str
    ebc_code: str | None
    pay_code: str | None
    pay_transaction_id: str | None
    amount_paid: Decimal
    currency: str
    pay_time: str
    payer_name_hash: str | None
    payer_id_number_hash: str | None


class WaybillFacts(NamedTuple):
    """A waybill (511, 505) as it is compared."""

    id: int
    revision: int
    kind: str
    app_status: str
    sender_id: int
    parties: list[int]
    received_at: datetime
    logistics_code: str
    logistics_no: str
    order_no: str | None
    freight: Decimal | None
    insured_fee: Decimal | None
    consignee_hash: str | None
    consignee_telephone_hash: str | None
    consignee_address_hash: str | None
    ebc_code: str | None


class InventoryFacts(NamedTuple):
    """An inventory (621, 603) as it is compared; ``split`` as in an order."""

    id: int
    revision: int
    kind: str
    app_status: str
    sender_id: int
    parties: list[int]
    received_at: datetime
    cop_no: str
    order_no: str
    ebp_code: str
    ebc_code: str
    logistics_code: str
    logistics_no: str
    agent_code: str
    trade_mode: str
    currency: str | None
    freight: Decimal
    insured_fee: Decimal
    buyer_name_hash: str | None
    buyer_id_number_hash: str | None
    buyer_telephone_hash: str | None
    consignee_address_hash: str | None
    split: str | None = None


class Parcel(NamedTuple):
    """One parcel of an order that is sent in several: its inventory and that one's lines."""

    inventory: InventoryFacts
    lines: tuple[LineFacts, ...]


class Splits(NamedTuple):
    """What else belongs to a declaration whose order is paid or sent in parts.

    ``orders`` carry the mark of a shared payment and name it, ``payments`` are those they name;
    ``parcels`` are the marked inventories of the order, its own among them.
    """

    orders: tuple[OrderFacts, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    parcels: tuple[Parcel, ...] = ()


NO_SPLITS = Splits()


@dataclass(frozen=True, slots=True)
class Bundle:
    """An inventory with every kept document that might belong to it.

    ``orders``, ``payments`` and ``waybills`` are the candidates that share its numbers, in the
    order of their ids (oldest first); stored-only ones (appStatus 1) are among them. Lines are
    sorted by gnum; ``order_lines`` maps the id of an order to its lines. ``splits`` is read only
    where order or inventory carry a mark.
    """

    inventory: InventoryFacts
    lines: tuple[LineFacts, ...]
    orders: tuple[OrderFacts, ...] = ()
    order_lines: Mapping[int, tuple[LineFacts, ...]] = field(default_factory=dict)
    payments: tuple[PaymentFacts, ...] = ()
    waybills: tuple[WaybillFacts, ...] = ()
    splits: Splits = NO_SPLITS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What matching says of one inventory, and the documents that it compared.

    ``outcome`` is "matched", "mismatched" or "waiting"; ``waiting_for`` names nouns in the fixed
    order order, payment, waybill, inventory; a clean match has no findings. Where the order is
    paid or sent in parts, ``split`` is the table of the parts and their sums (plain JSON values),
    ``further`` the payments beside ``payment``.
    """

    outcome: str
    rule_set: str
    waiting_for: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    order: OrderFacts | None = None
    payment: PaymentFacts | None = None
    waybill: WaybillFacts | None = None
    split: Mapping[str, Any] | None = None
    further: tuple[PaymentFacts, ...] = ()
