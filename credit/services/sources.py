"""The register of sources: what is shipped, and what became of every delivery."""

from datetime import datetime

from credit.models import ImportRun, Source, SourceRun
from credit.rules.shipped_sources import SOURCES


def load_sources(*, at: datetime) -> int:
    """Enter the shipped sources that are not known yet; what the zone changed stays."""
    known = set(Source.objects.values_list("code", flat=True))
    fresh = [
        Source(**{**shipped._asdict(), "record_kinds": list(shipped.record_kinds)})
        for shipped in SOURCES
        if shipped.code not in known
    ]
    return len(Source.objects.bulk_create(fresh))


def record_run(
    *,
    source: Source,
    at: datetime,
    outcome: str,
    read: int = 0,
    kept: int = 0,
    refused: int = 0,
    error: str = "",
    delivery: ImportRun | None = None,
) -> SourceRun:
    """Enter what became of a delivery or of a call."""
    return SourceRun.objects.create(
        source=source,
        at=at,
        outcome=outcome,
        read=read,
        kept=kept,
        refused=refused,
        error=error[:300],
        delivery=delivery,
    )
