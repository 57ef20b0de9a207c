"""Returned imports give back quota, guarantee and tax: once, exactly, in any order."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from declarations.models import (
    Follower,
    Inventory,
    ReturnStep,
)
from declarations.rulebook import day_of
from declarations.services import tax_bills
from declarations.services.returns.settling import settle_due
from enterprises.services.refusals import Refusal
from taxation.facts import BillStatus, CustomsBill
from taxation.models import GuaranteeAccount, TaxBill
from taxation.services.bills import record_bills, record_payments, record_statuses
from tests.integration.customs.conftest import Notebook, forwarded, says
from tests.integration.customs.returning import application, customs_says, follow, of
from tests.integration.customs.settling import (
    _rated,
    account,
    back_home,
    frozen,
    inventory,
    lines,
    member,
    person,
    taxes_followed,
    used,
)
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["_rated", "account", "inventory", "person", "settings_loaded"]
pytestmark = pytest.mark.django_db


def test_a_whole_return_gives_back_everything_once(
    desk: Desk, inventory: Inventory, account: GuaranteeAccount, person: Any
) -> None:
    whole, tax = used(inventory), frozen(account)
    assert whole > 0 < tax
    made = application(inventory, desk.firm.code)
    desk.send(made)
    customs_says(of(made), "120")
    customs_says(of(made), "399")
    assert (of(made).state, used(inventory)) == ("approved", whole)

    row = back_home(desk, made, person)

    assert (row.state, row.clock) == ("completed", "")
    assert (row.quota, used(inventory), frozen(account)) == (whole, 0, 0)
    assert (row.duty, row.consumption, row.vat) == (0, 0, tax)
    assert row.bill == "voided"
    assert TaxBill.objects.get(declaration_id=inventory.id).state == "void"

    Follower.objects.filter(name="returns").update(position=0)
    follow()
    settle_due(at=timezone.now())
    taxes_followed()
    assert (used(inventory), frozen(account)) == (0, 0)
    assert [s.target for s in ReturnStep.objects.filter(paper_id=row.id).order_by("number")] == [
        "applied",
        "accepted",
        "approved",
        "completed",
    ]


def test_partial_returns_add_up_to_exactly_the_whole(
    desk: Desk, inventory: Inventory, account: GuaranteeAccount, person: Any
) -> None:
    whole, tax = used(inventory), frozen(account)
    declared = lines(inventory)
    parts = [{gnum: format(quantity, "f")} for gnum, quantity in declared.items()]
    given, taxed = Decimal(0), Decimal(0)
    for part in parts:
        made = application(inventory, desk.firm.code, part)
        desk.send(made)
        customs_says(of(made), "399")
        row = back_home(desk, made, person)
        given += row.quota or 0
        taxed += row.vat or 0
        assert used(inventory) == whole - given
        assert frozen(account) == tax - taxed

    assert (given, used(inventory)) == (whole, 0)
    assert (taxed, frozen(account)) == (tax, 0)
    assert TaxBill.objects.get(declaration_id=inventory.id).state == "void"


def test_a_part_lowers_the_expected_bill(
    desk: Desk, inventory: Inventory, account: GuaranteeAccount, person: Any
) -> None:
    tax = frozen(account)
    made = application(inventory, desk.firm.code, {1: format(lines(inventory)[1], "f")})
    desk.send(made)
    customs_says(of(made), "399")

    row = back_home(desk, made, person)

    bill = TaxBill.objects.get(declaration_id=inventory.id)
    assert row.vat is not None
    if len(lines(inventory)) > 1:
        assert (bill.state, row.bill) == ("expected", "lowered")
    assert bill.vat == tax - row.vat


def test_what_customs_billed_stays_until_customs_voids_it(
    desk: Desk, inventory: Inventory, account: GuaranteeAccount, person: Any
) -> None:
    tax = frozen(account)
    bill = CustomsBill("400120261000000007", "T1", Decimal(0), Decimal(0), tax, "1", inventory.id)
    record_bills(bills=[bill], by=tax_bills.CUSTOMS, at=timezone.now())
    made = application(inventory, desk.firm.code)
    desk.send(made)
    customs_says(of(made), "399")

    row = back_home(desk, made, person)

    assert (row.bill, used(inventory)) == ("billed", 0)
    assert TaxBill.objects.get(tax_no="T1").state == "generated"
    assert frozen(account) == tax


def test_a_part_returned_after_billing_leaves_the_rest_secured_until_the_new_bill_is_paid(
    desk: Desk, inventory: Inventory, account: GuaranteeAccount, person: Any
) -> None:
    tax = frozen(account)

    def billed(number: str, amount: Decimal) -> None:
        bill = CustomsBill(
            "400120261000000007", number, Decimal(0), Decimal(0), amount, "1", inventory.id
        )
        record_bills(bills=[bill], by=tax_bills.CUSTOMS, at=timezone.now())

    billed("T1", tax)
    half = lines(inventory)[1] / 2
    made = application(inventory, desk.firm.code, {1: format(half, "f")})
    desk.send(made)
    customs_says(of(made), "399")
    row = back_home(desk, made, person)
    back = row.vat or Decimal(0)
    assert (row.bill, frozen(account)) == ("billed", tax)
    assert 0 < back < tax

    void = BillStatus("T1", "3")
    record_statuses(statuses=[void], by=tax_bills.CUSTOMS, at=timezone.now())
    assert frozen(account) == tax - back
    billed("T2", tax - back)
    assert frozen(account) == tax - back
    record_payments(tax_nos=["T2"], by=tax_bills.CUSTOMS, at=timezone.now())
    assert frozen(account) == 0


def test_a_bill_of_customs_after_a_return_is_shown_as_customs_sent_it(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)
    customs_says(of(made), "399")
    back_home(desk, made, person)

    bill = CustomsBill(
        "400120261000000007", "T2", Decimal(0), Decimal(0), Decimal(5), "1", inventory.id
    )
    record_bills(bills=[bill], by=tax_bills.CUSTOMS, at=timezone.now())

    assert TaxBill.objects.get(tax_no="T2").state == "generated"
    assert TaxBill.objects.filter(declaration_id=inventory.id, state="void").exists()


def test_it_waits_for_the_release_to_be_worked_in(
    desk: Desk, account: GuaranteeAccount, notebook: Notebook, person: Any
) -> None:
    sent = forwarded(desk, notebook)
    taxes_followed()
    says(sent, "800", invtNo="400120261000000007")
    made = application(sent, desk.firm.code)
    desk.send(made)
    customs_says(of(made), "399")

    row = back_home(desk, made, person)
    assert (row.state, row.settled_at) == ("completed", None)

    taxes_followed()
    follow()
    row.refresh_from_db()
    assert row.settled_at is not None
    assert (used(sent), frozen(account)) == (0, 0)


def test_the_arrival_may_come_before_the_conclusion(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)
    row = back_home(desk, made, person)
    assert (row.state, row.clock) == ("applied", "")

    customs_says(of(made), "399")

    assert of(made).state == "completed"
    assert used(inventory) == 0


def test_an_arrival_is_recorded_once_and_audited(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)
    row = back_home(desk, made, person)

    entry: Any = AuditEntry.objects.get(action="return.arrived")
    assert entry.new["place"] == row.arrived_at_place == "退货中心仓 2 号"
    with pytest.raises(Refusal) as refusal:
        back_home(desk, made, person)
    assert refusal.value.code == "arrival_recorded"


@pytest.mark.parametrize("days", [1, -400])
def test_a_day_that_cannot_be_is_refused(
    desk: Desk, inventory: Inventory, person: Any, days: int
) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)

    with pytest.raises(Refusal) as refusal:
        back_home(desk, made, person, day_of(timezone.now()) + timedelta(days=days))

    assert refusal.value.code == "arrival_day_wrong"


@pytest.mark.parametrize("role", ["viewer", "finance"])
def test_weaker_roles_do_not_record_it(desk: Desk, inventory: Inventory, role: str) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)

    with pytest.raises(Refusal) as refusal:
        back_home(desk, made, member(desk, role))

    assert (refusal.value.code, refusal.value.status) == ("return_not_yours", 403)
