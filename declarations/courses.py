"""Where declarations stand at customs, read for pages and lists: course, receipts, holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from declarations.models import (
    Course,
    CourseStep,
    CustomsReceipt,
    CustomsRepeat,
    Hold,
    PaperCourse,
    PaperStep,
)
from declarations.states import BY_CUSTOMS, CORRECTABLE, FAILED, QUEUED, SENT, status_of

OWN_STEPS = (QUEUED, SENT, FAILED)
"""Steps that the portal itself took; all others are receipts."""


@dataclass(frozen=True, slots=True)
class Said:
    """A receipt of customs, and how often it came again."""

    receipt: CustomsReceipt
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The course of one declaration; ``course`` is None while nothing was forwarded or said."""

    course: Course | None = None
    steps: tuple[CourseStep, ...] = ()
    said: tuple[Said, ...] = ()
    holds: tuple[Hold, ...] = ()

    @property
    def simulated(self) -> bool:
        """Whether a simulator spoke in the place of customs."""
        return any(said.receipt.simulated for said in self.said)

    @property
    def rejection(self) -> CustomsReceipt | None:
        """The receipt that rejected the declaration, where it stands rejected."""
        if self.course is None or self.course.status not in CORRECTABLE:
            return None
        said = [one.receipt for one in self.said if one.receipt.inventory_id is not None]
        refusing = [row for row in said if status_of(row.return_status) == self.course.status]
        moved = [row for row in refusing if row.effect == "moved"]
        return moved[-1] if moved else None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The same of a paper."""

    course: PaperCourse | None = None
    steps: tuple[PaperStep, ...] = ()
    said: tuple[Said, ...] = ()
    holds: tuple[Hold, ...] = ()

    @property
    def simulated(self) -> bool:
        """Whether a simulator spoke in the place of customs."""
        return any(said.receipt.simulated for said in self.said)


def course_facts(inventory_id: int, document_ids: Iterable[int] = ()) -> CourseFacts:
    """The course of an inventory, with the receipts of those joined documents that are named."""
    course = Course.objects.filter(inventory_id=inventory_id).first()
    if course is None:
        return CourseFacts()
    wanted = Q(inventory_id=inventory_id) | Q(document_id__in=list(document_ids))
    receipts: Any = CustomsReceipt.objects
    rows = list(receipts.filter(wanted).order_by("return_time", "id"))
    repeats = _repeats(row.id for row in rows)
    own = CourseStep.objects.filter(inventory_id=inventory_id, target__in=OWN_STEPS)
    return CourseFacts(
        course,
        tuple(own.order_by("number")),
        tuple(Said(row, repeats.get(row.id, 0)) for row in rows),
        tuple(Hold.objects.filter(inventory_id=inventory_id, source=BY_CUSTOMS).order_by("since")),
    )


def paper_facts(paper_id: int) -> PaperFacts:
    """The course of a paper."""
    course = PaperCourse.objects.filter(paper_id=paper_id).first()
    if course is None:
        return PaperFacts()
    receipts: Any = CustomsReceipt.objects
    rows = list(receipts.filter(document_id=paper_id).order_by("return_time", "id"))
    repeats = _repeats(row.id for row in rows)
    own = PaperStep.objects.filter(paper_id=paper_id, target__in=OWN_STEPS)
    return PaperFacts(
        course,
        tuple(own.order_by("number")),
        tuple(Said(row, repeats.get(row.id, 0)) for row in rows),
        tuple(Hold.objects.filter(paper_id=paper_id).order_by("since")),
    )


def _repeats(receipt_ids: Iterable[int]) -> Mapping[int, int]:
    rows = CustomsRepeat.objects.filter(receipt_id__in=list(receipt_ids))
    return dict(rows.values_list("receipt_id").annotate(times=Count("id")))
