"""Facts of firms, markets, countries, goods and systems."""

from typing import Final

from risk.expressions import FLAG, TEXT
from risk.rules.fact_kinds import of_others, own

OF_FIRMS: Final = [
    own("credit.grade", "信用等级", "Credit grade", TEXT),
    own("credit.listed", "在信用负面清单上", "On the negative list", FLAG),
    own("credit.score", "信用分", "Credit score"),
    own("credit.lost_90d", "90日内失分", "Points lost in 90 days"),
    own("firm.overdue_returns", "逾期未退运、未到货数", "Returns past their term"),
    own("firm.overdue_bills", "逾期未缴税单数", "Tax bills past their day"),
    own("firm.overdue_summaries", "逾期未报汇总数", "Monthly summaries past their day"),
    own("firm.unrepaired_days", "未改正问题最长天数", "Days that the oldest repair waits"),
    of_others(
        "logistics",
        "enterprise",
        "firm.undelivered_share",
        "30日前放行未妥投的比例",
        "Share of parcels released 30 days ago that were never delivered",
    ),
    of_others(
        "bank",
        "enterprise",
        "bank.receipt_gap",
        "收汇与出口之差的比例",
        "Gap of receipts to exports",
    ),
    of_others(
        "bank",
        "enterprise",
        "bank.same_day_out",
        "资金当日转出的比例",
        "Share leaving the same day",
    ),
    of_others(
        "bank",
        "enterprise",
        "bank.third_country",
        "第三国付款的比例",
        "Share paid from third countries",
    ),
    of_others("bank", "enterprise", "bank.refund_rate", "退款率", "Share refunded"),
    of_others(
        "tax", "enterprise", "tax.presale_rebates", "未销售先退税笔数", "Rebates before any sale"
    ),
    of_others(
        "tax",
        "enterprise",
        "tax.circular_share",
        "出口复进口的比例",
        "Share exported and brought back",
    ),
    of_others("book", "enterprise", "book.gap", "账册与盘点之差的比例", "Gap of book to count"),
    of_others(
        "identity", "enterprise", "identity.disowned", "非本人购买投诉数", "Purchases disowned"
    ),
    of_others("brand", "enterprise", "brand.notices", "侵权通知数", "Notices of infringement"),
    of_others(
        "quality", "enterprise", "quality.failed_rate", "抽检不合格率", "Share of failed tests"
    ),
    of_others(
        "consumer", "enterprise", "consumer.complaint_rate", "投诉率", "Complaints by declarations"
    ),
    of_others(
        "consumer",
        "enterprise",
        "consumer.unanswered_7d",
        "7日未答复投诉数",
        "Unanswered for 7 days",
    ),
    of_others(
        "consumer", "enterprise", "consumer.second_sale", "转售线索数", "Hints of second sale"
    ),
    of_others(
        "platform",
        "enterprise",
        "platform.brushing_share",
        "疑似刷单比例",
        "Share of brushed orders",
    ),
    of_others(
        "logistics",
        "enterprise",
        "logistics.untracked_share",
        "无轨迹运单比例",
        "Waybills without a track",
    ),
]
OF_MARKETS: Final = [
    of_others(
        "market", "market", "market.demand_change", "需求变化（30日）", "Change of demand, 30 days"
    ),
    of_others(
        "market", "market", "market.price_change", "价格变化（30日）", "Change of prices, 30 days"
    ),
    of_others(
        "market", "market", "market.rate_change", "汇率变化（30日）", "Change of the rate, 30 days"
    ),
    of_others("market", "market", "market.accounts_closed", "被关店铺数", "Accounts closed"),
]
OF_COUNTRIES: Final = [
    of_others(
        "country",
        "country",
        "country.rating_fall",
        "国别评级下调级数",
        "Steps that the rating fell",
    ),
    of_others("country", "country", "country.defaults", "买方违约数", "Defaults of buyers"),
    of_others("country", "country", "country.sanctions", "制裁措施数", "Sanctions"),
    of_others(
        "country",
        "country",
        "country.new_duties",
        "新增反倾销、关税措施数",
        "New duties and anti-dumping",
    ),
    of_others(
        "country",
        "country",
        "country.new_certificates",
        "新增认证要求数",
        "New certificates asked for",
    ),
]
OF_GOODS: Final = [
    of_others("quality", "goods", "goods.failed_tests", "检测不合格次数", "Failed tests"),
    of_others("quality", "goods", "goods.recalls", "召回通报数", "Recalls"),
    of_others("quality", "goods", "goods.injuries", "伤害事件数", "Injuries"),
    of_others("quality", "goods", "goods.complaints_30d", "30日质量投诉数", "Complaints, 30 days"),
]
OF_SYSTEMS: Final = [
    of_others(
        "operations",
        "system",
        "system.backup_age_h",
        "距最近备份小时数",
        "Hours since the last backup",
    ),
    of_others(
        "operations", "system", "system.holes", "未修复高危漏洞数", "Serious holes not yet closed"
    ),
    of_others(
        "operations", "system", "system.disk_share", "存储使用率", "Share of the disk in use"
    ),
]
