"""The one writer of the courses of papers: every status at customs and its step in the history."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from declarations.models import Paper, PaperCourse, PaperStep
from declarations.services.holding import follow_holds
from declarations.services.progress import Progress, Said
from declarations.states import CORRECTABLE, FAILED, QUEUED

OPEN = CORRECTABLE | {QUEUED, FAILED}
"""Customs does not have the paper, or will not: it may be changed and deleted."""


class PaperCourses(Progress):
    """The courses of some papers."""

    model = PaperCourse
    step_model = PaperStep
    key = "paper_id"
    number = "given_no"
    beginning = 0x5A4F4E45_00000003

    def enter(self, papers: Iterable[Paper], *, at: datetime) -> list[PaperCourse]:
        """Begin the course of papers, or begin it again with a correction.

        Returns the courses of those that are to be sent now. A revision goes once; the same one
        goes again only after a rejection, in a new round.
        """
        entered = []
        for paper in sorted(papers, key=lambda paper: paper.id):
            course = self._rows.get(paper.id)
            if course is None:
                course = self._begin(paper.id, QUEUED, at, paper.kind)
                self._note(course, "", QUEUED, at)
            elif course.status in CORRECTABLE:
                self._move(course, QUEUED, at)
                course.round += 1
                course.info = ""
            elif course.status not in OPEN or course.revision == paper.revision:
                continue
            elif course.status == FAILED:
                self._move(course, QUEUED, at)
            course.revision = paper.revision
            self._touch(course)
            entered.append(course)
        return entered

    def write(
        self, receipts: Mapping[int, int] | None = None, *, at: datetime | None = None
    ) -> list[tuple[Said, Any]]:
        """As :meth:`Progress.write`; holds are opened and ended, their firms told at ``at``."""
        moves = super().write(receipts, at=at)
        if at is not None:
            follow_holds(moves, "paper_id", at=at)
        return moves

    def _begin(self, subject_id: int, status: str, at: datetime, kind: str = "") -> Any:
        course = super()._begin(subject_id, status, at)
        course.kind = kind
        return course
