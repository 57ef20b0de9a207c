"""What all courses at customs have in common: locked rows, allowed steps, the latest word counts.

Two things move a course: the portal itself (queued, sent, not delivered) and receipts. The state
follows the receipt with the latest returnTime that is an allowed step; a late one is kept and
changes nothing. Neither does a refusal of an earlier round, or of a copy of what the port has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import connection

from declarations.models import Dispatch
from declarations.states import (
    CORRECTABLE,
    COURSE,
    FAILED,
    OPEN_AGAIN,
    PORT_STEPS,
    QUEUED,
    SENT,
    may_follow,
)

MOVED, LATE, NO_STEP = "moved", "late", "no_step"
STANDING: Final = (
    "status", "status_at", "said_at", "info", "pre_no", "revision", "round", "steps",
)  # fmt: skip
OF_ANOTHER_NUMBER: Final = frozenset({"CEB605", "CEB623"})
"""Kinds of which a port says "known already" when another one names the same inventory."""


@dataclass(slots=True)
class Said:
    """What a receipt says of an inventory or a paper; ``effect`` is set when it was weighed.

    ``given_no`` is the number that customs gave: invtNo, rkdNo, sumNo. ``known_there`` marks the
    refusal of what the port has already.
    """

    subject_id: int
    status: str
    at: datetime
    info: str
    pre_no: str = ""
    given_no: str = ""
    kind: str = ""
    effect: str = ""
    source: str = ""
    known_there: bool = False


class Progress:
    """The courses of some subjects, locked in the order of their keys until the commit.

    ``model`` and ``step_model`` keep courses and their steps under the column ``key``; customs'
    own number stands in ``number``. ``beginning`` is the advisory lock of who begins courses.
    """

    model: ClassVar[Any]
    step_model: ClassVar[Any]
    key: ClassVar[str]
    number: ClassVar[str]
    beginning: ClassVar[int]

    def __init__(self, subject_ids: Iterable[int]) -> None:
        wanted = set(subject_ids)
        self._rows = self._locked(wanted)
        if missing := wanted - self._rows.keys():
            # A row that does not exist cannot be locked: who begins courses does so alone.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.beginning])
            self._rows |= self._locked(missing)
        self._fresh: dict[int, Any] = {}
        self._changed: dict[int, Any] = {}
        self._steps: list[Any] = []
        self._moves: list[tuple[Said, Any]] = []

    def mark(
        self, subject_ids: Iterable[int], target: str, *, at: datetime, note: str = ""
    ) -> None:
        """Note that something was sent (or not): where customs has spoken, nothing changes."""
        for subject_id in subject_ids:
            course = self._rows.get(subject_id)
            if course is None or course.status not in {QUEUED, SENT, FAILED}:
                continue
            if may_follow(course.status, target):
                self._move(course, target, at, note=note)

    def hear(self, said: Said) -> None:
        """Weigh what a receipt says, and move the course where it may."""
        course = self._rows.get(said.subject_id)
        if course is None:
            course = self._begin(said.subject_id, said.status, said.at, said.kind)
            said.effect = MOVED
            self._moves.append((said, self._note(course, "", said.status, said.at)))
        elif _is_late(course, said):
            said.effect = LATE
        elif not may_follow(course.status, said.status):
            said.effect = NO_STEP
        elif said.known_there and self._has_sent(course, said):
            said.effect = NO_STEP
            if course.status not in PORT_STEPS:
                course.info = said.info  # so far nothing else was said
        elif self._is_of_before(course, said):
            said.effect = LATE
        else:
            said.effect = MOVED
            said.source = course.status
            self._moves.append((said, self._move(course, said.status, said.at)))
        course.pre_no = said.pre_no or course.pre_no
        setattr(course, self.number, said.given_no or getattr(course, self.number))
        if said.effect == MOVED:
            course.said_at, course.info = said.at, said.info
        self._touch(course)

    def write(
        self, receipts: Mapping[int, int] | None = None, *, at: datetime | None = None
    ) -> list[tuple[Said, Any]]:
        """Write what changed; ``receipts`` maps ``id(said)`` to the receipt that said it, and they
        were received at ``at``.

        Returns what receipts moved, each with its step.
        """
        known = receipts or {}
        for said, step in self._moves:
            step.receipt_id = known.get(id(said))
        self.model.objects.bulk_create(self._fresh.values())
        changed = [row for key, row in self._changed.items() if key not in self._fresh]
        self.model.objects.bulk_update(changed, (*STANDING, self.number), batch_size=500)
        self.step_model.objects.bulk_create(self._steps)
        return self._moves

    def _has_sent(self, course: Any, said: Said) -> bool:
        """Whether the port may have what it refuses as known from this portal: it said so, or a
        message went there more than once, which a killed sender does not know."""
        if course.status in PORT_STEPS:
            return True
        own = Dispatch.objects.filter(document_id=said.subject_id, round=course.round)
        return said.kind not in OF_ANOTHER_NUMBER and own.exists()

    def _is_of_before(self, course: Any, said: Said) -> bool:
        """Whether a refusal or withdrawal was said before this round was sent; only refusals are
        asked for, and only after the first round."""
        if course.round == 1 or said.status not in OPEN_AGAIN:
            return False
        steps = self.step_model.objects.filter(**{self.key: said.subject_id}).order_by("-number")
        sent = None
        for source, target, at in steps.values_list("source", "target", "at"):
            if target == SENT:
                sent = at
            elif target == QUEUED and source in OPEN_AGAIN:
                break
        if sent is not None:
            return bool(said.at < sent)
        # A dispatch that nobody has in hand is yet to be sent, and will be answered then.
        waiting = Dispatch.objects.filter(
            document_id=said.subject_id, round=course.round, status="waiting"
        )
        return bool(waiting.select_for_update(skip_locked=True).exists())

    def _begin(self, subject_id: int, status: str, at: datetime, kind: str = "") -> Any:
        course = self.model(**{self.key: subject_id}, status=status, status_at=at)
        self._fresh[subject_id] = self._rows[subject_id] = course
        return course

    def _move(self, course: Any, target: str, at: datetime, *, note: str = "") -> Any:
        COURSE.check(course.status, target)
        source, course.status, course.status_at = course.status, target, at
        self._touch(course)
        return self._note(course, source, target, at, note)

    def _note(self, course: Any, source: str, target: str, at: datetime, note: str = "") -> Any:
        course.steps += 1
        step = self.step_model(
            **{self.key: getattr(course, self.key)},
            number=course.steps,
            source=source,
            target=target,
            at=at,
            note=note[:200],
        )
        self._steps.append(step)
        return step

    def _touch(self, course: Any) -> None:
        self._changed[getattr(course, self.key)] = course

    def _locked(self, subject_ids: Iterable[int]) -> dict[int, Any]:
        rows = self.model.objects.select_for_update().filter(
            **{f"{self.key}__in": list(subject_ids)}
        )
        return {getattr(row, self.key): row for row in rows.order_by(self.key)}


def _is_late(course: Any, said: Said) -> bool:
    """Whether customs had said more by then; a refusal is undone by a later word alone."""
    if course.said_at is None:
        return False
    late: bool = said.at < course.said_at
    return late or (course.status in CORRECTABLE and said.at == course.said_at)
