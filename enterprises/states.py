"""Transition tables of filings, mandates and consents: what may follow what."""

from typing import Final

from zone_portal.kernel.transitions import Transitions

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
UNDER_REVIEW: Final = "under_review"
RETURNED: Final = "returned"
APPROVED: Final = "approved"
CHANGING: Final = "changing"
SUSPENDED: Final = "suspended"
CANCELLED: Final = "cancelled"

FILING: Final = Transitions(
    name="filing",
    initial=DRAFT,
    following={
        DRAFT: frozenset({SUBMITTED, CANCELLED}),
        SUBMITTED: frozenset({UNDER_REVIEW, RETURNED, APPROVED, DRAFT, CHANGING}),
        UNDER_REVIEW: frozenset({RETURNED, APPROVED}),
        RETURNED: frozenset({SUBMITTED, APPROVED, CANCELLED}),
        APPROVED: frozenset({CHANGING, SUSPENDED, CANCELLED}),
        CHANGING: frozenset({SUBMITTED, APPROVED, SUSPENDED, CANCELLED}),
        SUSPENDED: frozenset({APPROVED, CANCELLED}),
        CANCELLED: frozenset(),
    },
)
"""``submitted`` lies in the queue, ``under_review`` was opened by a reviewer. A withdrawal leads
back to ``draft`` (``changing`` where an approved version is in force); a change that is given up
leads back to ``approved``, which the enterprise never lost meanwhile."""

FILING_LABELS: Final = {
    DRAFT: ("草稿", "Draft"),
    SUBMITTED: ("已提交", "Submitted"),
    UNDER_REVIEW: ("审核中", "Under review"),
    RETURNED: ("退回补正", "Returned for correction"),
    APPROVED: ("已备案", "Approved"),
    CHANGING: ("变更中", "Change requested"),
    SUSPENDED: ("已暂停", "Suspended"),
    CANCELLED: ("已注销", "Cancelled"),
}
OPEN_FOR_APPLICANT: Final = frozenset({DRAFT, RETURNED, CHANGING})
IN_QUEUE: Final = frozenset({SUBMITTED, UNDER_REVIEW})

MANDATE: Final = Transitions(
    name="mandate",
    initial="proposed",
    following={
        "proposed": frozenset({"accepted", "declined", "revoked"}),
        "accepted": frozenset({"revoked"}),
        "declined": frozenset(),
        "revoked": frozenset(),
    },
)
MANDATE_LABELS: Final = {
    "proposed": ("待受托方确认", "Awaiting the agent"),
    "accepted": ("已生效", "In force"),
    "declined": ("受托方未接受", "Declined"),
    "revoked": ("已撤销", "Revoked"),
}

CONSENT: Final = Transitions(
    name="consent",
    initial="granted",
    following={"granted": frozenset({"revoked"}), "revoked": frozenset()},
)
CONSENT_LABELS: Final = {
    "granted": ("已授权", "Granted"),
    "revoked": ("已撤回", "Withdrawn"),
}
