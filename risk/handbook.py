"""What ``docs/states/`` says of risk: generated from the transition tables. Pure."""

from collections.abc import Mapping

from enterprises.handbook import machine_page
from risk.rules.cases import states
from risk.rules.matters import MACHINES as MATTERS
from risk.states import RULE, RULE_LABELS
from zone_portal.kernel.transitions import Transitions

Labels = Mapping[str, tuple[str, str]]

MACHINES: Mapping[str, tuple[Transitions, Labels, str, str]] = {
    "risk_case.md": (states.CASE, states.CASE_LABELS, "风险事项", "Risk case"),
    "risk_request.md": (states.REQUEST, states.REQUEST_LABELS, "协助请求", "Assistance request"),
    "risk_delivery.md": (
        states.DELIVERY,
        states.DELIVERY_LABELS,
        "向部门系统送达",
        "Delivery to a department's system",
    ),
    "risk_rule.md": (RULE, RULE_LABELS, "风险规则", "Risk rule"),
    **{
        f"{machine.table.name}.md": (machine.table, machine.labels, *machine.name)
        for machine in MATTERS.values()
    },
}


def state_pages() -> dict[str, str]:
    """One page per status machine, with its diagram and its table."""
    return {
        name: machine_page(table, labels, zh, en)
        for name, (table, labels, zh, en) in MACHINES.items()
    }
