"""The overview's counts, straight from the tables of today: ids lead with time, so a day is a
range of primary keys. Daily rollups will take over what grows beyond one day.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.utils.timezone import localtime

from declarations.exports import InventoryFilter, inventories
from declarations.ids import BLOCK_BITS, EPOCH, PLACE_BITS, first_id_of
from declarations.models import (
    Decision,
    Inventory,
    Order,
    PastDecision,
    Payment,
    Submission,
    Waybill,
)
from enterprises.models import Enterprise
from enterprises.viewers import Viewer
from statistics_app.facts import Cause, Day, Hour, SenderCount, Totals

MOST_DECISIONS = 5_000
"""Latest decisions that the percentile looks at."""

MOST_UNMATCHED = 20_000
"""Unmatched declarations that the causes look at."""

MOST_SENDERS = 8

MOST_OURS = 1_000
"""Declarations waiting for the viewer's own firms that are counted."""

Span = tuple[int, int]
"""First id, and the id after the last."""

DOCUMENTS = {"order": Order, "payment": Payment, "waybill": Waybill, "inventory": Inventory}


def today(viewer: Viewer, *, at: datetime) -> Day:
    """What this viewer may see of the Shanghai day of ``at``, up to ``at``."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    one_day = timedelta(days=1)
    span = first_id_of(midnight), first_id_of(at + timedelta(seconds=1))
    before = first_id_of(midnight - one_day), first_id_of(at - one_day)
    return Day(
        day=midnight.date(),
        as_of=at,
        hours=tuple(_hours(viewer, span, midnight, localtime(at).hour)),
        totals=_totals(viewer, span),
        before=_totals(viewer, before),
        p95_seconds=_p95_seconds(viewer, span),
        causes=tuple(_causes(viewer, span)),
        documents={noun: _in(_visible(model, viewer), span).count() for noun, model in _nouns()},
        senders=tuple(_senders(viewer, span)),
        ours=None if viewer.sees_all else _ours(viewer),
    )


def totals_today(viewer: Viewer, *, at: datetime) -> Totals:
    """The declarations of the Shanghai day of ``at``, up to ``at``."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return _totals(viewer, (first_id_of(midnight), first_id_of(at + timedelta(seconds=1))))


def _ours(viewer: Viewer) -> int:
    waiting = inventories(viewer, InventoryFilter(turn="ours"))
    return waiting.order_by()[:MOST_OURS].count()


def _nouns() -> Iterator[tuple[str, Any]]:
    yield from DOCUMENTS.items()


def _visible(model: Any, viewer: Viewer) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.visible_to(viewer)
    return rows


def _in(rows: QuerySet[Any], span: Span, key: str = "id") -> QuerySet[Any]:
    return rows.filter(**{f"{key}__gte": span[0], f"{key}__lt": span[1]})


def _decisions(viewer: Viewer, span: Span, model: Any = Decision) -> QuerySet[Any]:
    """Decisions on the inventories of the span that the viewer may see."""
    rows = _in(model.objects.all(), span, "inventory_id")
    if viewer.sees_all:
        return rows
    visible = _in(Inventory.objects.visible_to(viewer), span).values("id")
    return rows.filter(inventory_id__in=visible)


def _totals(viewer: Viewer, span: Span) -> Totals:
    received = _in(_visible(Inventory, viewer), span).count()
    by_outcome = dict(
        _decisions(viewer, span).values_list("outcome").annotate(number=Count("inventory_id"))
    )
    corrected = _decisions(viewer, span, PastDecision).filter(outcome="mismatched")
    late = (
        _decisions(viewer, span)
        .filter(outcome="matched", inventory_id__in=corrected.values("inventory_id"))
        .count()
    )
    matched = by_outcome.get("matched", 0)
    return Totals(
        received=received,
        matched=matched,
        mismatched=by_outcome.get("mismatched", 0),
        waiting=by_outcome.get("waiting", 0),
        first_time=matched - late,
    )


