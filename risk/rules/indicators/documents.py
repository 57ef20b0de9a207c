"""RT01 fake documents and fictitious trade, RT02 order brushing."""

from risk.constants import ENTERPRISE
from risk.rules.indicators.base import IMPORT, INDICATORS, Indicator, limit

INDICATORS.add(
    Indicator(
        "RT01-01",
        (
            "三单同一秒写成，且由同一企业传输",
            "All documents written in one second and sent by one firm",
        ),
        (
            "订单、支付单、运单的报送时间几乎相同，又由同一企业传输",
            "Order, payment and waybill carry nearly the same time and come from one sender",
        ),
        "decl.one_sender and decl.written_apart_s <= seconds",
        "0.35",
        thresholds={"seconds": limit("1", "报送时间相差不超过", "Times apart at most", unit="s")},
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT01-02",
        ("下单前没有浏览页面", "Ordered without looking at a page"),
        (
            "平台日志显示下单前的页面浏览少于常人所需",
            "The platform's logs show fewer page views than any buyer needs",
        ),
        "order.page_views < views",
        "0.5",
        thresholds={"views": limit("1", "页面浏览少于", "Fewer page views than")},
        source="platform",
    )
)
INDICATORS.add(
    Indicator(
        "RT01-03",
        ("大量订单由少数人支付", "Many orders, few payers"),
        (
            "企业7日内的清单数与支付人数之比异常",
            "Within 7 days a firm's declarations are paid by conspicuously few people",
        ),
        "firm.orders_7d >= orders and firm.payers_7d / firm.orders_7d <= share",
        "0.5",
        thresholds={
            "orders": limit("100", "7日清单数不少于", "Declarations in 7 days at least"),
            "share": limit("0.1", "支付人数与清单数之比不超过", "Payers by declarations at most"),
        },
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT01-04",
        ("签收地不是收件地", "Signed for somewhere else"),
        (
            "物流轨迹显示签收地与申报的收件地不符",
            "The carrier's track ends elsewhere than at the declared address",
        ),
        "waybill.signed_elsewhere >= times",
        "0.6",
        thresholds={"times": limit("1", "不少于", "At least")},
        source="logistics",
    )
)
INDICATORS.add(
    Indicator(
        "RT01-05",
        ("运单轻于所载商品", "The waybill weighs less than its goods"),
        (
            "运单毛重明显低于清单净重，运单可能是虚构的",
            "The waybill's gross weight is far below the goods' net weight: it may be invented",
        ),
        "waybill.light < share",
        "0.6",
        strength="min(1, (1 - waybill.light) / (1 - share) * 0.7)",
        thresholds={
            "share": limit("0.6", "运单毛重与清单净重之比低于", "Gross by net weight below")
        },
    )
)
INDICATORS.add(
    Indicator(
        "RT01-06",
        ("放行后长期未妥投", "Released, never delivered"),
        (
            "企业30日前放行的包裹中未妥投的比例过高",
            "Too many parcels released 30 days ago were never delivered",
        ),
        "firm.undelivered_share >= share",
        "0.6",
        strength="min(1, firm.undelivered_share / share * 0.6)",
        thresholds={"share": limit("0.3", "比例不低于", "Share at least")},
        on=ENTERPRISE,
        source="logistics",
    )
)
INDICATORS.add(
    Indicator(
        "RT02-01",
        ("同一地址7日包裹过多", "Too many parcels to one address in 7 days"),
        ("收件地址7日内的清单数超过家庭自用", "More declarations than a household needs"),
        "address.orders_7d > parcels",
        "0.4",
        strength="min(1, address.orders_7d / parcels / 2)",
        thresholds={"parcels": limit("20", "7日包裹数超过", "Parcels in 7 days more than")},
        subject="address",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT02-02",
        ("同一订购人1小时内订单过多", "Too many orders of one buyer in an hour"),
        ("订购人1小时内的清单数超过常人", "More declarations in an hour than people order"),
        "person.orders_1h > orders",
        "0.5",
        strength="min(1, person.orders_1h / orders / 2)",
        thresholds={"orders": limit("5", "1小时清单数超过", "Declarations in an hour more than")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT02-03",
        ("同一设备24小时订单过多", "Too many orders from one device in 24 hours"),
        ("平台日志中同一设备的订单过多", "The platform's logs show too many orders of a device"),
        "order.device_orders_24h > orders",
        "0.5",
        thresholds={"orders": limit("10", "订单数超过", "Orders more than")},
        source="platform",
    )
)
INDICATORS.add(
    Indicator(
        "RT02-04",
        ("同一设备账号过多", "Too many accounts on one device"),
        ("平台日志中同一设备的账号过多", "The platform's logs show too many accounts on a device"),
        "order.device_accounts > accounts",
        "0.5",
        thresholds={"accounts": limit("5", "账号数超过", "Accounts more than")},
        source="platform",
    )
)
INDICATORS.add(
    Indicator(
        "RT02-05",
        ("下单后立即支付", "Paid the moment it was ordered"),
        ("下单与支付相隔过短，像是程序所为", "Paid so soon after the order as only programs do"),
        "order.pay_delay_s >= 0 and order.pay_delay_s <= seconds",
        "0.4",
        thresholds={"seconds": limit("2", "间隔不超过", "Seconds between at most", unit="s")},
        source="platform",
    )
)
