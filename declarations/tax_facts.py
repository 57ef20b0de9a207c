"""Taxes, quota and guarantee of one declaration, read for its page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Sum

from declarations.models import Inventory, TaxStanding
from declarations.rules.purchase_limits import TOLD_BY_ACCEPTANCE
from declarations.taxable import estimates, is_retail_import, taxables
from taxation.constants import EXPIRE, GIVE_BACK, USED_NOT_KNOWN
from taxation.facts import ZERO, Estimate
from taxation.models import GuaranteeMovement, QuotaMovement, TaxBill
from zone_portal.kernel.findings import to_stored

RESERVED: Final = "reserved"
USED: Final = "used"
EXPIRED: Final = "expired"
GIVEN_BACK: Final = "given_back"
EXCEEDED: Final = "exceeded"
UNKNOWN: Final = "unknown"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """What is known here. ``quota`` is a state (reserved, used, …), never an amount of the year;
    ``day`` that of the law. ``findings`` are in stored form, each code once."""

    day: date
    estimate: Estimate
    quota: str
    assure_code: str
    guarantee: str
    frozen: Decimal
    bills: tuple[TaxBill, ...]
    findings: tuple[dict[str, Any], ...]


def tax_facts(inventory: Inventory) -> TaxFacts | None:
    """The taxes of a retail import; None for whatever else. Seven queries at most."""
    if not is_retail_import(inventory.kind, inventory.trade_mode):
        return None
    found = taxables([inventory.id]).get(inventory.id)
    if found is None or not found.purchase.goods:
        return None
    estimate = estimates([found], explain=True)[found.inventory_id]
    standing = TaxStanding.objects.filter(inventory_id=inventory.id).first()
    told = _told_at_acceptance(inventory)
    stored = {finding["code"]: finding for finding in (standing and standing.findings) or ()}
    for finding in estimate.findings:
        if finding.code != USED_NOT_KNOWN:  # what is known of the year stands in its state
            stored.setdefault(finding.code, told.get(finding.code) or to_stored(finding))
    return TaxFacts(
        day=found.day,
        estimate=estimate,
        quota=_quota(inventory.id, standing),
        assure_code=found.assure_code,
        guarantee=standing.guarantee if standing else "",
        frozen=_frozen(inventory.id),
        bills=tuple(TaxBill.objects.filter(declaration_id=inventory.id).order_by("id")),
        findings=tuple(stored.values()),
    )


def _told_at_acceptance(inventory: Inventory) -> dict[str, dict[str, Any]]:
    """What acceptance found about the limits, under the code that the estimate has for the same:
    the firm meets one code for one thing, wherever it looks."""
    findings = inventory.findings or ()
    return {
        TOLD_BY_ACCEPTANCE[finding["code"]]: finding
        for finding in findings
        if finding["code"] in TOLD_BY_ACCEPTANCE
    }


def _quota(inventory_id: int, standing: TaxStanding | None) -> str:
    """What the ledger says now: a reservation may have expired since it was made."""
    rows = QuotaMovement.objects.filter(declaration_id=inventory_id).order_by("id")
    moved = list(rows.values_list("kind", "reserved", "used"))
    if sum(used for _, _, used in moved) > 0:
        return USED
    if sum(reserved for _, reserved, _ in moved) > 0:
        return RESERVED
    if standing is not None and standing.state != "free" and standing.quota in {EXCEEDED, UNKNOWN}:
        return str(standing.quota)
    last = moved[-1][0] if moved else ""
    return {EXPIRE: EXPIRED, GIVE_BACK: GIVEN_BACK}.get(last, NONE)


def _frozen(inventory_id: int) -> Decimal:
    rows = GuaranteeMovement.objects.filter(declaration_id=inventory_id)
    return rows.aggregate(total=Sum("frozen"))["total"] or ZERO
