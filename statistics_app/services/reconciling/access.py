"""The log of accesses to data under agreements: every import, look, export stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from accounts.models import User
from accounts.services.audit import Actor, label_of
from statistics_app.models import AccessEntry, SharingAgreement

REPORT_SHOWN, CELL_SHOWN, LIST_SHOWN = "report", "cell", "list"
SHOWN: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        REPORT_SHOWN: ("印证报告", "Reconciliation report"),
        CELL_SHOWN: ("印证项", "A compared figure"),
        LIST_SHOWN: ("逐票差异", "Differences by declaration"),
    }
)
"""What was looked at or exported → (zh, en)."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who did what (a code of ``models.reconciling.ACCESSES``), when, of which month; ``detail`` is
    a code of ``SHOWN``, the name of a file, or the code of a refusal."""

    what: str
    by: Actor
    at: datetime
    month: date | None = None
    detail: str = ""
    rows: int = 0
    origin: str = ""


def enter(agreements: Iterable[SharingAgreement], access: Access) -> int:
    """Enter an access to data of each of the agreements; returns how many entries were made."""
    made = AccessEntry.objects.bulk_create(
        AccessEntry(
            agreement=agreement,
            what=access.what,
            month=access.month,
            detail=access.detail[:300],
            purpose=agreement.purpose,
            rows=access.rows,
            at=access.at,
            by=access.by if isinstance(access.by, User) else None,
            by_label=label_of(access.by)[:128],
            origin=access.origin[:64],
        )
        for agreement in agreements
    )
    return len(made)