def _hours(viewer: Viewer, span: Span, midnight: datetime, last: int) -> Iterator[Hour]:
    """One entry for each hour so far; the hour is read off the id, no other column is touched."""
    start = int((midnight - EPOCH).total_seconds())

    def hour_of(key: str) -> Any:
        return (F(key).bitrightshift(BLOCK_BITS + PLACE_BITS) - start) / 3600

    received = dict(
        _in(_visible(Inventory, viewer), span)
        .annotate(hour=hour_of("id"))
        .values_list("hour")
        .annotate(number=Count("id"))
    )
    decided: Counter[tuple[int, str]] = Counter()
    for hour, outcome, number in (
        _decisions(viewer, span)
        .annotate(hour=hour_of("inventory_id"))
        .values_list("hour", "outcome")
        .annotate(number=Count("inventory_id"))
    ):
        decided[hour, outcome] = number
    for hour in range(last + 1):
        yield Hour(
            hour=hour,
            received=received.get(hour, 0),
            matched=decided[hour, "matched"],
            mismatched=decided[hour, "mismatched"],
            waiting=decided[hour, "waiting"],
        )


def _p95_seconds(viewer: Viewer, span: Span) -> float | None:
    """95 % of the latest first decisions came within this time of the inventory's receipt."""
    latest = dict(
        _decisions(viewer, span)
        .filter(sequence=1)
        .order_by("-inventory_id")
        .values_list("inventory_id", "decided_at")[:MOST_DECISIONS]
    )
    received = Inventory.objects.filter(id__in=list(latest)).values_list("id", "received_at")
    spans = sorted((latest[key] - at).total_seconds() for key, at in received)
    return max(spans[min(int(len(spans) * 0.95), len(spans) - 1)], 0.0) if spans else None


def _causes(viewer: Viewer, span: Span) -> list[Cause]:
    """What is missing and what differs, most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    unmatched = _decisions(viewer, span).exclude(outcome="matched")
    for waiting, codes in unmatched.values_list("waiting_for", "codes")[:MOST_UNMATCHED]:
        counts.update(("waiting", noun) for noun in waiting or ())
        counts.update(("code", code) for code in set(codes or ()))
    return [Cause(kind, code, count) for (kind, code), count in counts.most_common()]


def _senders(viewer: Viewer, span: Span) -> Iterator[SenderCount]:
    """The enterprises that sent most today, with what was sent back most often."""
    submissions = _in(_visible(Submission, viewer), span)
    sums = list(
        submissions.values("enterprise_id")
        .annotate(
            accepted_sum=Sum("accepted"),
            rejected_sum=Sum("rejected"),
            duplicate_sum=Sum("duplicate"),
            total=Sum(F("accepted") + F("rejected") + F("duplicate")),
        )
        .order_by("-total")[:MOST_SENDERS]
    )
    firms = Enterprise.objects.in_bulk([row["enterprise_id"] for row in sums])
    findings: dict[int, Counter[str]] = {row["enterprise_id"]: Counter() for row in sums}
    counted = submissions.filter(enterprise_id__in=findings, rejected__gt=0)
    for firm_id, numbers in counted.values_list("enterprise_id", "finding_counts")[:MOST_DECISIONS]:
        findings[firm_id].update(numbers or {})
    for row in sums:
        firm = firms.get(row["enterprise_id"])
        most = findings[row["enterprise_id"]].most_common(1)
        yield SenderCount(
            enterprise_id=row["enterprise_id"],
            name=firm.name if firm else str(row["enterprise_id"]),
            code=firm.code if firm else "",
            kinds=tuple(firm.kinds) if firm else (),
            accepted=row["accepted_sum"],
            rejected=row["rejected_sum"],
            duplicate=row["duplicate_sum"],
            main_finding=most[0][0] if most else "",
        )
