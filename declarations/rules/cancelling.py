"""Rules of cancellations against what became of their inventory; services ask them.

Before the release an inventory may be withdrawn, once; afterwards goods come back as a return
(flow.md §1.1 of the facts: 623 before the release, 625 after it).
"""

from typing import Final

from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import RULES, Rule, Text

CANCELLATIONS: Final = ("CEB605", "CEB623")
ASKED_BEFORE: Final = "RET-030"
TOO_LATE: Final = "RET-031"


def _enter(code: str, title: Text, remedy: Text, official: str) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=f"{IMPORT_SPEC} CEB623；{EXPORT_SPEC} CEB605；表7-2 {official}",
            responsible="",
            kinds=CANCELLATIONS,
            official=official,
        )
    )


_enter(
    ASKED_BEFORE,
    (
        "清单 {number} 已申请撤销或已撤销",
        "The cancellation of inventory {number} was asked for before, or granted",
    ),
    (
        "请等待海关对前一份撤销申请的答复；前一份被退单后才能再次申请。已撤销的清单无需再撤销。",
        "Wait for the answer of customs to the earlier application: only after a rejection can "
        "another be made. What was withdrawn need not be withdrawn again.",
    ),
    "-623009",
)
_enter(
    TOO_LATE,
    (
        "清单 {number} 已放行，不能撤销",
        "Inventory {number} was released: it can no longer be withdrawn",
    ),
    (
        "放行后商品退回请办理退货申请（进口 CEB625，出口 CEB213）。",
        "For goods that come back after the release apply for a return (CEB625 for imports, "
        "CEB213 for exports).",
    ),
    "-623005",
)
