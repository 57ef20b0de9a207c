"""Guarantees: taxes are frozen and released once, never beyond the amount, and low ones told."""

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts.models import AuditEntry, Notice
from taxation.facts import FreezeWish, Frozen
from taxation.models import GuaranteeAccount, GuaranteeMovement
from taxation.services.accounts import change_account, open_account
from taxation.services.demo import open_demo_guarantees
from taxation.services.guarantees import freeze_many, release_many
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory
from tests.integration.taxation.conftest import AT, DAY, Guarantor, new_guarantor, terms
from zone_portal.kernel.errors import PortalError

pytestmark = pytest.mark.django_db
numbers = count(8_000_000)


def wish(of: Guarantor, amount: str, number: int = 0) -> FreezeWish:
    return FreezeWish(number or next(numbers), of.account.assure_code, Decimal(amount))


def freeze(*wishes: FreezeWish, on: date = DAY) -> list[Frozen]:
    return freeze_many(wishes=wishes, on=on, at=AT)


def frozen(of: Guarantor) -> Decimal:
    """What is frozen; the movements must say the same as the account."""
    moved = GuaranteeMovement.objects.filter(account=of.account).aggregate(
        frozen=Sum("frozen"), amount=Sum("amount")
    )
    account = of.now()
    assert (moved["frozen"], moved["amount"]) == (account.frozen, account.amount)
    return account.frozen


def test_accepted_declarations_freeze_their_tax_and_payment_releases_it(
    guarantor: Guarantor,
) -> None:
    first, second = wish(guarantor, "300"), wish(guarantor, "45.50")
    assert [f.outcome for f in freeze(first, second)] == ["frozen", "frozen"]
    assert frozen(guarantor) == Decimal("345.50")
    (moved,) = release_many(declaration_ids=[first.declaration_id], on=DAY, at=AT)
    assert (moved.outcome, moved.amount) == ("done", Decimal(300))
    (again,) = release_many(declaration_ids=[first.declaration_id], on=DAY, at=AT)
    assert again.outcome == "repeated"
    assert frozen(guarantor) == Decimal("45.50")


def test_a_declaration_freezes_once(guarantor: Guarantor) -> None:
    same = wish(guarantor, "300")
    assert [f.outcome for f in freeze(same) + freeze(same)] == ["frozen", "repeated"]
    assert frozen(guarantor) == 300


def test_what_does_not_fit_is_short_by_what_was_left(guarantor: Guarantor) -> None:
    said = freeze(wish(guarantor, "900"), wish(guarantor, "100.01"), wish(guarantor, "100"))
    assert [(f.outcome, f.left) for f in said] == [
        ("frozen", None),
        ("short", Decimal(100)),
        ("frozen", None),
    ]
    assert frozen(guarantor) == 1000


def test_the_database_keeps_an_account_covered(guarantor: Guarantor) -> None:
    rows = GuaranteeAccount.objects.filter(pk=guarantor.account.pk)
    with pytest.raises(IntegrityError, match="guarantee_covered"), transaction.atomic():
        rows.update(frozen=Decimal("1000.01"))


def test_an_unknown_guarantor_and_a_guarantee_out_of_date_are_told_apart(
    guarantor: Guarantor,
) -> None:
    stranger = FreezeWish(next(numbers), "0000000000", Decimal(1))
    old = new_guarantor(valid_to=date(2026, 11, 20))
    assert [f.outcome for f in freeze(stranger, wish(old, "1"))] == ["unknown", "over"]
    assert freeze(wish(old, "1"), on=date(2026, 11, 19))[0].outcome == "frozen"


def test_finance_and_administrators_are_told_once_when_little_is_left(
    guarantor: Guarantor,
) -> None:
    boss = MemberFactory.create(enterprise=guarantor.firm, role="administrator").user
    clerk = MemberFactory.create(enterprise=guarantor.firm, role="declarant").user

    def told() -> dict[int, int]:
        users = (guarantor.user, boss, clerk)
        return {
            user.pk: Notice.objects.filter(user=user, kind="guarantee_low").count()
            for user in users
        }

    first = wish(guarantor, "800")
    freeze(first)
    assert set(told().values()) == {0}
    freeze(wish(guarantor, "0.01"))
    freeze(wish(guarantor, "50"))
    assert told() == {guarantor.user.pk: 1, boss.pk: 1, clerk.pk: 0}
    release_many(declaration_ids=[first.declaration_id], on=DAY, at=AT)
    freeze(wish(guarantor, "800"))
    assert told()[boss.pk] == 2


def test_an_account_is_entered_by_its_firm_once_and_on_record() -> None:
    firm = EnterpriseFactory.create()
    clerk = MemberFactory.create(enterprise=firm, role="declarant").user
    boss = MemberFactory.create(enterprise=firm, role="administrator").user
    with pytest.raises(PortalError) as refused:
        open_account(enterprise_id=firm.pk, terms=terms(), by=clerk, at=AT)
    assert refused.value.code == "role_too_weak"
    account = open_account(enterprise_id=firm.pk, terms=terms(), by=boss, at=AT)
    assert account.assure_code == firm.code
    with pytest.raises(PortalError) as refused:
        open_account(enterprise_id=firm.pk, terms=terms(), by=boss, at=AT)
    assert refused.value.code == "guarantee_exists"
    entry = AuditEntry.objects.get(action="guarantee.opened", on_id=str(account.pk))
    assert entry.new == {**(entry.new or {}), "amount": "1000"}


def test_an_account_never_shrinks_below_what_is_frozen(guarantor: Guarantor) -> None:
    freeze(wish(guarantor, "300"))

    def change(amount: str) -> None:
        change_account(
            account_id=guarantor.account.pk, terms=terms(amount), by=guarantor.user, at=AT
        )

    with pytest.raises(PortalError) as refused:
        change("299.99")
    assert [p["field"] for p in refused.value.details["problems"]] == ["amount"]
    change("300")
    change("5000")
    assert (frozen(guarantor), guarantor.now().amount) == (Decimal(300), Decimal(5000))


def test_simulated_sellers_of_the_demo_get_one_guarantee_each() -> None:
    seller = EnterpriseFactory.create(simulated=True)
    real = EnterpriseFactory.create()
    carrier = EnterpriseFactory.create(simulated=True, kinds=["logistics"])
    assert [open_demo_guarantees(at=AT), open_demo_guarantees(at=AT)] == [1, 0]
    accounts = GuaranteeAccount.objects.filter(enterprise__in=[seller, real, carrier])
    assert [account.assure_code for account in accounts] == [seller.code]


def test_all_problems_of_an_account_are_told_at_once() -> None:
    firm = EnterpriseFactory.create()
    boss = MemberFactory.create(enterprise=firm, role="administrator").user
    wrong = terms("-1", form="promise", valid_to=date(2026, 1, 1), customs_code="40")
    with pytest.raises(PortalError) as refused:
        open_account(enterprise_id=firm.pk, terms=wrong, by=boss, at=AT)
    fields = [problem["field"] for problem in refused.value.details["problems"]]
    assert fields == ["amount", "valid_to", "form", "customs_code"]
