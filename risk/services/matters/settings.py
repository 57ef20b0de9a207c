"""First dated values of the figures that this part reads."""

from datetime import datetime
from typing import Final

from accounts.services.audit import Actor
from reference.services.rule_settings import NewSetting, add_missing_rule_settings
from risk.rules import retention
from risk.rules.column import parameters as column
from risk.rules.plans import parameters as plans
from risk.rules.quality import parameters as quality
from zone_portal.kernel.rules import Parameter

UNVERIFIED: Final = "待综试区核实"
SETS: Final = (
    (column.CODE, column.SINCE, column.PARAMETERS),
    (plans.CODE, plans.SINCE, plans.PARAMETERS),
    (quality.CODE, quality.SINCE, quality.PARAMETERS),
    (retention.CODE, retention.SINCE, retention.PARAMETERS),
)


def load_settings(*, by: Actor, at: datetime) -> int:
    """Add the settings that have no row yet; returns how many were added."""
    first = [
        NewSetting(
            code,
            name,
            parameter.initial,
            valid_from=since,
            note=_note(parameter),
        )
        for code, since, parameters in SETS
        for name, parameter in parameters.items()
    ]
    return add_missing_rule_settings(first, by=by, at=at)


def _note(parameter: Parameter) -> str:
    meaning = parameter.meaning[0]
    return f"{meaning}（{UNVERIFIED}）" if parameter.unverified else meaning
