"""Several people at the same moment, each over a connection of their own. What these tests commit
stays in the database, so their codes and months are their own."""

from datetime import UTC, datetime
from functools import partial
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from enterprises import states
from enterprises.models import Filing, Review
from enterprises.services.filing import drafting, submitting
from tests.factories.applications import AT, Applied, decide, submitted
from tests.factories.officials import official
from tests.integration.enterprises.at_once import at_once, committed

__all__ = ["committed"]

LATER = datetime(2027, 1, 4, 2, tzinfo=UTC)
NUMBERS = count(1000)


def waiting() -> Applied:
    return submitted(number=next(NUMBERS))


@pytest.mark.usefixtures("committed")
def test_of_two_reviewers_who_decide_at_once_one_wins_and_the_other_is_told() -> None:
    applied = waiting()
    now, first, second = applied.filing, official(), official()
    results = at_once(
        partial(decide, now, first, version=1, stage=0, at=LATER),
        partial(
            decide, now, second, "return", version=1, stage=0, remarks=[("name", "不符")], at=LATER
        ),
    )
    assert "review_already_decided" in results
    assert Review.objects.filter(filing=now).count() == 1
    won = Review.objects.get(filing=now).decision
    assert (won, applied.again().status) in {
        ("approve", states.APPROVED),
        ("return", states.RETURNED),
    }


@pytest.mark.usefixtures("committed")
def test_filings_approved_at_once_get_numbers_one_after_the_other() -> None:
    month = datetime(2027, 2, 1, 2, tzinfo=UTC)
    four = [waiting() for _ in range(4)]
    at_once(*(partial(decide, one.filing, official(), at=month) for one in four))
    numbers = sorted(one.again().number[-5:] for one in four)
    assert numbers == ["00001", "00002", "00003", "00004"]


@pytest.mark.usefixtures("committed")
def test_withdrawing_and_deciding_at_once_leaves_one_of_them() -> None:
    applied = waiting()
    results = at_once(
        partial(submitting.withdraw, **applied.who),
        partial(decide, applied.filing, official(), version=1, stage=0, at=LATER),
    )
    refused = [result for result in results if isinstance(result, str)]
    assert len(refused) == 1
    assert refused[0] in {"filing_not_submitted", "not_in_review"}


@pytest.mark.usefixtures("committed")
def test_two_drafts_of_one_firm_started_at_once_are_one() -> None:
    applied = waiting()
    decide(applied.filing, official(), at=LATER)
    firm = applied.again().enterprise
    Filing.objects.filter(pk=applied.filing.pk).update(status=states.CANCELLED)
    start = partial(drafting.start_filing, type="enterprise", by=applied.by, at=AT, enterprise=firm)
    results = at_once(start, start)
    assert sorted(isinstance(result, str) for result in results) == [False, True]
    assert "filing_exists" in results


@pytest.mark.django_db
def test_the_unique_key_is_the_last_guard_of_a_decision() -> None:
    given = {
        "filing": waiting().filing,
        "version": 1,
        "stage": 0,
        "department": "zone",
        "decision": "approve",
        "at": AT,
    }
    Review.objects.create(by=official(), **given)
    with pytest.raises(IntegrityError, match="review_once"), transaction.atomic():
        Review.objects.create(by=official(), **given)
