"""RT13 fake trade and money laundering, RT14 rebate fraud, RT15 unusual payments."""

from risk.constants import ENTERPRISE
from risk.rules.indicators.base import EXPORT, IMPORT, INDICATORS, Indicator, limit

INDICATORS.add(
    Indicator(
        "RT13-01",
        ("新企业突然放量", "A new firm with sudden volume"),
        (
            "首单不久的企业24小时内清单数激增",
            "A firm that has hardly begun makes a great many declarations within 24 hours",
        ),
        "firm.days <= days and firm.orders_24h >= orders",
        "0.4",
        thresholds={
            "days": limit("30", "首单至今天数不超过", "Days since the first at most"),
            "orders": limit("5000", "24小时清单数不少于", "Declarations in 24 hours at least"),
        },
        scope=EXPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT13-02",
        ("整数金额且近限值", "Round sums just under the limit"),
        ("金额为整百数，且紧贴单票限值", "A round sum just below the limit of a parcel"),
        "decl.round and decl.value_share >= share and decl.value_share <= 1",
        "0.4",
        thresholds={"share": limit("0.95", "占限值的比例不低于", "Share of the limit at least")},
    )
)
INDICATORS.add(
    Indicator(
        "RT13-03",
        ("单位重量价值畸高", "Too valuable for its weight"),
        ("每公斤价值远高于常见商品", "A kilogram is worth far more than ordinary goods"),
        "decl.per_kg >= value",
        "0.4",
        strength="min(1, decl.per_kg / value / 2)",
        thresholds={"value": limit("20000", "每公斤价值不低于", "A kilogram at least", unit="CNY")},
        scope=EXPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT13-04",
        ("收汇与出口不符", "Receipts differ from exports"),
        ("银行数据显示收汇与出口相差过大", "Banks received far more or less than was exported"),
        "abs(bank.receipt_gap) > share",
        "0.7",
        strength="min(1, abs(bank.receipt_gap) / share / 2)",
        thresholds={"share": limit("0.3", "相差比例超过", "Gap above")},
        on=ENTERPRISE,
        source="bank",
    )
)
INDICATORS.add(
    Indicator(
        "RT13-05",
        ("资金快进快出或第三国付款", "Money that leaves at once, or comes from third countries"),
        (
            "资金当日转出或第三国付款的比例过高",
            "Too much leaves the same day or is paid from elsewhere",
        ),
        "bank.same_day_out > out or bank.third_country > third",
        "0.6",
        thresholds={
            "out": limit("0.8", "当日转出比例超过", "Share leaving the same day above"),
            "third": limit("0.5", "第三国付款比例超过", "Share from third countries above"),
        },
        on=ENTERPRISE,
        source="bank",
    )
)
INDICATORS.add(
    Indicator(
        "RT13-06",
        ("买卖双方同一网络地址", "Buyer and seller at one network address"),
        ("平台日志中买卖双方网络地址相同", "Logs show buyer and seller at the same address"),
        "order.same_ip_seller >= 1",
        "0.6",
        source="platform",
    )
)
INDICATORS.add(
    Indicator(
        "RT14-01",
        ("出口单价畸高", "Export price far too high"),
        (
            "出口商品单价远高于本区90日中位数，可能骗取退税",
            "The unit price is far above its 90-day median, perhaps for the rebate",
        ),
        "goods.price_seen >= seen and goods.price_ratio_high > times",
        "0.5",
        strength="min(1, goods.price_ratio_high / times / 2)",
        thresholds={
            "times": limit("3", "与中位数之比高于", "Times the median above"),
            "seen": limit("20", "所依据的价格数不少于", "Prices behind it at least"),
        },
        scope=EXPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT14-02",
        ("未销售先退税，或出口复进口", "Rebate without a sale, or goods that come back"),
        (
            "海外仓预退税后无销售，或出口货物复进口",
            "No sale after a rebate in advance, or circular export",
        ),
        "tax.presale_rebates >= rebates or tax.circular_share > share",
        "0.7",
        thresholds={
            "rebates": limit("1", "未销售先退税笔数不少于", "Rebates without a sale at least"),
            "share": limit("0.2", "复进口比例超过", "Share brought back above"),
        },
        on=ENTERPRISE,
        source="tax",
    )
)
INDICATORS.add(
    Indicator(
        "RT15-01",
        ("支付人不是订购人", "The payer is not the buyer"),
        ("支付人证件与订购人证件不同", "The identities of payer and buyer differ"),
        "not payment.by_buyer",
        "0.35",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT15-02",
        ("一人为多人支付", "One person pays for many"),
        ("支付人30日内为多名订购人支付", "A payer paid for several buyers within 30 days"),
        "payer.buyers_30d >= buyers",
        "0.6",
        strength="min(1, payer.buyers_30d / buyers * 0.7)",
        thresholds={"buyers": limit("3", "订购人数不少于", "Buyers at least")},
        subject="payer",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT15-03",
        ("支付早于下单", "Paid before it was ordered"),
        ("平台日志显示支付时间早于下单时间", "Logs show that the payment came before the order"),
        "order.pay_delay_s < 0",
        "0.5",
        source="platform",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT15-04",
        ("已退款仍申报", "Refunded, yet declared"),
        ("支付已退款而清单仍在申报", "The payment was refunded and the goods are declared"),
        "order.refunded >= 1",
        "0.6",
        source="bank",
    )
)
INDICATORS.add(
    Indicator(
        "RT15-05",
        ("退款率过高", "Too many refunds"),
        ("企业退款率过高", "Too large a share of a firm's payments is refunded"),
        "bank.refund_rate > share",
        "0.4",
        thresholds={"share": limit("0.3", "退款率超过", "Share above")},
        on=ENTERPRISE,
        source="bank",
    )
)
