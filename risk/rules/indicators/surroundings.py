"""RT16 markets, RT17 countries, RT19 trade friction, RT20 technical, RT22 compliance and credit,
RT23 late duties, RT24 disputes."""

from risk.constants import COUNTRY, ENTERPRISE, MARKET, SYSTEM
from risk.rules.indicators.base import INDICATORS, Indicator, limit

INDICATORS.add(
    Indicator(
        "RT16-01",
        ("市场需求或价格急跌", "Demand or prices fall fast"),
        ("30日内需求或价格跌幅过大", "Demand or prices fell too far within 30 days"),
        "market.demand_change <= -fall or market.price_change <= -fall",
        "0.6",
        thresholds={"fall": limit("0.3", "跌幅不小于", "Fall at least")},
        on=MARKET,
        source="market",
    )
)
INDICATORS.add(
    Indicator(
        "RT16-02",
        ("汇率波动或平台关店", "Rates move or accounts are closed"),
        (
            "汇率30日波动过大，或被关店铺过多",
            "The rate moved too far, or too many accounts were closed",
        ),
        "abs(market.rate_change) >= move or market.accounts_closed >= closed",
        "0.5",
        thresholds={
            "move": limit("0.05", "汇率波动不小于", "Move of the rate at least"),
            "closed": limit("10", "被关店铺数不少于", "Accounts closed at least"),
        },
        on=MARKET,
        source="market",
    )
)
INDICATORS.add(
    Indicator(
        "RT17-01",
        ("国别评级下调、买方违约或制裁", "Rating falls, buyers default, sanctions"),
        ("国家（地区）信用状况恶化", "The credit of a country or of its buyers got worse"),
        "country.rating_fall >= steps or country.defaults >= defaults or country.sanctions >= 1",
        "0.7",
        thresholds={
            "steps": limit("1", "评级下调级数不少于", "Steps of the rating at least"),
            "defaults": limit("3", "买方违约数不少于", "Defaults at least"),
        },
        on=COUNTRY,
        source="country",
    )
)
INDICATORS.add(
    Indicator(
        "RT19-01",
        ("新增贸易限制措施", "New measures against trade"),
        ("新增反倾销、关税或认证要求", "New duties, anti-dumping or certificates"),
        "country.new_duties + country.new_certificates >= measures",
        "0.6",
        thresholds={"measures": limit("1", "新增措施数不少于", "New measures at least")},
        on=COUNTRY,
        source="country",
    )
)
INDICATORS.add(
    Indicator(
        "RT20-01",
        ("备份逾期", "The backup is late"),
        ("距最近一次备份时间过长", "The last backup is too long ago"),
        "system.backup_age_h > hours",
        "0.7",
        thresholds={"hours": limit("26", "小时数超过", "Hours more than", unit="h")},
        on=SYSTEM,
        source="operations",
    )
)
INDICATORS.add(
    Indicator(
        "RT20-02",
        ("高危漏洞未修复或存储将满", "Serious holes, or the disk is nearly full"),
        ("高危漏洞未修复，或存储使用率过高", "Holes are not closed, or too little space is left"),
        "system.holes >= 1 or system.disk_share > share",
        "0.7",
        thresholds={"share": limit("0.9", "存储使用率超过", "Share of the disk above")},
        on=SYSTEM,
        source="operations",
    )
)
INDICATORS.add(
    Indicator(
        "RT22-01",
        ("负面清单企业申报", "A firm on the negative list declares"),
        ("企业在信用负面清单上", "The firm stands on the negative list"),
        "credit.listed",
        "0.6",
    )
)
INDICATORS.add(
    Indicator(
        "RT22-02",
        ("低信用等级企业申报", "A firm of a low grade declares"),
        ("企业信用等级为低等级", "The firm's credit grade is among the lowest"),
        "credit.grade in grades",
        "0.3",
        thresholds={"grades": limit("D", "等级", "Grades", kind="codes")},
    )
)
INDICATORS.add(
    Indicator(
        "RT22-03",
        ("信用分骤降", "The credit score falls fast"),
        ("企业90日内失分过多", "A firm lost too many points within 90 days"),
        "credit.lost_90d >= points",
        "0.5",
        strength="min(1, credit.lost_90d / points / 2)",
        thresholds={"points": limit("100", "失分不少于", "Points lost at least")},
        on=ENTERPRISE,
    )
)
INDICATORS.add(
    Indicator(
        "RT23-01",
        ("退运、到货、税单、汇总逾期", "Returns, tax bills or summaries past their day"),
        ("企业有逾期未履行的义务", "A firm has duties that are past their day"),
        "firm.overdue_returns + firm.overdue_bills + firm.overdue_summaries >= overdue",
        "0.5",
        strength="min(1, (firm.overdue_returns + firm.overdue_bills + firm.overdue_summaries)"
        " / overdue / 3)",
        thresholds={"overdue": limit("1", "逾期数不少于", "Overdue at least")},
        on=ENTERPRISE,
    )
)
INDICATORS.add(
    Indicator(
        "RT23-02",
        ("问题长期未改正", "Problems long unrepaired"),
        ("企业待改正的问题超过时限", "What a firm must correct waits too long"),
        "firm.unrepaired_days > days",
        "0.3",
        thresholds={"days": limit("15", "天数超过", "Days more than")},
        on=ENTERPRISE,
    )
)
INDICATORS.add(
    Indicator(
        "RT24-01",
        ("投诉率过高", "Too many complaints"),
        ("企业投诉数与清单数之比过高", "Too many complaints by declarations"),
        "consumer.complaint_rate > share",
        "0.5",
        strength="min(1, consumer.complaint_rate / share / 2)",
        thresholds={"share": limit("0.01", "比例超过", "Share above")},
        on=ENTERPRISE,
        source="consumer",
    )
)
INDICATORS.add(
    Indicator(
        "RT24-02",
        ("投诉7日未答复", "Complaints unanswered for 7 days"),
        ("消费者投诉逾期未答复", "Consumers wait too long for an answer"),
        "consumer.unanswered_7d >= complaints",
        "0.5",
        thresholds={"complaints": limit("1", "未答复数不少于", "Unanswered at least")},
        on=ENTERPRISE,
        source="consumer",
    )
)
