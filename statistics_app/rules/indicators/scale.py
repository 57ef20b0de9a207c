"""Scale: how much goes in and out."""

from typing import Final

from statistics_app.rules.indicators.base import (
    COUNT,
    EVERY,
    FILED,
    MONEY,
    RETURNED,
    VALUE,
    Asked,
    Distinct,
    Fresh,
    Indicator,
    Part,
    Sum,
    Text,
)

BOOKED: Final[Text] = (
    "进口按放行日期、CIF 价，出口按结关日期、FOB 价；退货在退货完成之日冲减；"
    "折算采用入账时的汇率，以后不再重算。",
    "Imports by day of release, CIF; exports by day of closing, FOB; returns are taken off on the "
    "day they are complete; converted at the rates of booking, never again.",
)
ONCE: Final[Text] = (
    "一份清单只计一次，归入第一项商品的国家和品目。",
    "A list counts once, with the country and heading of its first line.",
)

SCALE: Final = (
    Indicator(
        "IND-SCALE-01", 1, "scale", ("进出口总额", "Imports and exports"), MONEY,
        Sum(Part((VALUE,), (RETURNED,))),
        ("进口额与出口额之和，减退货", "Imports plus exports, less returns"),
        dimensions=EVERY, caveat=BOOKED,
    ),
    Indicator(
        "IND-SCALE-02", 1, "scale", ("出口额", "Exports"), MONEY,
        Sum(Part((VALUE,), (RETURNED,), direction="E")),
        ("已结关出口清单的 FOB 价值，减退货", "FOB value of exports closed, less returns"),
        dimensions=EVERY, caveat=BOOKED,
    ),
    Indicator(
        "IND-SCALE-03", 1, "scale", ("进口额", "Imports"), MONEY,
        Sum(Part((VALUE,), (RETURNED,), direction="I")),
        ("已放行进口清单的 CIF 价值，减退货", "CIF value of imports released, less returns"),
        dimensions=EVERY, caveat=BOOKED,
    ),
    Indicator(
        "IND-SCALE-04", 1, "scale", ("票数", "Declarations"), COUNT,
        Sum(Part(("tickets",))),
        ("已放行进口清单与已结关出口清单的份数", "Lists released (imports) or closed (exports)"),
        dimensions=EVERY, caveat=ONCE,
    ),
    Indicator(
        "IND-SCALE-05", 1, "scale", ("包裹件数", "Parcels"), COUNT,
        Sum(Part(("parcels",))),
        ("上述清单的件数之和", "Packages of these lists"),
        dimensions=EVERY, caveat=ONCE,
    ),
    Indicator(
        "IND-SCALE-06", 1, "scale", ("有业务企业数", "Active firms"), COUNT,
        Distinct("enterprise"),
        ("期内至少有一票计入统计的备案企业", "Registered firms with a declaration in the period"),
        dimensions=EVERY,
        caveat=(
            "只计在本平台备案的电商企业；分项数字不可相加。",
            "E-commerce firms registered here only; parts do not add up.",
        ),
    ),
    Indicator(
        "IND-SCALE-07", 1, "scale", ("备案企业数", "Filed firms"), COUNT,
        Asked("filed_enterprises"),
        ("期末已备案的企业", "Firms registered at the end of the period"),
        dimensions=FILED,
        caveat=(
            "按现有状态计，已注销的不计入。",
            "By present standing; cancelled firms do not count.",
        ),
    ),
    Indicator(
        "IND-SCALE-08", 1, "scale", ("税款", "Taxes"), MONEY,
        Sum(Part(("tax",), ("returned_tax",))),
        ("零售进口关税、增值税、消费税，减退税", "Duty, VAT and consumption tax, less refunds"),
        dimensions=EVERY,
        caveat=(
            "按本平台计算的应纳税额，以海关电子税单为准；只有人民币。",
            "As computed here; customs' tax bill prevails; in renminbi only.",
        ),
    ),
    Indicator(
        "IND-SCALE-09", 1, "scale", ("退货额", "Returns"), MONEY,
        Sum(Part((RETURNED,))),
        ("期内完成的退货，按原入账价值", "Returns complete in the period, at booked values"),
        dimensions=EVERY,
    ),
    Indicator(
        "IND-SCALE-10", 1, "scale", ("新增备案企业", "Newly filed firms"), COUNT,
        Asked("newly_filed"),
        ("期内首次备案的企业", "Firms first registered in the period"),
        dimensions=FILED,
    ),
    Indicator(
        "IND-SCALE-11", 1, "scale", ("新增有业务企业", "Newly active firms"), COUNT,
        Fresh("enterprise", Part(("tickets",))),
        (
            "期内有业务、此前十二个月没有的备案企业",
            "Registered firms with a declaration and none in the twelve months before",
        ),
        dimensions=EVERY,
    ),
)  # fmt: skip
