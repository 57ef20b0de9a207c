"""Putting measures in force and ending them, because of a listing or of a grade.

What is put in force was published before; a trigger refuses anything else. The effect on service is
pushed down into ``enterprises``; risk screening reads ``selectors_measures.measures_in_force``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from accounts.models import Organisation, User
from accounts.selectors import postings_of
from accounts.services import audit
from accounts.services.audit import Actor, Change, label_of
from credit.models import Case, Measure, MeasureAcknowledgement, MeasureItem, Subject
from credit.rulebook import zone_grade_mode
from credit.rules.parameters import GRADE, OFF, REFERENCE
from credit.rules.supervision import clocks
from credit.rules.supervision.effects import (
    GROUNDS,
    INCENTIVE,
    NEGATIVE_LIST,
    RESTRICTION,
    SERVICE,
    STANDARD,
)
from credit.selectors_measures import measures_in_force, published_list
from credit.services.supervision import telling
from credit.services.supervision.common import Deed, due
from enterprises.services.refusals import Refusal
from enterprises.services.service_levels import Wanted, put_service_levels
from enterprises.viewers import Viewer

SOURCE: Final = "credit"
ON_TYPE: Final = "credit.measure"
SLICE: Final = 5000
GRADE_BRINGS: Final[Mapping[str, tuple[str, ...]]] = {
    GRADE: (INCENTIVE, RESTRICTION),
    REFERENCE: (INCENTIVE,),
    OFF: (),
}
"""How the zone's own rating is shown → which kinds of measures may rest on it."""


def put_measures_of_case(case: Case, deed: Deed) -> list[Measure]:
    """Put what the published list holds for listed enterprises in force on the party of a case, and
    tell the departments that carry it out."""
    items = [row for row in published_list(on=deed.day) if NEGATIVE_LIST in row.grounds]
    rows = Measure.objects.bulk_create(
        Measure(
            subject=case.subject,
            item=item,
            ground=NEGATIVE_LIST,
            case=case,
            from_date=deed.day,
            due_date=due(clocks.ACKNOWLEDGEMENT, since=deed.day),
            put_at=deed.at,
            by_label=label_of(deed.by)[:128],
        )
        for item in items
    )
    _note(rows, "credit_measure.put", deed)
    push_levels([case.subject_id], deed)
    for department in sorted({item.department for item in items}):
        telling.office(
            case.subject,
            f"有新的信用措施待确认实施（{case.decision_number}）。",
            f"New credit measures are to be acknowledged ({case.decision_number}).",
            at=deed.at,
            link=telling.measures_link(),
            departments=frozenset({department}),
        )
    return rows


def end_measures_of_case(case: Case, deed: Deed, *, why: str) -> int:
    """End what is in force because of a case."""
    rows = list(Measure.objects.filter(case=case, to_date__isnull=True))
    Measure.objects.filter(pk__in=[row.pk for row in rows]).update(
        to_date=deed.day, ended_why=why.strip()[:200]
    )
    _note(rows, "credit_measure.ended", deed)
    push_levels([case.subject_id], deed)
    return len(rows)


@transaction.atomic
def align(*, by: Actor, at: datetime, subject_ids: Iterable[int] | None = None) -> int:
    """Bring the measures of grades in line with the present grades and the present list, for these
    subjects or for all. Returns how many measures began or ended; again it changes nothing. While
    the zone's own rating is a reference only, it brings incentives and no restriction; switched
    off, it brings nothing.

    Set-based: the cost is one pass over those who have a grade.
    """
    deed = Deed(by, at)
    wanted = None if subject_ids is None else sorted(set(subject_ids))
    given = {
        "subjects": wanted,
        "day": deed.day,
        "at": at,
        "due": due(clocks.ACKNOWLEDGEMENT, since=deed.day),
        "label": label_of(by)[:128],
        "kinds": list(GRADE_BRINGS[zone_grade_mode(deed.day)]),
        "grounds": [ground for ground in GROUNDS if ground != NEGATIVE_LIST],
    }
    with connection.cursor() as cursor:
        cursor.execute(_END, given)
        ended = cursor.fetchall()
        cursor.execute(_PUT, given)
        put = cursor.fetchall()
    changes = [
        Change(action, (ON_TYPE, str(number)), new={"subject": subject})
        for action, rows in (("credit_measure.ended", ended), ("credit_measure.put", put))
        for number, subject in rows
    ]
    audit.record_many(changes, by=by, at=at)
    push_levels({subject for _, subject in [*ended, *put]}, deed)
    return len(changes)


def push_levels(subject_ids: Iterable[int], deed: Deed) -> int:
    """Push the level of service of these subjects down into ``enterprises``."""
    rows = Subject.objects.filter(pk__in=set(subject_ids), enterprise__isnull=False)
    ids = sorted(rows.values_list("enterprise_id", flat=True))
    changed = 0
    for start in range(0, len(ids), SLICE):
        part = [number for number in ids[start : start + SLICE] if number is not None]
        levels = measures_in_force(part, deed.day)
        bases = _bases({level.measures for level in levels.values()})
        wanted = {
            number: Wanted(level.service_level, bases.get((number, level.service_level), ""))
            if level.service_level != STANDARD
            else Wanted(STANDARD)
            for number, level in levels.items()
        }
        changed += put_service_levels(wanted, source=SOURCE, by=deed.by, at=deed.at)
    return changed


