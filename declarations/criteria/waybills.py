"""Criteria between waybill and order or inventory: who receives, where, for which order."""

from declarations.criteria.registry import (
    AS_WRITTEN,
    EXPORT,
    IMPORT,
    criterion,
    situation,
)
from declarations.facts import InventoryFacts, OrderFacts, WaybillFacts
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter

STORED_WAYBILL = situation(
    "MAT-003",
    noun="waybill",
    title=("运单只是暂存，尚未申报", "The waybill is stored only, not yet declared"),
    remedy=(
        "请物流企业以业务状态 appStatus=2 重新报送该运单，暂存的单证不参与对碰。",
        "The carrier must send it again with appStatus 2; stored documents take no part in "
        "matching.",
    ),
    basis=f"{IMPORT_SPEC} CEB511 appStatus；{EXPORT_SPEC} CEB505 appStatus",
    responsible="logistics",
)

DISTANT_WAYBILL = situation(
    "MAT-039",
    noun="waybill",
    title=(
        "同号运单的接收时间与清单相隔超过 {days} 天，视为另一票",
        "The waybill with this number arrived more than {days} days apart: it is another parcel's",
    ),
    remedy=(
        "运单编号六个月后可能重复使用。请物流企业报送本票运单，"
        "或请申报企业核对清单的 logisticsNo。",
        "Waybill numbers come again after six months. The carrier sends this parcel's waybill, or "
        "the declaring firm checks logisticsNo.",
    ),
    basis=f"{IMPORT_SPEC} CEB511 logisticsNo；{EXPORT_SPEC} CEB505 logisticsNo",
    responsible="logistics",
    days=Parameter(
        "183",
        ("运单与清单接收时间最多相隔", "waybill and inventory arrive at most so far apart"),
        unit="day",
    ),
)


