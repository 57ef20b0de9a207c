"""The one writer of courses: every status at customs, its step in the history, holds and releases.

Two things move a course: the portal itself (queued, sent, not delivered) and receipts. The state
follows the receipt with the latest returnTime that is an allowed step; a late one is kept and
changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from declarations.models import Course, CourseStep, Hold
from declarations.states import (
    CORRECTABLE,
    COURSE,
    FAILED,
    HOLDS,
    QUEUED,
    SENT,
    may_follow,
)

_BEGINNING = 0x5A4F4E45_00000002
"""Advisory lock of who begins courses."""

MOVED, LATE, NO_STEP = "moved", "late", "no_step"
_WRITTEN = (
    "status", "status_at", "said_at", "info", "pre_no", "invt_no", "revision", "round", "steps",
)  # fmt: skip


@dataclass(slots=True)
class Said:
    """What a receipt says of an inventory; ``effect`` is set when it was weighed."""

    inventory_id: int
    status: str
    at: datetime
    info: str
    pre_no: str = ""
    invt_no: str = ""
    effect: str = ""
    source: str = ""
    number: int = 0


class Courses:
    """The courses of some inventories, locked in the order of their keys until the commit."""

    def __init__(self, inventory_ids: Iterable[int]) -> None:
        wanted = set(inventory_ids)
        self._rows = _locked(wanted)
        if missing := wanted - self._rows.keys():
            # A row that does not exist cannot be locked: who begins courses does so alone.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BEGINNING])
            self._rows |= _locked(missing)
        self._fresh: dict[int, Course] = {}
        self._changed: dict[int, Course] = {}
        self._steps: list[CourseStep] = []
        self._moves: list[tuple[Said, CourseStep]] = []

    def enter(self, revisions: Mapping[int, int], *, at: datetime) -> list[Course]:
        """Begin the course of matched inventories, or begin it again after a rejection.

        ``revisions`` maps inventories to the revision that is sent. Returns the courses of those
        that are to be sent now; one that customs is busy with is left alone.
        """
        entered = []
        for inventory_id, revision in sorted(revisions.items()):
            course = self._rows.get(inventory_id)
            if course is None:
                course = self._begin(inventory_id, QUEUED, at)
                self._note(course, "", QUEUED, at)
            elif course.status in CORRECTABLE:
                self._move(course, QUEUED, at)
                course.round += 1
                course.info = ""
            else:
                continue
            course.revision = revision
            entered.append(course)
        return entered

    def mark(
        self, inventory_ids: Iterable[int], target: str, *, at: datetime, note: str = ""
    ) -> None:
        """Note that inventories were sent (or not): where customs has spoken, nothing changes."""
        for inventory_id in inventory_ids:
            course = self._rows.get(inventory_id)
            if course is None or course.status not in {QUEUED, SENT, FAILED}:
                continue
            if may_follow(course.status, target):
                self._move(course, target, at, note=note)

    def hear(self, said: Said) -> None:
        """Weigh what a receipt says, and move the course where it may."""
        course = self._rows.get(said.inventory_id) or self._fresh.get(said.inventory_id)
        if course is None:
            course = self._begin(said.inventory_id, said.status, said.at)
            said.effect = MOVED
            self._moves.append((said, self._note(course, "", said.status, said.at)))
        elif course.said_at is not None and said.at < course.said_at:
            said.effect = LATE
        elif not may_follow(course.status, said.status):
            said.effect = NO_STEP
        else:
            said.effect = MOVED
            said.source = course.status
            self._moves.append((said, self._move(course, said.status, said.at)))
        course.pre_no = said.pre_no or course.pre_no
        course.invt_no = said.invt_no or course.invt_no
        if said.effect == MOVED:
            course.said_at, course.info = said.at, said.info
        self._touch(course)

    def write(self, receipts: Mapping[int, int] | None = None) -> None:
        """Write what changed; ``receipts`` maps ``id(said)`` to the receipt that said it."""
        known = receipts or {}
        for said, step in self._moves:
            step.receipt_id = known.get(id(said))
        Course.objects.bulk_create(self._fresh.values())
        changed = [row for key, row in self._changed.items() if key not in self._fresh]
        Course.objects.bulk_update(changed, _WRITTEN, batch_size=500)
        CourseStep.objects.bulk_create(self._steps)
        for said, step in self._moves:
            _hold(said, step)

    def _begin(self, inventory_id: int, status: str, at: datetime) -> Course:
        course = Course(inventory_id=inventory_id, status=status, status_at=at)
        self._fresh[inventory_id] = self._rows[inventory_id] = course
        return course

    def _move(self, course: Course, target: str, at: datetime, *, note: str = "") -> CourseStep:
        COURSE.check(course.status, target)
        source, course.status, course.status_at = course.status, target, at
        self._touch(course)
        return self._note(course, source, target, at, note)

    def _note(
        self, course: Course, source: str, target: str, at: datetime, note: str = ""
    ) -> CourseStep:
        course.steps += 1
        step = CourseStep(
            inventory_id=course.inventory_id,
            number=course.steps,
            source=source,
            target=target,
            at=at,
            note=note[:200],
        )
        self._steps.append(step)
        return step

    def _touch(self, course: Course) -> None:
        self._changed[course.inventory_id] = course


def _locked(inventory_ids: Iterable[int]) -> dict[int, Course]:
    rows = Course.objects.select_for_update().filter(inventory_id__in=list(inventory_ids))
    return {row.inventory_id: row for row in rows.order_by("inventory_id")}


def _hold(said: Said, step: CourseStep) -> None:
    """Open or end the hold that a step means."""
    if step.source in HOLDS:
        Hold.objects.filter(inventory_id=said.inventory_id, ended_at=None).update(
            ended_at=said.at, ended_status=said.status, ended_reason=said.info
        )
    if said.status in HOLDS:
        Hold.objects.create(
            inventory_id=said.inventory_id,
            status=said.status,
            reason=said.info,
            since=said.at,
            receipt_id=step.receipt_id,
        )
