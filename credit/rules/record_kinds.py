"""Which records there are: what each means, whose it is, which grades it may carry, and whether
the public may ever read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from zone_portal.kernel.rules import Text

Shape = Literal["event", "state", "tally"]
Tone = Literal["good", "neutral", "bad"]


@dataclass(frozen=True, slots=True)
class Grade:
    """One value of a kind. ``share`` is what it is worth, 0 (worst) to 1; a scheme that ended
    (``valid_to`` exclusive) can still be recorded for days on which it was in force."""

    code: str
    zh: str
    en: str
    share: float
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None

    def applies_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    ``event``: something that happened, weighed by its grade (severity). ``state``: the latest in
    force counts. ``tally``: ``good`` of ``total`` in a period that its dates give.
    ``public``: may be disclosed while its publication runs; ``persons``: may be recorded of a
    natural person; ``needs`` names columns that must be given.
    """

    code: str
    title: Text
    shape: Shape
    departments: tuple[str, ...]
    basis: str
    tone: Tone = "bad"
    grades: tuple[Grade, ...] = ()
    public: bool = False
    persons: bool = False
    needs: tuple[str, ...] = ()
    meaning: Text = ("", "")

    def grade_on(self, code: str, day: date) -> Grade | None:
        """The grade of this code in the scheme of that day."""
        return next((g for g in self.grades if g.code == code and g.applies_on(day)), None)


ORDER_282: Final = date(2026, 4, 1)
"""From this day customs knows five classes (order 282), before three (order 251)."""

SEVERITIES: Final = (
    Grade("minor", "轻微", "Minor", 0.7),
    Grade("general", "一般", "General", 0.3),
    Grade("serious", "严重", "Serious", 0.0),
)
LISTED: Final = (
    Grade("listed", "列入", "Listed", 0.0),
    Grade("removed", "移出", "Removed", 1.0),
)
YES_NO: Final = (Grade("yes", "是", "Yes", 1.0), Grade("no", "否", "No", 0.0))

SAMR_LISTS: Final = "企业信息公示暂行条例；市场监督管理总局令第44号"
OWN: Final = ("zone",)

