"""Transition tables and words of what the risk office publishes, prepares and settles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Text
from zone_portal.kernel.transitions import Transitions


@dataclass(frozen=True, slots=True)
class Machine:
    """One kind of matter: its table, the words and colours of its states, its own name."""

    table: Transitions
    labels: Mapping[str, Text]
    tones: Mapping[str, str]
    name: Text

    def label(self, status: str, language: str) -> str:
        """A state in a language."""
        return self.labels[status][0 if language.startswith("zh") else 1]


def _machine(
    code: str, name: Text, rows: Mapping[str, tuple[str, str, str, tuple[str, ...]]]
) -> Machine:
    """From rows of state → (zh, en, tone, what may follow); the first is where it begins."""
    return Machine(
        Transitions(
            name=f"risk_{code}",
            initial=next(iter(rows)),
            following={state: frozenset(row[3]) for state, row in rows.items()},
        ),
        MappingProxyType({state: (row[0], row[1]) for state, row in rows.items()}),
        MappingProxyType({state: row[2] for state, row in rows.items()}),
        name,
    )


DRAFT: Final = "draft"
PROPOSED: Final = "proposed"
PUBLISHED: Final = "published"
WITHDRAWN: Final = "withdrawn"
DROPPED: Final = "dropped"
RELEASED: Final = "released"
RETIRED: Final = "retired"
RUNNING: Final = "running"
ENDED: Final = "ended"
REVIEWED: Final = "reviewed"
RECEIVED: Final = "received"
WITH_FIRM: Final = "with_firm"
ANSWERED: Final = "answered"
MEDIATING: Final = "mediating"
SETTLED: Final = "settled"
UNSETTLED: Final = "unsettled"
REFUSED: Final = "refused"
CHECKING: Final = "checking"
CONFIRMED: Final = "confirmed"
UNFOUNDED: Final = "unfounded"
FORWARDED: Final = "forwarded"
COUNTERED: Final = "countered"
PURSUED: Final = "pursued"
RESTORED: Final = "restored"
UPHELD: Final = "upheld"
REVOKED: Final = "revoked"
CLAIMED: Final = "claimed"
REJECTED: Final = "rejected"
REPORTED: Final = "reported"
DONE: Final = "done"

ARTICLE: Final = _machine(
    "article",
    ("海外信用风险预警信息", "Overseas risk warning"),
    {
        DRAFT: ("草稿", "Draft", "idle", (PROPOSED, DROPPED)),
        PROPOSED: (
            "待第二人发布",
            "Waiting for the second person",
            "warn",
            (DRAFT, PUBLISHED),
        ),
        PUBLISHED: ("已发布", "Published", "ok", (WITHDRAWN,)),
        WITHDRAWN: ("已撤下", "Withdrawn", "idle", ()),
        DROPPED: ("已作废", "Dropped", "idle", ()),
    },
)
PLAN: Final = _machine(
    "plan",
    ("应急预案", "Response plan"),
    {
        DRAFT: ("草稿", "Draft", "idle", (PROPOSED, DROPPED)),
        PROPOSED: ("待第二人发布", "Waiting for the second person", "warn", (DRAFT, RELEASED)),
        RELEASED: ("施行中", "In force", "ok", (RETIRED,)),
        RETIRED: ("已停用", "Retired", "idle", ()),
        DROPPED: ("已作废", "Dropped", "idle", ()),
    },
)
RUN: Final = _machine(
    "plan_run",
    ("预案启动与演练", "Run or drill of a plan"),
    {
        RUNNING: ("响应中", "Running", "bad", (ENDED,)),
        ENDED: ("已终止，待复盘", "Ended, to be reviewed", "warn", (REVIEWED,)),
        REVIEWED: ("已复盘", "Reviewed", "ok", ()),
    },
)
COMPLAINT: Final = _machine(
    "complaint",
    ("投诉举报", "Complaint or report"),
    {
        RECEIVED: (
            "待受理",
            "To be taken up",
            "warn",
            (WITH_FIRM, CHECKING, REFUSED, WITHDRAWN),
        ),
        WITH_FIRM: (
            "待企业答复",
            "Waiting for the firm",
            "warn",
            (ANSWERED, MEDIATING, WITHDRAWN),
        ),
        ANSWERED: ("企业已答复", "Answered", "info", (SETTLED, MEDIATING, WITHDRAWN)),
        MEDIATING: ("调解中", "In mediation", "info", (SETTLED, UNSETTLED, WITHDRAWN)),
        CHECKING: ("核查中", "Under investigation", "info", (CONFIRMED, UNFOUNDED)),
        SETTLED: ("已和解", "Settled", "ok", ()),
        UNSETTLED: ("调解终止", "Mediation ended without result", "bad", ()),
        CONFIRMED: ("查实", "Confirmed", "bad", ()),
        UNFOUNDED: ("查无实据", "Not confirmed", "idle", ()),
        REFUSED: ("不予受理", "Not taken up", "idle", ()),
        WITHDRAWN: ("投诉人撤回", "Taken back", "idle", ()),
    },
)
"""A dispute goes by the firm, mediation last; a report of fakes goes by investigation."""
NOTICE: Final = _machine(
    "rights_notice",
    ("侵权通知", "Notice of infringement"),
    {
        RECEIVED: ("待转送", "To be forwarded", "warn", (FORWARDED, REFUSED)),
        FORWARDED: (
            "已转送，待声明",
            "Forwarded, waiting for the merchant",
            "warn",
            (COUNTERED, UPHELD),
        ),
        COUNTERED: (
            "已提交不侵权声明",
            "Counter-notice sent to the right holder",
            "info",
            (PURSUED, RESTORED),
        ),
        PURSUED: ("权利人已投诉或起诉", "Right holder went on", "bad", ()),
        RESTORED: ("已终止措施", "Measures ended", "ok", ()),
        UPHELD: ("维持措施", "Measures stay", "bad", ()),
        REFUSED: ("不予转送", "Not forwarded", "idle", ()),
    },
)
RECALL: Final = _machine(
    "recall",
    ("召回与不合格", "Recalls and failed tests"),
    {
        REPORTED: ("待核实", "To be verified", "warn", (PUBLISHED, REJECTED)),
        PUBLISHED: ("召回中", "Recall under way", "bad", (DONE,)),
        DONE: ("已完成", "Completed", "ok", ()),
        REJECTED: ("未采纳", "Not accepted", "idle", ()),
    },
)
AUTHORISATION: Final = _machine(
    "brand_authorisation",
    ("品牌授权", "Brand authorisation"),
    {
        CLAIMED: ("待核验", "To be verified", "warn", (CONFIRMED, REJECTED)),
        CONFIRMED: ("已核验", "Verified", "ok", (REVOKED,)),
        REJECTED: ("未通过", "Not accepted", "bad", ()),
        REVOKED: ("已撤销", "Revoked", "idle", ()),
    },
)
MACHINES: Final[Mapping[str, Machine]] = MappingProxyType(
    {
        "article": ARTICLE,
        "plan": PLAN,
        "plan_run": RUN,
        "complaint": COMPLAINT,
        "rights_notice": NOTICE,
        "recall": RECALL,
        "brand_authorisation": AUTHORISATION,
    }
)
