"""Figures of response plans that the zone may set: first values, then dated settings."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "RISK-PLAN"
"""The rule code under which the settings of plans are kept."""
SINCE: Final = date(2018, 1, 1)
DRILLS: Final = "drills_a_year"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        DRILLS: Parameter(
            "2",
            ("每个预案每年演练次数", "Drills of each plan in a year"),
            "integer",
            unverified=True,
        )
    }
)
