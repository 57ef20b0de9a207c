"""Quota and guarantee follow decisions and receipts: once, in any order, whatever happens."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from declarations.models import (
    CustomsReceipt,
    Inventory,
    TaxStanding,
)
from declarations.rulebook import day_of
from declarations.services.forwarding import forward
from declarations.services.tax_following import is_behind
from declarations.tracking import track
from enterprises.viewers import Viewer
from taxation.models import (
    GuaranteeAccount,
    QuotaMovement,
    TaxBill,
)
from tests.builders.documents import changed
from tests.integration.customs.conftest import Notebook, forwarded, matched, says
from tests.integration.customs.taxing import (
    INVT_NO,
    _rated,
    account,
    decided,
    follow,
    frozen,
    standing,
    told,
    year_of,
)
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["_rated", "account", "settings_loaded"]


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


def test_what_waits_or_differs_reserves_nothing(desk: Desk, account: GuaranteeAccount) -> None:
    documents = desk.set()
    desk.send(changed(documents["payment"], amountPaid="1.00"), documents["inventory"])
    desk.send(documents["order"], documents["waybill"])
    desk.decide()
    follow()

    assert set(desk.outcomes().values()) == {"mismatched"}
    assert not TaxStanding.objects.exists()
    assert not QuotaMovement.objects.exists()


def test_exports_have_nothing_to_do_with_quota(desk: Desk) -> None:
    matched(desk, direction="export")
    follow()

    assert not TaxStanding.objects.exists()


def test_a_declaration_that_no_longer_matches_gives_back_and_asks_anew(
    desk: Desk, account: GuaranteeAccount
) -> None:
    inventory = matched(desk)
    follow()
    decided(inventory, outcome="waiting", waiting_for=["payment"])

    assert standing(inventory).state == "free"
    assert year_of(inventory) == (0, 0)
    assert frozen(account) == 0

    decided(inventory, outcome="matched", waiting_for=None)
    assert standing(inventory).state == "held"
    assert year_of(inventory)[0] > 0
    assert frozen(account) == standing(inventory).tax


def test_another_revision_holds_its_own_amount_and_nothing_of_the_first(
    desk: Desk, account: GuaranteeAccount
) -> None:
    inventory = matched(desk)
    follow()
    before = standing(inventory)
    Inventory.objects.filter(id=inventory.id).update(revision=2, freight=Decimal(12))
    decided(inventory, inventory_revision=2)

    after = standing(inventory)
    assert after.amount == before.amount - inventory.freight + 12
    assert (after.occasion, after.revision) == (before.occasion + 1, 2)
    assert year_of(inventory) == (after.amount, 0)
    assert frozen(account) == after.tax != before.tax


def test_a_release_counts_the_quota_and_expects_the_bill(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    inventory = forwarded(desk, notebook)
    follow()
    says(inventory, "800", invtNo=INVT_NO)
    follow()

    row = standing(inventory)
    assert row.state == "released"
    assert year_of(inventory) == (0, row.amount)
    assert frozen(account) == row.tax
    bill = TaxBill.objects.get(declaration_id=inventory.id)
    assert (bill.invt_no, bill.declaration_id, bill.state) == (INVT_NO, inventory.id, "expected")
    assert bill.estimated == row.tax
    assert bill.enterprise_id == desk.firm.id


def test_the_bill_of_customs_replaces_the_estimate(desk: Desk, notebook: Notebook) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "800", invtNo=INVT_NO)
    follow()
    told(inventory, "CEB816", "1", customsTax="1.00", valueAddedTax="20.50", consumptionTax="0")
    told(inventory, "CEB818", "2")
    follow()

    bill = TaxBill.objects.get(declaration_id=inventory.id)
    assert (bill.tax_no, bill.state, bill.vat) == ("T0001", "summarised", Decimal("20.50"))
    assert bill.estimated == standing(inventory).tax != bill.vat + bill.duty


def test_a_bill_is_due_from_the_release_not_from_the_closing(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    released = timezone.now() - timedelta(days=12)
    says(inventory, "800", released, invtNo=INVT_NO)
    follow()
    says(inventory, "899", released + timedelta(days=9), invtNo=INVT_NO)
    told(inventory, "CEB816", "1", customsTax="1.00", valueAddedTax="20.50", consumptionTax="0")
    follow()

    bill = TaxBill.objects.get(declaration_id=inventory.id)
    assert bill.release_date == day_of(released)
    assert bill.due_from_date == day_of(released + timedelta(days=31))


def test_a_bill_that_makes_no_sense_stays_a_receipt_and_stops_nobody(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "800", invtNo=INVT_NO)
    follow()
    told(inventory, "CEB816", "1", customsTax="1e30", valueAddedTax="x", consumptionTax="-1")
    told(inventory, "CEB818", "9")
    follow()

    assert CustomsReceipt.objects.filter(kind__in=["CEB816", "CEB818"]).count() == 2
    assert TaxBill.objects.get(declaration_id=inventory.id).state == "expected"
    assert not is_behind()


@pytest.mark.parametrize("code", ["100", "700", "-621005"])
def test_what_customs_sends_back_frees_quota_and_guarantee(
    code: str, desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    inventory = forwarded(desk, notebook)
    follow()
    says(inventory, code)
    follow()

    assert standing(inventory).state == "free"
    assert year_of(inventory) == (0, 0)
    assert frozen(account) == 0


def test_returned_after_its_release_the_used_quota_is_given_back(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    inventory = forwarded(desk, notebook)
    follow()
    now = timezone.now()
    says(inventory, "800", now - timedelta(minutes=2), invtNo=INVT_NO)
    follow()
    says(inventory, "700", now)
    follow()

    assert year_of(inventory) == (0, 0)
    assert frozen(account) == 0


def test_rejected_corrected_and_accepted_it_holds_quota_once(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    follow()
    now = timezone.now()
    says(inventory, "100", now - timedelta(minutes=5))
    follow()
    head = documents["inventory"]["InventoryHead"]
    later = f"{int(head['appTime']) + 1}"
    desk.send(changed(documents["inventory"], appType="2", appTime=later, note="更正"))
    desk.decide()
    follow()
    forward(seconds=10, to=notebook)
    says(inventory, "120", now)
    follow()

    row = standing(inventory)
    assert (row.state, row.occasion, row.revision) == ("held", 2, 2)
    assert year_of(inventory) == (row.amount, 0)
    assert frozen(account) == row.tax


def test_deleted_after_a_rejection_it_holds_nothing(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    documents = desk.set()
    inventory = forwarded(desk, notebook)
    follow()
    says(inventory, "100")
    desk.send(changed(documents["inventory"], appType="3"))
    desk.decide()
    follow()

    assert not Inventory.objects.filter(id=inventory.id).exists()
    assert year_of(inventory) == (0, 0)
    assert frozen(account) == 0


def test_released_before_anything_was_followed_it_counts_all_the_same(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "800", invtNo=INVT_NO)
    follow()

    assert year_of(inventory) == (0, standing(inventory).amount)
    assert frozen(account) == standing(inventory).tax
    assert TaxBill.objects.filter(declaration_id=inventory.id).count() == 1


def test_the_timeline_tells_quota_guarantee_and_bills_to_those_who_may_read_it(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    inventory = forwarded(desk, notebook)
    follow()
    says(inventory, "800", invtNo=INVT_NO)
    follow()
    told(inventory, "CEB816", "1", customsTax="1.00", valueAddedTax="20.50", consumptionTax="0")
    follow()

    (whole,) = track(inventory.order_no, Viewer(sees_all=True), "zh")["declarations"]
    steps = [one for one in whole["timeline"] if one["event"] == "tax"]

    assert [(one["subject"], one["status"], one["authority"]) for one in steps] == [
        ("quota", "reserve", "portal"),
        ("guarantee", "freeze", "portal"),
        ("quota", "confirm", "portal"),
        ("bill", "expected", "portal"),
        ("bill", "generated", "simulator"),
    ]
    assert all(Decimal(one["amount"]) > 0 for one in steps)
    Inventory.objects.filter(id=inventory.id).update(owners=[])
    named = Viewer((desk.firm.id,), own_ids=(desk.firm.id,))
    (outline,) = track(inventory.order_no, named, "zh")["declarations"]
    assert [one for one in outline["timeline"] if one["event"] == "tax"] == []
