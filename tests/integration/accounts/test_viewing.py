"""Reading on cases is entered once in a while, and only what officials read."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.services.audit import VIEWED_ONCE_IN, record_view
from tests.factories.officials import official
from tests.factories.users import UserFactory

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
ON = ("enterprises.filing", "7")
pytestmark = pytest.mark.django_db


def test_an_official_who_opens_a_file_is_entered_with_department_and_reason() -> None:
    looker = official("customs", "reviewer")

    assert record_view(by=looker, on=ON, what="review", reason="抽查", at=AT, origin="10.0.0.1")

    entry = AuditEntry.objects.get(on_id="7", action="viewed")
    assert (entry.by, entry.at, entry.origin) == (looker, AT, "10.0.0.1")
    new = entry.new or {}
    assert new["departments"] == ["customs"]
    assert (new["what"], new["reason"]) == ("review", "抽查")


def test_opening_again_soon_is_not_entered_again() -> None:
    looker = official()

    opened = [
        record_view(by=looker, on=ON, at=AT + passed)
        for passed in (timedelta(0), VIEWED_ONCE_IN / 2, VIEWED_ONCE_IN)
    ]

    assert opened == [True, False, True]


def test_other_people_and_other_objects_are_entered_for_themselves() -> None:
    assert record_view(by=official(), on=ON, at=AT)
    looker = official()
    assert record_view(by=looker, on=ON, at=AT)
    assert record_view(by=looker, on=("enterprises.filing", "8"), at=AT)


def test_what_is_their_own_people_read_without_an_entry() -> None:
    assert not record_view(by=UserFactory.create(), on=ON, at=AT)
    assert not AuditEntry.objects.filter(on_id="7", on_type=ON[0]).exists()
