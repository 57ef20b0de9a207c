"""Acceptance rules of import inventories (621): party, mode, transport, account book."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from declarations.messages.catalogue.import_inventories import InventoryHead621, InventoryLine621
from declarations.rules.common import MAY_BE_NEW, ONE_DAY_AHEAD
from declarations.rules.forms import days_after, is_telephone
from declarations.rules.orders import DIAL
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import IMPORT_SPEC
from zone_portal.kernel.rules import Parameter, Text

FOR_DIRECT: Text = (
    "直购进口（9610）必填，请按运输部门的载货清单填写。",
    "Direct purchase (9610) demands it: write what the carrier's manifest says.",
)
FOR_BONDED: Text = (
    "保税进口（1210、1239）必填，请按海关备案内容填写。",
    "Bonded import (1210, 1239) demands it: write what is on file with customs.",
)


@acceptance(
    "INV-040",
    "CEB621",
    title=("进口清单的进出口标记不正确", "The direction mark of an import inventory is wrong"),
    remedy=("请填写 I（进口）。", "Write I (import)."),
    basis=f"{IMPORT_SPEC} CEB621 ieFlag",
    codes=Parameter("I", ("允许的代码", "codes allowed"), kind="codes"),
)
def import_flag(head: InventoryHead621, param: SimpleNamespace) -> Holds:
    """ieFlag of an import inventory is I."""
    return head.ieFlag in param.codes


@acceptance(
    "INV-041",
    "CEB621",
    title=("贸易方式不属于跨境电商零售进口", "The trade mode is none of retail import"),
    remedy=(
        "请填写 9610（直购进口）、1210（保税进口）、1239（保税进口 A）"
        "或监管方式登记中有效的试点方式。",
        "Write 9610 (direct purchase), 1210 (bonded import), 1239 (bonded import A) or a pilot "
        "that is in force in the register of modes.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 tradeMode；海关总署公告2016年第75号",
    codes=Parameter("1210 1239 9610", ("允许的贸易方式", "modes allowed"), "codes", "", True),
)
def import_trade_mode_known(head: InventoryHead621, param: SimpleNamespace) -> Holds:
    """tradeMode is 9610, 1210 or 1239 (the specification names two), or a pilot in force."""
    return head.tradeMode in param.codes


@acceptance(
    "INV-042",
    "CEB621",
    title=("缺少企业内部编号 copNo", "The inventory has no copNo"),
    remedy=(
        "请填写企业内部编号：清单以申报企业代码加企业内部编号识别，变更、查询和回执都以此为准。",
        "Give each inventory your own number: together with agentCode it identifies the inventory "
        "in changes, queries and receipts.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 copNo",
)
def inventory_has_own_number(head: InventoryHead621) -> Holds:
    """copNo is given: optional in the schema, but half of the business key."""
    return head.copNo and not head.copNo.isspace()


@acceptance(
    "INV-043",
    "CEB621",
    title=("担保企业不是本清单的当事企业", "The guarantor is no party of the inventory"),
    remedy=(
        "担保企业编号只能填写本清单的电商平台、电商企业或物流企业代码。",
        "Only the platform, the e-commerce firm or the carrier of this inventory may guarantee "
        "its tax: write the code of one of them.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 assureCode",
)
def guarantor_is_a_party(head: InventoryHead621) -> Holds:
    """assureCode is the inventory's ebpCode, ebcCode or logisticsCode."""
    return head.assureCode in (head.ebpCode, head.ebcCode, head.logisticsCode)


