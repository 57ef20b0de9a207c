"""Where subjects stand, who moved and why: by park, kind, size and mode, in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from credit.models import Rating, Simulation, Subject
from credit.rulebook import sizes_on
from enterprises.viewers import Viewer

GROUPS: Final = ("site", "kind", "size", "mode")
YEAR: Final = timedelta(days=365)

_FACTS: Final = """
WITH chosen AS ({subjects}),
active AS (
    SELECT enterprise_id, sum(total) AS total, (array_agg(mode ORDER BY total DESC))[1] AS mode
    FROM credit_activity WHERE month > %(since)s AND month <= %(day)s GROUP BY enterprise_id
),
facts AS (
    SELECT c.id AS subject_id, e.site AS site, e.kinds, coalesce(a.mode, '') AS mode,
        CASE WHEN coalesce(a.total, 0) < %(small)s THEN 'small'
             WHEN a.total < %(large)s THEN 'medium' ELSE 'large' END AS size
    FROM chosen c JOIN enterprises_enterprise e ON e.id = c.enterprise_id
    LEFT JOIN active a ON a.enterprise_id = e.id
)
"""
_EACH: Final[Mapping[str, str]] = {
    "": "CROSS JOIN (SELECT '' AS name) g",
    "site": "CROSS JOIN LATERAL (SELECT f.site AS name) g",
    "kind": "CROSS JOIN LATERAL unnest(f.kinds) AS g(name)",
    "size": "CROSS JOIN LATERAL (SELECT f.size AS name) g",
    "mode": "CROSS JOIN LATERAL (SELECT f.mode AS name) g",
}
_STANDING: Final = "SELECT subject_id, '' AS before, grade AS after FROM credit_standing"
_SIMULATED: Final = (
    "SELECT subject_id, old_grade AS before, grade AS after FROM credit_simulated_rating "
    "WHERE simulation_id = %(simulation)s"
)
_MOVED: Final = """
SELECT a.subject_id, b.grade AS before, a.grade AS after
FROM (SELECT DISTINCT ON (subject_id) subject_id, grade FROM credit_rating
      WHERE as_of_date = %(after)s ORDER BY subject_id, id DESC) a
JOIN (SELECT DISTINCT ON (subject_id) subject_id, grade FROM credit_rating
      WHERE as_of_date = %(before)s ORDER BY subject_id, id DESC) b USING (subject_id)
"""


@dataclass(slots=True)
class Group:
    """How many subjects of a group went from which grade to which ("" = no grade before)."""

    name: str
    moves: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.moves.values())

    @property
    def moved(self) -> int:
        """Subjects whose grade differs."""
        return sum(n for (before, after), n in self.moves.items() if before != after)

    def after(self, grade: str) -> int:
        """Subjects with this grade now."""
        return sum(n for (_, after), n in self.moves.items() if after == grade)


def distribution(viewer: Viewer, by: str, on: date) -> list[Group]:
    """Where the visible subjects stand, by ``site``, ``kind``, ``size``, ``mode`` or together."""
    return _grouped(viewer, by, on, _STANDING, {})


def simulated_moves(viewer: Viewer, simulation: Simulation, by: str) -> list[Group]:
    """Who would move by a simulated model, likewise."""
    return _grouped(viewer, by, simulation.as_of_date, _SIMULATED, {"simulation": simulation.pk})


def migration(viewer: Viewer, by: str, before: date, after: date) -> list[Group]:
    """Who moved between two days of evaluation, likewise."""
    return _grouped(viewer, by, after, _MOVED, {"before": before, "after": after})


def _grouped(viewer: Viewer, by: str, on: date, rows: str, params: dict[str, Any]) -> list[Group]:
    subjects, given = _subjects(viewer)
    sizes = sizes_on(on)
    sql = f"""{_FACTS.format(subjects=subjects)}
SELECT g.name, r.before, r.after, count(*) FROM ({rows}) r JOIN facts f USING (subject_id)
{_EACH[by]} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    asked = {**given, **params, "since": on - YEAR, "day": on}
    asked |= {"small": sizes.small, "large": sizes.large}
    groups: dict[str, Group] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        for name, before, after, count in cursor.fetchall():
            groups.setdefault(name, Group(name)).moves[before, after] = count
    return list(groups.values())


def _subjects(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The visible enterprises as SQL with named parameters."""
    visible = Subject.objects.enterprises().visible_to(viewer).values("id", "enterprise_id")
    sql, params = visible.query.sql_with_params()
    names = [f"seen_{number}" for number in range(len(params))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, params, strict=True))


@dataclass(frozen=True, slots=True)
class Cause:
    """An indicator and what it did to those who moved: hundredths of points, and to how many."""

    indicator: str
    points: int
    subjects: int


_CAUSES: Final = """
WITH chosen AS ({subjects}),
a AS (SELECT DISTINCT ON (subject_id) subject_id, grade, score, contributions FROM credit_rating
      WHERE as_of_date = %(after)s ORDER BY subject_id, id DESC),
b AS (SELECT DISTINCT ON (subject_id) subject_id, grade, score, contributions FROM credit_rating
      WHERE as_of_date = %(before)s ORDER BY subject_id, id DESC),
moved AS (
    SELECT a.subject_id, a.contributions AS now, b.contributions AS earlier
    FROM a JOIN b USING (subject_id) JOIN chosen ON chosen.id = a.subject_id
    WHERE a.grade <> b.grade AND (a.score < b.score) = %(down)s
),
parts AS (
    SELECT subject_id, part ->> 'i' AS indicator, (part ->> 'p')::int AS points
    FROM moved, jsonb_array_elements(now) part
    UNION ALL
    SELECT subject_id, part ->> 'i', -(part ->> 'p')::int
    FROM moved, jsonb_array_elements(earlier) part
),
differing AS (
    SELECT subject_id, indicator, sum(points) AS points FROM parts GROUP BY 1, 2
    HAVING sum(points) <> 0
)
SELECT indicator, sum(points)::bigint, count(*) FROM differing GROUP BY 1
ORDER BY abs(sum(points)) DESC, 1
"""


def causes(viewer: Viewer, before: date, after: date, *, down: bool) -> list[Cause]:
    """What moved those whose grade fell (or rose) between two days, the heaviest first."""
    subjects, given = _subjects(viewer)
    asked = {**given, "before": before, "after": after, "down": down}
    with connection.cursor() as cursor:
        cursor.execute(_CAUSES.format(subjects=subjects), asked)
        return [Cause(*row) for row in cursor.fetchall()]


def rated_days(viewer: Viewer, most: int = 24) -> list[date]:
    """The days of the monthly ratings, newest first."""
    monthly = Rating.objects.visible_to(viewer).filter(trigger__in=["monthly", "cycle"])
    days = monthly.order_by("-as_of_date").values_list("as_of_date", flat=True).distinct()
    return list(days[:most])
