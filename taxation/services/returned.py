"""Returned imports: their tax is not collected, so bill and guarantee are lowered.

GACC 2020-45: what is applied for and back in time is not taxed. Where customs has billed already,
its bill stands until customs voids it (818); only what we expected ourselves is lowered here. What
a return made undue is kept, so that the end of that bill releases exactly so much.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from accounts.services.audit import Actor
from taxation import states
from taxation.facts import ZERO, TaxBack, TaxGiven
from taxation.models import ReturnedTax, TaxBill
from taxation.services.bills import void_expected
from taxation.services.guarantees import Part, frozen_for, release_parts
from zone_portal.kernel.money import rounded

LOWERED: Final = "lowered"
VOIDED: Final = "voided"
BILLED: Final = "billed"
NO_BILL: Final = "none"


@transaction.atomic
def give_back_taxes(
    *, returns: Iterable[TaxBack], on: date, by: Actor, at: datetime
) -> list[TaxGiven]:
    """Lower what these returns make undue; each return (its ``occasion``) counts once.

    The guarantee is released by so much of the tax; where customs has billed the declaration and
    too little would be left for its open bills, once such a bill is void.
    """
    asked = sorted(returns, key=lambda one: (one.declaration_id, one.occasion))
    told: list[TaxGiven] = []
    parts: list[Part] = []
    for one in asked:
        outcome = _lower(one, by=by, at=at)
        told.append(TaxGiven(one.declaration_id, one.occasion, outcome))
        if (amount := rounded(one.total)) > 0:
            _keep(one, amount, at)
            if outcome != BILLED or _is_left_out(one.declaration_id, amount):
                parts.append(Part(one.declaration_id, one.occasion, amount))
    # A guarantor's account is one row for all of its declarations, so it is locked last.
    release_parts(parts=parts, on=on, at=at)
    return told


def _keep(one: TaxBack, amount: Decimal, at: datetime) -> None:
    row = ReturnedTax(
        declaration_id=one.declaration_id, occasion=one.occasion, amount=amount, at=at
    )
    ReturnedTax.objects.bulk_create([row], ignore_conflicts=True)


def _is_left_out(declaration_id: int, amount: Decimal) -> bool:
    """Whether the open bills of customs leave the returned part out, by what is frozen: customs
    may have billed anew before the return was settled here."""
    bills = TaxBill.objects.filter(declaration_id=declaration_id, state__in=states.BILLED_STATES)
    open_tax = sum((bill.duty + bill.consumption + bill.vat for bill in bills), ZERO)
    return frozen_for(declaration_id) - amount >= open_tax


def _lower(one: TaxBack, *, by: Actor, at: datetime) -> str:
    rows = TaxBill.objects.select_for_update().filter(declaration_id=one.declaration_id)
    bills = list(rows.exclude(state=states.VOID).order_by("id"))
    if any(bill.state != states.EXPECTED for bill in bills):
        return BILLED
    if not bills:
        return NO_BILL
    for bill in bills:
        bill.duty = _less(bill.duty, one.duty)
        bill.consumption = _less(bill.consumption, one.consumption)
        bill.vat = _less(bill.vat, one.vat)
        bill.changed_at = at
        bill.save(update_fields=["duty", "consumption", "vat", "changed_at"])
        if not bill.duty + bill.consumption + bill.vat:
            void_expected(bill, by=by, at=at)
            return VOIDED
    return LOWERED


def _less(amount: Decimal, back: Decimal) -> Decimal:
    return max(amount - back, ZERO)
