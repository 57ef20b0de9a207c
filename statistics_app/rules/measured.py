"""Which targets the platform measures itself, by which indicator, and in which unit.

The rest is entered with its source. What an indicator counts is not always what the plan meant:
``caveat`` says so beside the figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

AMOUNT: Final = "amount"
STOCK: Final = "stock"
GROWTH: Final = "growth"
REGISTER: Final = "register"


@dataclass(frozen=True, slots=True)
class Measure:
    """``indicator`` of ``statistics_app.rules.indicators`` in ``currency``; its value divided by
    ``unit`` is in the unit of the plan.

    AMOUNT: of the target's time. STOCK: of firms, whole from its first day on. GROWTH: of whole
    years, the yearly average since the year before the plan. REGISTER: firms of the register of
    leading firms, no indicator.
    """

    indicator: str
    unit: Decimal
    currency: str
    zh: str
    en: str
    kind: str = AMOUNT


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
            STOCK,
        ),
        "turnover_growth": Measure(
            "IND-SCALE-01",
            Decimal(1),
            "rmb",
            "平台口径：完整年度进出口额的年均增幅（复合增长率），自方案前一年或平台有完整年度数据起；"
            "方案未定义其口径。",
            "The platform's figure: compound yearly growth of imports and exports over whole years "
            "since the year before the plan, or since the first whole year of its data; the plan "
            "does not define its own.",
            GROWTH,
        ),
        "leading_firms": Measure(
            "LEAD-Y",
            Decimal(1),
            "rmb",
            "龙头企业名录（直报表 LEAD-Y 的报送单位）中的企业数；方案未定义龙头企业标准。",
            "Firms on the register of leading firms (those who fill in the form LEAD-Y); the plan "
            "does not define a leading firm.",
            REGISTER,
        ),
    }
)


def yearly_growth(first: Decimal, last: Decimal, years: int) -> Decimal | None:
    """Compound growth in percent per year over so many years; None from nothing, or over none."""
    if first <= 0 or last < 0 or years < 1:
        return None
    if last == 0:
        return Decimal(-100)
    return (((last / first).ln() / years).exp() - 1) * 100
