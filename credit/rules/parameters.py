"""Figures of evaluation that the zone may set: first values, then dated settings."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from credit.rules.lateness import PARAMETERS as LATENESS
from zone_portal.kernel.rules import Parameter

CODE: Final = "CREDIT-RATING"
"""The rule code under which the settings of evaluation are kept."""
SINCE: Final = date(2019, 1, 1)

ZONE_GRADE: Final = "zone_grade"
GRADE: Final = "grade"
REFERENCE: Final = "reference"
OFF: Final = "off"
SMALL_BELOW: Final = "small_below"
LARGE_FROM: Final = "large_from"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        ZONE_GRADE: Parameter(
            REFERENCE,
            (
                "本区评级的显示方式：grade 等级，reference 服务参考分，off 不显示"
                "（国办发〔2026〕8号：地方原则上不再自行开展信用评价）",
                "How the zone's own rating is shown: grade, reference (a reference score for "
                "services) or off (the State Council's office asks zones not to rate themselves)",
            ),
            "text",
        ),
        SMALL_BELOW: Parameter(
            "1000",
            ("近12个月清单少于此数为小型", "Small: fewer declarations in twelve months"),
            "integer",
            unverified=True,
        ),
        LARGE_FROM: Parameter(
            "100000",
            ("近12个月清单不少于此数为大型", "Large: so many declarations in twelve months"),
            "integer",
            unverified=True,
        ),
        **LATENESS,
    }
)
