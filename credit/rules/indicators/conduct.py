"""经营行为: how the firm declares."""

from types import MappingProxyType
from typing import Final

from credit.rules.indicators.base import Indicator, free_of, rate

RETAIL: Final = "海关总署公告2018年第194号"


def _rate(zero_at: float, full_at: float, prior_rate: float) -> MappingProxyType[str, float]:
    return MappingProxyType(
        {
            "months": 12,
            "zero_at": zero_at,
            "full_at": full_at,
            "prior_rate": prior_rate,
            "prior_total": 20,
        }
    )


BREACHES: Final = MappingProxyType({"minor": 0.15, "general": 0.4, "serious": 1.0})

CONDUCT: Final = (
    Indicator(
        "CRI-201",
        ("三单对碰一致率", "Match rate"),
        (
            "近 months 个月判定的申报清单中一致的比例。",
            "Share of the declarations decided in the last months that match.",
        ),
        ("match",),
        RETAIL,
        rate("match"),
        _rate(0.80, 0.98, 0.926),
        remedy=("处理更正任务，减少不一致。", "Work off the repair tasks; send consistent data."),
    ),
    Indicator(
        "CRI-202",
        ("清单未退单率", "Not rejected by customs"),
        (
            "近 months 个月报送海关的清单中未被退单（状态100）的比例。",
            "Share of the declarations sent to customs that were not rejected (status 100).",
        ),
        ("acceptance",),
        RETAIL,
        rate("acceptance"),
        _rate(0.85, 0.99, 0.948),
        remedy=("报送前使用预检。", "Use the dry run before sending."),
    ),
    Indicator(
        "CRI-203",
        ("未更正未撤销率", "Not corrected or cancelled"),
        (
            "近 months 个月的清单中未修改、未撤销的比例。",
            "Share of the declarations that were neither corrected nor cancelled.",
        ),
        ("uncorrected",),
        RETAIL,
        rate("uncorrected"),
        _rate(0.80, 0.98, 0.926),
        remedy=("申报前核对数据。", "Check the data before declaring."),
    ),
    Indicator(
        "CRI-204",
        ("未退货率", "Not returned"),
        (
            "近 months 个月放行的清单中未退货的比例。",
            "Share of released declarations not returned.",
        ),
        ("unreturned",),
        "海关总署公告2020年第44、45号",
        rate("unreturned"),
        _rate(0.70, 0.95, 0.875),
        remedy=("改善商品描述与售后。", "Describe goods better; care for buyers."),
    ),
    Indicator(
        "CRI-205",
        ("汇总申报及时", "Summaries in time"),
        (
            "逾期的汇总申报按严重程度扣减并随时间衰减。",
            "Late summary declarations take points, less with time.",
        ),
        ("late_summary",),
        RETAIL,
        free_of("late_summary"),
        BREACHES,
        remedy=("每月15日前完成汇总。", "Send the summary by the 15th."),
    ),
    Indicator(
        "CRI-206",
        ("遵守促销备案", "Promotion filings kept"),
        (
            "违反促销备案按严重程度扣减并随时间衰减。",
            "Breaches of promotion filings take points, less with time.",
        ),
        ("promotion_breach",),
        "综试区促销备案办法",
        free_of("promotion_breach"),
        BREACHES,
        remedy=("按备案内容开展促销。", "Run promotions as filed."),
    ),
)
