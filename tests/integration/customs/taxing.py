"""What the tests of the follower of taxes share: rates, a guarantee, and what it did."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import return_time
from declarations.messages.xml_writer import build_message
from declarations.models import (
    Decision,
    Inventory,
    TaxStanding,
)
from declarations.services import tax_bills, taxing
from declarations.services.events import place_events
from declarations.services.receiving import receive_receipts
from declarations.services.tax_following import follow_taxes
from declarations.simulation.goods import IMPORTED
from taxation.models import (
    GuaranteeAccount,
    GuaranteeMovement,
    QuotaBalance,
    QuotaMovement,
    TaxRate,
)
from taxation.services.accounts import open_account
from tests.integration.customs.conftest import GUID
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import terms

INVT_NO = "400120261000000007"
BILL = {"invtNo": INVT_NO, "taxNo": "T0001", "entDutyNo": "D1"}


@pytest.fixture(autouse=True)
def _rated(settings_loaded: None) -> None:
    """Every article that a test may buy has rates: 13 % and no consumption tax."""
    TaxRate.objects.all().delete()
    TaxRate.objects.bulk_create(
        TaxRate(
            hs_code=code,
            vat=Decimal("0.13"),
            consumption=Decimal(0),
            valid_from=date(2020, 1, 1),
            source="test",
            author="test",
            entered_at=timezone.now(),
        )
        for code in {article.hs_code for article in IMPORTED}
    )


@pytest.fixture
def account(desk: Desk) -> GuaranteeAccount:
    now = timezone.now()
    return open_account(enterprise_id=desk.firm.id, terms=terms("100000"), by=tax_bills.BY, at=now)


def follow() -> int:
    place_events()
    return follow_taxes(seconds=30, at=timezone.now())


def year_of(inventory: Inventory) -> tuple[Any, Any]:
    """(reserved, used) of the buyer."""
    person: Any = inventory.buyer_id_number_hash
    sums = QuotaMovement.objects.filter(person=person).values_list("reserved", "used")
    reserved = sum((row[0] for row in sums), Decimal(0))
    used = sum((row[1] for row in sums), Decimal(0))
    balance = QuotaBalance.objects.filter(person=person).first()
    assert balance is None or (balance.reserved, balance.used) == (reserved, used)
    return reserved, used


def standing(inventory: Inventory) -> Any:
    return TaxStanding.objects.get(inventory_id=inventory.id)


def decided(inventory: Inventory, **values: Any) -> None:
    """Let the decision have come out so, and quota and guarantee follow."""
    Decision.objects.filter(inventory_id=inventory.id).update(**values)
    taxing.reconcile([inventory.id], timezone.now())


def frozen(account: GuaranteeAccount) -> Decimal:
    account.refresh_from_db()
    moved = GuaranteeMovement.objects.filter(account=account).values_list("frozen", flat=True)
    assert account.frozen == sum(moved, Decimal(0))
    return account.frozen


def told(inventory: Inventory, kind: str, status: str, **values: str) -> None:
    """Customs says something of a tax bill."""
    now = timezone.now()
    head = {**BILL, **values, "guid": GUID, "returnTime": return_time(now), "status": status}
    found = KINDS[kind]
    wanted = {name: head[name] for name in found.head_elements if name in head}
    document = {"type": kind, found.json_head: wanted}
    receive_receipts(build_message(found, [document], guid=GUID, prefix=""), at=now)
