"""What the tests of settled returns share: a release with its quota, guarantee and people."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from declarations.models import (
    Inventory,
    InventoryLine,
    TaxStanding,
)
from declarations.rulebook import day_of
from declarations.services import tax_bills
from declarations.services.events import place_events
from declarations.services.returns.arriving import record_arrival
from declarations.services.tax_following import follow_taxes
from declarations.simulation.goods import IMPORTED
from enterprises.models import Enterprise
from enterprises.viewers import viewer_for
from taxation.models import GuaranteeAccount, QuotaBalance, QuotaMovement, TaxRate
from taxation.services.accounts import open_account
from tests.factories.members import MemberFactory
from tests.integration.customs.conftest import Notebook, forwarded, says
from tests.integration.customs.returning import follow, of
from tests.integration.declarations.conftest import Desk
from tests.integration.taxation.conftest import terms


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
