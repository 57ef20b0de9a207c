"""Facts of one declaration: its documents, the windows around it, credit, what others deliver."""

from collections.abc import Iterable
from typing import Final

from risk.expressions import FLAG, TEXT
from risk.rules.fact_kinds import FactKind, of_others, own


def _windows(
    group: str, zh: str, en: str, spans: Iterable[str], what: Iterable[str]
) -> list[FactKind]:
    words = {
        "orders": ("清单数", "declarations"),
        "value": ("商品金额（元）", "value of goods (CNY)"),
        "qty": ("件数", "pieces of goods"),
    }
    return [
        own(
            f"{group}.{name}_{span}",
            f"{zh}{span}内{words[name][0]}",
            f"{en}: {words[name][1]}, {span}",
        )
        for name in what
        for span in spans
    ]


_ALL: Final = ("1h", "24h", "7d", "30d")
OF_DECLARATIONS: Final = [
    own("decl.mode", "贸易方式", "Trade mode", TEXT),
    own("decl.country", "起运国（运抵国）", "Country", TEXT),
    own("decl.lines", "商品行数", "Lines of goods"),
    own("decl.value", "商品总价（元）", "Total price (CNY)"),
    own("decl.value_share", "商品总价占单次限值的比例", "Total price as share of the limit"),
    own("decl.per_kg", "每公斤价值（元）", "Value of a kilogram (CNY)"),
    own("decl.round", "金额为整百数", "The value is a whole number of hundreds", FLAG),
    own(
        "decl.written_apart_s",
        "三单报送时间相差（秒）",
        "Seconds between the writing of the documents",
    ),
    own("decl.one_sender", "订单、支付单、运单由同一企业传输", "One firm sent all documents", FLAG),
    own("order.discount_share", "抵扣占商品价格的比例", "Discount as share of the price"),
    own("payment.by_buyer", "支付人就是订购人", "The payer is the buyer", FLAG),
    own(
        "waybill.weight_gap",
        "运单与清单毛重之差的比例",
        "Gap of gross weights, waybill to inventory",
    ),
    own("waybill.light", "运单毛重与清单净重之比", "Waybill's gross weight by net weight"),
    own("buyer.age_unlikely", "订购人年龄不合常理", "The buyer's age is unlikely", FLAG),
    own("goods.price_ratio", "单价与90日中位数之比（最低）", "Price by its 90-day median, lowest"),
    own(
        "goods.price_ratio_high",
        "单价与90日中位数之比（最高）",
        "Price by its 90-day median, highest",
    ),
    own("goods.price_seen", "该中位数所依据的价格数", "Prices behind that median"),
    own("goods.forbidden", "命中禁限词", "Words of prohibited goods"),
    own("goods.dangerous", "命中危险品词", "Words of dangerous goods"),
    own("goods.branded", "命中海关备案品牌词", "Words of recorded brands"),
    own("goods.code_conflict", "品名与税号章不符的行数", "Lines whose name and chapter disagree"),
    own("goods.origin", "原产国（首行）", "Country of origin, first line", TEXT),
    own("goods.pieces", "商品件数", "Pieces of goods"),
    *_windows("person", "订购人", "Buyer", _ALL, ("orders", "value")),
    *_windows("person", "订购人", "Buyer", ("30d",), ("qty",)),
    own("person.phones_30d", "订购人30日内电话数", "Buyer's telephones, 30d"),
    own("person.addresses_30d", "订购人30日内地址数", "Buyer's addresses, 30d"),
    own("person.accounts_30d", "订购人30日内平台账号数", "Buyer's accounts, 30d"),
    own("person.places_24h", "订购人24小时内申报关区数", "Customs offices of the buyer, 24h"),
    own(
        "person.year_share",
        "订购人7日金额占年度限值的比例",
        "Buyer's 7 days as share of the year's limit",
    ),
    *_windows("phone", "电话", "Telephone", ("24h", "7d", "30d"), ("orders",)),
    own("phone.persons_30d", "同电话30日内订购人数", "Buyers with the telephone, 30d"),
    *_windows("address", "地址", "Address", _ALL, ("orders", "value")),
    own("address.persons_24h", "同地址24小时内订购人数", "Buyers at the address, 24h"),
    own("address.persons_30d", "同地址30日内订购人数", "Buyers at the address, 30d"),
    own(
        "address.same_basket_1h",
        "同地址1小时内相同商品组合次数",
        "The same basket to the address, 1h",
    ),
    own("payer.buyers_30d", "支付人30日内代付的订购人数", "Buyers the payer paid for, 30d"),
    *_windows("payer", "支付人", "Payer", ("24h", "7d"), ("orders", "value")),
    *_windows("firm", "企业", "Enterprise", _ALL, ("orders", "value")),
    own("firm.persons_7d", "企业7日内订购人数（估计）", "Buyers of the enterprise, 7d, estimated"),
    own("firm.payers_7d", "企业7日内支付人数（估计）", "Payers of the enterprise, 7d, estimated"),
    own("firm.days", "企业首单至今天数", "Days since the first declaration"),
    *_windows("goods", "该商品", "The goods", ("24h", "30d"), ("orders",)),
    *_windows("goods", "该商品", "The goods", ("30d",), ("qty",)),
    own("credit.grade", "信用等级", "Credit grade", TEXT),
    own("credit.listed", "在信用负面清单上", "On the negative list", FLAG),
    own("credit.score", "信用分", "Credit score"),
    of_others(
        "platform", "order", "order.page_views", "下单前页面浏览数", "Page views before the order"
    ),
    of_others(
        "platform",
        "order",
        "order.device_orders_24h",
        "同设备24小时订单数",
        "Orders of the device, 24h",
    ),
    of_others(
        "platform", "order", "order.device_accounts", "同设备账号数", "Accounts of the device"
    ),
    of_others(
        "platform", "order", "order.pay_delay_s", "下单至支付秒数", "Seconds from order to payment"
    ),
    of_others(
        "platform",
        "order",
        "order.web_price_ratio",
        "订单价与网页价之比",
        "Order's price by the web's",
    ),
    of_others(
        "platform",
        "order",
        "order.same_ip_seller",
        "买卖双方同一网络地址",
        "Buyer and seller at one address",
    ),
    of_others(
        "logistics",
        "waybill",
        "waybill.signed_elsewhere",
        "签收地与收件地不符",
        "Signed for elsewhere",
    ),
    of_others(
        "logistics", "waybill", "waybill.untracked_days", "无轨迹天数", "Days without a track"
    ),
    of_others(
        "weighing", "waybill", "waybill.weighed_kg", "实测重量（公斤）", "Weight on the scales (kg)"
    ),
    of_others(
        "weighing",
        "waybill",
        "waybill.weighed_gap",
        "实测与申报重量之差的比例",
        "Gap of weighed to declared",
    ),
    of_others("weighing", "waybill", "waybill.xray_alert", "机检报警", "X-ray alarm"),
    of_others(
        "identity",
        "order",
        "order.disowned",
        "订购人投诉非本人购买",
        "The named buyer says: not mine",
    ),
    of_others(
        "identity",
        "order",
        "order.identity_failed",
        "姓名与证件核验不符",
        "Name and number do not agree",
    ),
    of_others("bank", "order", "order.refunded", "已退款", "The payment was refunded"),
    of_others("quality", "goods", "goods.failed_tests", "检测不合格次数", "Failed tests"),
    of_others("quality", "goods", "goods.recalls", "召回通报数", "Recalls"),
    of_others(
        "quality", "goods", "goods.shelf_days", "剩余保质期（天）", "Days of shelf life left"
    ),
    of_others(
        "brand", "goods", "goods.rights_notices", "权利人通知数", "Notices of the owner of rights"
    ),
    of_others("book", "goods", "goods.book_gap", "账册与实存之差的比例", "Gap of book to stock"),
    of_others("tax", "goods", "goods.code_doubt", "归类疑问数", "Doubts about the classification"),
]
