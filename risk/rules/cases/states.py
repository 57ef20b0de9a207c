"""Transition tables of cases, of requests for assistance, and of deliveries to departments."""

from collections.abc import Mapping
from typing import Final

from zone_portal.kernel.transitions import Transitions

Labels = Mapping[str, tuple[str, str]]

COLLECTED: Final = "collected"
ASSESSED: Final = "assessed"
ALERTED: Final = "alerted"
ASSIGNED: Final = "assigned"
IN_HANDLING: Final = "in_handling"
HANDLED: Final = "handled"
REVIEWED: Final = "reviewed"
CLOSED: Final = "closed"
DISMISSED: Final = "dismissed"

CASE: Final = Transitions(
    name="risk_case",
    initial=COLLECTED,
    following={
        COLLECTED: frozenset({ASSESSED, DISMISSED}),
        ASSESSED: frozenset({ALERTED, DISMISSED}),
        ALERTED: frozenset({ASSIGNED}),
        ASSIGNED: frozenset({ASSIGNED, IN_HANDLING}),
        IN_HANDLING: frozenset({ASSIGNED, HANDLED}),
        HANDLED: frozenset({IN_HANDLING, REVIEWED}),
        REVIEWED: frozenset({CLOSED, IN_HANDLING}),
        CLOSED: frozenset(),
        DISMISSED: frozenset(),
    },
)
"""``assigned`` follows itself when another unit takes over. A review that is not content sends
the case back to ``in_handling``; once closed it stays closed, new alerts open a new case."""

CASE_LABELS: Final[Labels] = {
    COLLECTED: ("已采集，待评估", "Collected, to be assessed"),
    ASSESSED: ("已评估，待预警", "Assessed, alert to be issued"),
    ALERTED: ("已预警，待分派", "Alert issued, to be assigned"),
    ASSIGNED: ("已分派，待处置", "Assigned, not begun"),
    IN_HANDLING: ("处置中", "In handling"),
    HANDLED: ("已处置，待复查", "Handled, to be reviewed"),
    REVIEWED: ("已复查，待结案", "Reviewed, to be closed"),
    CLOSED: ("已结案", "Closed"),
    DISMISSED: ("评估后不预警", "Assessed, no alert"),
}
OPEN: Final = frozenset({COLLECTED, ASSESSED, ALERTED, ASSIGNED, IN_HANDLING, HANDLED, REVIEWED})
"""While a case is open, alerts of its subject join it."""
UNASSIGNED: Final = frozenset({COLLECTED, ASSESSED, ALERTED})
WITH_UNIT: Final = frozenset({ASSIGNED, IN_HANDLING})

ASKED: Final = "asked"
ANSWERED: Final = "answered"
DECLINED: Final = "declined"
WITHDRAWN: Final = "withdrawn"

REQUEST: Final = Transitions(
    name="risk_request",
    initial=ASKED,
    following={
        ASKED: frozenset({ANSWERED, DECLINED, WITHDRAWN}),
        ANSWERED: frozenset(),
        DECLINED: frozenset(),
        WITHDRAWN: frozenset(),
    },
)
REQUEST_LABELS: Final[Labels] = {
    ASKED: ("待答复", "To be answered"),
    ANSWERED: ("已答复", "Answered"),
    DECLINED: ("无法协助", "Cannot assist"),
    WITHDRAWN: ("已撤回", "Withdrawn"),
}

WAITING: Final = "waiting"
DELIVERED: Final = "delivered"
DEAD: Final = "dead"

DELIVERY: Final = Transitions(
    name="risk_delivery",
    initial=WAITING,
    following={
        WAITING: frozenset({DELIVERED, DEAD}),
        DELIVERED: frozenset(),
        DEAD: frozenset({WAITING}),
    },
)
"""``dead``: the department's system did not take it after all tries; an officer may send again."""
DELIVERY_LABELS: Final[Labels] = {
    WAITING: ("待送达", "On its way"),
    DELIVERED: ("已送达", "Delivered"),
    DEAD: ("未送达", "Not delivered"),
}

CONFIRMED: Final = "confirmed"
FALSE: Final = "false"
RULE_CHANGE: Final = "rule_change"

VERDICTS: Final[Labels] = {
    CONFIRMED: ("属实", "Confirmed"),
    FALSE: ("误报", "False alarm"),
    RULE_CHANGE: ("误报，规则需调整", "False alarm, the rule must change"),
}
"""What a review found; it is what each rule is measured by."""

SOURCES: Final[Labels] = {
    "rule": ("规则", "Rule"),
    "technical": ("系统监测", "System monitoring"),
    "department": ("部门", "Department"),
    "bank": ("银行、支付机构", "Bank or payment firm"),
    "complaint": ("投诉举报", "Complaint"),
    "news": ("资讯", "News"),
    "model": ("模型", "Model"),
}
"""Where a signal comes from."""
BY_ITSELF: Final = frozenset({"rule", "technical"})
"""Signals of these sources are assessed by their declared rule; an officer assesses the others."""

MEASURES: Final[Labels] = {
    "self_check": ("企业自查整改", "Self-check by the firm"),
    "interview": ("约谈", "Interview"),
    "documents": ("加强单证核查", "More document checks"),
    "inspection": ("查验", "Inspection"),
    "suspend": ("暂停便利措施", "Facilitation suspended"),
    "transfer": ("移送", "Transfer to another authority"),
    "technical_fix": ("技术处置", "Technical fix"),
    "none": ("核查后无需处置", "Checked, nothing to do"),
}
"""What was done about a risk."""
