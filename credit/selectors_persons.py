"""Natural persons with a credit file: for the zone office of the hub alone, never public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from credit.models import Record, Subject
from credit.selectors import records_as_of, with_mark
from enterprises.viewers import Viewer
from zone_portal.framework.vault import vault
from zone_portal.kernel.masking import mask_name


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the list shows one: the name masked."""

    subject: Subject
    name: str
    records: int
    last_at: datetime | None


def persons_visible(viewer: Viewer) -> QuerySet[Subject]:
    """The persons that a viewer may see, the newest file first."""
    rows: Any = Subject.objects.visible_to(viewer).filter(person__isnull=False)
    found: QuerySet[Subject] = rows.order_by("-id")
    return found


def person_visible(viewer: Viewer, subject_id: int) -> Subject | None:
    """A person, if the viewer may see one."""
    return persons_visible(viewer).filter(pk=subject_id).first()


def listed(subjects: Iterable[Subject]) -> list[Person]:
    """Persons with the number of their records, with one query."""
    rows = list(subjects)
    counted = (
        Record.objects.filter(subject__in=rows)
        .values("subject")
        .annotate(count=Count("id"), last=Max("recorded_at"))
    )
    found = {row["subject"]: row for row in counted}
    return [
        Person(
            row,
            mask_name(name_of_person(row)),
            found.get(row.pk, {}).get("count", 0),
            found.get(row.pk, {}).get("last"),
        )
        for row in rows
    ]


def records_of(subject: Subject, *, at: datetime) -> list[Record]:
    """What stands of a person, newest first, with the last word said of each record."""
    rows = with_mark(records_as_of(at), at).filter(subject=subject)
    return list(rows.select_related("source").order_by("-occurred_date", "-id"))


def find_person(id_number: str) -> Subject | None:
    """The file of the person with a number."""
    person = vault().hash("id", id_number.strip().upper())
    found: Subject | None = Subject.objects.filter(person=person).first()
    return found


def name_of_person(subject: Subject) -> str:
    """The name in the clear; the caller must not show it without a reason on record."""
    sealed, person = subject.sealed_name, subject.person
    if sealed is None or person is None:
        raise ValueError("not a natural person")
    return vault().open(sealed, f"credit-person:{person}".encode()).decode()
