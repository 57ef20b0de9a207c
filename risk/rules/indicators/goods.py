"""Goods: RT08 prices, RT09 names and codes, RT10 quantities, RT11 prohibited, RT12 rights, RT18
quality, RT21 public safety."""

from risk.constants import ENTERPRISE, GOODS
from risk.rules.indicators.base import IMPORT, INDICATORS, Indicator, limit

INDICATORS.add(
    Indicator(
        "RT08-01",
        ("单价低于90日中位数", "Price below its 90-day median"),
        (
            "同一商品的单价明显低于本区90日中位数",
            "The unit price is far below the median of the same goods over 90 days",
        ),
        "goods.price_seen >= seen and goods.price_ratio < share",
        "0.6",
        strength="min(1, (1 - goods.price_ratio) / (1 - share) * 0.7)",
        thresholds={
            "share": limit("0.7", "与中位数之比低于", "Share of the median below"),
            "seen": limit("20", "所依据的价格数不少于", "Prices behind it at least"),
        },
    )
)
INDICATORS.add(
    Indicator(
        "RT08-02",
        ("订单价低于网页价", "Order's price below the web's"),
        ("订单价格明显低于平台网页价格", "The order's price is far below the price on the page"),
        "order.web_price_ratio < share",
        "0.6",
        thresholds={"share": limit("0.7", "与网页价之比低于", "Share of the web price below")},
        source="platform",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT09-01",
        ("品名与税号章不符", "Name and chapter disagree"),
        (
            "商品名称中的词指向的章与申报税号不同",
            "Words of the name point to another chapter than the declared code",
        ),
        "goods.code_conflict >= lines",
        "0.5",
        thresholds={"lines": limit("1", "不符的行数不少于", "Lines at least")},
    )
)
INDICATORS.add(
    Indicator(
        "RT09-02",
        ("归类存疑", "Classification in doubt"),
        ("税务、海关对该商品归类提出疑问", "Authorities doubt how the goods are classified"),
        "goods.code_doubt >= doubts",
        "0.5",
        thresholds={"doubts": limit("1", "疑问数不少于", "Doubts at least")},
        source="tax",
    )
)
INDICATORS.add(
    Indicator(
        "RT10-01",
        ("运单与清单毛重不符", "Weights of waybill and declaration differ"),
        ("运单毛重与清单毛重相差过大", "Waybill and declaration give different gross weights"),
        "waybill.weight_gap > share",
        "0.4",
        strength="min(1, waybill.weight_gap / share / 5)",
        thresholds={"share": limit("0.1", "相差比例超过", "Gap above")},
    )
)
INDICATORS.add(
    Indicator(
        "RT10-02",
        ("实测重量与申报不符", "Weighed and declared differ"),
        ("称重结果与申报毛重相差过大", "The scales say something else than the declaration"),
        "waybill.weighed_gap > share",
        "0.7",
        strength="min(1, waybill.weighed_gap / share / 3)",
        thresholds={"share": limit("0.1", "相差比例超过", "Gap above")},
        source="weighing",
    )
)
INDICATORS.add(
    Indicator(
        "RT10-03",
        ("账册与盘点不符", "Book and stock differ"),
        ("保税账册与实际库存相差过大", "Bonded book and stock are too far apart"),
        "book.gap > share",
        "0.7",
        thresholds={"share": limit("0.01", "相差比例超过", "Gap above")},
        on=ENTERPRISE,
        source="book",
    )
)
INDICATORS.add(
    Indicator(
        "RT11-01",
        ("禁限商品", "Prohibited or restricted goods"),
        ("商品名称或规格中有禁限词", "Name or specification holds a word of the prohibited list"),
        "goods.forbidden >= words",
        "0.95",
        thresholds={
            "words": limit("1", "命中词数不少于", "Words at least"),
        },
        mandatory=True,
    )
)
INDICATORS.add(
    Indicator(
        "RT11-02",
        ("疫区来源商品", "Goods from an area of disease"),
        ("原产国在检疫限制名单上", "The country of origin is on the quarantine list"),
        "goods.origin in countries",
        "0.9",
        thresholds={
            "countries": limit("", "国家（地区）代码", "Codes of countries", kind="codes"),
        },
        mandatory=True,
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT12-01",
        ("备案品牌商品", "Goods of a recorded brand"),
        (
            "商品名称含海关备案品牌，单价又明显偏低，可能未经授权",
            "The name holds a recorded brand and the price is low: perhaps without authorisation",
        ),
        "goods.branded >= words and goods.price_ratio < share",
        "0.6",
        thresholds={
            "words": limit("1", "品牌词数不少于", "Brand words at least"),
            "share": limit("0.8", "与中位数之比低于", "Share of the median below"),
        },
    )
)
INDICATORS.add(
    Indicator(
        "RT12-02",
        ("权利人通知", "Notice of the owner of rights"),
        ("权利人对该商品提出侵权通知", "The owner of the rights gave notice of these goods"),
        "goods.rights_notices >= notices",
        "0.7",
        thresholds={"notices": limit("1", "通知数不少于", "Notices at least")},
        source="brand",
    )
)
INDICATORS.add(
    Indicator(
        "RT12-03",
        ("企业侵权通知较多", "Many notices against a firm"),
        ("对企业的侵权通知过多", "Too many notices of infringement against a firm"),
        "brand.notices >= notices",
        "0.6",
        thresholds={"notices": limit("3", "通知数不少于", "Notices at least")},
        on=ENTERPRISE,
        source="brand",
    )
)
INDICATORS.add(
    Indicator(
        "RT18-01",
        ("检测不合格的商品", "Goods that failed a test"),
        ("该商品检测不合格或被召回", "The goods failed a test or were recalled"),
        "goods.failed_tests >= times or goods.recalls >= times",
        "0.7",
        thresholds={"times": limit("1", "次数不少于", "Times at least")},
        source="quality",
    )
)
INDICATORS.add(
    Indicator(
        "RT18-02",
        ("临近保质期", "Near the end of shelf life"),
        ("商品剩余保质期过短", "Too little shelf life is left"),
        "goods.shelf_days < days",
        "0.4",
        thresholds={"days": limit("30", "剩余天数少于", "Days left fewer than")},
        source="quality",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT18-03",
        ("商品伤害或集中投诉", "Injuries or many complaints"),
        ("商品造成伤害，或30日投诉集中", "Goods that injured somebody, or draw complaints"),
        "goods.injuries >= 1 or goods.complaints_30d >= complaints",
        "0.8",
        thresholds={"complaints": limit("5", "30日投诉数不少于", "Complaints at least")},
        on=GOODS,
        source="quality",
    )
)
INDICATORS.add(
    Indicator(
        "RT18-04",
        ("企业抽检不合格率高", "Too many failed tests of a firm"),
        ("企业商品抽检不合格率过高", "Too large a share of a firm's goods fails"),
        "quality.failed_rate >= share",
        "0.6",
        thresholds={"share": limit("0.1", "不合格率不低于", "Share at least")},
        on=ENTERPRISE,
        source="quality",
    )
)
INDICATORS.add(
    Indicator(
        "RT21-01",
        ("危险品、违禁品词", "Words of dangerous goods"),
        (
            "商品名称中有爆炸物、毒品、危险品词",
            "The name holds a word of explosives, drugs, dangers",
        ),
        "goods.dangerous >= words",
        "0.98",
        thresholds={"words": limit("1", "命中词数不少于", "Words at least")},
        mandatory=True,
    )
)
INDICATORS.add(
    Indicator(
        "RT21-02",
        ("机检报警", "X-ray alarm"),
        ("机检图像报警", "The X-ray picture raised an alarm"),
        "waybill.xray_alert >= alerts",
        "0.9",
        thresholds={"alerts": limit("1", "报警数不少于", "Alarms at least")},
        source="weighing",
        mandatory=True,
    )
)
