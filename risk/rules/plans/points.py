"""Risk points: where in the process something can go wrong, and how often it is looked after.

The process nodes are those of the portal's own flow; the first points are drawn from the risk
types (rules/risk.md, part 3) and are drafts for the zone to confirm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from enterprises.rules.registration import Problem
from risk.rules.types import TYPES
from zone_portal.kernel.rules import Text

NODES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "filing": ("企业和商品备案", "Filing of firms and goods"),
        "order": ("订单", "Order"),
        "payment": ("支付", "Payment"),
        "logistics": ("物流运输", "Logistics"),
        "declaration": ("申报和单证对碰", "Declaration and matching"),
        "inspection": ("查验检疫", "Inspection"),
        "release": ("放行和交付", "Release and delivery"),
        "returns": ("退货", "Returns"),
        "tax": ("税收和退税", "Taxes and rebates"),
        "fx": ("收结汇", "Receipts and exchange"),
        "data": ("数据和系统", "Data and systems"),
    }
)
LONGEST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class PointContent:
    """A risk point: where, what type, why it happens, what controls it, whose, how often."""

    node: str
    type: str
    cause_zh: str
    cause_en: str
    control_zh: str
    control_en: str
    department: str
    every_days: int


def point_problems(content: PointContent, departments: Mapping[str, str]) -> list[Problem]:
    """Everything that keeps a point from being saved."""
    known = (
        ("node", content.node, NODES, "请选择流程节点。", "Choose a step of the process."),
        ("type", content.type, TYPES, "请选择风险类型。", "Choose a risk type."),
        (
            "department",
            content.department,
            departments,
            "请选择责任部门。",
            "Choose the department.",
        ),
    )
    found = [
        Problem(field, "risk_choice_unknown", value[:40], zh, en)
        for field, value, choices, zh, en in known
        if value not in choices
    ]
    texts = (
        ("cause_zh", content.cause_zh, "请写明成因。", "State the cause."),
        ("cause_en", content.cause_en, "请写明英文成因。", "State the cause in English."),
        ("control_zh", content.control_zh, "请写明防控措施。", "State the control."),
        ("control_en", content.control_en, "请写明英文防控措施。", "State the control in English."),
    )
    found += [
        Problem(field, "risk_text_missing", "", zh, en)
        for field, text, zh, en in texts
        if not text.strip()
    ]
    if not 1 <= content.every_days <= LONGEST_DAYS:
        found.append(
            Problem(
                "every_days",
                "risk_days_wrong",
                str(content.every_days),
                f"检查周期为1至{LONGEST_DAYS}天。",
                f"It is checked every 1 to {LONGEST_DAYS} days.",
            )
        )
    return found


def next_check(since: date, last: date | None, every_days: int) -> date:
    """When a point must be checked next: its period after the last check, or after it began."""
    return (last or since) + timedelta(days=every_days)


def _point(
    place: tuple[str, str], cause: Text, control: Text, care: tuple[str, int]
) -> PointContent:
    """``place`` is (node, risk type), ``care`` (department, days between checks)."""
    return PointContent(*place, *cause, *control, *care)


SHIPPED: Final = (
    _point(
        ("filing", "RT22"),
        ("主体证照过期或失联后仍在经营", "Firms go on after a licence lapsed or contact was lost"),
        ("年度确认，证照到期提醒，异常名录比对", "Yearly confirmation, reminders, lists compared"),
        ("market", 90),
    ),
    _point(
        ("filing", "RT12"),
        ("使用未经授权的品牌", "Brands are used without authorisation"),
        ("核验品牌授权，受理侵权通知", "Authorisations verified, notices of infringement taken"),
        ("market", 30),
    ),
    _point(
        ("order", "RT01"),
        ("推送虚构或导流的订单", "Invented or diverted orders are sent"),
        ("三单对碰，批量筛查同源同时订单", "Documents matched; same source and second screened"),
        ("customs", 7),
    ),
    _point(
        ("order", "RT03"),
        ("冒用他人身份和额度下单", "Orders use other people's identity and quota"),
        ("身份核验，同号多人筛查，投诉核实", "Identity checks, shared numbers, complaints"),
        ("customs", 7),
    ),
    _point(
        ("payment", "RT13"),
        ("无真实交易背景的资金往来", "Money moves without real trade behind it"),
        ("收汇与出口比对，可疑线索移送", "Receipts compared with exports; suspicions handed over"),
        ("fx", 30),
    ),
    _point(
        ("logistics", "RT10"),
        ("实货与申报数量重量不符", "Goods differ in number or weight from the declaration"),
        ("称重比对，理货差异核查", "Weights compared, tallies checked"),
        ("customs", 7),
    ),
    _point(
        ("declaration", "RT08"),
        ("低报价格或另行支付差价", "Prices under-declared, the rest paid elsewhere"),
        ("价格分位数比对，备案价比对", "Compared with price quantiles and filed prices"),
        ("customs", 7),
    ),
    _point(
        ("inspection", "RT11"),
        ("禁限类物品夹带申报", "Prohibited goods are hidden among others"),
        ("清单和关键词筛查，机检查验", "Lists and keywords screened, machine inspection"),
        ("customs", 7),
    ),
    _point(
        ("release", "RT18"),
        ("不合格商品流向消费者", "Goods that failed reach consumers"),
        ("按批次追溯，召回和下架", "Traced by batch, recalled and taken off sale"),
        ("market", 30),
    ),
    _point(
        ("returns", "RT23"),
        ("退货超期或调换实货", "Returns too late, or of other goods"),
        ("退货时限提醒，实货核对", "Terms reminded of, goods compared"),
        ("customs", 30),
    ),
    _point(
        ("tax", "RT14"),
        ("虚假出口骗取退税", "Rebates claimed for exports that never were"),
        ("出口与销售、收汇核对", "Exports compared with sales and receipts"),
        ("tax", 30),
    ),
    _point(
        ("data", "RT20"),
        ("个人信息被批量读取或泄露", "Personal data are read in bulk or leak"),
        ("读取限量和留痕，异常告警，密钥管理", "Reading limited and logged, alarms, keys kept"),
        ("zone", 1),
    ),
)
