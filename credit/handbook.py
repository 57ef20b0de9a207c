"""What ``docs/states/`` says of credit: generated from the transition tables. Pure."""

from collections.abc import Mapping

from credit.rules.supervision import states
from credit.states import CYCLE, CYCLE_LABELS, MODEL, MODEL_LABELS
from enterprises.handbook import machine_page
from zone_portal.kernel.transitions import Transitions

Labels = Mapping[str, tuple[str, str]]

MACHINES: Mapping[str, tuple[Transitions, Labels, str, str]] = {
    "credit_case.md": (states.CASE, states.CASE_LABELS, "负面清单事项", "Negative-list case"),
    "credit_claim.md": (
        states.CLAIM,
        states.CLAIM_LABELS,
        "陈述申辩、异议、修复、复核",
        "Statement, objection, repair, appeal",
    ),
    "credit_model.md": (MODEL, MODEL_LABELS, "评价模型", "Model of evaluation"),
    "credit_cycle.md": (CYCLE, CYCLE_LABELS, "评级周期", "Rating cycle"),
    "credit_warning.md": (states.WARNING, states.WARNING_LABELS, "信用警示", "Credit warning"),
}


def state_pages() -> dict[str, str]:
    """One page per status machine, with its diagram and its table."""
    return {
        name: machine_page(table, labels, zh, en)
        for name, (table, labels, zh, en) in MACHINES.items()
    }
