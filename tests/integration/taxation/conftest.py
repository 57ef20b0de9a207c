"""What the tests of taxes share: the settings of the rules, rates, a firm that guarantees."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from enterprises.models import Enterprise
from reference.selectors import forget_snapshots
from taxation.models import GuaranteeAccount
from taxation.services.accounts import GuaranteeTerms, open_account
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory

AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture
def settings_loaded(db: None) -> None:
    """First values of every rule, example rates, the table of treatments."""
    call_command("load_rules", verbosity=0)
    call_command("load_taxation", examples=True, verbosity=0)
    forget_snapshots()


@dataclass
class Guarantor:
    """A firm with its finance person and its guarantee of 1,000 RMB."""

    firm: Enterprise
    user: User
    account: GuaranteeAccount

    def now(self) -> GuaranteeAccount:
        self.account.refresh_from_db()
        return self.account


def terms(amount: str = "1000", **changes: Any) -> GuaranteeTerms:
    given: dict[str, Any] = {"form": "total", "valid_from": date(2026, 1, 1)}
    return GuaranteeTerms(**{**given, "amount": Decimal(amount), **changes})


@pytest.fixture
def guarantor(settings_loaded: None) -> Guarantor:
    return new_guarantor()


def new_guarantor(amount: str = "1000", **changes: Any) -> Guarantor:
    firm = EnterpriseFactory.create()
    user = MemberFactory.create(enterprise=firm, role="finance").user
    account = open_account(enterprise_id=firm.pk, terms=terms(amount, **changes), by=user, at=AT)
    return Guarantor(firm, user, account)
