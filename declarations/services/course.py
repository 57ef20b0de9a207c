"""The one writer of the courses of inventories: every status at customs, its step in the history,
holds and releases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from declarations.models import Course, CourseStep, Inventory, Work
from declarations.services.claiming import QUICK
from declarations.services.holding import follow_holds
from declarations.services.progress import LATE, MOVED, NO_STEP, Progress, Said
from declarations.states import CANCELLED, CORRECTABLE, OPEN_AGAIN, QUEUED

__all__ = ["LATE", "MOVED", "NO_STEP", "Courses", "Said"]


class Courses(Progress):
    """The courses of some inventories."""

    model = Course
    step_model = CourseStep
    key = "inventory_id"
    number = "invt_no"
    beginning = 0x5A4F4E45_00000002

    def enter(self, revisions: Mapping[int, int], *, at: datetime) -> list[Course]:
        """Begin the course of matched inventories, or begin it again after a rejection.

        ``revisions`` maps inventories to the revision that is sent. Returns the courses of those
        that are to be sent now; one that customs is busy with is left alone. What was withdrawn
        goes again only when its agent changed the inventory itself: that another document of it
        was corrected declares nothing.
        """
        entered = []
        for inventory_id, revision in sorted(revisions.items()):
            course = self._rows.get(inventory_id)
            if course is None:
                course = self._begin(inventory_id, QUEUED, at)
                self._note(course, "", QUEUED, at)
            elif course.status in CORRECTABLE or (
                course.status == CANCELLED and revision > course.revision
            ):
                self._move(course, QUEUED, at)
                course.round += 1
                course.info = ""
            else:
                continue
            course.revision = revision
            entered.append(course)
        return entered

    def write(
        self, receipts: Mapping[int, int] | None = None, *, at: datetime | None = None
    ) -> list[tuple[Said, Any]]:
        """As :meth:`Progress.write`; holds are opened and ended, their firms told at ``at``. What
        may be corrected again is decided again."""
        moves = super().write(receipts, at=at)
        if at is not None:
            follow_holds(moves, "inventory_id", at=at)
            _decide_again([said.subject_id for said, _ in moves if said.status in OPEN_AGAIN], at)
        return moves


def _decide_again(inventory_ids: Sequence[int], at: datetime) -> None:
    """Leave work for parcels that customs turned away: while it had them their match was kept,
    whatever became of the other parcels of their order."""
    if not inventory_ids:
        return
    parcels = Inventory.objects.filter(id__in=inventory_ids, split__isnull=False)
    Work.objects.bulk_create(
        Work(
            enterprise_id=sender_id,
            lane=QUICK,
            submission_id=submission_id,
            first_id=0,
            last_id=-1,
            documents=1,
            touched={"documents": [inventory_id], "orders": [], "waybills": []},
            created_at=at,
            not_before=at,
        )
        for inventory_id, sender_id, submission_id in parcels.order_by("id").values_list(
            "id", "sender_id", "submission_id"
        )
    )
