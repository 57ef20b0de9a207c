"""What customs would refuse is a finding; followed twice, late or after a crash, all stays."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from declarations.models import (
    Follower,
    Inventory,
    TaxStanding,
)
from declarations.services import taxing
from declarations.services.tax_following import is_behind
from declarations.taxable import estimates
from taxation.facts import QuotaWish
from taxation.models import (
    GuaranteeAccount,
    GuaranteeMovement,
    QuotaMovement,
    TaxBill,
    TaxRate,
)
from taxation.services.quota import reserve_many
from tests.integration.customs.conftest import Notebook, forwarded, matched, says
from tests.integration.customs.taxing import (
    INVT_NO,
    _rated,
    account,
    follow,
    frozen,
    standing,
    year_of,
)
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import settings_loaded

__all__ = ["_rated", "account", "settings_loaded"]


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
    assert not TaxBill.objects.filter(declaration_id=inventory.id).exists()


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
    assert TaxBill.objects.filter(declaration_id=inventory.id).count() == 1
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
