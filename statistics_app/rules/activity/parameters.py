"""When an index is withheld, and how far one indicator may move it: dated settings. No law names
these numbers: they are this platform's, to be set by the zone (unverified)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "STAT-INDEX"
"""The rule code under which these settings are kept."""
SINCE: Final = date(2018, 1, 1)

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "least_measured": Parameter(
            "0.6",
            (
                "当月有数据的指标权重合计低于此比例时不发布指数",
                "No index where the indicators measured weigh less than this part",
            ),
            "number",
            unverified=True,
        ),
        "most_carried": Parameter(
            "3",
            (
                "缺数据的指标最多连续推算几个月",
                "An indicator without data is carried on for so many months at most",
            ),
            "integer",
            unverified=True,
        ),
        "most_relative": Parameter(
            "5",
            (
                "单项指标相对基期最多按此倍数（或其倒数）计入",
                "One indicator counts at most this many times its base, or one by it",
            ),
            "number",
            unverified=True,
        ),
    }
)


def limits_in(settings: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The settings in force, or their first values where none were loaded."""
    given = settings.get(CODE, {})
    return {name: given.get(name, row.initial) for name, row in PARAMETERS.items()}
