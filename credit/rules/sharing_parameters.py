"""Periods, sizes and weights of sharing: first values, kept as dated settings from then on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "CREDIT-SHARING"
"""The rule code under which the settings of sharing are kept."""

SINCE: Final = date(2018, 1, 1)

KEEP_YEARS: Final = "query_log_years"
LEAST_GROUP: Final = "least_group"
SPREAD: Final = "disagreement"
WEIGHT: Final = "rater_weight_"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        KEEP_YEARS: Parameter(
            "10",
            ("查询记录保存年限（年）", "Years for which the log of queries is kept"),
            "integer",
            "years",
        ),
        LEAST_GROUP: Parameter(
            "10",
            ("同类比较的最小组（家）", "Smallest group that a firm is compared with"),
            "integer",
            "firms",
            unverified=True,
        ),
        SPREAD: Parameter(
            "2",
            (
                "部门等级相差几档视为不一致",
                "Classes apart from which departments count as disagreeing",
            ),
            "integer",
            "classes",
            unverified=True,
        ),
        f"{WEIGHT}complete": Parameter(
            "30",
            ("第三方质量：合格率权重", "Rater's quality: weight of accepted rows"),
            unverified=True,
        ),
        f"{WEIGHT}timely": Parameter(
            "30",
            ("第三方质量：及时率权重", "Rater's quality: weight of rows in time"),
            unverified=True,
        ),
        f"{WEIGHT}foreseen": Parameter(
            "40",
            ("第三方质量：预见率权重", "Rater's quality: weight of falls foreseen"),
            unverified=True,
        ),
    }
)
