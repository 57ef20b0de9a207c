"""Two programs of one enterprise cannot share what is left of its quota."""

from functools import partial

import pytest

from accounts.facts import SystemActor
from enterprises.models import IdentityCheck
from enterprises.rules.identity import subject
from enterprises.services import checking
from tests.builders import people
from tests.factories.applications import AT
from tests.factories.enterprises import EnterpriseFactory
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]


@pytest.mark.usefixtures("committed")
def test_of_two_batches_at_once_only_one_gets_the_last_of_the_quota(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checking, "quota_of", lambda *, on: 5)
    firm = EnterpriseFactory.create()
    three = [subject(one.name, one.id_number) for one in map(people.person, range(3))]
    ask = partial(
        checking.check_people,
        subjects=three,
        purpose="订单实名核查",
        enterprise_id=firm.pk,
        by=SystemActor("test"),
        at=AT,
    )

    results = at_once(ask, ask)

    assert "identity_quota_used" in results
    assert IdentityCheck.objects.filter(enterprise=firm).count() == 3
