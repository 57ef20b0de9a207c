"""Rules of returns against what was released: terms, place, how much is left. Services ask them.

Every period is a dated parameter of its rule. Days are those of Shanghai and count from the day
after the release: a term of 30 days from 1 June ends with 1 July.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

IMPORT: Final = "CEB625"
EXPORT: Final = "CEB213"
TALLY: Final = "CEB215"
RETURNS: Final = (EXPORT, IMPORT)
"""The kinds of papers that apply for a return."""

APPLIED_LATE: Final = "RET-015"
ARRIVED_LATE: Final = "RET-016"
RETURNED_LATE: Final = "RET-017"
NOT_RELEASED: Final = "RET-018"
NO_LONGER_DECLARED: Final = "RET-019"
MORE_THAN_LEFT: Final = "RET-020"
OTHER_PLACE: Final = "RET-021"
ACROSS_BEFORE_PILOT: Final = "RET-022"
ACROSS_OUTSIDE_PILOT: Final = "RET-023"
ACROSS_OTHER_MODE: Final = "RET-024"
MODE_NOT_OPEN: Final = "RET-025"
MODE_DIFFERS: Final = "RET-026"
RELEASE_UNKNOWN: Final = "RET-027"
TAXED_AGAIN: Final = "RET-028"

IMPORTS_LAW: Final = "海关总署公告2020年第45号"
EXPORTS_LAW: Final = "海关总署公告2020年第44号"
PILOT_LAW: Final = "海关总署公告2024年第167号"
NATIONWIDE_LAW: Final = "海关总署公告2026年第24号"
TAX_LAW: Final = "财政部 海关总署 税务总局公告2026年第16号"

IMPORTS_SINCE: Final = date(2020, 3, 28)
EXPORTS_SINCE: Final = date(2020, 3, 27)
PILOT_SINCE: Final = date(2024, 12, 15)
NATIONWIDE_SINCE: Final = date(2026, 4, 1)

DAYS: Final = "days"
MONTHS: Final = "months"
WARN: Final = "warn_days"
GIVES_BACK: Final = "gives_back"
WHEN_ARRIVED: Final = "arrived"
WHEN_CONCLUDED: Final = "concluded"
DISTRICTS: Final = "districts"
MODES: Final = "modes"
RETURN_MODES: Final = "return_modes"

PILOT_DISTRICTS: Final[Mapping[str, str]] = {
    "01": "北京",
    "02": "天津",
    "09": "大连",
    "19": "哈尔滨",
    "22": "上海",
    "23": "南京",
    "29": "杭州",
    "31": "宁波",
    "33": "合肥",
    "35": "福州",
    "37": "厦门",
    "40": "南昌",
    "42": "青岛",
    "46": "郑州",
    "47": "武汉",
    "49": "长沙",
    "51": "广州",
    "52": "黄埔",
    "79": "成都",
    "90": "西安",
}
"""The 20 customs of the pilot by the first two digits of their districts. Only Nanjing and Nanchang
are named in the sources at hand; the other names are not verified."""

_WARN_DAYS: Final = Parameter(
    "5", ("到期前多少天提醒", "days before its end that a term is warned of"), "integer", "d", True
)


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    *,
    basis: str,
    kinds: tuple[str, ...] = RETURNS,
    severity: str = "error",
    since: date = EXPORTS_SINCE,
    until: date | None = None,
    of_modes: tuple[str, ...] = (),
    **parameters: Parameter,
) -> Rule:
    return RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible="agent",
            severity=severity,
            kinds=kinds,
            modes=of_modes,
            valid_from=since,
            valid_to=until,
            parameters=parameters,
        )
    )


_enter(
    APPLIED_LATE,
    (
        "退货申请超过放行后的申请期限（最后一日 {day}）",
        "The application comes after the term from release (its last day was {day})",
    ),
    (
        "进口退货须在清单放行之日起 {days} 日内申请；逾期不能再按此方式退回税款和额度。",
        "Apply within {days} days of the release. Later, neither tax nor quota comes back this "
        "way.",
    ),
    basis=f"{IMPORTS_LAW}",
    kinds=(IMPORT,),
    since=IMPORTS_SINCE,
    days=Parameter("30", ("放行后可申请的天数", "days to apply from release"), "integer", "d"),
    warn_days=_WARN_DAYS,
)
_enter(
    ARRIVED_LATE,
    (
        "退货未在放行后的期限内运抵原监管场所（最后一日 {day}）",
        "The goods were not back in the original place in time (the last day was {day})",
    ),
    (
        "退货须在清单放行之日起 {days} 日内运抵；逾期照常征税，额度不予调整。"
        "如已按期运抵，请登记运抵日期。",
        "They must be back within {days} days of the release; otherwise tax is due and the quota "
        "stays used. If they came in time, record the day.",
    ),
    basis=f"{IMPORTS_LAW}",
    kinds=(IMPORT,),
    since=IMPORTS_SINCE,
    days=Parameter("45", ("放行后须运抵的天数", "days to be back from release"), "integer", "d"),
    warn_days=_WARN_DAYS,
    gives_back=Parameter(
        WHEN_ARRIVED,
        (
            "何时退回税款和额度：arrived 海关审结且按期运抵，concluded 海关审结即可",
            "When tax and quota come back: arrived (concluded by customs and back in time) or "
            "concluded",
        ),
        "text",
        unverified=True,
    ),
)
_enter(
    RETURNED_LATE,
    (
        "出口退货超过放行后的期限（最后一日 {day}）",
        "The return of an export comes after its term (the last day was {day})",
    ),
    (
        "出口商品须在出口放行之日起 {months} 个月内退运进境；逾期请按一般规定办理进口。",
        "Exports may come back within {months} months of their release; later they are imported "
        "under the general rules.",
    ),
    basis=EXPORTS_LAW,
    kinds=(EXPORT,),
    months=Parameter(
        "12", ("放行后可退运进境的月数", "months in which exports may return"), "integer"
    ),
    warn_days=Parameter(
        "30",
        ("到期前多少天提醒", "days before its end that the term is warned of"),
        "integer",
        "d",
        True,
    ),
)
_enter(
    NOT_RELEASED,
    (
        "原清单尚未放行（海关状态：{status}）",
        "The original inventory is not released (at customs: {status})",
    ),
    (
        "放行前不能退货；如需取消，请报送撤销申请单。",
        "Nothing can be returned before the release: send a cancellation instead.",
    ),
    basis=f"{IMPORTS_LAW}；{EXPORTS_LAW}",
)
_enter(
    NO_LONGER_DECLARED,
    (
        "原清单已不在申报中（海关状态：{status}）",
        "The original inventory is no longer declared (at customs: {status})",
    ),
    (
        "已撤销、退单或整单退运的清单不能再退货，请核对清单编号。",
        "What was withdrawn, rejected or sent back whole cannot be returned: check the number.",
    ),
    basis=f"{IMPORTS_LAW}；{EXPORTS_LAW}",
)
_enter(
    MORE_THAN_LEFT,
    (
        "退货数量超过可退数量（尚可退 {left}）",
        "More is returned than is left to return ({left})",
    ),
    (
        "同一清单各次退货数量之和不能超过原申报数量；请减少数量，或先撤回尚未受理的退货申请。",
        "All returns of an inventory together cannot be more than was declared: lower the "
        "quantity, or withdraw an application that customs has not accepted.",
    ),
    basis=f"{IMPORTS_LAW}；{EXPORTS_LAW}",
)
_enter(
    OTHER_PLACE,
    (
        "退货申报地海关与原清单不一致",
        "The return is lodged with another customs than the inventory was",
    ),
    (
        "进口退货须退回原监管作业场所或原海关特殊监管区域，请填写原清单的申报地海关。",
        "Imports go back to the place they were released from: write its customs district.",
    ),
    basis=IMPORTS_LAW,
    kinds=(IMPORT,),
    since=IMPORTS_SINCE,
)
_enter(
    ACROSS_BEFORE_PILOT,
    (
        "当日不允许跨直属关区退货",
        "Returns to another customs region are not allowed on that day",
    ),
    (
        "请在原出口清单所在直属关区办理；跨关区退货试点自 2024-12-15 起。",
        "Return the goods within the region of export; returns to other regions began on "
        "2024-12-15.",
    ),
    basis=EXPORTS_LAW,
    kinds=(EXPORT,),
    until=PILOT_SINCE,
)
_enter(
    ACROSS_OUTSIDE_PILOT,
    (
        "退货地海关不在跨关区退货试点范围内",
        "The customs of the return takes no part in the pilot of returns to other regions",
    ),
    (
        "试点直属海关（关区代码前两位）：{districts}；自 2026-04-01 起在全国实施。",
        "Customs of the pilot (first two digits of the district): {districts}; everywhere from "
        "2026-04-01.",
    ),
    basis=f"{PILOT_LAW}（四）",
    kinds=(EXPORT,),
    since=PILOT_SINCE,
    until=NATIONWIDE_SINCE,
    of_modes=("9610",),
    districts=Parameter(
        " ".join(PILOT_DISTRICTS),
        ("试点直属海关（关区代码前两位）", "customs of the pilot (first two digits)"),
        "codes",
        unverified=True,
    ),
)
_enter(
    ACROSS_OTHER_MODE,
    (
        "该监管方式的商品不能跨关区退货",
        "Goods of this mode cannot return to another customs region",
    ),
    (
        "只有监管方式 {modes} 的出口商品可以跨关区退货，请在原直属关区办理。",
        "Only exports under {modes} may return elsewhere: use the region of export.",
    ),
    basis=f"{PILOT_LAW}（四）；{NATIONWIDE_LAW}",
    kinds=(EXPORT,),
    since=PILOT_SINCE,
    modes=Parameter("9610", ("可跨关区退货的监管方式", "modes that may return elsewhere"), "codes"),
)
_enter(
    MODE_NOT_OPEN,
    (
        "该监管方式的出口清单未列入退货监管公告",
        "The announcement on returned exports does not name this mode",
    ),
    (
        "单证已受理；公告列明的监管方式为 {modes}，请先向海关确认。",
        "The document is accepted. The announcement names {modes}: ask customs first.",
    ),
    basis=EXPORTS_LAW,
    kinds=(EXPORT,),
    severity="warning",
    modes=Parameter("9610 1210 9810", ("列明的监管方式", "modes that are named"), "codes"),
)
_enter(
    MODE_DIFFERS,
    (
        "退货监管方式与原清单的监管方式不对应",
        "The trade mode of the return does not fit that of the inventory",
    ),
    (
        "对应关系：{return_modes}；特殊区域出口填 1261，一般出口填 9661。",
        "They go together so: {return_modes}. Exports from a special zone take 1261, others 9661.",
    ),
    basis=f"{EXPORTS_LAW}；CEB213 tradeMode",
    kinds=(EXPORT,),
    return_modes=Parameter(
        "9610:9661 9710:9661 9810:9661 1210:1261",
        ("原监管方式:退货监管方式", "mode of the inventory:mode of the return"),
        "codes",
    ),
)
_enter(
    RELEASE_UNKNOWN,
    (
        "本平台没有原清单的放行记录",
        "The release of the original inventory is not known here",
    ),
    (
        "单证已受理，但无法核对期限；以海关记录为准。",
        "The document is accepted, but its terms cannot be checked: customs' records count.",
    ),
    basis=f"{IMPORTS_LAW}；{EXPORTS_LAW}",
    severity="warning",
)
_enter(
    TAXED_AGAIN,
    (
        "已过退运商品免税期限（最后一日 {day}）",
        "The term for a return free of import taxes is over (its last day was {day})",
    ),
    (
        "单证已受理；出口之日起 {months} 个月内因滞销、退货原状退运的商品（食品除外）免征进口税收，"
        "逾期请向海关确认税款。",
        "The document is accepted. Unsold or returned goods (no food) in their original state are "
        "free of import taxes for {months} months: ask customs about the taxes.",
    ),
    basis=TAX_LAW,
    kinds=(EXPORT,),
    severity="warning",
    since=date(2026, 1, 1),
    until=date(2028, 1, 1),
    months=Parameter("6", ("免税退运的月数", "months free of import taxes"), "integer"),
)
