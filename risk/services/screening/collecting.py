"""Handing raised signals to the collection of signals, where alerts and cases are made of them."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.facts import SystemActor
from enterprises.models import Enterprise
from risk.constants import ENTERPRISE
from risk.models import Raised
from risk.rules.subjects import KINDS, Subject
from risk.services.signals import collect

BY: Final = SystemActor("risk_screening")
AT_ONCE: Final = 200
GONE: Final = "subject gone"
OTHER: Final = "other"
SHOWN: Final = 8
"""Characters of a hash that officers see: enough to tell two subjects apart."""


def collect_raised(*, at: datetime) -> int:
    """Hand over the signals that wait, each in a transaction of its own; returns how many.

    A signal of an enterprise that was deleted meanwhile is closed as such and raises nothing.
    """
    waiting = Raised.objects.filter(collected_at__isnull=True).order_by("id")
    numbers = list(waiting.values_list("id", flat=True)[:AT_ONCE])
    for number in numbers:
        with transaction.atomic():
            rows = Raised.objects.select_for_update(skip_locked=True)
            row = rows.filter(pk=number, collected_at__isnull=True).first()
            if row is not None:
                _hand_over(row, at)
    return len(numbers)


def _hand_over(row: Raised, at: datetime) -> None:
    firm = Enterprise.objects.filter(pk=row.enterprise_id).first() if row.enterprise_id else None
    if row.subject_kind == ENTERPRISE and row.enterprise_id and firm is None:
        row.outcome = GONE
    else:
        signal = collect(
            type=row.risk_type,
            rule=row.rule,
            subject=_subject(row, firm),
            level=row.level,
            score=row.score,
            evidence={**row.evidence, "count": row.count},
            reference=f"raised:{row.pk}",
            by=BY,
            at=at,
        )
        row.outcome = f"signal {signal.pk}"
    row.collected_at = at
    row.save(update_fields=["outcome", "collected_at"])


def _subject(row: Raised, firm: Enterprise | None) -> Subject:
    """Of whom the signal speaks; a person, telephone or address only by its hash."""
    kind = row.subject_kind if row.subject_kind in KINDS else OTHER
    label = firm.name if firm is not None and kind == ENTERPRISE else row.subject_key
    if kind in {"person", "phone", "address"}:
        label = f"{KINDS[kind][0]} {row.subject_key[:SHOWN]}…"
    return Subject(kind, row.subject_key, label, row.enterprise_id)
