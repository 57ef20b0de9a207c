"""Transition tables of negative-list cases, of what enterprises ask for, and of warnings."""

from collections.abc import Mapping
from typing import Final

from zone_portal.kernel.transitions import Transitions

Labels = Mapping[str, tuple[str, str]]

CANDIDATE: Final = "candidate"
NOTIFIED: Final = "notified"
HEARD: Final = "heard"
PROPOSED: Final = "proposed"
DECIDED: Final = "decided"
PUBLISHED: Final = "published"
ENDING: Final = "ending"
REMOVED: Final = "removed"
DISMISSED: Final = "dismissed"

CASE: Final = Transitions(
    name="credit_case",
    initial=CANDIDATE,
    following={
        CANDIDATE: frozenset({NOTIFIED, DISMISSED}),
        NOTIFIED: frozenset({HEARD}),
        HEARD: frozenset({PROPOSED}),
        PROPOSED: frozenset({DECIDED, DISMISSED, HEARD}),
        DECIDED: frozenset({PUBLISHED, DISMISSED}),
        PUBLISHED: frozenset({ENDING}),
        ENDING: frozenset({REMOVED}),
        REMOVED: frozenset(),
        DISMISSED: frozenset(),
    },
)
"""``heard``: the party has spoken, has waived, or its term has passed. ``proposed`` waits for the
second person, who confirms it or sends it back to ``heard``. ``decided`` is a listing that is not
yet published; ``ending`` one that was repaired, has expired or was annulled and must leave the
public page within its clock."""

CASE_LABELS: Final[Labels] = {
    CANDIDATE: ("拟列入", "Candidate"),
    NOTIFIED: ("已告知，待陈述申辩", "Notified, waiting for the statement"),
    HEARD: ("待提出处理意见", "To be proposed"),
    PROPOSED: ("待第二人决定", "Waiting for the second person"),
    DECIDED: ("已决定，待公布", "Decided, not yet published"),
    PUBLISHED: ("已列入并公布", "Listed and published"),
    ENDING: ("待移出公布页", "Leaving the public page"),
    REMOVED: ("已移出", "Removed"),
    DISMISSED: ("不予列入", "Not listed"),
}
CASE_OPEN: Final = frozenset({CANDIDATE, NOTIFIED, HEARD, PROPOSED, DECIDED, PUBLISHED})
"""While one of these lasts, the same cause opens no second case of the same party."""
UNKNOWN_TO_PARTY: Final = frozenset({CANDIDATE})
"""A candidate is the office's own draft: the party learns of it by the notice, with reasons."""

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
UNDER_REVIEW: Final = "under_review"
ASKED: Final = "asked"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
WITHDRAWN: Final = "withdrawn"

CLAIM: Final = Transitions(
    name="credit_claim",
    initial=DRAFT,
    following={
        DRAFT: frozenset({SUBMITTED, WITHDRAWN}),
        SUBMITTED: frozenset({UNDER_REVIEW, WITHDRAWN}),
        UNDER_REVIEW: frozenset({ASKED, ACCEPTED, REJECTED, WITHDRAWN}),
        ASKED: frozenset({UNDER_REVIEW, ACCEPTED, REJECTED, WITHDRAWN}),
        ACCEPTED: frozenset(),
        REJECTED: frozenset(),
        WITHDRAWN: frozenset(),
    },
)
"""One table for statement, objection, repair and appeal. ``asked``: the department that gave the
record was asked and has its own clock."""

CLAIM_LABELS: Final[Labels] = {
    DRAFT: ("草稿", "Draft"),
    SUBMITTED: ("已提交", "Submitted"),
    UNDER_REVIEW: ("核查中", "Under review"),
    ASKED: ("已转数据提供部门", "Provider asked"),
    ACCEPTED: ("已采纳", "Accepted"),
    REJECTED: ("未采纳", "Not accepted"),
    WITHDRAWN: ("已撤回", "Withdrawn"),
}
CLAIM_OPEN: Final = frozenset({DRAFT, SUBMITTED, UNDER_REVIEW, ASKED})
CLAIM_IN_QUEUE: Final = frozenset({SUBMITTED, UNDER_REVIEW, ASKED})
CLAIM_DECIDED: Final = frozenset({ACCEPTED, REJECTED})

ISSUED: Final = "issued"
REPLIED: Final = "replied"
ENDED: Final = "ended"

WARNING: Final = Transitions(
    name="credit_warning",
    initial=ISSUED,
    following={
        ISSUED: frozenset({REPLIED, ENDED, WITHDRAWN}),
        REPLIED: frozenset({ENDED, WITHDRAWN}),
        ENDED: frozenset(),
        WITHDRAWN: frozenset(),
    },
)
"""A warning ends by itself when its term is over, answered or not."""

WARNING_LABELS: Final[Labels] = {
    ISSUED: ("已发出，待回复", "Issued, waiting for a reply"),
    REPLIED: ("已回复", "Replied"),
    ENDED: ("到期终止", "Ended by its term"),
    WITHDRAWN: ("已撤回", "Withdrawn"),
}
