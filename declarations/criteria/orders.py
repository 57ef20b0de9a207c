"""Criteria between inventory and order: seller, buyer, mode and the number of lines."""

from types import SimpleNamespace

from declarations.criteria.registry import (
    AS_WRITTEN,
    EXPORT,
    IMPORT,
    PRACTICE,
    RECEIPT,
    criterion,
    situation,
)
from declarations.facts import InventoryFacts, LineFacts, OrderFacts
from declarations.rules.sources import EXPORT_MODES, EXPORT_SPEC, IMPORT_SPEC, PORTAL
from zone_portal.kernel.rules import Parameter

Lines = tuple[LineFacts, ...]

STORED_ORDER = situation(
    "MAT-001",
    noun="order",
    title=("订单只是暂存，尚未申报", "The order is stored only, not yet declared"),
    remedy=(
        "请电商平台以业务状态 appStatus=2 重新报送该订单，暂存的单证不参与对碰。",
        "The platform must send it again with appStatus 2; stored documents take no part in "
        "matching.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 appStatus；{EXPORT_SPEC} CEB303 appStatus",
    responsible="platform",
)

UNKNOWN_MODE = situation(
    "MAT-038",
    noun="inventory",
    title=(
        "没有针对贸易方式 {mode} 的对碰规则，按一般规则比对",
        "No matching rules for trade mode {mode}: compared by the general rules",
    ),
    remedy=(
        "请申报企业核对清单的 tradeMode；如确需使用该方式，请联系综试区办公室。",
        "The declaring firm checks tradeMode; if this mode is meant, ask the zone office.",
    ),
    basis=PORTAL,
    responsible="agent",
)


@criterion(
    "MAT-010",
    compares=(("order", "ebcCode", "ebc_code"), ("inventory", "ebcCode", "ebc_code")),
    directions=(IMPORT,),
    title=(
        "清单的电商企业不是订单的电商企业",
        "The seller of the inventory is not that of the order",
    ),
    phrase=("清单与订单的电商企业不同", "inventory and order name different sellers"),
    remedy=(
        "请申报企业核对清单的 ebcCode 并变更清单；若订单有误，由电商平台变更订单。",
        "The declaring firm checks ebcCode and corrects the inventory; if the order is wrong, the "
        "platform corrects it.",
    ),
    basis=f"{RECEIPT}“订单信息不存在”所列要素；{IMPORT_SPEC} CEB621 ebcCode",
    responsible="agent",
)
def seller_is_that_of_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    """ebcCode = ebcCode of the order."""
    return inventory.ebc_code == order.ebc_code


@criterion(
    "MAT-011",
    compares=(
        ("order", "buyerName", "buyer_name_hash"),
        ("inventory", "buyerName", "buyer_name_hash"),
    ),
    directions=(IMPORT,),
    title=(
        "清单的订购人姓名不是订单的订购人姓名",
        "The buyer's name in the inventory is not that in the order",
    ),
    phrase=("清单与订单的订购人姓名不同", "inventory and order name different buyers"),
    remedy=(
        "请申报企业按订单改正清单的 buyerName，变更清单。",
        "The declaring firm corrects buyerName in the inventory from the order.",
    ),
    basis=f"{RECEIPT} 13127；{IMPORT_SPEC} CEB621 buyerName",
    responsible="agent",
    official="13127",
    normalise=AS_WRITTEN,
)
def buyer_name_is_that_of_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    """buyerName = buyerName of the order."""
    return inventory.buyer_name_hash == order.buyer_name_hash


@criterion(
    "MAT-012",
    compares=(
        ("order", "buyerTelephone", "buyer_telephone_hash"),
        ("inventory", "buyerTelephone", "buyer_telephone_hash"),
    ),
    directions=(IMPORT,),
    title=(
        "清单的订购人电话不是订单的订购人电话",
        "The buyer's telephone in the inventory is not that in the order",
    ),
    phrase=(
        "清单与订单的订购人电话不同",
        "the buyer's telephone differs between inventory and order",
    ),
    remedy=(
        "请申报企业按订单改正清单的 buyerTelephone，变更清单。",
        "The declaring firm corrects buyerTelephone in the inventory from the order.",
    ),
    basis=f"{RECEIPT} 130126；{IMPORT_SPEC} CEB621 buyerTelephone",
    responsible="agent",
    official="130126",
    normalise=AS_WRITTEN,
)
def buyer_telephone_is_that_of_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    """buyerTelephone = buyerTelephone of the order."""
    return inventory.buyer_telephone_hash == order.buyer_telephone_hash


@criterion(
    "MAT-013",
    compares=(
        ("order", "buyerIdNumber", "buyer_id_number_hash"),
        ("inventory", "buyerIdNumber", "buyer_id_number_hash"),
    ),
    directions=(IMPORT,),
    title=(
        "清单的订购人证件号码不是订单的订购人证件号码",
        "The buyer's ID number in the inventory is not that in the order",
    ),
    phrase=(
        "清单与订单的订购人证件号码不同",
        "the buyer's ID number differs between inventory and order",
    ),
    remedy=(
        "请申报企业按订单改正清单的 buyerIdNumber，变更清单。",
        "The declaring firm corrects buyerIdNumber in the inventory from the order.",
    ),
    basis=f"{PRACTICE}；{IMPORT_SPEC} CEB621 buyerIdNumber",
    responsible="agent",
    normalise=AS_WRITTEN,
)
def buyer_id_is_that_of_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    """buyerIdNumber = buyerIdNumber of the order."""
    return inventory.buyer_id_number_hash == order.buyer_id_number_hash


@criterion(
    "MAT-014",
    compares=(
        ("order", "consigneeAddress", "consignee_address_hash"),
        ("inventory", "consigneeAddress", "consignee_address_hash"),
    ),
    directions=(IMPORT,),
    title=(
        "清单的收件地址与订单的收货地址不同",
        "The delivery address in the inventory is not that in the order",
    ),
    phrase=("清单与订单的地址不同", "inventory and order name different addresses"),
    remedy=(
        "请申报企业核对清单的 consigneeAddress，必要时按订单变更清单。",
        "The declaring firm checks consigneeAddress and corrects the inventory from the order "
        "where it is wrong.",
    ),
    basis=f"{PRACTICE}；{IMPORT_SPEC} CEB621 consigneeAddress",
    responsible="agent",
    severity="warning",
    normalise=AS_WRITTEN,
)
def address_is_that_of_order(inventory: InventoryFacts, order: OrderFacts) -> bool:
    """consigneeAddress = consigneeAddress of the order."""
    return inventory.consignee_address_hash == order.consignee_address_hash


@criterion(
    "MAT-015",
    compares=(("order", "OrderList"), ("inventory", "InventoryList")),
    directions=(IMPORT, EXPORT),
    title=(
        "清单商品项数与订单商品项数不一致",
        "Inventory and order do not have the same number of lines",
    ),
    phrase=("清单与订单的商品项数不同", "inventory and order differ in their number of lines"),
    remedy=(
        "清单与订单的商品项应一一对应。请申报企业补齐或删除清单商品项；"
        "若订单漏项，由电商平台变更订单。",
        "Each line of the order has its line in the inventory. The declaring firm adds or removes "
        "lines; if the order is incomplete, the platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gnum；{RECEIPT} 1320；{EXPORT_SPEC} CEB603 gnum",
    responsible="agent",
    official="1320",
)
def as_many_lines_as_order(inventory_lines: Lines, order_lines: Lines) -> bool:
    """As many InventoryList as OrderList."""
    return len(inventory_lines) == len(order_lines)


@criterion(
    "MAT-016",
    compares=(("order", "OrderList"), ("inventory", "InventoryList")),
    directions=(IMPORT, EXPORT),
    title=(
        "清单商品序号与订单商品序号对应不上",
        "Line numbers of inventory and order do not correspond",
    ),
    phrase=(
        "清单与订单的商品序号对应不上",
        "line numbers of inventory and order do not correspond",
    ),
    remedy=(
        "清单每项的 gnum 应等于订单中同一商品的 gnum。请申报企业改正清单序号。",
        "Each gnum of the inventory is that of the same goods in the order. The declaring firm "
        "corrects the numbering.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gnum；{RECEIPT} 1322；{EXPORT_SPEC} CEB603 gnum",
    responsible="agent",
    official="1322",
)
def lines_correspond_by_gnum(
    inventory_lines: Lines, order_lines: Lines, pairs: list[tuple[LineFacts, LineFacts]]
) -> bool:
    """With equal numbers of lines, each gnum of the inventory is one of the order."""
    return len(inventory_lines) != len(order_lines) or len(pairs) == len(inventory_lines)


ORDER_TYPE_OF_MODE = "MAT-031"


@criterion(
    ORDER_TYPE_OF_MODE,
    compares=(("order", "orderType", "order_type"), ("inventory", "tradeMode", "trade_mode")),
    directions=(EXPORT,),
    title=(
        "订单类型与清单贸易方式不相符",
        "The type of the order does not suit the inventory's trade mode",
    ),
    phrase=("订单类型与贸易方式不符", "the order's type does not suit the trade mode"),
    remedy=(
        "零售（9610、1210、1239）用 E，B2B 直接出口（9710）用 B，"
        "出口海外仓（9810）用 W。请电商平台或申报企业核对后变更。",
        "Retail (9610, 1210, 1239) takes E, B2B direct (9710) takes B, overseas warehouse (9810) "
        "takes W. The platform or the declaring firm checks and corrects.",
    ),
    basis=f"{EXPORT_SPEC} CEB303 orderType；{EXPORT_MODES}；对应关系未见核查规定（unverified）",
    responsible="platform",
    severity="warning",
    suited=Parameter(
        "E9610 E1210 E1239 B9710 W9810",
        ("相符的订单类型与贸易方式", "order types with the trade modes they suit"),
        kind="codes",
        unverified=True,
    ),
)
def order_type_suits_mode(
    order: OrderFacts, inventory: InventoryFacts, param: SimpleNamespace
) -> bool:
    """orderType and tradeMode are one of the pairs in the setting."""
    return order.order_type + inventory.trade_mode in param.suited
