"""Returned imports give back quota, guarantee and tax: once, exactly, in any order."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from declarations.models import (
    Course,
    Follower,
    Inventory,
    InventoryLine,
    Return,
    ReturnStep,
    TaxStanding,
)
from declarations.rulebook import day_of
from declarations.services import tax_bills
from declarations.services.events import place_events
from declarations.services.returns.arriving import record_arrival
from declarations.services.returns.reminding import tend_returns
from declarations.services.returns.settling import settle_due
from declarations.services.tax_following import follow_taxes
from declarations.simulation.goods import IMPORTED
from enterprises.models import Enterprise
from enterprises.services.refusals import Refusal
from enterprises.viewers import viewer_for
from taxation.facts import CustomsBill
from taxation.models import GuaranteeAccount, QuotaBalance, QuotaMovement, TaxBill, TaxRate
from taxation.services.accounts import open_account
from taxation.services.bills import record_bills
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import Notebook, forwarded, says
from tests.integration.customs.returning import application, customs_says, follow, of, released
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded, terms

__all__ = ["settings_loaded"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rated(settings_loaded: None) -> None:
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


@pytest.fixture
def person(desk: Desk) -> Any:
    """A declarant of the firm."""
    return member(desk, "declarant")


def member(desk: Desk, role: str) -> Any:
    enterprise = Enterprise.objects.get(id=desk.firm.id)
    return MemberFactory.create(enterprise=enterprise, role=role).user


def taxes_followed() -> None:
    place_events()
    follow_taxes(seconds=30, at=timezone.now())


@pytest.fixture
def inventory(desk: Desk, account: GuaranteeAccount, notebook: Notebook) -> Inventory:
    """A released import whose quota is used and whose tax bill is expected."""
    sent = forwarded(desk, notebook)
    says(sent, "800", invtNo="400120261000000007")
    taxes_followed()
    assert TaxStanding.objects.get(inventory_id=sent.id).state == "released"
    return sent


def used(inventory: Inventory) -> Any:
    sums = QuotaMovement.objects.filter(declaration_id=inventory.id)
    found = sums.aggregate(total=Sum("used") + Sum("reserved"))["total"] or Decimal(0)
    person: Any = inventory.buyer_id_number_hash
    balance = QuotaBalance.objects.get(person=person)
    assert found == balance.used + balance.reserved
    return found


def frozen(account: GuaranteeAccount) -> Any:
    account.refresh_from_db()
    return account.frozen


def lines(inventory: Inventory) -> dict[int, Decimal]:
    rows = InventoryLine.objects.filter(document_id=inventory.id)
    return dict(rows.values_list("gnum", "qty"))


def back_home(desk: Desk, made: Any, person: Any, day: date | None = None) -> Any:
    """Somebody records the arrival; what is due then is given back."""
    row = record_arrival(
        paper_id=of(made).id,
        viewer=viewer_for(person),
        day=day or day_of(timezone.now()),
        place="退货中心仓 2 号",
        by=person,
        at=timezone.now(),
    )
    follow()
    row.refresh_from_db()
    return row


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


def overdue(desk: Desk, inventory: Inventory, days: int) -> Any:
    """A return whose inventory was released so many days ago, applied for in time."""
    made = application(inventory, desk.firm.code)
    desk.send(made)
    Return.objects.filter(id=of(made).id).update(
        released_on=day_of(timezone.now()) - timedelta(days=days),
        apply_until=day_of(timezone.now()) - timedelta(days=days - 30),
        arrive_until=day_of(timezone.now()) - timedelta(days=days - 45),
        due_on=day_of(timezone.now()) - timedelta(days=days - 45),
    )
    return made


def test_goods_that_are_not_back_in_time_end_the_return(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    whole = used(inventory)
    made = overdue(desk, inventory, 46)
    customs_says(of(made), "399")

    assert tend_returns(at=timezone.now()) == 1

    assert (of(made).state, of(made).clock, used(inventory)) == ("expired", "", whole)
    notice = Notice.objects.filter(user=person, kind="return_expired").get()
    assert of(made).number in notice.text_zh
    assert notice.link == f"/returns/{of(made).id}/"
    assert tend_returns(at=timezone.now()) == 0


def test_the_last_day_is_still_in_time(desk: Desk, inventory: Inventory, person: Any) -> None:
    made = overdue(desk, inventory, 45)

    tend_returns(at=timezone.now())

    assert (of(made).state, of(made).clock) == ("applied", "arrive")


def test_a_warning_comes_once_before_the_end(desk: Desk, inventory: Inventory, person: Any) -> None:
    made = overdue(desk, inventory, 42)

    assert tend_returns(at=timezone.now()) == 1
    assert tend_returns(at=timezone.now()) == 0

    (notice,) = Notice.objects.filter(user=person, kind="return_ending")
    assert str(of(made).due_on) in notice.text_en


def test_a_day_recorded_late_takes_the_return_up_again(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    made = overdue(desk, inventory, 46)
    customs_says(of(made), "399")
    tend_returns(at=timezone.now())
    assert of(made).state == "expired"

    row = back_home(desk, made, person, day_of(timezone.now()) - timedelta(days=2))

    assert (row.state, used(inventory)) == ("completed", 0)


def test_goods_that_came_too_late_give_back_nothing(
    desk: Desk, inventory: Inventory, person: Any
) -> None:
    whole = used(inventory)
    made = overdue(desk, inventory, 47)
    customs_says(of(made), "399")

    row = back_home(desk, made, person)

    assert (row.state, used(inventory)) == ("expired", whole)


def test_a_rejection_of_an_earlier_application_does_not_reach_the_next(
    desk: Desk, inventory: Inventory
) -> None:
    made = application(inventory, desk.firm.code)
    desk.send(made)
    Return.objects.filter(id=of(made).id).update(applied_at=timezone.now() + timedelta(minutes=5))

    customs_says(of(made), "100")

    assert of(made).state == "applied"


def test_an_export_is_done_when_customs_releases_what_came_back(desk: Desk) -> None:
    sent = released(desk, direction="export", days_ago=5)
    made = application(sent, desk.firm.code)
    desk.send(made)
    assert (of(made).clock, of(made).state) == ("return", "applied")

    customs_says(of(made), "500")
    customs_says(of(made), "800")

    row = of(made)
    assert (row.state, row.clock, row.settled_at) == ("completed", "", None)
    assert not Course.objects.filter(inventory_id=sent.id, status="700").exists()
