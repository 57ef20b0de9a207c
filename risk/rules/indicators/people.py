"""Buyers: RT03 identities, RT04 quota, RT05 one address or telephone, RT06 split goods, RT07
second sale."""

from risk.constants import ENTERPRISE
from risk.rules.indicators.base import IMPORT, INDICATORS, Indicator, limit

INDICATORS.add(
    Indicator(
        "RT03-01",
        ("一个证件，多个电话", "One identity, many telephones"),
        (
            "订购人30日内使用的电话过多，证件可能被他人使用",
            "A buyer used so many telephones within 30 days that others may use the identity",
        ),
        "person.phones_30d >= phones",
        "0.7",
        strength="min(1, person.phones_30d / phones * 0.7)",
        thresholds={"phones": limit("4", "电话数不少于", "Telephones at least")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT03-02",
        ("一个证件，多个地址", "One identity, many addresses"),
        (
            "订购人30日内的收件地址过多",
            "A buyer had goods sent to too many addresses within 30 days",
        ),
        "person.addresses_30d >= addresses",
        "0.6",
        strength="min(1, person.addresses_30d / addresses * 0.7)",
        thresholds={"addresses": limit("6", "地址数不少于", "Addresses at least")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT03-03",
        ("一个证件，多个平台账号", "One identity, many accounts"),
        ("订购人30日内使用的平台账号过多", "A buyer used too many accounts within 30 days"),
        "person.accounts_30d >= accounts",
        "0.6",
        strength="min(1, person.accounts_30d / accounts * 0.7)",
        thresholds={"accounts": limit("5", "账号数不少于", "Accounts at least")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT03-04",
        ("订购人年龄不合常理", "The buyer's age is unlikely"),
        ("证件号码对应的年龄不合常理", "The age in the identity number is unlikely"),
        "buyer.age_unlikely",
        "0.5",
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT03-05",
        ("同日在多个关区使用", "Used at several customs offices in a day"),
        ("订购人24小时内在多个关区申报", "A buyer appears at several customs offices in 24 hours"),
        "person.places_24h >= places",
        "0.4",
        thresholds={"places": limit("3", "关区数不少于", "Offices at least")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT03-06",
        ("本人投诉未购买", "The named buyer says: not mine"),
        ("证件所有人投诉并非本人购买", "Whose identity it is says not to have bought"),
        "order.disowned >= times",
        "0.9",
        thresholds={"times": limit("1", "不少于", "At least")},
        source="identity",
        mandatory=True,
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT03-07",
        ("姓名与证件核验不符", "Name and number do not agree"),
        ("身份核验结果为不一致", "The identity check says that they do not belong together"),
        "order.identity_failed >= times",
        "0.8",
        thresholds={"times": limit("1", "不少于", "At least")},
        source="identity",
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT04-01",
        ("数日用尽年度额度", "The year's quota used within days"),
        (
            "订购人7日内的金额接近个人年度限值",
            "A buyer's purchases of 7 days come near the limit of a whole year",
        ),
        "person.year_share > share",
        "0.5",
        thresholds={"share": limit("0.9", "占年度限值的比例超过", "Share of the limit above")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT04-02",
        ("同址多名新订购人各近单次限值", "New buyers at one address, each near the limit"),
        (
            "同一地址的多名首次订购人，金额都接近单次限值",
            "Several first-time buyers at one address, each near the limit of one purchase",
        ),
        "decl.value_share >= share and address.persons_30d >= persons and person.orders_30d <= 1",
        "0.6",
        thresholds={
            "share": limit("0.9", "占单次限值的比例不低于", "Share of the limit at least"),
            "persons": limit("3", "同址订购人数不少于", "Buyers at the address at least"),
        },
        subject="address",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT05-01",
        ("同一地址多名订购人", "One address, many buyers"),
        ("30日内同一地址的订购人过多", "Too many buyers at one address within 30 days"),
        "address.persons_30d >= persons",
        "0.4",
        strength="min(1, address.persons_30d / persons * 0.6)",
        thresholds={"persons": limit("10", "订购人数不少于", "Buyers at least")},
        subject="address",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT05-02",
        ("同一电话多名订购人", "One telephone, many buyers"),
        ("30日内同一电话的订购人过多", "Too many buyers with one telephone within 30 days"),
        "phone.persons_30d >= persons",
        "0.5",
        strength="min(1, phone.persons_30d / persons * 0.6)",
        thresholds={"persons": limit("5", "订购人数不少于", "Buyers at least")},
        subject="phone",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT06-01",
        ("相同商品短时间多次寄往同一地址", "The same basket again and again to one address"),
        (
            "1小时内同一地址收到多份完全相同的商品组合",
            "Within an hour the same basket goes to one address several times",
        ),
        "address.same_basket_1h >= times",
        "0.6",
        strength="min(1, address.same_basket_1h / times * 0.7)",
        thresholds={"times": limit("3", "次数不少于", "Times at least")},
        subject="address",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT06-02",
        ("同一订购人拆成多单", "One buyer's goods in several declarations"),
        (
            "订购人24小时内多单，合计超过单次限值",
            "Several declarations of a buyer in 24 hours are together above the limit",
        ),
        "person.orders_24h >= orders and person.value_24h > value",
        "0.5",
        thresholds={
            "orders": limit("3", "24小时清单数不少于", "Declarations in 24 hours at least"),
            "value": limit("5000", "合计金额超过", "Together more than", unit="CNY"),
        },
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT07-01",
        ("购买量超过自用", "More than anybody uses"),
        ("订购人30日内的件数超过合理自用", "A buyer's pieces of 30 days exceed personal use"),
        "person.qty_30d >= pieces",
        "0.5",
        strength="min(1, person.qty_30d / pieces * 0.6)",
        thresholds={"pieces": limit("60", "件数不少于", "Pieces at least")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT07-02",
        ("频繁购买", "Buys all the time"),
        (
            "订购人30日内的清单数超过合理自用",
            "A buyer's declarations of 30 days exceed personal use",
        ),
        "person.orders_30d >= orders",
        "0.4",
        strength="min(1, person.orders_30d / orders * 0.6)",
        thresholds={"orders": limit("30", "清单数不少于", "Declarations at least")},
        subject="person",
        scope=IMPORT,
    )
)
INDICATORS.add(
    Indicator(
        "RT07-03",
        ("国内二次销售线索", "Hints of a second sale"),
        ("消费者或市场监管提供的转售线索", "Consumers or supervision saw the goods resold"),
        "consumer.second_sale >= hints",
        "0.6",
        thresholds={"hints": limit("1", "线索数不少于", "Hints at least")},
        on=ENTERPRISE,
        source="consumer",
    )
)
