"""Who looked at an enterprise's file: read out of the audit trail for the enterprise itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import AuditEntry, Organisation, Posting
from enterprises.models import Enterprise, Filing

ENTERPRISE: Final = "enterprises.enterprise"
FILING: Final = "enterprises.filing"
READING: Final = {
    "viewed": "enterprise",
    "filing.read": "filing",
    "filing.read_by_department": "department_view",
    "filing.attachment_read": "attachment",
    "reveal_personal": "personal",
}
"""The deeds that are reading, and what was read where the entry itself does not say."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """One look at the file: by which departments and organisations, at what, why. The official's
    name stays with the auditors."""

    at: datetime
    departments: tuple[str, ...]
    organisations: tuple[Organisation, ...]
    number: str
    what: str
    reason: str


def viewings(enterprise: Enterprise) -> QuerySet[AuditEntry]:
    """The entries of officials who opened the enterprise's file or one of its filings."""
    filings = Filing.objects.filter(enterprise=enterprise)
    ids = filings.values_list(Cast("id", CharField()), flat=True)
    return AuditEntry.objects.filter(
        Q(on_type=ENTERPRISE, on_id=str(enterprise.pk)) | Q(on_type=FILING, on_id__in=list(ids)),
        action__in=READING,
        by__is_official=True,
    )


def as_viewings(rows: list[AuditEntry]) -> list[Viewing]:
    """The entries as the enterprise may read them; three queries. An entry that does not name the
    organisations is read with the postings its official held that day."""
    held = _held({row.by_id for row in rows if "organisations" not in _new(row)})
    codes = {code for row in rows for code in _codes(row, held)}
    offices = {row.code: row for row in Organisation.objects.filter(code__in=codes)}
    filings = [int(row.on_id) for row in rows if row.on_type == FILING and row.on_id.isdecimal()]
    numbers = dict(Filing.objects.filter(id__in=filings).values_list("id", "number"))
    found = []
    for row in rows:
        serving = tuple(offices[code] for code in _codes(row, held) if code in offices)
        found.append(
            Viewing(
                at=row.at,
                departments=tuple(sorted({office.department for office in serving})),
                organisations=serving,
                number=numbers.get(int(row.on_id), "") if row.on_type == FILING else "",
                what=str(_new(row).get("what") or READING[row.action]),
                reason=str(_new(row).get("reason", "")),
            )
        )
    return found


def _held(users: Iterable[int | None]) -> dict[int, list[Posting]]:
    held: dict[int, list[Posting]] = {}
    for posting in Posting.objects.filter(user__in=users).select_related("organisation"):
        held.setdefault(posting.user_id, []).append(posting)
    return held


def _codes(row: AuditEntry, held: dict[int, list[Posting]]) -> tuple[str, ...]:
    named = _new(row).get("organisations")
    if named is not None:
        return tuple(named)
    day = timezone.localdate(row.at)
    codes = {
        posting.organisation.code
        for posting in held.get(row.by_id or 0, ())
        if posting.from_date <= day and (posting.to_date is None or day < posting.to_date)
    }
    return tuple(sorted(codes))


def _new(row: AuditEntry) -> dict[str, Any]:
    return row.new if isinstance(row.new, dict) else {}