_ALL: Final = (
    # --- what the firm is -----------------------------------------------------------------------
    Kind(
        "registration",
        ("备案状态", "Registration"),
        "state",
        OWN,
        "电子商务法 第十条；综试区备案办法",
        "neutral",
        (
            Grade("approved", "已备案", "Approved", 1.0),
            Grade("suspended", "已暂停", "Suspended", 0.3),
            Grade("cancelled", "已注销", "Cancelled", 0.0),
        ),
        public=True,
    ),
    Kind(
        "established",
        ("成立", "Established"),
        "state",
        ("market", "zone"),
        "市场主体登记管理条例",
        "neutral",
        meaning=("发生日期即成立日期。", "The day of the event is the day of foundation."),
    ),
    Kind(
        "licence",
        ("许可证件", "Licences"),
        "state",
        ("market", "zone"),
        "电子商务法 第十二条",
        "neutral",
        (
            Grade("valid", "有效", "Valid", 1.0),
            Grade("expired", "失效", "Expired", 0.0),
        ),
        public=True,
    ),
    Kind(
        "address",
        ("登记住所核实", "Registered address"),
        "state",
        ("market", "park", "zone", "county"),
        "市场监督管理总局令第68号（经营异常名录）",
        "neutral",
        (
            Grade("confirmed", "已核实", "Confirmed", 1.0),
            Grade("unreachable", "无法联系", "Not reachable", 0.0),
        ),
    ),
    Kind(
        "filing_confirmed",
        ("年度确认", "Yearly confirmation of the file"),
        "state",
        OWN,
        "综试区备案办法",
        "neutral",
        YES_NO,
    ),
    # --- grades of departments ------------------------------------------------------------------
    Kind(
        "customs_grade",
        ("海关企业信用等级", "Customs credit class"),
        "state",
        ("customs",),
        "海关总署令第251号（至2026-03-31）、第282号（自2026-04-01）",
        "neutral",
        (
            Grade("AA", "高级认证企业", "Advanced certified", 1.0),
            Grade("A", "认证企业", "Certified", 0.9, ORDER_282),
            Grade("B", "常规企业", "Regular", 0.75),
            Grade("C", "失信企业", "Dishonest", 0.1),
            Grade("D", "严重失信企业", "Seriously dishonest", 0.0, ORDER_282),
        ),
        public=True,
    ),
    Kind(
        "tax_grade",
        ("纳税缴费信用级别", "Tax credit grade"),
        "state",
        ("tax",),
        "纳税缴费信用管理办法（税务总局公告2025年第12号）",
        "neutral",
        (
            Grade("A", "A 级", "A", 1.0),
            Grade("B", "B 级", "B", 0.8),
            Grade("M", "M 级", "M", 0.7),
            Grade("C", "C 级", "C", 0.3),
            Grade("D", "D 级", "D", 0.0),
        ),
        public=True,
    ),
    Kind(
        "fx_class",
        ("外汇管理分类", "FX class"),
        "state",
        ("fx",),
        "汇发〔2012〕38号",
        "neutral",
        (
            Grade("A", "A 类", "A", 1.0),
            Grade("B", "B 类", "B", 0.4),
            Grade("C", "C 类", "C", 0.0),
        ),
    ),
    Kind(
        "national_grade",
        ("全国综合评价等级", "National evaluation"),
        "state",
        ("zone", "commerce"),
        "国办发〔2026〕8号",
        "neutral",
        (
            Grade("A", "A", "A", 1.0),
            Grade("B", "B", "B", 0.7),
            Grade("C", "C", "C", 0.4),
            Grade("D", "D", "D", 0.0),
        ),
        meaning=("与本区评分分开展示，不参与计分。", "Shown apart; it never enters the score."),
    ),
    # --- lists ----------------------------------------------------------------------------------
    Kind(
        "abnormal_list",
        ("经营异常名录", "Abnormal operations list"),
        "state",
        ("market",),
        "企业信息公示暂行条例 第十七条",
        "bad",
        LISTED,
        public=True,
        needs=("cause",),
    ),
    Kind(
        "serious_list",
        ("严重违法失信名单", "Serious violation list"),
        "state",
        ("market",),
        SAMR_LISTS,
        "bad",
        LISTED,
        public=True,
        needs=("cause",),
    ),
    Kind(
        "court_list",
        ("失信被执行人", "Court list of dishonest debtors"),
        "state",
        ("zone", "police"),
        "最高人民法院关于公布失信被执行人名单信息的若干规定",
        "bad",
        LISTED,
        public=True,
        persons=True,
    ),
    Kind(
        "negative_list",
        ("综试区信用负面清单", "Negative list of the zone"),
        "state",
        OWN,
        "综试区实施方案（信用负面清单）",
        "bad",
        LISTED,
        public=True,
        persons=True,
        needs=("cause",),
    ),
    # --- penalties and breaches -----------------------------------------------------------------
    Kind(
        "smuggling_crime",
        ("走私犯罪", "Smuggling crime"),
        "event",
        ("customs", "police"),
        "海关总署令第251号 第二十二条；刑法 第一百五十一条",
        "bad",
        (Grade("serious", "严重", "Serious", 0.0),),
        public=True,
        persons=True,
    ),
    Kind(
        "customs_penalty",
        ("海关行政处罚", "Customs penalty"),
        "event",
        ("customs",),
        "海关行政处罚实施条例",
        "bad",
        SEVERITIES,
        public=True,
        persons=True,
    ),
    Kind(
        "tax_penalty",
        ("税务行政处罚", "Tax penalty"),
        "event",
        ("tax",),
        "税收征收管理法",
        "bad",
        SEVERITIES,
        public=True,
    ),
    Kind(
        "fx_penalty",
        ("外汇行政处罚", "FX penalty"),
        "event",
        ("fx",),
        "外汇管理条例",
        "bad",
        SEVERITIES,
        public=True,
    ),
    Kind(
        "market_penalty",
        ("市场监管行政处罚", "Market supervision penalty"),
        "event",
        ("market",),
        "市场监督管理行政处罚信息公示规定（总局令第45号）",
        "bad",
        SEVERITIES,
        public=True,
        persons=True,
    ),
    Kind(
        "commitment_breach",
        ("违反信用承诺", "Breach of a credit commitment"),
        "event",
        OWN,
        "国办发〔2020〕49号（信用承诺）",
        "bad",
        SEVERITIES,
    ),
    Kind(
        "promotion_breach",
        ("违反促销备案", "Promotion filing not kept"),
        "event",
        ("zone", "market"),
        "综试区促销备案办法",
        "bad",
        SEVERITIES,
    ),
    Kind(
        "late_summary",
        ("汇总申报逾期", "Late summary declaration"),
        "event",
        ("customs", "zone"),
        "海关总署公告2018年第194号",
        "bad",
        SEVERITIES,
    ),
    Kind(
        "overdue_tax",
        ("税款逾期", "Overdue duties"),
        "event",
        ("customs", "zone"),
        "关税法 第四十三条",
        "bad",
        SEVERITIES,
    ),
    Kind(
        "related_dishonest",
        ("关联失信企业", "Related to a dishonest firm"),
        "event",
        ("zone", "market"),
        "综试区信用评价办法（关联关系）",
        "bad",
        SEVERITIES,
    ),
    Kind(
        "risk_confirmed",
        ("复查属实的风险事项", "Risk confirmed by a review"),
        "event",
        OWN,
        "综试区实施方案（风险预警处置、风险复查完善）",
        "bad",
        SEVERITIES,
        meaning=(
            "处置后由另一人复查属实的风险事项。",
            "A risk that was handled and that a second person found true.",
        ),
    ),
    Kind(
        "honour",
        ("表彰与示范", "Honour"),
        "event",
        ("zone", "commerce", "customs", "market"),
        "综试区守信激励措施清单",
        "good",
        public=True,
    ),
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

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.code: kind for kind in _ALL})
