"""Credit files, sources and records."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.facts import SystemActor
from credit.facts import NewRecord
from credit.models import (
    Cycle,
    RatingDocument,
    Record,
    ScoreModel,
    Simulation,
    Source,
    Subject,
)
from credit.services.importing import accept
from credit.services.models import load_shipped
from credit.services.recording import record
from credit.services.sources import load_sources
from credit.services.subjects import subject_of, subject_of_person
from enterprises.models import Enterprise
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.users import UserFactory

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


def ledger_objects(enterprise: Enterprise) -> dict[str, int]:
    """What stands for the objects of the zone office: a record of this firm, and its tools."""
    load_sources(at=AT)
    load_shipped(at=AT)
    model = ScoreModel.objects.filter(code="zone").latest("version")
    entry = recorded(subject_of(enterprise.pk, at=AT), "customs_penalty", grade="minor")
    run = accept(source=source(), content=enterprise.code.encode(), origin="sheet", by=BY, at=AT)
    document = RatingDocument.objects.create(
        version=77,
        title="办法",
        number="七十七号",
        text="……",
        from_date=DAY,
        objection_days=5,
        by=UserFactory.create(),
        at=AT,
    )
    cycle = Cycle.objects.create(
        code="cycle-77",
        document=document,
        model=model,
        as_of_date=DAY,
        planned_by=document.by,
        planned_at=AT,
    )
    simulation = Simulation.objects.create(
        model=model, as_of_date=DAY, known_at=AT, by_label="test", at=AT, state="done"
    )
    person = subject_of_person("000000199001010000", "七十七", at=AT)
    return {
        "ledger_person": person.pk,
        "ledger_record": entry.pk,
        "ledger_source": source().pk,
        "ledger_import": run.pk,
        "ledger_model": model.pk,
        "ledger_cycle": cycle.pk,
        "ledger_simulation": simulation.pk,
    }
