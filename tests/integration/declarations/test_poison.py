"""A document that cannot be decided holds up nobody but itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError, OperationalError
from django.utils import timezone

from declarations.facts import Bundle
from declarations.matching import Matcher
from declarations.models import Work
from declarations.services import deciding
from declarations.services.claiming import BULK, QUICK
from tests.builders.documents import Document, DocumentSet, head_of
from tests.integration.declarations.conftest import Desk

pytestmark = pytest.mark.django_db

Fail = Callable[[Exception], None]
POISON = 3
"""Which of the sets cannot be decided."""


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Fail:
    """Makes matching fail for the declaration ``POISON`` of the desk, and for no other."""

    def fail(error: Exception) -> None:
        poisoned = head_of(desk.set(POISON)["inventory"])["copNo"]
        decide = Matcher.decide

        def failing_decide(self: Matcher, bundle: Bundle, **rest: Any) -> Any:
            if bundle.inventory.cop_no == poisoned:
                raise error
            return decide(self, bundle, **rest)

        monkeypatch.setattr(Matcher, "decide", failing_decide)

    return fail


def waiting_sets(desk: Desk, count: int) -> Iterator[Document]:
    """Declarations that still wait for their waybills: nothing is settled on arrival."""
    for number in range(count):
        documents: DocumentSet = desk.set(number)
        yield documents["order"]
        yield documents["inventory"]


def left(desk: Desk) -> list[Work]:
    """The work that is left: the poisoned order's and the poisoned inventory's."""
    found = list(Work.objects.filter(enterprise_id=desk.firm.id))
    assert len(found) == 2
    return found


def states(desk: Desk) -> list[str]:
    outcomes = desk.outcomes()
    return [outcomes[head_of(desk.set(n)["inventory"])["copNo"]] for n in range(len(outcomes))]


WITHOUT_THE_POISON = ["waiting"] * POISON + ["pending"] + ["waiting"] * 4


@pytest.mark.parametrize("error", [LookupError("no"), DataError("no"), AssertionError("no")])
def test_neighbours_of_the_quick_lane_are_decided_at_once(
    desk: Desk, failing: Fail, error: Exception
) -> None:
    failing(error)
    for document in waiting_sets(desk, 8):
        desk.send(document)

    desk.decide()

    assert states(desk) == WITHOUT_THE_POISON
    assert {(row.lane, row.attempts, row.error) for row in left(desk)} == {
        (QUICK, 2, type(error).__name__)
    }


def test_neighbours_of_a_bulk_submission_are_decided_at_once(desk: Desk, failing: Fail) -> None:
    failing(ValueError("no"))
    desk.send(*waiting_sets(desk, 8), *(desk.set(n)["payment"] for n in range(8, 40)))

    desk.decide()

    assert states(desk) == WITHOUT_THE_POISON
    assert {(row.lane, row.last_id - row.first_id) for row in left(desk)} == {(BULK, 0)}


def test_what_comes_while_one_waits_is_decided_without_it(desk: Desk, failing: Fail) -> None:
    failing(LookupError("no"))
    desk.send(*waiting_sets(desk, 8))
    desk.decide()
    tried = {row.attempts for row in left(desk)}
    Work.objects.filter(enterprise_id=desk.firm.id).update(not_before=timezone.now())

    for number in range(8):
        desk.send(desk.set(number)["payment"], desk.set(number)["waybill"])
    desk.decide()

    assert states(desk) == ["matched"] * POISON + ["pending"] + ["matched"] * 4
    old_and_new = Work.objects.filter(enterprise_id=desk.firm.id).values_list("attempts", flat=True)
    assert max(old_and_new) == max(tried) + 1


def test_the_pause_of_one_that_fails_grows_and_it_is_decided_once_it_can_be(
    desk: Desk, failing: Fail, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(LookupError("no"))
    desk.send(*waiting_sets(desk, 8))
    pauses = []
    for _ in range(3):
        desk.decide()
        pauses.append(min(row.not_before for row in left(desk)) - timezone.now())
        Work.objects.filter(enterprise_id=desk.firm.id).update(not_before=timezone.now())
    assert sorted(pauses) == pauses
    assert pauses[0] > timedelta(seconds=1)
    monkeypatch.undo()

    desk.decide()

    assert states(desk) == ["waiting"] * 8
    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()


def test_a_lost_connection_is_no_documents_fault(desk: Desk, failing: Fail) -> None:
    failing(OperationalError("server closed the connection"))
    desk.send(*waiting_sets(desk, 8))

    with pytest.raises(OperationalError):
        desk.decide()

    assert set(Work.objects.filter(enterprise_id=desk.firm.id).values_list("attempts")) == {(0,)}


def test_work_that_another_worker_has_done_meanwhile_is_not_put_off(desk: Desk) -> None:
    desk.send(*waiting_sets(desk, 1))
    work = list(Work.objects.filter(enterprise_id=desk.firm.id))
    desk.decide()

    deciding.put_off(work, "LookupError", at=timezone.now())

    assert not Work.objects.filter(enterprise_id=desk.firm.id).exists()
