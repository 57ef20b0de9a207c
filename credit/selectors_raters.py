"""Reading contracts of raters, what they uploaded, and how good it was."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum

from credit.models import ImportRun, RaterContract, Record, Standing
from credit.rules.quality import PARTS, Quality, Work, quality
from credit.rules.sharing_parameters import WEIGHT
from credit.selectors_sharing import setting
from enterprises.models import Consent
from enterprises.selectors_mandates import consent_state
from enterprises.viewers import Viewer

BEST: Final = ("AAA", "AA")
LOWEST: Final = ("C", "D")
"""Bands of the zone's own model that count as a fall."""


def contract_state(row: RaterContract, *, on: date) -> str:
    """``proposed``, ``ahead``, ``in_force``, ``over`` or ``ended``."""
    if row.ended_at is not None:
        return "ended"
    if row.approved_at is None:
        return "proposed"
    if on < row.valid_from:
        return "ahead"
    return "in_force" if on < row.valid_to else "over"


def contracts_visible(viewer: Viewer) -> QuerySet[RaterContract]:
    """The contracts of raters that somebody may see, newest first."""
    rows: Any = RaterContract.objects.visible_to(viewer)
    found: QuerySet[RaterContract] = rows.select_related("enterprise", "source")
    return found.order_by("-id")


def uploads_of(row: RaterContract) -> QuerySet[ImportRun]:
    """What was uploaded under a contract, newest first."""
    return ImportRun.objects.filter(source=row.source_id).defer("content").order_by("-id")


def consent_to(enterprise_id: int, wanted: str, *, on: date) -> Consent | None:
    """A consent that an enterprise holds and that is in force on a day."""
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 19):
        return None
    rows = Consent.objects.filter(pk=int(wanted), recipient_id=enterprise_id)
    row = rows.select_related("principal").first()
    in_force = row is not None and consent_state(row, on=on) == "granted"
    return row if in_force else None


def work_of(row: RaterContract) -> Work:
    """What a rater did under a contract; four queries."""
    runs = ImportRun.objects.filter(source=row.source_id)
    counted = runs.aggregate(rows=Sum("total"), refused=Sum("refused"))
    total = counted["rows"] or 0
    records = Record.objects.filter(source=row.source_id, withdrawn=False)
    in_time = Q(recorded_at__date__lte=F("occurred_date") + timedelta(days=row.days))
    kept = records.aggregate(kept=Count("id"), timely=Count("id", filter=in_time))
    fallen, foreseen = _falls(row)
    return Work(
        rows=total,
        accepted=min(kept["kept"], total),
        timely=min(kept["timely"], kept["kept"], total),
        fallen=fallen,
        foreseen=foreseen,
    )


def _falls(row: RaterContract) -> tuple[int, int]:
    """Rated subjects that stand in the lowest bands since a later day, and those of them whose
    last rating before was not among the best."""
    rated = Record.objects.filter(source=row.source_id, withdrawn=False)
    last = rated.order_by("subject_id", "-occurred_date", "-id").distinct("subject_id")
    grades = {one.subject_id: (one.grade, one.occurred_date) for one in last}
    standings = Standing.objects.filter(subject_id__in=list(grades), grade__in=LOWEST)
    fallen = [one for one in standings if one.since_date > grades[one.subject_id][1]]
    return len(fallen), sum(1 for one in fallen if grades[one.subject_id][0] not in BEST)


def quality_of(row: RaterContract, *, on: date) -> Quality:
    """The quality figure of a rater's work under a contract."""
    weights = {part: Decimal(setting(f"{WEIGHT}{part}", on=on)) for part in PARTS}
    return quality(work_of(row), weights)
