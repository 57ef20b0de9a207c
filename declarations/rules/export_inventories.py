"""Acceptance rules of export inventories (603): mode, zone enterprise, declaration type."""

from types import SimpleNamespace
from typing import Any

from declarations.messages.catalogue.export_inventories import InventoryHead603, InventoryLine603
from declarations.rules.common import MAY_BE_NEW
from declarations.rules.registry import Holds, acceptance
from declarations.rules.routing import LIMIT as ROUTE_LIMIT
from declarations.rules.sources import EXPORT_MODES, EXPORT_SPEC, SUPERVISION
from zone_portal.kernel.identifiers import looks_like_enterprise_code
from zone_portal.kernel.rules import Parameter, Text

FOR_ZONE: Text = (
    "特殊区域出口（1210、1239）必填，请按海关备案内容填写。",
    "Export from a special zone (1210, 1239) demands it: write what is on file with customs.",
)
FEE_MARK = Parameter("1 2 3", ("允许的标志", "marks allowed"), kind="codes")
WRITE_FEE_MARK: Text = (
    "请填写 1（率）、2（单价）或 3（总价）。",
    "Write 1 (rate), 2 (unit price) or 3 (total).",
)


@acceptance(
    "INV-070",
    "CEB603",
    title=("出口清单的进出口标记不正确", "The direction mark of an export inventory is wrong"),
    remedy=("请填写 E（出口）。", "Write E (export)."),
    basis=f"{EXPORT_SPEC} CEB603 ieFlag",
    codes=Parameter("E", ("允许的代码", "codes allowed"), kind="codes"),
)
def export_flag(head: InventoryHead603, param: SimpleNamespace) -> Holds:
    """ieFlag of an export inventory is E."""
    return head.ieFlag in param.codes


@acceptance(
    "INV-071",
    "CEB603",
    title=("贸易方式不属于跨境电商出口", "The trade mode is none of e-commerce export"),
    remedy=(
        "请填写 9610（一般出口）、1210 或 1239（特殊区域出口）、9710（B2B）、9810（海外仓）"
        "或监管方式登记中有效的试点方式。",
        "Write 9610 (general), 1210 or 1239 (special zone), 9710 (to a firm), 9810 (overseas "
        "warehouse) or a pilot that is in force in the register of modes.",
    ),
    basis=f"{EXPORT_SPEC} CEB603 tradeMode；{EXPORT_MODES}",
    codes=Parameter("1210 1239 9610 9710 9810", ("允许的贸易方式", "modes allowed"), kind="codes"),
)
def export_trade_mode_known(head: InventoryHead603, param: SimpleNamespace) -> Holds:
    """tradeMode is 9610, 1210, 1239, 9710, 9810 or a pilot in force."""
    return head.tradeMode in param.codes


@acceptance(
    "INV-072",
    "CEB603",
    title=("申报业务类型不是规定代码", "The declaration type is none of the codes"),
    remedy=(
        "请填写 A（简化申报）或 B（汇总申报）。",
        "Write A (simplified declaration) or B (summarised declaration).",
    ),
    basis=f"{EXPORT_SPEC} CEB603 statisticsFlag",
    codes=Parameter("A B", ("允许的代码", "codes allowed"), kind="codes"),
)
def declaration_type_known(head: InventoryHead603, param: SimpleNamespace) -> Holds:
    """statisticsFlag is A or B."""
    return head.statisticsFlag in param.codes


@acceptance(
    "INV-073",
    "CEB603",
    title=("运费标志不是规定代码", "The freight mark is none of the codes"),
    remedy=WRITE_FEE_MARK,
    basis=f"{EXPORT_SPEC} CEB603 fFlag",
    codes=FEE_MARK,
)
def freight_mark_known(head: InventoryHead603, param: SimpleNamespace) -> Holds:
    """fFlag is 1, 2 or 3."""
    return head.fFlag in param.codes


