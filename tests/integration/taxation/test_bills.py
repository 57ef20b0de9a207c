"""Tax bills: expected on release, billed by customs, due from day 31 to 45, paid or void."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.facts import SystemActor
from accounts.models import Notice
from taxation.facts import ZERO, BillStatus, CustomsBill, FreezeWish, Released, TaxBack
from taxation.models import TaxBatch, TaxBill, TaxBillStep
from taxation.selectors import late_fee_of
from taxation.services import bills
from taxation.services.guarantees import freeze_many
from taxation.services.returned import give_back_taxes
from tests.integration.taxation.conftest import AT, DAY, Guarantor
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db
BY = SystemActor("customs simulator")
INVT = "400120261100000001"
NUMBER = 9_000_001


def released(of: Guarantor, **changes: object) -> Released:
    given = Released(
        declaration_id=NUMBER,
        invt_no=INVT,
        assure_code=of.account.assure_code,
        release_date=date(2026, 11, 20),
        duty=Decimal(0),
        consumption=Decimal("52.50"),
        vat=Decimal("45.50"),
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def customs(of: Guarantor, status: str = "1", **changes: object) -> CustomsBill:
    given = CustomsBill(
        invt_no=INVT,
        tax_no="TAX-1",
        duty=Decimal(0),
        consumption=Decimal("52.5"),
        vat=Decimal("45.51"),
        status=status,
        assure_code=of.account.assure_code,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def expect(of: Guarantor, **changes: object) -> TaxBill:
    bills.expect_bills(released=[released(of, **changes)], by=BY, at=AT)
    return TaxBill.objects.get(invt_no=changes.get("invt_no", INVT))


def record(*given: CustomsBill) -> list[str]:
    return bills.record_bills(bills=given, by=BY, at=AT)


def tell(status: str, tax_no: str = "TAX-1", duty_no: str = "") -> list[str]:
    return bills.record_statuses(statuses=[BillStatus(tax_no, status, duty_no)], by=BY, at=AT)


def history(bill: TaxBill) -> list[str]:
    steps = TaxBillStep.objects.filter(bill=bill).order_by("id")
    return list(steps.values_list("target", flat=True))


def test_a_release_says_what_will_be_due_and_when(guarantor: Guarantor) -> None:
    bill = expect(guarantor)
    assert (bill.state, bill.estimated, bill.enterprise) == (
        "expected",
        Decimal(98),
        guarantor.firm,
    )
    assert (bill.due_from_date, bill.due_to_date) == (date(2026, 12, 21), date(2027, 1, 4))
    assert bills.expect_bills(released=[released(guarantor)], by=BY, at=AT) == 0


def test_the_bill_of_customs_replaces_our_amounts_and_keeps_our_estimate(
    guarantor: Guarantor,
) -> None:
    bill = expect(guarantor)
    assert record(customs(guarantor)) == ["done"]
    bill.refresh_from_db()
    assert (bill.state, bill.tax_no, bill.vat) == ("generated", "TAX-1", Decimal("45.51"))
    assert bill.estimated == 98
    assert history(bill) == ["expected", "generated"]


def test_a_bill_that_nobody_expected_is_kept_too(guarantor: Guarantor) -> None:
    assert record(customs(guarantor, "2", ent_duty_no="D-1")) == ["done"]
    bill = TaxBill.objects.get(tax_no="TAX-1")
    assert (bill.state, bill.release_date, bill.declaration_id) == ("summarised", None, None)


def test_what_comes_late_or_twice_moves_nothing_back(guarantor: Guarantor) -> None:
    expect(guarantor)
    assert record(customs(guarantor)) == ["done"]
    assert tell("2", duty_no="D-1") == ["done"]
    assert tell("2") == ["repeated"]
    assert tell("1") == ["stale"]
    assert record(customs(guarantor)) == ["stale"]
    assert tell("2", tax_no="TAX-9") == ["unknown"]
    bill = TaxBill.objects.get(tax_no="TAX-1")
    assert (bill.state, bill.ent_duty_no) == ("summarised", "D-1")


def test_a_new_bill_after_a_void_one_knows_its_declaration(guarantor: Guarantor) -> None:
    expect(guarantor)
    record(customs(guarantor))
    tell("3")
    assert record(customs(guarantor, tax_no="TAX-2", vat=Decimal(40))) == ["done"]
    second = TaxBill.objects.get(tax_no="TAX-2")
    assert (second.state, second.declaration_id, second.estimated) == (
        "generated",
        NUMBER,
        Decimal(98),
    )
    assert second.due_to_date == date(2027, 1, 4)
    assert TaxBill.objects.get(tax_no="TAX-1").state == "void"


def test_an_unknown_status_is_refused(guarantor: Guarantor) -> None:
    with pytest.raises(PortalError) as refused:
        record(customs(guarantor, "7"))
    assert refused.value.code == "tax_status_unknown"


def freeze(of: Guarantor, amount: str = "98") -> None:
    wish = FreezeWish(NUMBER, of.account.assure_code, Decimal(amount))
    freeze_many(wishes=[wish], on=DAY, at=AT)


def pay(tax_no: str = "TAX-1") -> None:
    bills.record_payments(tax_nos=[tax_no], by=BY, at=AT)


def give_back(occasion: int, consumption: str, vat: str) -> str:
    back = TaxBack(NUMBER, occasion, ZERO, Decimal(consumption), Decimal(vat))
    (told,) = give_back_taxes(returns=[back], on=DAY, by=BY, at=AT)
    return told.outcome


def test_the_payment_of_a_bill_releases_its_guarantee(guarantor: Guarantor) -> None:
    freeze(guarantor)
    bill = expect(guarantor)
    record(customs(guarantor))
    assert guarantor.now().frozen == 98
    pay()
    bill.refresh_from_db()
    assert (bill.state, guarantor.now().frozen) == ("paid", Decimal(0))


def test_a_void_bill_stays_secured_until_the_next_one_is_paid(guarantor: Guarantor) -> None:
    freeze(guarantor)
    expect(guarantor)
    record(customs(guarantor))
    tell("3")
    assert guarantor.now().frozen == 98
    record(customs(guarantor, tax_no="TAX-2"))
    assert guarantor.now().frozen == 98
    pay("TAX-2")
    assert guarantor.now().frozen == 0


def test_a_part_returned_after_billing_releases_its_tax_and_no_more(guarantor: Guarantor) -> None:
    """Cream for 425 yuan (example B): 52.50 + 45.50 = 98.00 of tax for 4 jars. One comes back: a
    quarter, 13.125 → 13.13 and 11.375 → 11.38, together 24.51; 73.49 stay secured."""
    freeze(guarantor)
    expect(guarantor)
    record(customs(guarantor, vat=Decimal("45.50")))

    assert give_back(501, "13.13", "11.38") == "billed"
    assert guarantor.now().frozen == 98

    tell("3")
    assert guarantor.now().frozen == Decimal("73.49")
    record(customs(guarantor, tax_no="TAX-2", consumption=Decimal("39.37"), vat=Decimal("34.12")))
    assert guarantor.now().frozen == Decimal("73.49")
    assert give_back(501, "13.13", "11.38") == "billed"
    assert guarantor.now().frozen == Decimal("73.49")

    pay("TAX-2")
    assert guarantor.now().frozen == 0


def test_parts_returned_one_after_the_other_release_each_its_own(guarantor: Guarantor) -> None:
    freeze(guarantor)
    expect(guarantor)
    record(customs(guarantor, vat=Decimal("45.50")))
    give_back(501, "13.13", "11.38")  # a quarter
    tell("3")
    record(customs(guarantor, tax_no="TAX-2", consumption=Decimal("39.37"), vat=Decimal("34.12")))
    give_back(502, "39.37", "34.12")  # the rest
    assert guarantor.now().frozen == Decimal("73.49")
    tell("3", tax_no="TAX-2")
    assert guarantor.now().frozen == 0


def test_what_customs_left_out_of_its_bill_already_is_released_at_once(
    guarantor: Guarantor,
) -> None:
    freeze(guarantor)
    expect(guarantor)
    record(customs(guarantor, vat=Decimal("45.50")))
    tell("3")
    record(customs(guarantor, tax_no="TAX-2", consumption=Decimal("39.37"), vat=Decimal("34.12")))

    give_back(501, "13.13", "11.38")

    assert guarantor.now().frozen == Decimal("73.49")


def test_a_void_bill_that_was_returned_before_it_came_releases_at_once(
    guarantor: Guarantor,
) -> None:
    freeze(guarantor)
    expect(guarantor)
    record(customs(guarantor))
    tell("3")
    assert give_back(501, "52.50", "45.50") == "none"
    assert guarantor.now().frozen == 0


def test_while_another_bill_is_open_a_paid_one_releases_nothing(guarantor: Guarantor) -> None:
    freeze(guarantor)
    expect(guarantor)
    record(customs(guarantor), customs(guarantor, tax_no="TAX-2"))
    TaxBill.objects.filter(tax_no="TAX-2").update(declaration_id=NUMBER)
    pay("TAX-1")
    assert guarantor.now().frozen == 98
    tell("3", tax_no="TAX-2")
    assert guarantor.now().frozen == 0


def test_bills_are_drawn_into_half_months_when_their_time_begins(guarantor: Guarantor) -> None:
    first = expect(guarantor)  # due from 21 December
    other = expect(guarantor, invt_no="2", declaration_id=2, release_date=date(2026, 11, 5))
    record(customs(guarantor), customs(guarantor, invt_no="2", tax_no="TAX-2"))
    expect(guarantor, invt_no="3", declaration_id=3)  # not billed yet
    assert bills.draw_bills(on=date(2026, 12, 5), by=BY, at=AT) == 0
    assert bills.draw_bills(on=date(2026, 12, 21), by=BY, at=AT) == 2
    assert bills.draw_bills(on=date(2026, 12, 31), by=BY, at=AT) == 0
    halves = TaxBatch.objects.order_by("first_date").values_list("first_date", "last_date")
    assert list(halves) == [
        (date(2026, 12, 1), date(2026, 12, 15)),
        (date(2026, 12, 16), date(2026, 12, 31)),
    ]
    for bill in (first, other):
        bill.refresh_from_db()
    assert first.batch != other.batch


def test_after_the_last_day_a_bill_is_overdue_and_grows_by_day(guarantor: Guarantor) -> None:
    bill = expect(guarantor)
    record(customs(guarantor))
    last = date(2027, 1, 4)
    assert bills.age_bills(on=last, by=BY, at=AT) == 0
    assert bills.age_bills(on=date(2027, 1, 5), by=BY, at=AT) == 1
    assert bills.age_bills(on=date(2027, 1, 6), by=BY, at=AT) == 0
    bill.refresh_from_db()
    assert bill.state == "overdue"
    assert Notice.objects.filter(user=guarantor.user, kind="tax_overdue").count() == 1
    assert late_fee_of(bill, on=last) == 0
    assert late_fee_of(bill, on=date(2027, 1, 14)) == Decimal("0.49")  # 98.01 × 0.0005 × 10
    bills.record_payments(tax_nos=["TAX-1"], by=BY, at=AT)
    assert history(bill) == ["expected", "generated", "overdue", "paid"]
