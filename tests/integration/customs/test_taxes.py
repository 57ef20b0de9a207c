"""Quota and guarantee follow decisions and receipts: once, in any order, whatever happens."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import CustomsReceipt, Decision, Follower, Inventory, TaxStanding
from declarations.services import tax_bills, tax_following, taxing
from declarations.services.events import place_events
from declarations.services.forwarding import forward
from declarations.services.tax_following import follow_taxes, is_behind
from taxation.facts import QuotaWish
from taxation.models import (
    GuaranteeAccount,
    GuaranteeMovement,
    QuotaBalance,
    QuotaMovement,
    TaxBill,
    TaxRate,
)
from taxation.services.accounts import open_account
from taxation.services.quota import reserve_many
from tests.builders.documents import changed
from tests.integration.customs.conftest import Notebook, forwarded, matched, receipt, says
from tests.integration.declarations.conftest import Desk, new_desk
from tests.integration.taxation.conftest import settings_loaded, terms

__all__ = ["settings_loaded"]

INVT_NO = "400120261000000007"
BILL = {"invtNo": INVT_NO, "taxNo": "T0001", "entDutyNo": "D1"}


@pytest.fixture(autouse=True)
def _rated(settings_loaded: None) -> None:
    """Every article of the tests has rates: 13 % and no consumption tax."""


@pytest.fixture
def account(desk: Desk) -> GuaranteeAccount:
    account = open_account(
        enterprise_id=desk.firm.id, terms=terms("100000"), by=tax_bills.BY, at=timezone.now()
    )
    return account


def follow() -> int:
    place_events()
    return follow_taxes(seconds=30, at=timezone.now())


def year_of(inventory: Inventory) -> tuple[Decimal, Decimal]:
    """(reserved, used) of the buyer."""
    person = inventory.buyer_id_number_hash
    sums = QuotaMovement.objects.filter(person=person).values_list("reserved", "used")
    reserved = sum((row[0] for row in sums), Decimal(0))
    used = sum((row[1] for row in sums), Decimal(0))
    balance = QuotaBalance.objects.filter(person=person).first()
    assert balance is None or (balance.reserved, balance.used) == (reserved, used)
    return reserved, used


def standing(inventory: Inventory) -> TaxStanding:
    found: TaxStanding = TaxStanding.objects.get(inventory_id=inventory.id)
    return found


def test_a_matched_import_reserves_quota_and_secures_its_tax(
    desk: Desk, account: GuaranteeAccount
) -> None:
    inventory = matched(desk)
    follow()

    row = standing(inventory)
    assert (row.state, row.quota, row.guarantee) == ("held", "reserved", "frozen")
    assert row.findings is None
    assert year_of(inventory) == (row.amount.quantize(Decimal("0.01")), 0)
    account.refresh_from_db()
    assert account.frozen == row.duty + row.consumption + row.vat > 0
