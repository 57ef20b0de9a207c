"""Opening the credit files of enterprises and persons."""

from collections.abc import Iterable
from datetime import datetime

from credit.models import Subject
from zone_portal.framework.vault import vault


def subjects_of(enterprise_ids: Iterable[int], *, at: datetime) -> dict[int, Subject]:
    """The subject of each enterprise, opened where there was none; by enterprise id."""
    wanted = set(enterprise_ids)
    known = {row.enterprise_id for row in Subject.objects.filter(enterprise_id__in=wanted)}
    Subject.objects.bulk_create(
        (Subject(enterprise_id=number, since=at) for number in sorted(wanted - known)),
        ignore_conflicts=True,
    )
    found = Subject.objects.filter(enterprise_id__in=wanted)
    return {row.enterprise_id: row for row in found if row.enterprise_id is not None}


def subject_of(enterprise_id: int, *, at: datetime) -> Subject:
    """The subject of an enterprise, opened where there was none."""
    return subjects_of([enterprise_id], at=at)[enterprise_id]


def subject_of_person(id_number: str, name: str, *, at: datetime) -> Subject:
    """The subject of a natural person: the number becomes a keyed hash, the name is sealed."""
    person = vault().hash("id", id_number.strip().upper())
    sealed = vault().sealer(at).seal(name.encode(), f"credit-person:{person}".encode())
    subject, _ = Subject.objects.get_or_create(
        person=person, defaults={"sealed_name": sealed, "since": at}
    )
    return subject