@acceptance(
    "INV-074",
    "CEB603",
    title=("保费标志不是规定代码", "The insurance mark is none of the codes"),
    remedy=WRITE_FEE_MARK,
    basis=f"{EXPORT_SPEC} CEB603 iFlag",
    codes=FEE_MARK,
)
def insurance_mark_known(head: InventoryHead603, param: SimpleNamespace) -> Holds:
    """iFlag is 1, 2 or 3."""
    return head.iFlag in param.codes


@acceptance(
    "INV-075",
    "CEB603",
    title=("运费币制不在海关币制代码表中", "The freight's currency is not in the code table"),
    remedy=MAY_BE_NEW,
    basis=f"{EXPORT_SPEC} CEB603 fCurrency",
    table="currencies",
)
def freight_currency_known(head: InventoryHead603, tables: Any) -> Holds:
    """fCurrency is a customs currency code."""
    return head.fCurrency in tables.currencies


@acceptance(
    "INV-076",
    "CEB603",
    title=("保费币制不在海关币制代码表中", "The insurance's currency is not in the code table"),
    remedy=MAY_BE_NEW,
    basis=f"{EXPORT_SPEC} CEB603 iCurrency",
    table="currencies",
)
def insurance_currency_known(head: InventoryHead603, tables: Any) -> Holds:
    """iCurrency is a customs currency code."""
    return head.iCurrency in tables.currencies


@acceptance(
    "INV-077",
    "CEB603",
    title=("特殊区域出口缺少区内企业代码", "Zone export without the zone enterprise's code"),
    remedy=FOR_ZONE,
    basis=f"{EXPORT_SPEC} CEB603 iacCode",
    modes=("1210", "1239"),
)
def zone_export_names_zone_enterprise(head: InventoryHead603, tables: Any) -> Holds:
    """1210 and 1239 need iacCode."""
    return head.iacCode or head.tradeMode not in tables.zone_modes


@acceptance(
    "INV-078",
    "CEB603",
    title=("特殊区域出口缺少区内企业名称", "Zone export without the zone enterprise's name"),
    remedy=FOR_ZONE,
    basis=f"{EXPORT_SPEC} CEB603 iacName",
    modes=("1210", "1239"),
)
def zone_export_has_zone_enterprise_name(head: InventoryHead603, tables: Any) -> Holds:
    """1210 and 1239 need iacName."""
    return head.iacName or head.tradeMode not in tables.zone_modes


@acceptance(
    "INV-079",
    "CEB603",
    title=("特殊区域出口缺少账册编号", "Zone export without account book"),
    remedy=FOR_ZONE,
    basis=f"{EXPORT_SPEC} CEB603 emsNo",
    modes=("1210", "1239"),
)
def zone_export_names_account_book(head: InventoryHead603, tables: Any) -> Holds:
    """1210 and 1239 need emsNo."""
    return head.emsNo or head.tradeMode not in tables.zone_modes


@acceptance(
    "INV-080",
    "CEB603",
    title=("特殊区域出口缺少账册备案料号", "An article of a zone export without its book item"),
    remedy=FOR_ZONE,
    basis=f"{EXPORT_SPEC} CEB603 itemRecordNo",
    modes=("1210", "1239"),
)
def zone_article_names_book_item(
    head: InventoryHead603, line: InventoryLine603, tables: Any
) -> Holds:
    """1210 and 1239 need itemRecordNo on every line."""
    return line.itemRecordNo or head.tradeMode not in tables.zone_modes


@acceptance(
    "INV-081",
    "CEB603",
    title=("简化申报不适用于许可证件商品", "A simplified declaration names a licence"),
    remedy=(
        "简化申报仅适用于不涉及出口征税、出口退税、许可证件管理的商品，请改为汇总申报（B）。",
        "Simplified declarations are for goods without export duty, tax refund and licence: "
        "declare type B.",
    ),
    basis=f"{SUPERVISION}；{EXPORT_SPEC} CEB603 statisticsFlag",
)
def simplified_without_licence(head: InventoryHead603) -> Holds:
    """statisticsFlag A goes without licenseNo."""
    return not head.licenseNo or head.statisticsFlag != "A"