@criterion(
    "MAT-024",
    compares=(("order", "consignee", "consignee_hash"), ("waybill", "consignee", "consignee_hash")),
    directions=(IMPORT,),
    title=("运单收货人与订单收货人不一致", "The consignee of the waybill is not that of the order"),
    phrase=("运单与订单的收货人不同", "waybill and order name different consignees"),
    remedy=(
        "请物流企业按订单改正运单的 consignee，变更运单；若订单有误，由电商平台变更订单。",
        "The carrier corrects consignee in the waybill from the order; if the order is wrong, the "
        "platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 consignee",
    responsible="logistics",
    normalise=AS_WRITTEN,
)
def consignee_is_that_of_order(order: OrderFacts, waybill: WaybillFacts) -> bool:
    """consignee = consignee of the order."""
    return order.consignee_hash == waybill.consignee_hash


@criterion(
    "MAT-025",
    compares=(
        ("order", "consigneeTelephone", "consignee_telephone_hash"),
        ("waybill", "consigneeTelephone", "consignee_telephone_hash"),
    ),
    directions=(IMPORT,),
    title=(
        "运单收货人电话与订单收货人电话不一致",
        "The consignee's telephone in the waybill is not that in the order",
    ),
    phrase=(
        "运单与订单的收货人电话不同",
        "the consignee's telephone differs between waybill and order",
    ),
    remedy=(
        "请物流企业按订单改正运单的 consigneeTelephone，变更运单；若订单有误，由电商平台变更订单。",
        "The carrier corrects consigneeTelephone in the waybill from the order; if the order is "
        "wrong, the platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 consigneeTelephone",
    responsible="logistics",
    normalise=AS_WRITTEN,
)
def consignee_telephone_is_that_of_order(order: OrderFacts, waybill: WaybillFacts) -> bool:
    """consigneeTelephone = consigneeTelephone of the order."""
    return order.consignee_telephone_hash == waybill.consignee_telephone_hash


@criterion(
    "MAT-026",
    compares=(
        ("order", "consigneeAddress", "consignee_address_hash"),
        ("waybill", "consigneeAddress", "consignee_address_hash"),
    ),
    directions=(IMPORT,),
    title=(
        "运单收货地址与订单收货地址不一致",
        "The delivery address in the waybill is not that in the order",
    ),
    phrase=("运单与订单的收货地址不同", "waybill and order name different addresses"),
    remedy=(
        "请物流企业按订单改正运单的 consigneeAddress，变更运单；若订单有误，由电商平台变更订单。",
        "The carrier corrects consigneeAddress in the waybill from the order; if the order is "
        "wrong, the platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 consigneeAddress",
    responsible="logistics",
    normalise=AS_WRITTEN,
)
def delivery_address_is_that_of_order(order: OrderFacts, waybill: WaybillFacts) -> bool:
    """consigneeAddress = consigneeAddress of the order."""
    return order.consignee_address_hash == waybill.consignee_address_hash


@criterion(
    "MAT-027",
    compares=(("order", "orderNo", "order_no"), ("waybill", "orderNo", "order_no")),
    directions=(IMPORT,),
    title=("运单所写的订单编号不是本订单", "The waybill names another order"),
    phrase=("运单属于另一订单", "the waybill names another order"),
    remedy=(
        "请物流企业核对运单的 orderNo 并变更运单；"
        "若清单引用了错误的运单，由申报企业改正 logisticsNo。",
        "The carrier checks orderNo and corrects the waybill; if the inventory quotes the wrong "
        "waybill, the declaring firm corrects logisticsNo.",
    ),
    basis=f"{IMPORT_SPEC} CEB511 orderNo",
    responsible="logistics",
)
def waybill_names_the_order(order: OrderFacts, waybill: WaybillFacts) -> bool:
    """orderNo = orderNo of the order."""
    return order.order_no == waybill.order_no


@criterion(
    "MAT-028",
    compares=(("waybill", "freight", "freight"), ("inventory", "freight", "freight")),
    directions=(IMPORT,),
    title=("清单运费与运单运费不同", "The freight in the inventory is not that in the waybill"),
    phrase=("清单与运单的运费不同", "inventory and waybill differ in freight"),
    remedy=(
        "清单运费为物流企业实际收取的金额。请申报企业按运单核对 freight。",
        "The inventory states what the carrier actually charged. The declaring firm checks freight "
        "against the waybill.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 freight（未见因此退单 unverified）",
    responsible="agent",
    severity="warning",
)
def freight_is_that_of_waybill(inventory: InventoryFacts, waybill: WaybillFacts) -> bool:
    """freight = freight of the waybill, where the waybill gives one."""
    return waybill.freight is None or inventory.freight == waybill.freight


@criterion(
    "MAT-029",
    compares=(("waybill", "insuredFee", "insured_fee"), ("inventory", "insuredFee", "insured_fee")),
    directions=(IMPORT,),
    title=("清单保费与运单保价费不同", "The insurance in the inventory is not that in the waybill"),
    phrase=("清单与运单的保费不同", "inventory and waybill differ in insurance"),
    remedy=(
        "清单保费为物流企业实际收取的金额。请申报企业按运单核对 insuredFee。",
        "The inventory states what the carrier actually charged. The declaring firm checks "
        "insuredFee against the waybill.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 insuredFee（未见因此退单 unverified）",
    responsible="agent",
    severity="warning",
)
def insurance_is_that_of_waybill(inventory: InventoryFacts, waybill: WaybillFacts) -> bool:
    """insuredFee = insuredFee of the waybill, where the waybill gives one."""
    return waybill.insured_fee is None or inventory.insured_fee == waybill.insured_fee


@criterion(
    "MAT-032",
    compares=(("waybill", "ebcCode", "ebc_code"), ("inventory", "ebcCode", "ebc_code")),
    directions=(EXPORT,),
    title=(
        "运单所写的电商企业不是清单的电商企业",
        "The waybill names another seller than the inventory",
    ),
    phrase=("运单属于另一电商企业", "the waybill names another seller"),
    remedy=(
        "请物流企业核对运单的 ebcCode 并变更运单；"
        "若清单引用了错误的运单，由申报企业改正 logisticsNo。",
        "The carrier checks ebcCode and corrects the waybill; if the inventory quotes the wrong "
        "waybill, the declaring firm corrects logisticsNo.",
    ),
    basis=f"{EXPORT_SPEC} CEB505 ebcCode（选填；核对 unverified）",
    responsible="logistics",
)
def waybill_names_the_seller(inventory: InventoryFacts, waybill: WaybillFacts) -> bool:
    """ebcCode = ebcCode of the inventory, where the waybill gives one."""
    return not waybill.ebc_code or waybill.ebc_code == inventory.ebc_code
