"""What firms do becomes records: counted from the documents, once, whatever the events say."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from credit.models import BehaviourDue, Record, Source
from credit.selectors import records_as_of
from credit.services.behaviour import follow_declarations, is_behind, mark, take_in
from credit.services.sources import load_sources
from declarations.models import Follower, Inventory
from declarations.services.events import place_events
from enterprises.models import Enterprise
from tests.factories.credit import AT
from tests.factories.enterprises import EnterpriseFactory
from tests.integration.declarations.conftest import Desk, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    load_sources(at=AT)
    return new_desk()


def standing(desk: Desk, kind: str) -> list[tuple[int | None, int | None]]:
    records = records_as_of(timezone.now()).filter(kind=kind)
    firm = records.filter(subject__enterprise_id=desk.firm.id)
    return list(firm.values_list("good", "total"))


def test_declarations_are_counted_by_month_and_a_later_count_replaces_the_earlier(
    desk: Desk,
) -> None:
    now = timezone.now()
    documents = [doc for n in range(3) for doc in desk.set(n).values()]
    desk.send(*documents)
    desk.decide()
    mark(list(Inventory.objects.values_list("id", flat=True)), now)
    take_in(at=now)
    assert standing(desk, "match") == [(3, 3)]
    assert standing(desk, "uncorrected") == [(3, 3)]
    first = Inventory.objects.order_by("id").values_list("id", flat=True)[:1]
    Inventory.objects.filter(id__in=list(first)).update(revision=2)
    mark(list(Inventory.objects.values_list("id", flat=True)), now)
    take_in(at=now)
    assert standing(desk, "uncorrected") == [(2, 3)]
    assert standing(desk, "match") == [(3, 3)]
    editions = Record.objects.filter(kind="uncorrected").values_list("edition", flat=True)
    assert sorted(editions) == [1, 2]


def test_the_same_events_twice_leave_the_ledger_as_it_was(desk: Desk) -> None:
    now = timezone.now()
    desk.send(*desk.set().values())
    desk.decide()
    ids = list(Inventory.objects.values_list("id", flat=True))
    for _ in range(2):
        mark(ids, now)
        mark(ids, now)
        take_in(at=now)
    assert Record.objects.filter(kind="match").count() == 1
    assert not BehaviourDue.objects.exists()


def test_a_firm_has_a_record_of_its_registration_and_of_every_change(desk: Desk) -> None:
    firm = EnterpriseFactory.create(registered_at=datetime(2026, 1, 5, tzinfo=UTC))
    take_in(at=AT)
    take_in(at=AT)
    Enterprise.objects.filter(pk=firm.pk).update(status="suspended")
    take_in(at=AT + timedelta(days=1))
    records = Record.objects.filter(subject__enterprise=firm, kind="registration").order_by("id")
    assert [(r.grade, r.occurred_date.isoformat()) for r in records] == [
        ("approved", "2026-01-05"),
        ("suspended", "2026-11-21"),
    ]


def test_the_follower_marks_months_and_moves_its_cursor(desk: Desk) -> None:
    desk.send(*desk.set().values())
    desk.decide()
    place_events()
    assert is_behind()
    follow_declarations(seconds=0, at=timezone.now())
    assert BehaviourDue.objects.filter(enterprise_id=desk.firm.id).count() == 1
    assert Follower.objects.get(name="credit-behaviour").position > 0
    take_in(at=timezone.now())
    assert standing(desk, "match") == [(1, 1)]
    assert Source.objects.get(code="own").runs.get().outcome == "ok"
