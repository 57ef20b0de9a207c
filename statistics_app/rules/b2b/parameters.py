"""Figures of the recognition model: dated settings from which a draft begins.

A released version keeps its own copy and is classified by that alone, so that its results can be
had again. No authority publishes such a model: weights and limits are this platform's, to be set by
the zone (unverified). The dates are those of the customs announcements.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from zone_portal.kernel.rules import Parameter

CODE: Final = "STAT-B2B"
"""The rule code of the model's figures."""
READING: Final = "STAT-B2B-READ"
"""The rule code of what is looked for in remarks, when a record is read."""
WORK: Final = "STAT-B2B-WORK"
"""The rule code of how versions are measured."""
SINCE: Final = date(2018, 1, 1)

DOUBT: Final = "doubt_below"
WEIGHT: Final = "weight_"


def _weight(value: str, zh: str, en: str) -> Parameter:
    return Parameter(value, (f"权重：{zh}", f"Weight: {en}"), unverified=True)


def _limit(value: str, zh: str, en: str, unit: str = "") -> Parameter:
    return Parameter(value, (zh, en), unit=unit, unverified=True)


def _codes(value: str, zh: str, en: str) -> Parameter:
    return Parameter(value, (zh, en), "codes")


MODEL_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        DOUBT: _limit("0.85", "置信度低于此值为存疑", "Doubtful below this confidence"),
        "direct_modes": _codes("9710", "B2B直接出口的监管方式", "Modes of direct B2B export"),
        "warehouse_modes": _codes("9810", "出口海外仓的监管方式", "Modes of overseas warehouses"),
        "modes_from": Parameter(
            "2020-07-01",
            (
                "9710、9810 启用日期（海关总署公告2020年第75号）",
                "9710 and 9810 exist from (GACC 2020-75)",
            ),
            "text",
        ),
        "retail_modes": _codes("9610", "零售出口的监管方式", "Modes of retail export"),
        "zone_modes": _codes("1210", "特殊区域出口的监管方式", "Modes of special zones"),
        "general_modes": _codes("0110", "一般贸易的监管方式", "Modes of general trade"),
        "ds_until": Parameter(
            "2021-07-01",
            (
                "DS标识作为依据至此日前（9710、9810 全国适用，海关总署公告2021年第47号）",
                "The DS mark is evidence before this day (9710 and 9810 nationwide, GACC 2021-47)",
            ),
            "text",
            unverified=True,
        ),
        "bulk_pieces": _limit("50", "一项商品数量不少于", "Quantity of a line from"),
        "bulk_kilograms": _limit("100", "法定数量（千克）不少于", "Statutory quantity from", "kg"),
        "bulk_units": _limit("100", "法定数量（其他单位）不少于", "Statutory quantity otherwise"),
        "few_pieces": _limit("5", "商品总数量不多于", "Total quantity at most"),
        "high_value": _limit("5000", "货值不低于", "Value from", "RMB"),
        "low_value": _limit("1000", "货值不高于", "Value at most", "RMB"),
        "short_days": Parameter(
            "30", ("重复交易的短窗口", "Short window of repetition"), "integer", "d", True
        ),
        "long_days": Parameter(
            "90", ("重复交易的长窗口", "Long window of repetition"), "integer", "d", True
        ),
        "repeat_short": Parameter(
            "2", ("短窗口内此前同买家同品目票数不少于", "Earlier ones in the short window from"),
            "integer", unverified=True,
        ),
        "repeat_long": Parameter(
            "4", ("长窗口内此前同买家同品目票数不少于", "Earlier ones in the long window from"),
            "integer", unverified=True,
        ),
        "weight_mode_direct": _weight("6", "9710", "9710"),
        "weight_mode_warehouse": _weight("6", "9810", "9810"),
        "weight_mode_retail": _weight("3", "9610", "9610"),
        "weight_mode_zone": _weight("6", "特殊区域出口", "export from a special zone"),
        "weight_general_online": _weight("3", "一般贸易，有线上订单", "general trade with order"),
        "weight_general_offline": _weight("12", "一般贸易，无线上订单", "general trade, no order"
        ),
        "weight_order_b": _weight("3", "B2B订单", "B2B order"),
        "weight_order_w": _weight("3", "海外仓订仓单", "warehouse booking"),
        "weight_order_e": _weight("2", "B2C订单", "B2C order"),
        "weight_buyer_company": _weight("2.5", "买家为企业", "buyer is a company"),
        "weight_buyer_taxed": _weight("1.5", "有买家税号", "tax number of the buyer"),
        "weight_buyer_person": _weight("2.5", "买家持个人证件", "buyer has a personal document"),
        "weight_bulk_line": _weight("1.5", "单项数量大", "large quantity of a line"),
        "weight_bulk_legal": _weight("1", "法定数量大", "large statutory quantity"),
        "weight_few_pieces": _weight("1", "数量少", "few pieces"),
        "weight_high_value": _weight("1.5", "货值高", "high value"),
        "weight_low_value": _weight("1", "货值低", "low value"),
        "weight_repeat_short": _weight("1.5", "短期重复", "repeated soon"),
        "weight_repeat_long": _weight("1", "长期重复", "repeated over time"),
        "weight_ds_mark": _weight("3", "DS标识", "DS mark"),
    }
)  # fmt: skip
"""What a version of the model consists of."""

READING_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "ds_words": _codes("DS", "作为DS标识的词", "Words that are the DS mark"),
        "company_words": Parameter(
            "LTD LIMITED LLC INC CORP GMBH SARL SAS BV SPA SRL PTY PTE PLC 公司 商行 商社 株式会社",
            ("企业名称用词", "Words of company names"),
            "codes",
            unverified=True,
        ),
        "tax_words": Parameter(
            "VAT EORI EIN ABN GST TIN 税号",
            ("税号前的用词", "Words before a tax number"),
            "codes",
            unverified=True,
        ),
    }
)
WORK_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "least_sample": Parameter(
            "2000",
            ("发布前测量的最少样本数", "Records that a measurement must have at least"),
            "integer",
            unverified=True,
        ),
    }
)
PARAMETERS: Final[Mapping[str, Mapping[str, Parameter]]] = MappingProxyType(
    {CODE: MODEL_PARAMETERS, READING: READING_PARAMETERS, WORK: WORK_PARAMETERS}
)


def figures_in(settings: Mapping[str, Mapping[str, str]], code: str = CODE) -> dict[str, str]:
    """The figures of a rule code as they are set, first values where none was loaded."""
    told = settings.get(code, {})
    return {name: told.get(name, row.initial) for name, row in PARAMETERS[code].items()}