@transaction.atomic
def acknowledge(
    *,
    measure_id: int,
    carried_out: bool,
    viewer: Viewer,
    by: User,
    at: datetime,
    note: str = "",
    origin: str = "",
) -> MeasureAcknowledgement:
    """A department says that it has seen a measure, or what it did.

    :raises Refusal: ``credit_measure_unknown``, ``credit_not_yours``,
        ``credit_acknowledged_already`` (409).
    """
    row = Measure.objects.visible_to(viewer).select_related("item").filter(pk=measure_id).first()
    if row is None:
        raise Refusal("credit_measure_unknown", 404, "没有找到该措施。", "No such measure.")
    day = Deed(by, at).day
    posting = next(
        (
            posting
            for posting in postings_of(by, on=day)
            if posting.department == row.item.department
            and posting.role in {"reviewer", "supervisor"}
        ),
        None,
    )
    if posting is None:
        raise Refusal(
            "credit_not_yours",
            403,
            "该措施由实施部门的审核员或负责人确认。",
            "Reviewers and supervisors of the department that carries it out acknowledge it.",
        )
    made, is_new = MeasureAcknowledgement.objects.get_or_create(
        measure=row,
        organisation=Organisation.objects.get(code=posting.organisation),
        carried_out=carried_out,
        defaults={"note": note.strip()[:500], "at": at, "by": by},
    )
    if not is_new:
        raise Refusal(
            "credit_acknowledged_already",
            409,
            "本单位已确认。",
            "Your office has acknowledged this already.",
        )
    audit.record(
        "credit_measure.carried_out" if carried_out else "credit_measure.acknowledged",
        by=by,
        on=(ON_TYPE, str(row.pk)),
        new={"organisation": posting.organisation},
        at=at,
        origin=origin,
    )
    return made


def _bases(measures: Iterable[tuple[int, ...]]) -> dict[tuple[int, str], str]:
    """(enterprise, level) → the law of the measure that gives it this level."""
    ids = {number for row in measures for number in row}
    rows = Measure.objects.filter(pk__in=ids, item__effect=SERVICE).order_by("pk")
    found: dict[tuple[int, str], str] = {}
    for enterprise, value, basis in rows.values_list(
        "subject__enterprise_id", "item__value", "item__basis"
    ):
        found.setdefault((enterprise, value), basis)
    return found


def _note(rows: Iterable[Measure], action: str, deed: Deed) -> None:
    audit.record_many(
        (
            Change(
                action,
                (ON_TYPE, str(row.pk)),
                new={"subject": row.subject_id, "item": row.item_id, "case": row.case_id},
            )
            for row in rows
        ),
        by=deed.by,
        at=deed.at,
        origin=deed.origin,
    )


def end_measures_of_item(item: MeasureItem, deed: Deed) -> int:
    """What rests on a row of the list that has ended, ends with it."""
    rows = list(Measure.objects.filter(item=item, to_date__isnull=True))
    Measure.objects.filter(pk__in=[row.pk for row in rows]).update(
        to_date=deed.day, ended_why="清单条目终止"
    )
    _note(rows, "credit_measure.ended", deed)
    push_levels({row.subject_id for row in rows}, deed)
    return len(rows)


_GRADED: Final = """
graded AS (
    SELECT s.subject_id, band ->> 'level' AS level
    FROM credit_standing s
    JOIN credit_rating r ON r.id = s.rating_id
    JOIN credit_model m ON m.id = r.model_id
    CROSS JOIN LATERAL jsonb_array_elements(m.definition -> 'bands') AS band
    JOIN credit_subject j ON j.id = s.subject_id AND j.enterprise_id IS NOT NULL
    WHERE band ->> 'grade' = s.grade
      AND (%(subjects)s::bigint[] IS NULL OR s.subject_id = ANY(%(subjects)s::bigint[]))
), listed AS (
    SELECT i.id, i.grounds FROM credit_measure_item i
    WHERE i.published_at IS NOT NULL AND i.from_date <= %(day)s
      AND (i.to_date IS NULL OR i.to_date > %(day)s) AND i.kind = ANY(%(kinds)s::text[])
)
"""
_END: Final = f"""
WITH {_GRADED}
UPDATE credit_measure t SET to_date = %(day)s, ended_why = '等级或清单变化'
WHERE t.to_date IS NULL AND t.case_id IS NULL
  AND (%(subjects)s::bigint[] IS NULL OR t.subject_id = ANY(%(subjects)s::bigint[]))
  AND NOT EXISTS (
      SELECT 1 FROM graded g JOIN listed l ON g.level = ANY(l.grounds)
      WHERE g.subject_id = t.subject_id AND l.id = t.item_id AND g.level = t.ground
  )
RETURNING t.id, t.subject_id
"""
_PUT: Final = f"""
WITH {_GRADED}
INSERT INTO credit_measure
    (subject_id, item_id, ground, from_date, due_date, put_at, by_label, ended_why)
SELECT g.subject_id, l.id, g.level, %(day)s, %(due)s, %(at)s, %(label)s, ''
FROM graded g JOIN listed l ON g.level = ANY(l.grounds)
WHERE g.level = ANY(%(grounds)s) AND NOT EXISTS (
    SELECT 1 FROM credit_measure t
    WHERE t.subject_id = g.subject_id AND t.item_id = l.id AND t.to_date IS NULL
      AND t.case_id IS NULL
)
RETURNING id, subject_id
"""
