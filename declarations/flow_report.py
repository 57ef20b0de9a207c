"""What went through each flow in a period: how many declarations, how they stand, how long.

A flow is what the register of modes says of a mode: 一般出口, 特殊区域出口, 直购进口, 网购保税进口…
Ids lead with time, so a period is a range of primary keys.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.utils.timezone import make_aware

from declarations.ids import first_id_of
from declarations.messages.catalogue import KINDS
from declarations.rulebook import mode_register
from declarations.rules.modes import FLOWS, LIST
from declarations.states import CLEARED, CORRECTABLE, HOLDS, RELEASED
from enterprises.viewers import Viewer

MOST_DAYS: Final = 92

_COUNTED = """
SELECT inventory.trade_mode, inventory.kind, count(*) AS declared,
    count(*) FILTER (WHERE decision.outcome = 'matched') AS matched,
    count(*) FILTER (WHERE decision.outcome = 'mismatched') AS mismatched,
    count(*) FILTER (WHERE decision.outcome = 'waiting') AS waiting,
    count(course.inventory_id) AS forwarded,
    count(*) FILTER (WHERE course.status = ANY(%(released)s)) AS released,
    count(*) FILTER (WHERE course.status = ANY(%(held)s)) AS held,
    count(*) FILTER (WHERE course.status = ANY(%(rejected)s)) AS rejected,
    count(*) FILTER (WHERE course.route = 'A') AS simplified,
    count(*) FILTER (WHERE course.route = 'B') AS summarised,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY
        extract(epoch FROM course.status_at - inventory.received_at)::float8)
        FILTER (WHERE course.status = %(release)s) AS median
FROM declarations_inventory AS inventory
LEFT JOIN declarations_decision AS decision ON decision.inventory_id = inventory.id
LEFT JOIN declarations_course AS course ON course.inventory_id = inventory.id
WHERE inventory.id >= %(first)s AND inventory.id < %(last)s
    AND (%(all)s OR inventory.parties && %(firms)s::int[])
GROUP BY inventory.trade_mode, inventory.kind
"""


@dataclass(frozen=True, slots=True)
class FlowCount:
    """One mode of a flow in a period. ``median``: seconds from acceptance to release of what is
    released and not yet cleared; None where nothing is. ``pilot`` is a mode of this zone's own."""

    flow: str
    mode: str
    direction: str
    name: tuple[str, str] = ("", "")
    declared: int = 0
    matched: int = 0
    mismatched: int = 0
    waiting: int = 0
    forwarded: int = 0
    released: int = 0
    held: int = 0
    rejected: int = 0
    simplified: int = 0
    summarised: int = 0
    median: float | None = None


def count_flows(viewer: Viewer, *, first: date, last: date) -> list[FlowCount]:
    """Every mode with lists, with what the viewer may see of the days ``first`` to ``last``; modes
    that nobody used stand there with zeros. At most ``MOST_DAYS`` days: the last of them."""
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    counted = _counted(viewer, first, last)
    known = _known(first, last)
    unknown = {key: ("", ("", "")) for key in counted if key not in known}
    order = list(FLOWS)
    rows = [
        FlowCount(flow, mode, direction, name, **counted.get((direction, mode), {}))
        for (direction, mode), (flow, name) in {**known, **unknown}.items()
    ]
    return sorted(rows, key=lambda r: (order.index(r.flow) if r.flow else len(order), r.mode))


def _known(first: date, last: date) -> dict[tuple[str, str], tuple[str, tuple[str, str]]]:
    """The modes that were in force at any time of the period, with flow and name."""
    found = {}
    for template in mode_register().templates:
        ends = template.valid_to
        begun = template.valid_from <= last and (ends is None or ends > first)
        if begun and template.declared_by == LIST:
            found[template.direction, template.code] = template.flow, template.name
    return found


def _counted(viewer: Viewer, first: date, last: date) -> Mapping[tuple[str, str], dict[str, Any]]:
    given: dict[str, Any] = {
        "first": first_id_of(_midnight(first)),
        "last": first_id_of(_midnight(last + timedelta(days=1))),
        "all": viewer.sees_all,
        "firms": list(viewer.enterprise_ids),
        "released": [RELEASED, CLEARED],
        "release": RELEASED,
        "held": sorted(HOLDS),
        "rejected": sorted(CORRECTABLE),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, given)
        names = [column[0] for column in cursor.description]
        rows: Iterable[dict[str, Any]] = [
            dict(zip(names, row, strict=True)) for row in cursor.fetchall()
        ]
    return {
        (KINDS[row.pop("kind")].direction, row.pop("trade_mode")): row for row in map(dict, rows)
    }


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