@acceptance(
    "INV-044",
    "CEB621",
    title=("清单件数不为 {packages}", "The inventory is not for {packages} package"),
    remedy=(
        "一份进口清单对应一个包裹，件数请填 {packages}。",
        "An import inventory declares one parcel: write {packages}.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 packNo",
    packages=Parameter("1", ("每单件数", "packages of an inventory"), kind="integer"),
)
def inventory_is_for_one_package(head: InventoryHead621, param: SimpleNamespace) -> Holds:
    """packNo of an import inventory is 1."""
    return head.packNo == param.packages


@acceptance(
    "INV-045",
    "CEB621",
    title=("直购进口缺少运输工具编号", "Direct purchase without means of transport"),
    remedy=FOR_DIRECT,
    basis=f"{IMPORT_SPEC} CEB621 trafNo",
    modes=("9610",),
)
def direct_purchase_names_transport(head: InventoryHead621, tables: Any) -> Holds:
    """9610 needs trafNo."""
    return head.trafNo or head.tradeMode not in tables.direct_modes


@acceptance(
    "INV-046",
    "CEB621",
    title=("直购进口缺少航班航次号", "Direct purchase without voyage number"),
    remedy=FOR_DIRECT,
    basis=f"{IMPORT_SPEC} CEB621 voyageNo",
    modes=("9610",),
)
def direct_purchase_names_voyage(head: InventoryHead621, tables: Any) -> Holds:
    """9610 needs voyageNo."""
    return head.voyageNo or head.tradeMode not in tables.direct_modes


@acceptance(
    "INV-047",
    "CEB621",
    title=("直购进口缺少提运单号", "Direct purchase without bill of lading"),
    remedy=FOR_DIRECT,
    basis=f"{IMPORT_SPEC} CEB621 billNo",
    modes=("9610",),
)
def direct_purchase_names_bill(head: InventoryHead621, tables: Any) -> Holds:
    """9610 needs billNo."""
    return head.billNo or head.tradeMode not in tables.direct_modes


@acceptance(
    "INV-048",
    "CEB621",
    title=("保税进口填写了跨境运输信息", "A bonded import names the transport from abroad"),
    remedy=(
        "保税进口免填运输工具编号、航班航次号和提运单号，请留空。",
        "Leave means of transport, voyage number and bill of lading empty: the goods already lie "
        "in the zone.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 trafNo、voyageNo、billNo",
    severity="warning",
    modes=("1210", "1239"),
)
def bonded_import_names_no_transport(head: InventoryHead621, tables: Any) -> Holds:
    """1210 and 1239 leave trafNo, voyageNo and billNo empty."""
    return (
        not (head.trafNo or head.voyageNo or head.billNo)
        or head.tradeMode not in tables.bonded_modes
    )


@acceptance(
    "INV-049",
    "CEB621",
    title=("保税进口缺少账册编号", "Bonded import without account book"),
    remedy=FOR_BONDED,
    basis=f"{IMPORT_SPEC} CEB621 emsNo",
    modes=("1210", "1239"),
)
def bonded_import_names_account_book(head: InventoryHead621, tables: Any) -> Holds:
    """1210 and 1239 need emsNo."""
    return head.emsNo or head.tradeMode not in tables.bonded_modes


@acceptance(
    "INV-050",
    "CEB621",
    title=("保税进口缺少区内企业代码", "Bonded import without the zone enterprise's code"),
    remedy=FOR_BONDED,
    basis=f"{IMPORT_SPEC} CEB621 areaCode",
    modes=("1210", "1239"),
)
def bonded_import_names_zone_enterprise(head: InventoryHead621, tables: Any) -> Holds:
    """1210 and 1239 need areaCode."""
    return head.areaCode or head.tradeMode not in tables.bonded_modes


@acceptance(
    "INV-051",
    "CEB621",
    title=("保税进口缺少区内企业名称", "Bonded import without the zone enterprise's name"),
    remedy=FOR_BONDED,
    basis=f"{IMPORT_SPEC} CEB621 areaName",
    modes=("1210", "1239"),
)
def bonded_import_has_zone_enterprise_name(head: InventoryHead621, tables: Any) -> Holds:
    """1210 and 1239 need areaName."""
    return head.areaName or head.tradeMode not in tables.bonded_modes


@acceptance(
    "INV-052",
    "CEB621",
    title=("保税进口缺少账册备案料号", "A bonded article without its account book item"),
    remedy=FOR_BONDED,
    basis=f"{IMPORT_SPEC} CEB621 itemRecordNo",
    modes=("1210", "1239"),
)
def bonded_article_names_book_item(
    head: InventoryHead621, line: InventoryLine621, tables: Any
) -> Holds:
    """1210 and 1239 need itemRecordNo on every line."""
    return line.itemRecordNo or head.tradeMode not in tables.bonded_modes


@acceptance(
    "INV-053",
    "CEB621",
    title=("保税进口的起运国不为中国", "A bonded import does not start in China"),
    remedy=(
        "保税进口从区内起运，起运国（地区）请填写 {country}。",
        "Bonded goods start from the zone: write {country}.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 country",
    modes=("1210", "1239"),
    country=Parameter("142", ("中国的代码", "code of China"), kind="text"),
)
def bonded_import_starts_in_china(
    head: InventoryHead621, param: SimpleNamespace, tables: Any
) -> Holds:
    """1210 and 1239 have the country 142."""
    return head.country == param.country or head.tradeMode not in tables.bonded_modes


@acceptance(
    "INV-054",
    "CEB621",
    title=("直购进口的起运国为中国", "A direct purchase starts in China"),
    remedy=(
        "直购进口请填写起始发出国家（地区）代码，一般不为 {country}。",
        "Write the country the parcel was first sent from, which is hardly {country}.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 country",
    severity="warning",
    modes=("9610",),
    country=Parameter("142", ("中国的代码", "code of China"), kind="text"),
)
def direct_purchase_starts_abroad(
    head: InventoryHead621, param: SimpleNamespace, tables: Any
) -> Holds:
    """9610 does not start in China."""
    return head.country != param.country or head.tradeMode not in tables.direct_modes


@acceptance(
    "INV-055",
    "CEB621",
    title=("申报日期在未来", "The date of declaration lies in the future"),
    remedy=(
        "申报日期以海关接受日期为准，不应超前 {days} 天以上。",
        "Customs' own date of acceptance counts; at most {days} days ahead pass.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 declTime",
    severity="warning",
    days=ONE_DAY_AHEAD,
)
def declaration_date_not_in_future(
    head: InventoryHead621, today: date, param: SimpleNamespace
) -> Holds:
    """declTime is not more than a dated tolerance ahead of the day."""
    return head.declTime <= days_after(today, param.days)


@acceptance(
    "INV-056",
    "CEB621",
    title=("订购人电话不像有效号码", "The buyer's telephone does not look like a number"),
    remedy=DIAL,
    basis=f"{IMPORT_SPEC} CEB621 buyerTelephone",
    severity="warning",
)
def inventory_telephone_plausible(head: InventoryHead621) -> Holds:
    """The buyer's telephone can be dialled."""
    return is_telephone(head.buyerTelephone)


@acceptance(
    "INV-057",
    "CEB621",
    title=("贸易国代码不在海关代码表中", "The trading country is not in the customs code table"),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 tradeCountry",
    table="countries",
)
def trading_country_known(line: InventoryLine621, tables: Any) -> Holds:
    """tradeCountry, where given, is a customs country code."""
    return not line.tradeCountry or line.tradeCountry in tables.countries
