"""Which targets the platform measures itself, by which indicator, and in which unit.

The rest is entered with its source. What an indicator counts is not always what the plan meant:
``caveat`` says so beside the figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Measure:
    """``indicator`` of ``statistics_app.rules.indicators`` in ``currency``; its value divided by
    ``unit`` is in the unit of the plan."""

    indicator: str
    unit: Decimal
    currency: str
    zh: str
    en: str


_HUNDRED_MILLION: Final = Decimal(10) ** 8
_CAVEAT: Final = (
    "平台口径：按海关跨境电商监管方式申报、企业在本综试区备案的进出口额；方案未定义其口径。",
    "The platform's figure: declared under e-commerce modes by firms filed in this zone; the plan "
    "does not define its own.",
)
MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        "trade_value": Measure("IND-SCALE-01", _HUNDRED_MILLION, "rmb", *_CAVEAT),
        "turnover": Measure("IND-SCALE-01", _HUNDRED_MILLION, "rmb", *_CAVEAT),
        "trade_value_usd": Measure("IND-SCALE-01", _HUNDRED_MILLION, "usd", *_CAVEAT),
        "filed_firms": Measure(
            "IND-SCALE-07",
            Decimal(1),
            "rmb",
            "平台备案且未注销的企业。",
            "Firms filed on the platform and not cancelled.",
        ),
    }
)
