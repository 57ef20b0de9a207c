"""Handing what this part notices to the collection of signals."""

from typing import Any

from risk.models import Raised
from risk.rules.subjects import Subject
from risk.services.matters.core import Deed

VERSION = 1


def raise_signal(
    *,
    type: str,  # noqa: A002  the word of the collection
    rule: str,
    subject: Subject,
    level: str,
    evidence: dict[str, Any],
    deed: Deed,
) -> None:
    """Raise a signal of a type about a subject, at least at a level."""
    Raised.objects.create(
        rule=rule[:24],
        version=VERSION,
        risk_type=type,
        subject_kind=subject.kind,
        subject_key=subject.key,
        enterprise_id=subject.enterprise_id,
        level=level,
        score=0,
        evidence=evidence,
        count=1,
        first_at=deed.at,
        last_at=deed.at,
    )
