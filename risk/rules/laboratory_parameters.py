"""Figures of the laboratory and of the link model that the zone may set: dated settings."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

WORK: Final = "RISK-WORK"
"""The rule code under which officers' minutes and the reach of trials are kept."""
LINKS: Final = "RISK-LINKS"
"""The rule code under which the settings of the link model are kept."""
OUTLIERS: Final = "RISK-OUTLIERS"
"""The rule code under which the settings of the model of unusual days are kept."""
SINCE: Final = date(2018, 1, 1)

MINUTES: Final = "minutes_"
MOST_DAYS: Final = "most_days"
AT_LEAST: Final = "at_least"
DENSE: Final = "dense"
HUB_FROM: Final = "hub_from_"
LOOK_BACK: Final = "look_back_days"
FAR: Final = "far"
LEAST_DECLARATIONS: Final = "least_declarations"


def _minutes(value: str, zh: str, en: str) -> Parameter:
    return Parameter(value, (zh, en), "number", unit="min", unverified=True)


def _count(value: str, zh: str, en: str) -> Parameter:
    return Parameter(value, (zh, en), "integer", unverified=True)


WORK_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        f"{MINUTES}yellow": _minutes("6", "审一票单证的工时", "Work of checking documents"),
        f"{MINUTES}red": _minutes("25", "查验一票货物的工时", "Work of inspecting goods"),
        f"{MINUTES}audit": _minutes("15", "放行后核查一票的工时", "Work of a check after release"),
        MOST_DAYS: _count("92", "一次试算最多的天数", "Days that a trial may reach over"),
    }
)
LINK_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        LOOK_BACK: _count("30", "回看天数", "Days looked back"),
        AT_LEAST: _count("10", "成组的最少订购人数", "Buyers that make a group worth a signal"),
        DENSE: Parameter(
            "0.8",
            ("成组的最低密度", "Density from which a group is worth a signal"),
            unverified=True,
        ),
        f"{HUB_FROM}id": _count("1000", "证件号共用过多不作连接", "Identity no longer linking"),
        f"{HUB_FROM}phone": _count("200", "电话共用过多不作连接", "Telephone no longer linking"),
        f"{HUB_FROM}address": _count("200", "地址共用过多不作连接", "Address no longer linking"),
        f"{HUB_FROM}payer": _count("200", "支付人共用过多不作连接", "Payer no longer linking"),
    }
)
OUTLIER_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        LOOK_BACK: _count("28", "回看天数", "Days looked back"),
        FAR: Parameter(
            "8", ("偏离多少倍算异常", "Robust z from which a day is unusual"), unverified=True
        ),
        LEAST_DECLARATIONS: _count(
            "20", "当日清单数不少于", "Declarations that a day must have at least"
        ),
    }
)
PARAMETERS: Final[Mapping[str, Mapping[str, Parameter]]] = MappingProxyType(
    {WORK: WORK_PARAMETERS, LINKS: LINK_PARAMETERS, OUTLIERS: OUTLIER_PARAMETERS}
)
