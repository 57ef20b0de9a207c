"""The database refuses returns that the code should never write."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from declarations.models import Return, Returned, ReturnLine, ReturnStep

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def entered(**values: Any) -> Any:
    given: dict[str, Any] = {"id": 1, "kind": "CEB625", "sender_id": 1, "parties": [1]}
    given |= {"number": "N", "invt_no": "I", "logistics_no": "L", "district": "4001"}
    given |= {"state": "applied", "state_at": NOW, "applied_at": NOW}
    return Return.objects.create(**{**given, **values})


def held(declared: int, amount: int) -> Any:
    return Returned.objects.create(inventory_id=1, gnum=1, declared=declared, held=amount)


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("return_state_known", lambda: entered(state="lost")),
        ("return_clock_known", lambda: entered(clock="lost")),
        ("return_settled_when_completed", lambda: entered(settled_at=NOW)),
        ("returned_never_more_than_declared", lambda: held(2, 3)),
        ("returned_never_more_than_declared", lambda: held(2, -1)),
        (
            "return_line_positive",
            lambda: ReturnLine.objects.create(paper_id=1, gnum=1, quantity=0),
        ),
    ],
)
def test_the_constraint_holds(name: str, deed: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        deed()


def test_steps_are_never_changed() -> None:
    ReturnStep.objects.create(paper_id=1, number=1, target="applied", at=NOW)

    with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
        ReturnStep.objects.filter(paper_id=1).update(note="changed")
