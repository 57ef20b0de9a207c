"""What is to be said about documents that could not take part, and about an unknown mode."""

from collections.abc import Iterator, Sequence

from declarations.criteria.choosing import DECLARED, Candidates, Choice
from declarations.criteria.comparing import finding
from declarations.criteria.evidence import key_of
from declarations.criteria.orders import STORED_ORDER, UNKNOWN_MODE
from declarations.criteria.payments import SEVERAL_PAYMENTS, STORED_PAYMENT
from declarations.criteria.waybills import DISTANT_WAYBILL, STORED_WAYBILL
from declarations.facts import (
    InventoryFacts,
    OrderFacts,
    PaymentFacts,
    WaybillFacts,
)
from declarations.rules.registry import Settings
from zone_portal.kernel.findings import Evidence, Finding

_STORED = {"order": STORED_ORDER, "payment": STORED_PAYMENT, "waybill": STORED_WAYBILL}


def situations(
    found: Candidates, choice: Choice, waiting_for: tuple[str, ...], settings: Settings
) -> Iterator[Finding]:
    """Why a document that is there does not count: only stored, another parcel's, one of many."""
    candidates: dict[str, Sequence[OrderFacts | PaymentFacts | WaybillFacts]] = {
        "order": found.orders,
        "payment": found.payments,
        "waybill": found.waybills,
    }
    for noun in waiting_for:
        stored = [d for d in candidates.get(noun, ()) if d.app_status != DECLARED]
        if stored and settings.of(_STORED[noun]) != "off":
            evidence = [_evidence(document, "appStatus", "1") for document in stored]
            yield _of(_STORED[noun], settings, _by_key(evidence))
    distant = [w for w in found.waybills if w.app_status == DECLARED]
    if "waybill" in waiting_for and distant and settings.of(DISTANT_WAYBILL) != "off":
        days = settings.parameters[DISTANT_WAYBILL].days
        evidence = [_evidence(w, "logisticsNo", w.logistics_no) for w in distant]
        yield _of(DISTANT_WAYBILL, settings, _by_key(evidence), days=str(days))
    if choice.several and choice.order:
        payments = _by_key([_naming(payment) for payment in choice.several])
        yield _of(SEVERAL_PAYMENTS, settings, [_naming(choice.order), *payments])


def unknown_mode(inventory: InventoryFacts, settings: Settings) -> Iterator[Finding]:
    """That the mode has no rules of its own."""
    if settings.of(UNKNOWN_MODE) != "off":
        mode = inventory.trade_mode
        yield _of(UNKNOWN_MODE, settings, [_evidence(inventory, "tradeMode", mode)], mode=mode)


def _of(code: str, settings: Settings, evidence: list[Evidence], **params: str) -> Finding:
    return finding(code, settings, tuple(evidence), **params)


def _by_key(evidence: list[Evidence]) -> list[Evidence]:
    """Each business key once and in a fixed order, whichever document came first."""
    keyed = {tuple(one.key.values()): one for one in evidence}
    return [keyed[key] for key in sorted(keyed)]


def _naming(document: OrderFacts | PaymentFacts) -> Evidence:
    element = "payNo" if document.kind == "CEB403" else "payTransactionId"
    return _evidence(document, element, document.pay_transaction_id)


def _evidence(
    document: OrderFacts | PaymentFacts | WaybillFacts | InventoryFacts,
    element: str,
    value: str | None,
) -> Evidence:
    return Evidence(document.kind, key_of(document), element, None, value)
