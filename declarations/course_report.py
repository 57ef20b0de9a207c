"""The paths really taken at customs beside the table of steps: how often, how long."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Q

from declarations.messages.catalogue import KINDS
from declarations.models import CourseStandard
from enterprises.viewers import Viewer

MOST: Final = 20_000
"""Declarations that are looked at, the newest first: the report costs the same always."""

Key = tuple[str, str, str, str]
"""Mode, direction, source and target of a step."""

_TAKEN = """
WITH newest AS (
    SELECT course.inventory_id AS id, inventory.trade_mode AS mode, inventory.kind
    FROM declarations_course AS course
    JOIN declarations_inventory AS inventory ON inventory.id = course.inventory_id
    WHERE %(all)s OR inventory.parties && %(firms)s::int[]
    ORDER BY course.inventory_id DESC LIMIT %(most)s
), steps AS (
    SELECT newest.mode, newest.kind, step.source, step.target,
        (step.at AT TIME ZONE %(zone)s)::date AS day, extract(epoch FROM step.at - lag(
        step.at) OVER (PARTITION BY step.inventory_id ORDER BY step.number))::float8 AS took
    FROM newest JOIN declarations_course_step AS step ON step.inventory_id = newest.id
)
SELECT steps.mode, kind, steps.source, steps.target, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY took),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY took),
    count(*) FILTER (WHERE took > standard.hours * 3600)
FROM steps
LEFT JOIN declarations_course_standard AS standard
    ON standard.mode = steps.mode AND standard.source = steps.source
    AND standard.target = steps.target AND standard.valid_from <= day
    AND (standard.valid_to IS NULL OR standard.valid_to > day)
    AND standard.direction = CASE WHEN kind = ANY(%(imports)s) THEN 'import' ELSE 'export' END
WHERE took >= 0 AND steps.source <> '' GROUP BY steps.mode, kind, steps.source, steps.target
"""
"""Each step is held against the limit of its own day, not against today's."""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of one mode: as it should be (``standard``, or None) and as it was taken.

    ``median`` and ``ninth`` (of ten) in seconds, ``over`` how many took longer than the limit that
    was in force then.
    """

    mode: str
    direction: str
    source: str
    target: str
    standard: CourseStandard | None
    count: int = 0
    median: float | None = None
    ninth: float | None = None
    over: int = 0


def compare_paths(viewer: Viewer, *, on: date) -> list[StepTaken]:
    """Every step of the table on a day, and every step that was taken without being in it."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rows = CourseStandard.objects.filter(in_force, valid_from__lte=on)
    standards = {(r.mode, r.direction, r.source, r.target): r for r in rows}
    taken: dict[Key, StepTaken] = dict(_taken(viewer, standards))
    planned = [StepTaken(*key, standard) for key, standard in standards.items() if key not in taken]
    return sorted([*taken.values(), *planned], key=lambda s: (s.direction, s.mode, -s.count))


def _taken(viewer: Viewer, standards: dict[Key, CourseStandard]) -> Any:
    given: dict[str, Any] = {
        "all": viewer.sees_all,
        "firms": list(viewer.enterprise_ids),
        "most": MOST,
        "zone": settings.TIME_ZONE,
        "imports": [code for code, kind in KINDS.items() if kind.direction == "import"],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, given)
        for mode, kind, source, target, *figures in cursor.fetchall():
            key = (mode, KINDS[kind].direction, source, target)
            yield key, StepTaken(*key, standards.get(key), *figures)
