"""Two officers at the same moment, each over a connection of their own."""

from functools import partial

import pytest

from credit.models import CaseStep
from credit.services.supervision import deciding
from tests.factories.supervision import WHY, again, deed, party
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]


@pytest.mark.usefixtures("committed")
def test_of_two_supervisors_who_decide_at_once_one_wins_and_the_other_is_told() -> None:
    firm = party()
    case = firm.proposed()

    results = at_once(
        *(
            partial(
                deciding.decide,
                case_id=case.pk,
                version=case.version,
                confirmed=confirmed,
                reasons=WHY,
                **deed(person),
            )
            for person, confirmed in ((firm.second, True), (firm.third, False))
        )
    )

    assert "credit_changed_meanwhile" in results
    assert again(case).status in {"decided", "heard"}
    assert CaseStep.objects.filter(case=case, deed__in=["decided", "sent_back"]).count() == 1
