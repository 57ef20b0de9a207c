"""The level pushed down by credit changes when a filing is due and what its approval needs."""

from datetime import date, timedelta

import pytest

from accounts.facts import SystemActor
from accounts.models import AuditEntry
from enterprises.models import Enterprise, Filing, ServiceLevel
from enterprises.selectors_filings import queue_page, service_level
from enterprises.services.refusals import Refusal
from enterprises.services.service_levels import Wanted, put_service_levels
from enterprises.viewers import viewer_for
from tests.factories import applications
from tests.factories.applications import AT
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.officials import official

pytestmark = pytest.mark.django_db

BY = SystemActor("credit")
TODAY = date(2026, 11, 20)


def serve(enterprise: Enterprise, level: str, days: int = 0) -> int:
    return put_service_levels(
        {enterprise.pk: Wanted(level, "某办法第一条")},
        source="credit",
        by=BY,
        at=AT + timedelta(days=days),
    )


def test_a_level_is_given_once_and_taken_back_from_a_day_on() -> None:
    whom = EnterpriseFactory.create()

    assert serve(whom, "priority") == 1
    assert serve(whom, "priority") == 0
    assert serve(whom, "standard", days=3) == 1

    assert service_level(whom.pk, on=TODAY) == "priority"
    assert service_level(whom.pk, on=TODAY + timedelta(days=3)) == "standard"
    assert AuditEntry.objects.filter(action="enterprise.service_level").count() == 2


def test_a_level_without_a_law_is_refused() -> None:
    whom = EnterpriseFactory.create()
    with pytest.raises(ValueError, match="basis"):
        put_service_levels({whom.pk: Wanted("strict")}, source="credit", by=BY, at=AT)
    assert not ServiceLevel.objects.exists()


def test_priority_brings_a_waiting_filing_forward_in_the_queue() -> None:
    first, second = applications.submitted(number=801), applications.submitted(number=802)
    assert first.filing.due_date == date(2026, 11, 27)

    serve(second.filing.enterprise, "priority")

    rows = queue_page(viewer_for(official("zone")), on=TODAY).rows
    assert [(row.pk, row.due_date, row.service) for row in rows] == [  # type: ignore[attr-defined]
        (second.filing.pk, date(2026, 11, 24), "priority"),
        (first.filing.pk, date(2026, 11, 27), None),
    ]


def test_taking_priority_away_never_lengthens_what_was_promised() -> None:
    case = applications.submitted(number=803)
    serve(case.filing.enterprise, "priority")
    serve(case.filing.enterprise, "strict")
    assert Filing.objects.get(pk=case.filing.pk).due_date == date(2026, 11, 24)


def test_approving_for_a_strict_enterprise_needs_reasons() -> None:
    case = applications.submitted(number=804)
    serve(case.filing.enterprise, "strict")

    with pytest.raises(Refusal) as refused:
        applications.decide(case.filing, official("zone"))

    assert refused.value.code == "strict_comment_missing"
