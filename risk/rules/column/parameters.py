"""Figures of the column that the zone may set: first values, then dated settings."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "RISK-COLUMN"
"""The rule code under which the settings of the column are kept."""
SINCE: Final = date(2018, 1, 1)
MARKET_DAYS: Final = "market_days"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        MARKET_DAYS: Parameter(
            "365",
            (
                "最近一次出口申报后多少天内视为企业的出口市场（天）",
                "Days after its last export declaration for which a market is a firm's own",
            ),
            "integer",
            "days",
            unverified=True,
        )
    }
)
