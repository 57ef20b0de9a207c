"""信用历史: what authorities found."""

from types import MappingProxyType
from typing import Final

from credit.rules.indicators.base import Indicator, free_of, graded

PENALTIES: Final = MappingProxyType({"minor": 0.1, "general": 0.35, "serious": 0.8})
REPAIR: Final = ("履行义务后申请信用修复。", "Perform what is due and apply for repair.")

HISTORY: Final = (
    Indicator(
        "CRI-301",
        ("海关处罚", "Customs penalties"),
        (
            "海关行政处罚与走私犯罪按严重程度扣减并随时间衰减。",
            "Customs penalties and smuggling crimes take points, less with time.",
        ),
        ("customs_penalty", "smuggling_crime"),
        "海关行政处罚实施条例；海关总署令第282号",
        free_of("customs_penalty", "smuggling_crime"),
        PENALTIES,
        remedy=REPAIR,
    ),
    Indicator(
        "CRI-302",
        ("纳税缴费信用级别", "Tax credit grade"),
        ("税务机关评定的级别。", "The grade given by the tax authority."),
        ("tax_grade",),
        "纳税缴费信用管理办法（税务总局公告2025年第12号）",
        graded("tax_grade"),
        MappingProxyType({"unknown": 0.7}),
        remedy=("向税务机关申请复评或修复。", "Ask the tax authority for a re-check or repair."),
    ),
    Indicator(
        "CRI-303",
        ("外汇管理分类", "FX class"),
        ("外汇管理部门的分类。", "The class given by the FX authority."),
        ("fx_class",),
        "汇发〔2012〕38号",
        graded("fx_class"),
        MappingProxyType({"unknown": 0.7}),
        remedy=("按要求报告并配合核查。", "Report in time and cooperate with checks."),
    ),
    Indicator(
        "CRI-304",
        ("市场监管名单与处罚", "Market supervision lists and penalties"),
        (
            "列入经营异常名录或严重违法失信名单期间扣减；处罚随时间衰减。",
            "A list takes points while it stands; penalties less with time.",
        ),
        ("abnormal_list", "serious_list", "market_penalty"),
        "企业信息公示暂行条例；市场监督管理总局令第44、45号",
        free_of("abnormal_list", "serious_list", "market_penalty"),
        MappingProxyType({**PENALTIES, "listed": 0.7}),
        remedy=("履行公示义务并申请移出。", "Publish what is due and apply for removal."),
    ),
    Indicator(
        "CRI-305",
        ("失信被执行人", "Court list"),
        ("列入失信被执行人名单期间不得分。", "No points while on the court's list."),
        ("court_list",),
        "最高人民法院关于公布失信被执行人名单信息的若干规定",
        free_of("court_list"),
        MappingProxyType({"listed": 1.0}),
        remedy=("履行生效法律文书。", "Perform the judgment."),
    ),
    Indicator(
        "CRI-306",
        ("本区负面清单与承诺", "Negative list and commitments of the zone"),
        (
            "列入负面清单期间扣减；违反信用承诺随时间衰减。",
            "The negative list takes points while it stands; broken commitments less with time.",
        ),
        ("negative_list", "commitment_breach"),
        "综试区信用评价办法；国办发〔2020〕49号",
        free_of("negative_list", "commitment_breach"),
        MappingProxyType({**PENALTIES, "listed": 1.0}),
        remedy=REPAIR,
    ),
)
