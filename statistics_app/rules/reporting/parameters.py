"""By which day a form of direct reporting is sent in: dated settings, one for each form. A form
says its first value; what the zone sets wins (unverified: the plans name no days)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from statistics_app.rules.reporting.forms import CODES, latest
from statistics_app.rules.reporting.shape import Form
from zone_portal.kernel.rules import Parameter

CODE: Final = "STAT-FORM"
"""The rule code under which these settings are kept."""
SINCE: Final = date(2018, 1, 1)

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        code: Parameter(
            str(latest(code).due_day),
            (
                f"《{latest(code).zh}》于报告期后次月几日前报送",
                f"“{latest(code).en}” is due by this day of the month after its period",
            ),
            "integer",
            unverified=True,
        )
        for code in CODES
    }
)
"""By the code of the form. A month that is shorter ends with its last day."""


def due_day_of(form: Form, settings: Mapping[str, Mapping[str, str]]) -> int:
    """The setting in force, or the form's own day where none was loaded."""
    return int(settings.get(CODE, {}).get(form.code, form.due_day))
