"""How long what screening only works with is kept: first values, then dated settings.

Results (screenings, hits, signals, cases) are no part of this: they are never deleted here.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "RISK-RETENTION"
"""The rule code under which the times of keeping are set."""
SINCE: Final = date(2018, 1, 1)

PRICE_DAYS: Final = "price_days"
REQUEST_DAYS: Final = "request_days"
LEAST_PRICE_DAYS: Final = 91
"""Prices within the window of 90 days are still read: no setting goes below its 13 weeks
(``risk.prices``)."""


def _days(initial: str, zh: str, en: str) -> Parameter:
    return Parameter(initial, (zh, en), "integer", "days", unverified=True)


PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        PRICE_DAYS: _days(
            "98",
            "商品最后一次出现后，价格窗口保留的天数（不少于91天）",
            "Days for which prices are kept after the goods were last seen (91 at least)",
        ),
        REQUEST_DAYS: _days(
            "30",
            "接口请求标识的保留天数",
            "Days for which the keys of programs' requests are remembered",
        ),
    }
)


def keep_days(parameter: str, told: str) -> int:
    """The days of a setting, never fewer than what is still read; the first value where the
    setting is no number."""
    text = told.strip()
    initial = PARAMETERS[parameter].initial
    days = int(text) if text.isascii() and text.isdecimal() else int(initial)
    return max(days, LEAST_PRICE_DAYS) if parameter == PRICE_DAYS else max(days, 1)
