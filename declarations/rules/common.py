"""Acceptance rules that several kinds of documents share."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from declarations.rules.field_rules import ALL_KINDS, LISTED
from declarations.rules.forms import days_after, end_of_day
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter

IMPORTS = ("CEB311", "CEB411", "CEB511", "CEB621")

ONE_DAY_AHEAD = Parameter(
    "1", ("允许超前天数", "days ahead allowed"), kind="integer", unit="d", unverified=True
)
HALF_A_CENT = Parameter("0.005", ("允许差额", "difference allowed"), unverified=True)

MAY_BE_NEW = (
    "请核对代码；本平台代码表为 {as_of} 版，如确为此后新启用的代码，请联系综试区更新代码表。",
    "Check the code. The table here is of {as_of}: should the code be newer, ask the zone office "
    "to bring the table up to date.",
)


@acceptance(
    "GEN-001",
    *ALL_KINDS,
    title=("报送类型 appType 不是规定代码", "appType is none of the kinds of submission"),
    remedy=(
        "请填写 1（新增）、2（变更）或 3（删除）。",
        "Write 1 (new), 2 (change) or 3 (delete).",
    ),
    basis=f"{IMPORT_SPEC} appType；{EXPORT_SPEC}",
    codes=Parameter("1 2 3", ("允许的代码", "codes allowed"), kind="codes"),
)
def app_type_known(head: Any, param: SimpleNamespace) -> Holds:
    """appType is 1 new, 2 change or 3 delete."""
    return head.appType in param.codes


@acceptance(
    "GEN-002",
    *ALL_KINDS,
    title=("业务状态 appStatus 不是规定代码", "appStatus is none of the states of submission"),
    remedy=("请填写 1（暂存）或 2（申报）。", "Write 1 (stored only) or 2 (declared)."),
    basis=f"{IMPORT_SPEC} appStatus；{EXPORT_SPEC}",
    codes=Parameter("1 2", ("允许的代码", "codes allowed"), kind="codes"),
)
def app_status_known(head: Any, param: SimpleNamespace) -> Holds:
    """appStatus is 1 stored only or 2 declared."""
    return head.appStatus in param.codes


@acceptance(
    "GEN-003",
    *ALL_KINDS,
    title=("报送时间在未来", "The time of submission lies in the future"),
    remedy=(
        "请检查报送系统的时钟（北京时间），报送时间不应超前 {days} 天以上。",
        "Check the clock of the sending system (Beijing time); at most {days} days ahead pass.",
    ),
    basis=f"{IMPORT_SPEC} appTime；{EXPORT_SPEC}",
    severity="warning",
    days=ONE_DAY_AHEAD,
)
def app_time_not_in_future(head: Any, today: date, param: SimpleNamespace) -> Holds:
    """appTime is not more than a dated tolerance ahead of the day."""
    return head.appTime <= end_of_day(days_after(today, param.days))


@acceptance(
    "GEN-004",
    *IMPORTS,
    title=("进口单证的币制必须为人民币", "The currency of an import document must be renminbi"),
    remedy=("请填写币制代码 {codes}。", "Write the currency code {codes}."),
    basis=f"{IMPORT_SPEC} currency",
    codes=Parameter("142", ("允许的币制", "currencies allowed"), kind="codes"),
)
def currency_is_renminbi(head: Any, param: SimpleNamespace) -> Holds:
    """Import documents are in renminbi, code 142."""
    return head.currency in param.codes


@acceptance(
    "GEN-005",
    "CEB311",
    "CEB621",
    title=("进口商品的币制必须为人民币", "The currency of an imported article must be renminbi"),
    remedy=("请填写币制代码 {codes}。", "Write the currency code {codes}."),
    basis=f"{IMPORT_SPEC} currency",
    codes=Parameter("142", ("允许的币制", "currencies allowed"), kind="codes"),
)
def line_currency_is_renminbi(line: Any, param: SimpleNamespace) -> Holds:
    """Lines of import documents are in renminbi, code 142."""
    return line.currency in param.codes


@acceptance(
    "GEN-006",
    "CEB303",
    "CEB403",
    "CEB505",
    title=("币制代码不在海关币制代码表中", "The currency is not in the customs code table"),
    remedy=MAY_BE_NEW,
    basis=f"{EXPORT_SPEC} currency",
    table="currencies",
)
def currency_known(head: Any, tables: Any) -> Holds:
    """The currency of an export document is a customs currency code."""
    return head.currency in tables.currencies


@acceptance(
    "GEN-007",
    "CEB303",
    "CEB603",
    title=(
        "商品币制代码不在海关币制代码表中",
        "The currency of an article is not in the customs code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{EXPORT_SPEC} currency",
    table="currencies",
)
def line_currency_known(line: Any, tables: Any) -> Holds:
    """The currency of an exported article is a customs currency code."""
    return line.currency in tables.currencies


@acceptance(
    "GEN-008",
    *LISTED,
    title=(
        "计量单位代码不在海关计量单位代码表中",
        "The unit of measure is not in the customs code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} unit；{EXPORT_SPEC}",
    table="units",
)
def unit_known(line: Any, tables: Any) -> Holds:
    """The unit of a quantity is a customs unit code."""
    return line.unit in tables.units


@acceptance(
    "GEN-009",
    "CEB311",
    "CEB603",
    "CEB621",
    title=(
        "商品的国别（地区）代码不在海关代码表中",
        "The country of an article is not in the customs code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} country；{EXPORT_SPEC}",
    table="countries",
)
def line_country_known(line: Any, tables: Any) -> Holds:
    """The country of origin or destination of an article is a customs country code."""
    return line.country in tables.countries


@acceptance(
    "GEN-010",
    "CEB603",
    "CEB621",
    title=(
        "起运国或运抵国（地区）代码不在海关代码表中",
        "The country of departure or arrival is not in the customs code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} country；{EXPORT_SPEC}",
    table="countries",
)
def country_known(head: Any, tables: Any) -> Holds:
    """The country of an inventory's head is a customs country code."""
    return head.country in tables.countries


