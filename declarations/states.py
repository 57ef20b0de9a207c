"""The course of a forwarded inventory: official return codes, what may follow what, and whose word.

Codes and names: specification 202205 (returnStatus of every receipt, both the PDF's and the
schema's lists). The order follows ``flow.md`` §1.3 of the facts; three states are this portal's own
(to be sent, sent, not delivered) and one stands for all negative codes. A code that customs may
skip may be skipped here: receipts come in any order, and some never come.
"""

import re
from typing import Final, NamedTuple

from zone_portal.kernel.transitions import Transitions

QUEUED: Final = "queued"
SENT: Final = "sent"
FAILED: Final = "failed"
REFUSED: Final = "refused"
CANCELLED: Final = "cancelled"
REJECTED: Final = "100"
ACCEPTED: Final = "120"
CONCLUDED: Final = "399"
RELEASED: Final = "800"
CLEARED: Final = "899"
RETURNED: Final = "700"

PORTAL: Final = "portal"
PORT: Final = "port"
CUSTOMS: Final = "customs"

AUTHORITIES: Final = {
    PORTAL: ("本平台", "this portal"),
    PORT: ("电子口岸", "the electronic port"),
    CUSTOMS: ("海关", "customs"),
}
"""Who says so. Where a simulator stands in for port and customs, every screen names it instead."""


class Status(NamedTuple):
    """What a status is called, who decides it, and how it looks (ok, warn, bad, info, idle)."""

    zh: str
    en: str
    authority: str
    tone: str


STATUSES: Final[dict[str, Status]] = {
    QUEUED: Status("待发送", "to be sent", PORTAL, "idle"),
    SENT: Status("已发往电子口岸", "sent to the electronic port", PORTAL, "info"),
    FAILED: Status("未能送达，待处理", "could not be delivered", PORTAL, "bad"),
    "1": Status("电子口岸已暂存", "stored at the electronic port", PORT, "info"),
    "2": Status("电子口岸申报中", "being declared by the electronic port", PORT, "info"),
    "3": Status("发送海关成功", "sent to customs", PORT, "info"),
    "4": Status("发送海关失败", "sending to customs failed", PORT, "bad"),
    ACCEPTED: Status("海关入库", "accepted into the customs database", CUSTOMS, "info"),
    "300": Status("人工审核", "manual review", CUSTOMS, "warn"),
    "500": Status("查验", "inspection", CUSTOMS, "warn"),
    "501": Status("扣留移送通关", "detained, handed to clearance", CUSTOMS, "bad"),
    "502": Status("扣留移送缉私", "detained, handed to anti-smuggling", CUSTOMS, "bad"),
    "503": Status("扣留移送法规", "detained, handed to the legal department", CUSTOMS, "bad"),
    "505": Status("移交", "handed over", CUSTOMS, "warn"),
    "599": Status("其它扣留", "detained for another reason", CUSTOMS, "bad"),
    "600": Status("挂起", "suspended", CUSTOMS, "warn"),
    CONCLUDED: Status("海关审结", "customs processing concluded", CUSTOMS, "info"),
    RELEASED: Status("放行", "released", CUSTOMS, "ok"),
    CLEARED: Status("结关", "cleared", CUSTOMS, "ok"),
    RETURNED: Status("退运", "returned abroad", CUSTOMS, "idle"),
    REJECTED: Status("海关退单", "returned (rejected) by customs", CUSTOMS, "bad"),
    REFUSED: Status("处理异常", "refused with an error code", PORT, "bad"),
    CANCELLED: Status("已撤单", "withdrawn", CUSTOMS, "idle"),
}
"""Every status of a course, in the order in which a declaration usually meets them."""

HOLDS: Final = frozenset({"300", "500", "501", "502", "503", "505", "599", "600"})
"""Customs keeps the goods, or the declaration, until it decides."""

BY_CUSTOMS: Final = "customs"
BY_RISK: Final = "risk"
"""Whose hold it is: customs' own, or one that the portal suggests to customs."""

INSPECT: Final = "risk_red"
CHECK: Final = "risk_yel"
SUGGESTED: Final[dict[str, Status]] = {
    INSPECT: Status("建议查验", "inspection suggested", PORTAL, "warn"),
    CHECK: Status("建议审单", "check of documents suggested", PORTAL, "info"),
}
"""What the portal's risk screening suggests. Customs decides: forwarding never waits for it."""

