"""Quality and efficiency: how well it goes."""

from typing import Final

from statistics_app.rules.indicators.base import (
    COUNT,
    EVERY,
    FILED,
    MONEY,
    RETURNED,
    SECONDS,
    SHARE,
    VALUE,
    Asked,
    Fresh,
    Indicator,
    Part,
    Percentile,
    Ratio,
    Text,
)

TWO_DIGITS: Final[Text] = (
    "用时按两位有效数字归组，误差不超过 5%。",
    "Times are grouped to two significant digits: exact to 5 %.",
)
CLEARING: Final = ("mode", "direction", "kind", "site", "enterprise")
OF_EXPORTS: Final = (
    "direction", "country", "section", "chapter", "heading", "customs", "site", "enterprise",
)  # fmt: skip
OF_MARKETS: Final = (
    "direction", "mode", "section", "chapter", "heading", "customs", "site", "enterprise",
)  # fmt: skip

QUALITY: Final = (
    Indicator(
        "IND-QUAL-01", 1, "quality", ("平均每票金额", "Average value of a declaration"), MONEY,
        Ratio(Part((VALUE,)), Part(("tickets",))),
        ("入账价值（未减退货）", "Booked value (before returns)"),
        ("票数", "Declarations"),
        dimensions=EVERY,
    ),
    Indicator(
        "IND-QUAL-02", 1, "quality", ("退货率", "Return rate"), SHARE,
        Ratio(Part((RETURNED,)), Part((VALUE,))),
        ("期内完成退货的价值", "Value of returns complete in the period"),
        ("期内入账价值", "Value booked in the period"),
        dimensions=EVERY,
        caveat=(
            "退货的原清单可能在以前的期间入账。",
            "What comes back may have been booked in an earlier period.",
        ),
    ),
    Indicator(
        "IND-QUAL-03", 1, "quality", ("出口中 B2B 占比", "B2B share of exports"), SHARE,
        Ratio(
            Part((VALUE,), (RETURNED,), direction="E", kind="b2b"),
            Part((VALUE,), (RETURNED,), direction="E"),
        ),
        ("9710 出口额", "Exports under 9710"),
        ("出口额", "Exports"),
        dimensions=OF_EXPORTS,
        caveat=(
            "按监管方式划分：9710 为 B2B，9810 与 1210 为 B2B2C。",
            "By supervision mode: 9710 is B2B; 9810 and 1210 are B2B2C.",
        ),
    ),
    Indicator(
        "IND-QUAL-04", 1, "quality", ("新市场", "New markets"), COUNT,
        Fresh("country", Part(("tickets",), direction="E")),
        (
            "期内有出口、此前十二个月没有的国家（地区）",
            "Destinations of the period without any export in the twelve months before",
        ),
        dimensions=OF_MARKETS,
    ),
    Indicator(
        "IND-QUAL-05", 1, "quality", ("跨境电商占外贸比重", "Share of foreign trade"), SHARE,
        Asked("share_of_trade"),
        ("进出口总额", "Imports and exports"),
        ("海关公布的外贸总额", "Total foreign trade as customs publishes it"),
        caveat=(
            "外贸总额按协议导入后才有。",
            "Needs customs' totals, imported under the agreement.",
        ),
    ),
    Indicator(
        "IND-EFF-01", 1, "efficiency", ("通关用时中位数", "Median clearance time"), SECONDS,
        Percentile("whole", 0.5),
        ("从本平台接收到海关放行", "From receipt here to customs' release"),
        dimensions=CLEARING, caveat=TWO_DIGITS,
    ),
    Indicator(
        "IND-EFF-02", 1, "efficiency", ("通关用时 P90", "P90 clearance time"), SECONDS,
        Percentile("whole", 0.9),
        ("从本平台接收到海关放行", "From receipt here to customs' release"),
        dimensions=CLEARING, caveat=TWO_DIGITS,
    ),
    Indicator(
        "IND-EFF-03", 1, "efficiency", ("海关一次通过率", "First-pass rate"), SHARE,
        Ratio(Part(("direct",)), Part(("tickets",))),
        ("第一次报送即放行的票数", "Declarations released at the first time of asking"),
        ("票数", "Declarations"),
        dimensions=EVERY,
    ),
    Indicator(
        "IND-EFF-04", 1, "efficiency", ("查验率", "Inspection rate"), SHARE,
        Ratio(Part(("inspected",)), Part(("tickets",))),
        ("曾被海关查验的票数", "Declarations that customs inspected"),
        ("票数", "Declarations"),
        dimensions=EVERY,
    ),
    Indicator(
        "IND-EFF-05", 1, "efficiency", ("按时缴税率", "Taxes paid in time"), SHARE,
        Asked("taxes_in_time"),
        ("期内到期且未逾期的税单", "Tax bills due in the period and never overdue"),
        ("期内到期的税单", "Tax bills due in the period"),
        dimensions=FILED,
    ),
    Indicator(
        "IND-FIN-01", 1, "finance", ("跨境收汇", "Foreign exchange received"), MONEY,
        Asked("fx_receipts"),
        ("企业直报的收汇额", "Receipts as firms report them"),
        dimensions=FILED,
        caveat=("来自重点企业直报。", "From direct reports."),
        coverages=("C",),
    ),
    Indicator(
        "IND-FIN-02", 1, "finance", ("出口退税", "Export tax rebates"), MONEY,
        Asked("export_rebates"),
        ("期内办结的出口退税额", "Rebates of export taxes settled in the period"),
        caveat=("税务部门按协议提供后才有。", "Needs the tax authority's data, under agreement."),
        coverages=("C",),
    ),
    Indicator(
        "IND-FIN-03", 1, "finance", ("贷款与保险", "Loans and insurance"), MONEY,
        Asked("finance"),
        ("期内发放的贷款与承保额", "Loans granted and sums insured in the period"),
        caveat=("金融机构按协议提供后才有。", "Needs the banks' and insurers' data."),
        coverages=("C",),
    ),
    Indicator(
        "IND-GOV-01", 1, "governance", ("目标按期完成率", "Targets done in time"), SHARE,
        Asked("targets_done"),
        ("期末已完成的目标", "Targets met by the end of the period"),
        ("期末应完成的目标", "Targets due by the end of the period"),
        coverages=("C",),
    ),
    Indicator(
        "IND-GOV-02", 1, "governance", ("任务按期完成率", "Tasks done in time"), SHARE,
        Asked("tasks_done"),
        ("期末已完成的任务", "Tasks done by the end of the period"),
        ("期末应完成的任务", "Tasks due by the end of the period"),
        coverages=("C",),
    ),
)  # fmt: skip
