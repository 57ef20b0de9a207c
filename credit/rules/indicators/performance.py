"""履约能力 and 关联关系: whether the firm does what it owes, and whom it is tied to."""

from types import MappingProxyType
from typing import Final

from credit.rules.indicators.base import Indicator, free_of, graded, rate, risk
from credit.rules.indicators.conduct import BREACHES


def _rate(zero_at: float, full_at: float) -> MappingProxyType[str, float]:
    prior = zero_at + 0.7 * (full_at - zero_at)
    return MappingProxyType(
        {
            "months": 12,
            "zero_at": zero_at,
            "full_at": full_at,
            "prior_rate": round(prior, 4),
            "prior_total": 10,
        }
    )


PERFORMANCE: Final = (
    Indicator(
        "CRI-401",
        ("按期缴税率", "Duties paid in time"),
        ("近 months 个月税单按期缴纳的比例。", "Share of tax bills paid in time."),
        ("duties_in_time",),
        "关税法 第四十三条",
        rate("duties_in_time"),
        _rate(0.85, 1.0),
        remedy=("按期缴纳税款。", "Pay duties in time."),
    ),
    Indicator(
        "CRI-402",
        ("税款逾期与税务处罚", "Overdue duties and tax penalties"),
        (
            "逾期税款、税务和外汇处罚按严重程度扣减并随时间衰减。",
            "Overdue duties, tax and FX penalties take points, less with time.",
        ),
        ("overdue_tax", "tax_penalty", "fx_penalty"),
        "关税法 第四十三条；税收征收管理法；外汇管理条例",
        free_of("overdue_tax", "tax_penalty", "fx_penalty"),
        BREACHES,
        remedy=("缴清税款和滞纳金。", "Pay the duties and late fees."),
    ),
    Indicator(
        "CRI-403",
        ("收汇与出口匹配", "Receipts against exports"),
        ("近 months 个月收汇与出口相符的比例。", "Share of exports whose receipts came in."),
        ("fx_receipts",),
        "汇发〔2012〕38号",
        rate("fx_receipts"),
        _rate(0.5, 0.95),
        remedy=("及时收汇并报告差额。", "Collect receipts and report differences."),
    ),
    Indicator(
        "CRI-404",
        ("按期妥投", "Delivered in time"),
        ("近 months 个月按承诺时限妥投的比例。", "Share of parcels delivered in time."),
        ("delivered_in_time",),
        "快递暂行条例",
        rate("delivered_in_time"),
        _rate(0.8, 0.98),
        remedy=("选择可靠的物流企业。", "Choose reliable logistics."),
    ),
    Indicator(
        "CRI-405",
        ("消费投诉办结", "Complaints solved"),
        ("近 months 个月消费投诉办结的比例。", "Share of consumers' complaints solved."),
        ("complaints_solved",),
        "消费者权益保护法",
        rate("complaints_solved"),
        _rate(0.5, 0.95),
        remedy=("及时办结投诉。", "Solve complaints in time."),
    ),
    Indicator(
        "CRI-501",
        ("关联失信企业", "Ties to dishonest firms"),
        (
            "与失信企业共用法定代表人、地址、电话或账户，按严重程度扣减并随时间衰减。",
            "A person, address, phone or account shared with a dishonest firm takes points.",
        ),
        ("related_dishonest",),
        "综试区信用评价办法（关联关系）",
        free_of("related_dishonest"),
        MappingProxyType({"minor": 0.15, "general": 0.4, "serious": 0.8}),
        remedy=("解除关联并说明情况。", "Dissolve the tie and explain it."),
    ),
    Indicator(
        "CRI-502",
        ("关系图谱风险", "Risk of the graph of relations"),
        (
            "关系图谱风险值（0—100），越低越好。",
            "Risk value of the graph, 0 to 100; less is better.",
        ),
        ("risk_graph",),
        "综试区信用评价办法（关联关系）",
        risk,
        MappingProxyType({"unknown": 0.7}),
        remedy=("联系综试区办公室说明关系。", "Explain the relations to the zone office."),
    ),
    Indicator(
        "CRI-503",
        ("第三方信用评级", "Third-party rating"),
        ("签约评级机构给出的等级。", "The grade given by a contracted rater."),
        ("third_party_rating",),
        "电子商务法 第七十条",
        graded("third_party_rating"),
        MappingProxyType({"unknown": 0.7}),
        remedy=("可委托签约机构评级。", "A contracted rater may be asked."),
    ),
)
