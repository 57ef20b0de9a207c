"""Credit files, sources and records."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.facts import SystemActor
from credit.facts import NewRecord
from credit.models import Record, Source, Subject
from credit.services.recording import record
from credit.services.subjects import subject_of
from tests.factories.enterprises import EnterpriseFactory

AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 20)
BY = SystemActor("test")


def source(code: str = "office", kind: str = "department", department: str = "zone") -> Source:
    """A source of the register."""
    made, _ = Source.objects.get_or_create(
        code=code, defaults={"zh": code, "en": code, "kind": kind, "department": department}
    )
    return made


def subject(**enterprise: Any) -> Subject:
    """The credit file of a new enterprise."""
    return subject_of(EnterpriseFactory.create(**enterprise).pk, at=AT)


def recorded(
    of: Subject, kind: str, number: str = "1", *, at: datetime = AT, **columns: Any
) -> Record:
    """A record in the ledger, of this day unless told otherwise."""
    columns.setdefault("occurred_date", DAY)
    new = NewRecord(kind=kind, number=number, **columns)
    return record(subject=of, source=source(), new=new, by=BY, at=at)