@acceptance(
    "INV-082",
    "CEB603",
    title=(
        "简化申报的单票金额超过 {limit} 元",
        "A simplified declaration exceeds {limit} CNY",
    ),
    remedy=(
        "单票超过 {limit} 元的商品请改为汇总申报（B）或报关单申报。",
        "Goods above {limit} CNY a parcel are declared by type B or by declaration form.",
    ),
    basis=SUPERVISION,
    severity="warning",
    limit=Parameter(
        "5000",
        ("单票限值", "limit of a parcel"),
        unit="CNY",
        unverified=True,
        same_as=(ROUTE_LIMIT, "limit"),
    ),
)
def simplified_within_limit(
    head: InventoryHead603, lines: Any, tables: Any, param: SimpleNamespace
) -> Holds:
    """A simplified declaration stays within the limit, as far as exchange rates are loaded."""
    return (
        head.statisticsFlag != "A"
        or sum(
            [
                line.totalPrice * tables.rmb_rates[line.currency]
                for line in lines
                if line.currency in tables.rmb_rates
            ]
        )
        <= param.limit
    )


@acceptance(
    "INV-083",
    "CEB603",
    title=(
        "生产销售企业代码不像海关代码或信用代码",
        "The producer's code looks like no enterprise code",
    ),
    remedy=(
        "请填写十位海关注册编码或十八位统一社会信用代码；未在海关登记的填 {none}。",
        "Write the customs code (10) or credit code (18), or {none} for a producer that customs "
        "does not know.",
    ),
    basis=f"{EXPORT_SPEC} CEB603 ownerCode",
    severity="warning",
    none=Parameter("NO", ("未登记的写法", "the word for not registered"), kind="text"),
)
def producer_code_or_none(head: InventoryHead603, param: SimpleNamespace) -> Holds:
    """ownerCode has the form of an enterprise code, or says that there is none."""
    return head.ownerCode == param.none or looks_like_enterprise_code(head.ownerCode)


@acceptance(
    "INV-084",
    "CEB603",
    title=(
        "单票金额超过该监管方式可用清单申报的限值",
        "The parcel is worth more than a list of this mode may declare",
    ),
    remedy=(
        "超过限值，或涉及证、检、税的 B2B 出口请改用报关单申报；各方式的限值见“监管方式”。",
        "Above the limit, or with licence, inspection or tax, declare B2B exports by declaration "
        "form; the register of modes has each mode's limit.",
    ),
    basis=f"{EXPORT_MODES}（限值未见原文，unverified）",
    severity="warning",
    modes=("9710", "9810"),
)
def ticket_within_limit_of_mode(head: InventoryHead603, lines: Any, tables: Any) -> Holds:
    """In a mode with a single-ticket limit the goods, in renminbi, stay within it."""
    return (
        head.tradeMode not in tables.ticket_limits
        or sum(
            [
                line.totalPrice * tables.rmb_rates[line.currency]
                for line in lines
                if line.currency in tables.rmb_rates
            ]
        )
        <= tables.ticket_limits[head.tradeMode]
    )


@acceptance(
    "INV-085",
    "CEB603",
    title=(
        "简化申报的商品涉及出口关税",
        "A simplified declaration names goods that bear export duty",
    ),
    remedy=(
        "涉及出口征税的商品请改为汇总申报（B）或报关单申报。",
        "Goods that bear export duty are declared by type B or by declaration form.",
    ),
    basis=f"{SUPERVISION}；{EXPORT_SPEC} CEB603 statisticsFlag",
    severity="warning",
)
def simplified_without_export_duty(
    head: InventoryHead603, line: InventoryLine603, tables: Any
) -> Holds:
    """statisticsFlag A goes without goods of the export tariff, as far as it is loaded."""
    return head.statisticsFlag != "A" or tables.export_duty.isdisjoint(
        (line.gcode, line.gcode[:8], line.gcode[:6], line.gcode[:4])
    )
