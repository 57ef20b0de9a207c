"""The demo zone's guarantees: every simulated seller has one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from accounts.facts import SystemActor
from enterprises.models import Enterprise
from taxation.services.accounts import GuaranteeTerms, open_account

BY: Final = SystemActor("load_taxation")
TERMS: Final = GuaranteeTerms("total", Decimal(200_000), date(2026, 1, 1))


@transaction.atomic
def open_demo_guarantees(*, at: datetime) -> int:
    """Enter what is missing; returns how many accounts were opened."""
    sellers = Enterprise.objects.registered().filter(
        simulated=True, kinds__contains=["ecommerce"], guarantees__isnull=True
    )
    missing = list(sellers.order_by("code"))
    for firm in missing:
        open_account(enterprise_id=firm.pk, terms=TERMS, by=BY, at=at)
    return len(missing)
