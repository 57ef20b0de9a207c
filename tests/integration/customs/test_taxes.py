"""Quota and guarantee follow decisions and receipts: once, in any order, whatever happens."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from declarations.messages.catalogue import KINDS
from declarations.messages.receipts import return_time
from declarations.messages.xml_writer import build_message
from declarations.models import (
    CustomsReceipt,
    Decision,
    Follower,
    Inventory,
    TaxStanding,
)
from declarations.services import tax_bills, taxing
from declarations.services.events import place_events
from declarations.services.forwarding import forward
from declarations.services.receiving import receive_receipts
from declarations.services.tax_following import follow_taxes, is_behind
from declarations.simulation.goods import IMPORTED
from declarations.taxable import estimates
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
from tests.integration.customs.conftest import GUID, Notebook, forwarded, matched, says
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded, terms

__all__ = ["settings_loaded"]

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


def decided(inventory: Inventory, **values: Any) -> None:
    """Let the decision have come out so, and quota and guarantee follow."""
    Decision.objects.filter(inventory_id=inventory.id).update(**values)
    taxing.reconcile([inventory.id], timezone.now())


def frozen(account: GuaranteeAccount) -> Decimal:
    account.refresh_from_db()
    moved = GuaranteeMovement.objects.filter(account=account).values_list("frozen", flat=True)
    assert account.frozen == sum(moved, Decimal(0))
    return account.frozen


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
    bill = TaxBill.objects.get()
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

    bill = TaxBill.objects.get()
    assert (bill.tax_no, bill.state, bill.vat) == ("T0001", "summarised", Decimal("20.50"))
    assert bill.estimated == standing(inventory).tax != bill.vat + bill.duty


def told(inventory: Inventory, kind: str, status: str, **values: str) -> None:
    """Customs says something of a tax bill."""
    now = timezone.now()
    head = {**BILL, **values, "guid": GUID, "returnTime": return_time(now), "status": status}
    found = KINDS[kind]
    wanted = {name: head[name] for name in found.head_elements if name in head}
    document = {"type": kind, found.json_head: wanted}
    receive_receipts(build_message(found, [document], guid=GUID, prefix=""), at=now)


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
    assert TaxBill.objects.get().state == "expected"
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
    assert TaxBill.objects.count() == 1


def test_above_the_year_it_is_a_finding_and_the_outcome_stays(
    desk: Desk, account: GuaranteeAccount
) -> None:
    inventory = matched(desk)
    spend(inventory, Decimal(26000) - 1)
    follow()

    row = standing(inventory)
    assert (row.state, row.quota) == ("held", "exceeded")
    (finding,) = row.findings
    assert (finding["code"], finding["severity"], finding["params"]) == ("TAX-002", "warning", {})
    assert set(desk.outcomes().values()) == {"matched"}


def spend(inventory: Inventory, amount: Decimal) -> None:
    """Somebody else's declaration reserves so much of the buyer's year."""
    person, year = inventory.buyer_id_number_hash, inventory.received_at.year
    assert person is not None
    now = timezone.now()
    reserve_many(wishes=[QuotaWish(7, person, year, amount)], on=now.date(), at=now)


def test_released_beyond_the_limit_it_counts_and_is_no_finding_any_more(
    desk: Desk, notebook: Notebook
) -> None:
    inventory = forwarded(desk, notebook)
    spend(inventory, Decimal(26000))
    follow()
    says(inventory, "800", invtNo=INVT_NO)
    follow()

    assert year_of(inventory) == (26000, standing(inventory).amount)
    assert standing(inventory).findings is None


def test_without_an_account_the_lack_of_a_guarantee_is_a_finding(desk: Desk) -> None:
    inventory = matched(desk)
    follow()

    assert [finding["code"] for finding in standing(inventory).findings] == ["TAX-011"]


def test_without_a_rate_nothing_is_secured_and_nothing_is_expected(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    TaxRate.objects.all().delete()
    inventory = forwarded(desk, notebook)
    follow()
    says(inventory, "800", invtNo=INVT_NO)
    follow()

    row = standing(inventory)
    assert (row.duty, row.vat, row.guarantee) == (None, None, "")
    assert year_of(inventory) == (0, row.amount)
    assert frozen(account) == 0
    assert not TaxBill.objects.exists()


def test_following_again_from_the_beginning_changes_nothing(
    desk: Desk, notebook: Notebook, account: GuaranteeAccount
) -> None:
    inventory = forwarded(desk, notebook)
    says(inventory, "800", invtNo=INVT_NO)
    follow()
    moved = QuotaMovement.objects.count(), GuaranteeMovement.objects.count()
    Follower.objects.update(position=0)

    assert follow() > 0
    assert (QuotaMovement.objects.count(), GuaranteeMovement.objects.count()) == moved
    assert TaxBill.objects.count() == 1
    assert year_of(inventory) == (0, standing(inventory).amount)


def test_killed_in_the_middle_it_is_done_once(
    desk: Desk, account: GuaranteeAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    inventory = matched(desk)

    class KilledError(Exception):
        pass

    def killed(*_: Any, **__: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(taxing, "freeze_many", killed)
        with pytest.raises(KilledError):
            follow()
    assert year_of(inventory) == (0, 0)
    assert is_behind()

    follow()
    follow()
    assert year_of(inventory) == (standing(inventory).amount, 0)
    assert frozen(account) == standing(inventory).tax


def test_one_strange_declaration_does_not_hold_up_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange, other = matched(desk, 1), matched(desk, 2)

    def failing(found: Any) -> Any:
        if any(one.inventory_id == strange.id for one in found):
            raise ValueError("strange")
        return estimates(found)

    monkeypatch.setattr(taxing, "estimates", failing)
    follow()

    assert standing(other).state == "held"
    assert not TaxStanding.objects.filter(inventory_id=strange.id).exists()
    assert not is_behind()


def test_a_look_without_news_is_one_query(desk: Desk, django_assert_num_queries: Any) -> None:
    matched(desk)
    assert is_behind()
    follow()
    with django_assert_num_queries(1):
        assert not is_behind()
