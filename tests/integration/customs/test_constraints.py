"""The database refuses what the code should never write."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from declarations.models import Course, CourseStandard, CustomsReceipt, Dispatch, Hold

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def course(**values: Any) -> Any:
    return Course.objects.create(inventory_id=1, status_at=NOW, **{"status": "sent", **values})


def hold() -> Any:
    return Hold.objects.create(inventory_id=1, status="500", reason="", since=NOW)


def dispatch(**values: Any) -> Any:
    given = {"document_id": 1, "revision": 1, "kind": "CEB311", "not_before": NOW}
    return Dispatch.objects.create(created_at=NOW, **{**given, **values})


def standard(**values: Any) -> Any:
    given: dict[str, Any] = {"mode": "9999", "direction": "import", "source": "2", "target": "3"}
    given |= {"owner": "port", "valid_from": date(2026, 1, 1), "basis": "Test"}
    return CourseStandard.objects.create(**{**given, **values})


def receipt(**values: Any) -> Any:
    given: dict[str, Any] = {"digest": "0" * 32, "message_id": 1, "position": 0, "kind": "CEB622"}
    given |= {"number": "N", "return_status": "800", "return_time": NOW, "return_info": ""}
    given |= {"head": {}, "effect": "kept", "received_at": NOW}
    manager: Any = CustomsReceipt.objects
    return manager.create(**{**given, **values})


def twice(make: Callable[[], Any]) -> None:
    make()
    make()


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("course_status_known", lambda: course(status="nonsense")),
        ("hold_one_open", lambda: twice(hold)),
        ("dispatch_once", lambda: twice(dispatch)),
        ("dispatch_status_known", lambda: dispatch(status="lost")),
        ("course_standard_dates", lambda: twice(standard)),
        ("course_standard_period", lambda: standard(valid_to=date(2025, 1, 1))),
        ("declarations_customs_receipt_digest", lambda: twice(receipt)),
        ("customs_receipt_effect_known", lambda: receipt(effect="lost")),
    ],
)
def test_the_constraint_holds(name: str, deed: Callable[[], Any]) -> None:
    with pytest.raises((IntegrityError, DataError), match=name), transaction.atomic():
        deed()


def test_a_second_hold_may_follow_one_that_ended() -> None:
    first = hold()
    first.ended_at = NOW
    first.save()

    assert hold().pk != first.pk
