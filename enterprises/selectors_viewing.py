"""Who looked at an enterprise's file: read out of the audit trail for the enterprise itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import AuditEntry, Organisation
from enterprises.models import Enterprise, Filing

ENTERPRISE = "enterprises.enterprise"
FILING = "enterprises.filing"
READING = ("viewed", "reveal_personal")
"""The deeds that are reading: opening the file, and seeing personal data in the clear."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """One look at the file: by which departments and organisations, at what, why. The official's
    name stays with the auditors."""

    at: datetime
    departments: tuple[str, ...]
    organisations: tuple[str, ...]
    on_type: str
    on_id: str
    number: str
    action: str
    what: str
    reason: str


def viewings(enterprise: Enterprise) -> QuerySet[AuditEntry]:
    """The entries of officials who opened the enterprise's file or one of its filings."""
    ids = Filing.objects.filter(enterprise=enterprise).values_list(
        Cast("id", CharField()), flat=True
    )
    return AuditEntry.objects.filter(
        Q(on_type=ENTERPRISE, on_id=str(enterprise.pk)) | Q(on_type=FILING, on_id__in=list(ids)),
        action__in=READING,
        by__is_official=True,
    )


def as_viewings(rows: list[AuditEntry]) -> list[Viewing]:
    """The entries as the enterprise may read them, with names of organisations; two queries."""
    codes = {code for row in rows for code in _words(row, "organisations")}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    filings = [int(row.on_id) for row in rows if row.on_type == FILING and row.on_id.isdecimal()]
    numbers = dict(Filing.objects.filter(id__in=filings).values_list("id", "number"))
    return [
        Viewing(
            at=row.at,
            departments=_words(row, "departments"),
            organisations=tuple(names.get(code, code) for code in _words(row, "organisations")),
            on_type=row.on_type,
            on_id=row.on_id,
            number=numbers.get(int(row.on_id), "") if row.on_type == FILING else "",
            action=row.action,
            what=str(_new(row).get("what", "")),
            reason=str(_new(row).get("reason", "")),
        )
        for row in rows
    ]


def _words(row: AuditEntry, name: str) -> tuple[str, ...]:
    return tuple(_new(row).get(name, ()))


def _new(row: AuditEntry) -> dict[str, Any]:
    return row.new if isinstance(row.new, dict) else {}