STANDING: Final[dict[str, Status]] = {**STATUSES, **SUGGESTED}
"""Every status that a course or a hold may have."""

ENDED: Final = frozenset({RELEASED, CLEARED, RETURNED, REJECTED, REFUSED, CANCELLED})
"""Nothing more is to be expected, but for the clearance that follows an export's release."""

CORRECTABLE: Final = frozenset({REJECTED, REFUSED})
"""The firm corrects its documents and the inventory is sent once more."""

OPEN_AGAIN: Final = CORRECTABLE | {CANCELLED}
"""Documents that matched may be changed or deleted again."""

THROUGH: Final = frozenset({RELEASED, CLEARED, RETURNED})
"""Customs has let the goods go: nothing that was declared can be changed any more."""

DECIDED_ON: Final = HOLDS | THROUGH | {ACCEPTED, CONCLUDED}
"""Customs has the declaration with all its documents and decides on it, or has decided."""

IN_PROGRESS: Final = frozenset(STATUSES) - ENDED - {FAILED}
"""On its way to customs, or there: nothing here takes it back."""

AT_CUSTOMS: Final = IN_PROGRESS - {QUEUED}
"""Handed over, and not decided on yet."""

PORT_STEPS: Final = frozenset({"1", "2", "3", "4"})
"""The port has it, and says how far it is."""

KNOWN_THERE: Final = frozenset({
    "-301010", "-304001", "-401007", "-504012", "-504015", "-505012", "-621004", "-623009",
    "-625022", "-625033", "-800003",
})  # fmt: skip
"""Negative codes that say that the port has this number already (specification 202205, table 7-2;
-304001 seen in the field). They answer a document that was sent once more, too, and then refuse
nothing: customs goes on with what it has."""

_ENDS = frozenset({RELEASED, CLEARED, RETURNED, REJECTED, CANCELLED})
_DECIDING = HOLDS | {CONCLUDED} | _ENDS
_SAID = PORT_STEPS | {ACCEPTED, REFUSED} | _DECIDING


def _following() -> dict[str, frozenset[str]]:
    table = {
        QUEUED: _SAID | {SENT, FAILED},
        SENT: _SAID | {QUEUED, FAILED},
        FAILED: _SAID | {QUEUED},
        "1": _SAID - {"1"},
        "2": _SAID - {"1", "2"},
        "3": _SAID - {"1", "2", "3", "4"},
        "4": _SAID - {"1", "4"},
        ACCEPTED: _DECIDING,
        CONCLUDED: HOLDS | _ENDS,
        RELEASED: frozenset({CLEARED, RETURNED, CANCELLED}),
        CLEARED: frozenset({RETURNED}),
        RETURNED: frozenset(),
        # What customs says after a refusal holds: the port may have refused a copy of what customs
        # has (flow.md §4), and a rejection for lack of a document ends when it comes (§2).
        REJECTED: (_DECIDING | {QUEUED, ACCEPTED}) - {REJECTED},
        REFUSED: _DECIDING | {QUEUED, ACCEPTED},
        CANCELLED: frozenset({QUEUED}),
    }
    table |= {hold: _DECIDING - {hold} for hold in HOLDS}
    return {status: table[status] for status in STATUSES}


COURSE: Final = Transitions(name="course", initial=QUEUED, following=_following())

COURSE_LABELS: Final = {
    code: (status.zh, f"{status.en} ({AUTHORITIES[status.authority][1]})")
    for code, status in STATUSES.items()
}

_NEGATIVE = re.compile(r"-[0-9]{1,9}")


def status_of(return_status: str) -> str | None:
    """The status that a returnStatus means; None for a code that the table does not know.

    Ports invent codes of their own (flow.md §4). An unknown one is shown, never taken for success.
    """
    code = return_status.strip()
    if code in STATUSES and (code.isdecimal()):
        return code
    return REFUSED if _NEGATIVE.fullmatch(code) else None


def is_known_there(return_status: str) -> bool:
    """Whether a returnStatus says that the port has a document of this number already."""
    return return_status.strip() in KNOWN_THERE


def may_follow(source: str, target: str) -> bool:
    """Whether the table holds this step."""
    return target in COURSE.following[source]
