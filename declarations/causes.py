"""Which partner's documents cause which findings: counted from the repair tasks, by week."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncWeek

from declarations.exports import firms_of
from declarations.messages.catalogue import KINDS
from declarations.models import Task
from declarations.rulebook import SHANGHAI
from enterprises.facts import EnterpriseFacts
from enterprises.viewers import Viewer

WEEKS: Final = 8
MOST_WEEKS: Final = 26
MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Cause:
    """One partner's documents of one noun, failing for one reason.

    ``share`` is the part of all tasks of the period, ``weeks`` the counts by week, oldest first.
    """

    enterprise_id: int
    firm: EnterpriseFacts | None
    is_own: bool
    role: str
    noun: str
    code: str
    count: int
    share: float
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Causes, most frequent first; ``mondays`` are the first days of the weeks."""

    total: int
    mondays: tuple[date, ...]
    causes: tuple[Cause, ...]


def ranking(
    viewer: Viewer, *, at: datetime, weeks: int = WEEKS, partner_id: int | None = None
) -> Ranking:
    """The causes among the declarations that the viewer takes part in, over so many weeks up to
    and with that of ``at`` (Shanghai time). One grouped query, and one for the names."""
    first = _first_monday(at, weeks)
    rows = Task.objects.visible_to(viewer).filter(opened_at__gte=first)
    if partner_id is not None:
        rows = rows.filter(enterprise_id=partner_id)
    grouped = (
        rows.annotate(week=TruncWeek("opened_at", tzinfo=SHANGHAI))
        .values_list("enterprise_id", "role", "kind", "code", "week")
        .annotate(number=Count("id"))
        .order_by()
    )
    mondays = tuple(first.date() + timedelta(weeks=number) for number in range(weeks))
    counted: dict[tuple[int, str, str, str], Counter[date]] = defaultdict(Counter)
    for enterprise_id, role, kind, code, week, number in grouped:
        place = (enterprise_id, role, KINDS[kind].noun, code)
        counted[place][week.astimezone(SHANGHAI).date()] += number
    total = sum(by_week.total() for by_week in counted.values())
    ranked = sorted(counted.items(), key=lambda item: (-item[1].total(), item[0]))[:MOST_ROWS]
    firms = firms_of(place[0] for place, _ in ranked)
    causes = tuple(
        Cause(
            enterprise_id=enterprise_id,
            firm=firms.get(enterprise_id),
            is_own=enterprise_id in viewer.own_ids,
            role=role,
            noun=noun,
            code=code,
            count=by_week.total(),
            share=by_week.total() / total,
            weeks=tuple(by_week[monday] for monday in mondays),
        )
        for (enterprise_id, role, noun, code), by_week in ranked
    )
    return Ranking(total, mondays, causes)


def _first_monday(at: datetime, weeks: int) -> datetime:
    local = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return local - timedelta(days=local.weekday(), weeks=weeks - 1)