@acceptance(
    "GEN-011",
    *LISTED,
    title=("商品总价不等于单价乘以数量", "The line total is not unit price times quantity"),
    remedy=(
        "请核对单价、数量和总价；允许总价分位四舍五入（{tolerance}）和单价五位小数舍入"
        "（每单位数量 {rounding}）的差额。",
        "Check price, quantity and total. What rounding explains passes: {tolerance} of the total "
        "and {rounding} of the price for each unit.",
    ),
    basis=f"{IMPORT_SPEC} totalPrice；{EXPORT_SPEC}",
    tolerance=HALF_A_CENT,
    rounding=Parameter(
        "0.000005",
        ("每单位数量的单价舍入差", "rounding of the unit price, for each unit"),
        unverified=True,
    ),
)
def line_total_adds_up(line: Any, param: SimpleNamespace) -> Holds:
    """totalPrice = price × qty, but for what rounding total and unit price explains."""
    return (
        abs(line.totalPrice - line.price * line.qty) <= param.tolerance + line.qty * param.rounding
    )


@acceptance(
    "GEN-012",
    *LISTED,
    title=("商品序号不连续", "The line numbers leave gaps"),
    remedy=(
        "商品序号 gnum 应从 1 开始连续编号，并与关联单证的序号一一对应。",
        "Number the lines 1, 2, 3 … without gaps: gnum links a line to its counterpart in the "
        "order or inventory.",
    ),
    basis=f"{IMPORT_SPEC} gnum；{EXPORT_SPEC}",
)
def lines_numbered_without_gaps(lines: Any) -> Holds:
    """The highest gnum is the number of lines; the order of the lines does not matter."""
    return max([line.gnum for line in lines]) <= len(lines)
