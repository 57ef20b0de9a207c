"""Completed returns of imports give back quota and tax: each once, whatever happens.

Settled by themselves and not with the receipt, because the release that used the quota is worked in
by another follower. Until that has been, a return waits.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.db import OperationalError, transaction

from accounts.facts import SystemActor
from declarations.models import InventoryLine, Return, ReturnLine, TaxStanding
from declarations.return_shares import given_back, share_of
from declarations.return_states import COMPLETED
from declarations.rulebook import day_of
from declarations.rules.return_terms import IMPORT
from declarations.services.tax_following import is_behind as taxes_are_behind
from declarations.tax_states import FREE, HELD
from declarations.taxable import estimates, taxables
from taxation.facts import ZERO, GiveBack, TaxBack
from taxation.services.quota_moves import give_back_many
from taxation.services.returned import give_back_taxes

log = logging.getLogger(__name__)

BY: Final = SystemActor("returns")
MOST: Final = 500
TAXES: Final = ("duty", "consumption", "vat")

Shares = Mapping[str, tuple[Fraction, Fraction]]
"""By amount (quota or a tax): the share of all returns before this one, and with it."""


def settle_due(*, at: datetime) -> int:
    """Settle what is completed and not settled yet; returns how many."""
    due = Return.objects.filter(state=COMPLETED, settled_at__isnull=True, kind=IMPORT)
    settled = 0
    for paper_id in list(due.order_by("id").values_list("id", flat=True)[:MOST]):
        try:
            settled += settle(paper_id, at=at)
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
            log.info("return %s: met another transaction, settled with the next look", paper_id)
    return settled


@transaction.atomic
def settle(paper_id: int, *, at: datetime) -> bool:
    """Give back what one return is due; False where it must wait, or was settled by another."""
    row = Return.objects.select_for_update(skip_locked=True).filter(id=paper_id).first()
    if row is None or row.settled_at is not None or row.state != COMPLETED:
        return False
    standing = None
    if row.inventory_id is not None:
        rows = TaxStanding.objects.select_for_update().filter(inventory_id=row.inventory_id)
        standing = rows.first()
        if (standing is None or standing.state == HELD) and taxes_are_behind():
            return False
    row.settled_at = at
    row.quota = row.duty = row.consumption = row.vat = ZERO
    if standing is not None and standing.state != FREE:
        _give_back(row, standing, at)
    row.save()
    return True


def _give_back(row: Return, standing: TaxStanding, at: datetime) -> None:
    earlier = Return.objects.filter(
        inventory_id=row.inventory_id, settled_at__isnull=False
    ).exclude(id=row.id)
    shares = _shares(row, [one.id for one in earlier])
    for name in TAXES:
        left: Decimal | None = getattr(standing, name)
        before, after = shares[name]
        if left is not None:
            whole = left + sum((getattr(one, name) or ZERO for one in earlier), ZERO)
            back = min(given_back(whole, before=before, after=after), left)
            setattr(row, name, back)
            # What is left is what will be billed: a bill that is expected later is lower, too.
            setattr(standing, name, left - back)
    before, after = shares["quota"]
    amount = given_back(standing.amount, before=before, after=after)
    wish = GiveBack(standing.inventory_id, amount, row.id)
    (moved,) = give_back_many(returns=[wish], at=at)
    row.quota = moved.amount
    standing.changed_at = at
    standing.save(update_fields=[*TAXES, "changed_at"])
    taxes = TaxBack(
        standing.inventory_id,
        row.id,
        row.duty or ZERO,
        row.consumption or ZERO,
        row.vat or ZERO,
    )
    (told,) = give_back_taxes(returns=[taxes], on=day_of(at), by=BY, at=at)
    row.bill = told.outcome


def _shares(row: Return, earlier: list[int]) -> Shares:
    """The shares by value for the quota, by their own taxes for the taxes."""
    lines = InventoryLine.objects.filter(document_id=row.inventory_id or 0)
    declared: dict[int, Decimal] = {}
    prices: dict[int, Decimal] = {}
    for gnum, quantity, price in lines.values_list("gnum", "qty", "total_price"):
        declared[gnum], prices[gnum] = quantity, price
    weights: dict[str, Mapping[int, Decimal]] = dict.fromkeys(("quota", *TAXES), prices)
    found = taxables([row.inventory_id or 0])
    if found:
        (estimate,) = estimates(list(found.values())).values()
        for name in TAXES if estimate.lines else ():
            weights[name] = {line.gnum: getattr(line, name) for line in estimate.lines}
    before = _quantities(earlier)
    after = _quantities([*earlier, row.id])
    return {
        name: (share_of(weight, declared, before), share_of(weight, declared, after))
        for name, weight in weights.items()
    }


def _quantities(paper_ids: list[int]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    asked: Any = ReturnLine.objects.filter(paper_id__in=paper_ids)
    for gnum, quantity in asked.values_list("gnum", "quantity"):
        found[gnum] += quantity
    return found
