"""Limits of forwarding to the gateway: first values, kept as dated settings from then on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "GATEWAY"
"""The rule code under which the settings of the gateway are kept."""

SINCE: Final = date(2018, 1, 1)

TRIES: Final = "tries"
LONGEST_PAUSE: Final = "longest_pause"
HOLD_HOURS: Final = "hold_hours"

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        TRIES: Parameter(
            "20",
            ("转发失败多少次后转人工处理", "Failed tries after which people look at it"),
            "integer",
            "次 / tries",
            unverified=True,
        ),
        LONGEST_PAUSE: Parameter(
            "600",
            ("两次重试之间最长间隔", "Longest pause between two tries"),
            "integer",
            "秒 / seconds",
            unverified=True,
        ),
        HOLD_HOURS: Parameter(
            "48",
            (
                "扣留或查验超过多少小时列为超时",
                "Hours after which a hold or an inspection counts as overdue",
            ),
            "integer",
            "小时 / hours",
            unverified=True,
        ),
    }
)
