"""How a firm behaves, counted by month, and what third parties say of it."""

from typing import Final

from credit.rules.kinds.base import OWN, Grade, Kind

CONDUCT: Final = (
    # --- how it behaves: monthly counts ---------------------------------------------------------
    Kind(
        "match",
        ("三单对碰一致", "Documents that match"),
        "tally",
        OWN,
        "海关总署公告2018年第194号",
        "neutral",
        meaning=(
            "当月首次判定的申报清单中，最终一致的份数。",
            "Of the declarations of the month, those that match.",
        ),
    ),
    Kind(
        "acceptance",
        ("海关未退单", "Not rejected by customs"),
        "tally",
        OWN,
        "海关总署公告2018年第194号",
        "neutral",
    ),
    Kind(
        "uncorrected",
        ("未更正", "Not corrected"),
        "tally",
        OWN,
        "海关总署公告2018年第194号",
        "neutral",
    ),
    Kind(
        "unreturned",
        ("未退货", "Not returned"),
        "tally",
        OWN,
        "海关总署公告2020年第44、45号",
        "neutral",
    ),
    Kind(
        "duties_in_time",
        ("按期缴税", "Duties paid in time"),
        "tally",
        ("customs", "zone"),
        "关税法 第四十三条",
        "neutral",
    ),
    Kind(
        "delivered_in_time",
        ("按期妥投", "Delivered in time"),
        "tally",
        ("post", "zone"),
        "快递暂行条例",
        "neutral",
    ),
    Kind(
        "complaints_solved",
        ("消费投诉办结", "Complaints solved"),
        "tally",
        ("market", "zone"),
        "消费者权益保护法",
        "neutral",
    ),
    Kind(
        "fx_receipts",
        ("收汇与出口匹配", "Receipts that match exports"),
        "tally",
        ("fx",),
        "汇发〔2012〕38号",
        "neutral",
    ),
    Kind(
        "risk_graph",
        ("关系图谱风险值", "Risk value of the graph of relations"),
        "state",
        OWN,
        "综试区信用评价办法（关联关系）",
        "neutral",
        needs=("value",),
    ),
    # --- third parties --------------------------------------------------------------------------
    Kind(
        "third_party_rating",
        ("第三方信用评级", "Third-party rating"),
        "state",
        ("zone", "bank"),
        "电子商务法 第七十条",
        "neutral",
        (
            Grade("AAA", "AAA", "AAA", 1.0),
            Grade("AA", "AA", "AA", 0.9),
            Grade("A", "A", "A", 0.75),
            Grade("B", "B", "B", 0.5),
            Grade("C", "C", "C", 0.0),
        ),
    ),
)
