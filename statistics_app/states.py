"""Steps of tasks and what meetings and inspections leave to do, of direct reports and surveys."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.transitions import Transitions

Labels = Mapping[str, tuple[str, str]]

OPEN: Final = "open"
REPORTED: Final = "reported"
CLOSED: Final = "closed"

FOLLOWED: Final = Transitions(
    name="statistics_followed",
    initial=OPEN,
    following={
        OPEN: frozenset({REPORTED}),
        REPORTED: frozenset({OPEN, CLOSED}),
        CLOSED: frozenset({OPEN}),
    },
)
"""One table for tasks, decisions of meetings and findings of inspections: the unit reports it done
with evidence, the zone office checks and closes it, or sends it back. What turns out not to be done
is opened again."""

FOLLOWED_LABELS: Final[Labels] = MappingProxyType(
    {
        OPEN: ("办理中", "Open"),
        REPORTED: ("已报办结，待核查", "Reported done, to be checked"),
        CLOSED: ("已办结", "Closed"),
    }
)

PLANNED: Final = "planned"
DROPPED: Final = "dropped"
HELD: Final = "held"

OCCASION: Final = Transitions(
    name="statistics_occasion",
    initial=PLANNED,
    following={
        PLANNED: frozenset({PLANNED, HELD, DROPPED}),
        HELD: frozenset({CLOSED}),
        CLOSED: frozenset({HELD}),
        DROPPED: frozenset(),
    },
)
"""A meeting or an inspection is closed when everything that it left to do is; where something of it
turns out not to be done it is followed again. ``planned`` again: moved to another day."""

OCCASION_LABELS: Final[Labels] = MappingProxyType(
    {
        PLANNED: ("已计划", "Planned"),
        HELD: ("已进行，事项跟踪中", "Held, being followed"),
        CLOSED: ("事项全部办结", "Everything closed"),
        DROPPED: ("已取消", "Called off"),
    }
)

DRAFT: Final = "draft"
PROPOSED: Final = "proposed"
RELEASED: Final = "released"

TREE: Final = Transitions(
    name="statistics_tree",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED}),
        PROPOSED: frozenset({DRAFT, RELEASED}),
        RELEASED: frozenset(),
    },
)
TREE_LABELS: Final[Labels] = MappingProxyType(
    {
        DRAFT: ("草稿", "Draft"),
        PROPOSED: ("待第二人发布", "Waiting for the second person"),
        RELEASED: ("已发布", "Released"),
    }
)

SELF_SCORED: Final = "self_scored"
REVIEWED: Final = "reviewed"

ASSESSMENT: Final = Transitions(
    name="statistics_assessment",
    initial=OPEN,
    following={
        OPEN: frozenset({SELF_SCORED}),
        SELF_SCORED: frozenset({OPEN, REVIEWED}),
        REVIEWED: frozenset(),
    },
)
ASSESSMENT_LABELS: Final[Labels] = MappingProxyType(
    {
        OPEN: ("待自评", "To be filled in"),
        SELF_SCORED: ("已自评，待复核", "Filled in, to be reviewed"),
        REVIEWED: ("已定分", "Final"),
    }
)

SUBMITTED: Final = "submitted"
RETURNED: Final = "returned"
ACCEPTED: Final = "accepted"

REPORT: Final = Transitions(
    name="statistics_report",
    initial=OPEN,
    following={
        OPEN: frozenset({SUBMITTED}),
        SUBMITTED: frozenset({SUBMITTED, RETURNED, ACCEPTED}),
        RETURNED: frozenset({SUBMITTED}),
        ACCEPTED: frozenset({RETURNED}),
    },
)
"""``submitted`` again: one stage of the chain (park → county → office) passes it on to the next.
An accepted report that the respondent corrects goes back to ``returned`` with a reason."""

REPORT_LABELS: Final[Labels] = MappingProxyType(
    {
        OPEN: ("待填报", "To be filled in"),
        SUBMITTED: ("审核中", "Under review"),
        RETURNED: ("退回更正", "Sent back for correction"),
        ACCEPTED: ("已审定", "Accepted"),
    }
)

DRAWN: Final = "drawn"
CALLED_OFF: Final = "called_off"

SURVEY: Final = Transitions(
    name="statistics_survey",
    initial=DRAFT,
    following={
        DRAFT: frozenset({DRAFT, DRAWN, CALLED_OFF}),
        DRAWN: frozenset({DRAWN, CLOSED, CALLED_OFF}),
        CLOSED: frozenset(),
        CALLED_OFF: frozenset(),
    },
)
"""``draft`` again: the design was changed. ``drawn`` again: strata were merged."""
SURVEY_LABELS: Final[Labels] = MappingProxyType(
    {
        DRAFT: ("设计中", "Being designed"),
        DRAWN: ("已抽样，收集中", "Drawn, being collected"),
        CLOSED: ("已推算", "Estimated"),
        CALLED_OFF: ("已取消", "Called off"),
    }
)

PUBLISHED: Final = "published"

BULLETIN: Final = Transitions(
    name="statistics_bulletin",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED, DROPPED}),
        PROPOSED: frozenset({DRAFT, PUBLISHED}),
        PUBLISHED: frozenset(),
        DROPPED: frozenset(),
    },
)
"""What was published stays as it is; a correction is another round with its reason."""

BULLETIN_LABELS: Final[Labels] = MappingProxyType(
    {
        DRAFT: ("草稿", "Draft"),
        PROPOSED: ("待第二人发布", "Waiting for the second person"),
        PUBLISHED: ("已发布", "Published"),
        DROPPED: ("已放弃", "Given up"),
    }
)

INDEX_METHOD: Final = Transitions(
    name="statistics_index_method",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED}),
        PROPOSED: frozenset({DRAFT, RELEASED}),
        RELEASED: frozenset(),
    },
)
"""Weights and base month in use stay as they are; a change is another method."""

INDEX: Final = Transitions(
    name="statistics_index",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED, DROPPED}),
        PROPOSED: frozenset({DRAFT, PUBLISHED}),
        PUBLISHED: frozenset(),
        DROPPED: frozenset(),
    },
)
"""As bulletins: what was published stays, a correction is another round with its reason."""

INDEX_METHOD_LABELS: Final[Labels] = TREE_LABELS
INDEX_LABELS: Final[Labels] = BULLETIN_LABELS

RECOGNITION: Final = Transitions(
    name="statistics_recognition",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED, DROPPED}),
        PROPOSED: frozenset({DRAFT, RELEASED}),
        RELEASED: frozenset(),
        DROPPED: frozenset(),
    },
)
"""A version of the B2B model: measured before it is proposed, released by another person."""

RECOGNITION_LABELS: Final[Labels] = MappingProxyType(
    {
        DRAFT: ("草稿", "Draft"),
        PROPOSED: ("待第二人发布", "Waiting for the second person"),
        RELEASED: ("已发布", "Released"),
        DROPPED: ("已放弃", "Given up"),
    }
)

IN_USE: Final = "in_use"
RETIRED: Final = "retired"

ANALYSIS_TEMPLATE: Final = Transitions(
    name="statistics_analysis_template",
    initial=DRAFT,
    following={
        DRAFT: frozenset({IN_USE}),
        IN_USE: frozenset({RETIRED}),
        RETIRED: frozenset(),
    },
)
"""An edition in use stays as it is; the next one retires it."""

ANALYSIS_TEMPLATE_LABELS: Final[Labels] = MappingProxyType(
    {
        DRAFT: ("草稿", "Draft"),
        IN_USE: ("在用", "In use"),
        RETIRED: ("已停用", "Retired"),
    }
)

ANALYSIS: Final = Transitions(
    name="statistics_analysis",
    initial=DRAFT,
    following={
        DRAFT: frozenset({PROPOSED, DROPPED}),
        PROPOSED: frozenset({DRAFT, PUBLISHED}),
        PUBLISHED: frozenset(),
        DROPPED: frozenset(),
    },
)
ANALYSIS_LABELS: Final[Labels] = BULLETIN_LABELS

WORKING: Final = "working"
ENDED: Final = "ended"

RECEIVER: Final = Transitions(
    name="statistics_receiver",
    initial=WORKING,
    following={WORKING: frozenset({ENDED}), ENDED: frozenset({WORKING})},
)
RECEIVER_LABELS: Final[Labels] = MappingProxyType(
    {WORKING: ("在报送", "Receiving"), ENDED: ("已停止", "Ended")}
)

WAITING: Final = "waiting"
MADE: Final = "made"
SENT: Final = "sent"
RECEIVED: Final = "received"

PACKAGE: Final = Transitions(
    name="statistics_package",
    initial=WAITING,
    following={
        WAITING: frozenset({MADE}),
        MADE: frozenset({MADE, SENT}),
        SENT: frozenset({RECEIVED}),
        RECEIVED: frozenset(),
    },
)
"""``waiting``: the period is over, its figures are not published. ``made`` again: with a reason, as
long as it was not sent; after that a further edition replaces it."""

PACKAGE_LABELS: Final[Labels] = MappingProxyType(
    {
        WAITING: ("待数据发布", "Waiting for figures"),
        MADE: ("已生成，待报送", "Made, to be sent"),
        SENT: ("已报送，待回执", "Sent, waiting for receipt"),
        RECEIVED: ("已签收", "Received"),
    }
)
