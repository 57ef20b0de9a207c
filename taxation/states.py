"""The life of a tax bill: what may follow what."""

from types import MappingProxyType
from typing import Final

from zone_portal.kernel.transitions import Transitions

EXPECTED: Final = "expected"
GENERATED: Final = "generated"
SUMMARISED: Final = "summarised"
OVERDUE: Final = "overdue"
PAID: Final = "paid"
VOID: Final = "void"

TAX_BILL: Final = Transitions(
    name="tax_bill",
    initial=EXPECTED,
    following={
        EXPECTED: frozenset({GENERATED, SUMMARISED, VOID}),
        GENERATED: frozenset({SUMMARISED, PAID, OVERDUE, VOID}),
        SUMMARISED: frozenset({PAID, OVERDUE, VOID}),
        OVERDUE: frozenset({SUMMARISED, PAID, VOID}),
        PAID: frozenset(),
        VOID: frozenset(),
    },
)
"""``expected`` is ours: the declaration was released, customs has not billed it yet. ``overdue``
is ours too; what customs says of an overdue bill still counts."""

TAX_BILL_LABELS: Final = MappingProxyType(
    {
        EXPECTED: ("待海关生成", "Expected"),
        GENERATED: ("已生成", "Generated"),
        SUMMARISED: ("已汇总", "Summarised"),
        OVERDUE: ("已逾期", "Overdue"),
        PAID: ("已缴纳", "Paid"),
        VOID: ("已作废", "Void"),
    }
)

OFFICIAL: Final = MappingProxyType({"1": GENERATED, "2": SUMMARISED, "3": VOID})
"""Status codes of the electronic tax bill (816, 818)."""

BILLED_STATES: Final = (GENERATED, SUMMARISED, OVERDUE)
"""States of a bill of customs that is to be paid."""

OPEN_STATES: Final = (EXPECTED, *BILLED_STATES)
"""States in which the tax is still to be paid."""
