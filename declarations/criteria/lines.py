"""Criteria between the goods lines of inventory and order that carry the same gnum."""

from declarations.criteria.registry import (
    AS_WRITTEN,
    EXPORT,
    IMPORT,
    RECEIPT,
    criterion,
)
from declarations.facts import LineFacts
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC

_ONE_TO_ONE = f"{IMPORT_SPEC} CEB621 gnum；{RECEIPT} 1322"
_LINKED = f"{EXPORT_SPEC} CEB603 gnum（仅规定序号对应，逐项一致 unverified）"


@criterion(
    "MAT-017",
    compares=(("order", "itemName", "name"), ("inventory", "gname", "name")),
    directions=(IMPORT,),
    title=("商品名称与订单不一致", "The name of the goods is not that in the order"),
    phrase=("商品名称与订单不同", "a goods name is not that of the order"),
    remedy=(
        "gname 应与订单的 itemName 一致。请申报企业改正该项清单商品。",
        "gname has to be the order's itemName. The declaring firm corrects this line.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gname；{RECEIPT} 1322",
    responsible="agent",
    official="1322",
    normalise=AS_WRITTEN,
)
def goods_name_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """gname = itemName of the order's line."""
    return order_line.name == inventory_line.name


@criterion(
    "MAT-018",
    compares=(("order", "qty", "qty"), ("inventory", "qty", "qty")),
    directions=(IMPORT,),
    title=("商品数量与订单不一致", "The quantity is not that in the order"),
    phrase=("商品数量与订单不同", "a quantity is not that of the order"),
    remedy=(
        "请申报企业按订单改正该项的 qty；若订单有误，由电商平台变更订单。",
        "The declaring firm corrects qty of this line; if the order is wrong, the platform "
        "corrects it.",
    ),
    basis=_ONE_TO_ONE,
    responsible="agent",
    official="1322",
)
def quantity_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """qty = qty of the order's line."""
    return order_line.qty == inventory_line.qty


@criterion(
    "MAT-019",
    compares=(("order", "unit", "unit"), ("inventory", "unit", "unit")),
    directions=(IMPORT,),
    title=("计量单位与订单不一致", "The unit is not that in the order"),
    phrase=("计量单位与订单不同", "a unit is not that of the order"),
    remedy=(
        "请申报企业按订单改正该项的 unit。",
        "The declaring firm corrects unit of this line from the order.",
    ),
    basis=_ONE_TO_ONE,
    responsible="agent",
    official="1322",
)
def unit_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """unit = unit of the order's line."""
    return order_line.unit == inventory_line.unit


@criterion(
    "MAT-020",
    compares=(("order", "price", "price"), ("inventory", "price", "price")),
    directions=(IMPORT,),
    title=("商品单价与订单不一致", "The price is not that in the order"),
    phrase=("商品单价与订单不同", "a price is not that of the order"),
    remedy=(
        "请申报企业按订单改正该项的 price；若订单有误，由电商平台变更订单。",
        "The declaring firm corrects price of this line; if the order is wrong, the platform "
        "corrects it.",
    ),
    basis=_ONE_TO_ONE,
    responsible="agent",
    official="1322",
)
def price_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """price = price of the order's line."""
    return order_line.price == inventory_line.price


@criterion(
    "MAT-021",
    compares=(("order", "totalPrice", "total_price"), ("inventory", "totalPrice", "total_price")),
    directions=(IMPORT,),
    title=("商品总价与订单不一致", "The total price is not that in the order"),
    phrase=("商品总价与订单不同", "a total price is not that of the order"),
    remedy=(
        "请申报企业按订单改正该项的 totalPrice；若订单有误，由电商平台变更订单。",
        "The declaring firm corrects totalPrice of this line; if the order is wrong, the platform "
        "corrects it.",
    ),
    basis=_ONE_TO_ONE,
    responsible="agent",
    official="1322",
)
def total_price_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """totalPrice = totalPrice of the order's line."""
    return order_line.total_price == inventory_line.total_price


@criterion(
    "MAT-022",
    compares=(("order", "currency", "currency"), ("inventory", "currency", "currency")),
    directions=(IMPORT,),
    title=("商品币制与订单不一致", "The currency of the line is not that in the order"),
    phrase=("商品币制与订单不同", "a currency is not that of the order"),
    remedy=(
        "请申报企业按订单改正该项的 currency。",
        "The declaring firm corrects currency of this line from the order.",
    ),
    basis=_ONE_TO_ONE,
    responsible="agent",
    official="1322",
)
def currency_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """currency = currency of the order's line."""
    return order_line.currency == inventory_line.currency


@criterion(
    "MAT-023",
    compares=(("order", "country", "country"), ("inventory", "country", "country")),
    directions=(IMPORT,),
    title=("原产国（地区）与订单不一致", "The country of origin is not that in the order"),
    phrase=("原产国与订单不同", "a country of origin is not that of the order"),
    remedy=(
        "请申报企业核对该项的 country，按实际原产国变更清单；若订单有误，由电商平台变更订单。",
        "The declaring firm checks country and corrects the inventory to the true origin; if the "
        "order is wrong, the platform corrects it.",
    ),
    basis=f"{_ONE_TO_ONE}（是否核对原产国 unverified）",
    responsible="agent",
    official="1322",
    severity="warning",
)
def origin_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """country = country of the order's line."""
    return order_line.country == inventory_line.country


@criterion(
    "MAT-033",
    compares=(("order", "qty", "qty"), ("inventory", "qty", "qty")),
    directions=(EXPORT,),
    title=("出口商品数量与订单不一致", "The exported quantity is not that in the order"),
    phrase=("商品数量与订单不同", "a quantity is not that of the order"),
    remedy=(
        "同一计量单位下数量应与订单相同。"
        "请申报企业改正该项的 qty；若订单有误，由电商平台变更订单。",
        "In the same unit the quantities are equal. The declaring firm corrects qty of this line; "
        "if the order is wrong, the platform corrects it.",
    ),
    basis=_LINKED,
    responsible="agent",
)
def exported_quantity_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """qty = qty of the order's line where both count in the same unit."""
    return order_line.qty == inventory_line.qty or order_line.unit != inventory_line.unit


@criterion(
    "MAT-034",
    compares=(("order", "price", "price"), ("inventory", "price", "price")),
    directions=(EXPORT,),
    title=("出口商品单价与订单不一致", "The export price is not that in the order"),
    phrase=("商品单价与订单不同", "a price is not that of the order"),
    remedy=(
        "同一计量单位、同一币制下单价应与订单相同。"
        "请申报企业改正该项的 price；若订单有误，由电商平台变更订单。",
        "In the same unit and currency the prices are equal. The declaring firm corrects price of "
        "this line; if the order is wrong, the platform corrects it.",
    ),
    basis=_LINKED,
    responsible="agent",
)
def export_price_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """price = price of the order's line where unit and currency are the same."""
    return (
        order_line.price == inventory_line.price
        or order_line.unit != inventory_line.unit
        or order_line.currency != inventory_line.currency
    )


@criterion(
    "MAT-035",
    compares=(("order", "totalPrice", "total_price"), ("inventory", "totalPrice", "total_price")),
    directions=(EXPORT,),
    title=("出口商品总价与订单不一致", "The export total price is not that in the order"),
    phrase=("商品总价与订单不同", "a total price is not that of the order"),
    remedy=(
        "同一币制下总价应与订单相同。请申报企业改正该项的 totalPrice；"
        "若订单有误，由电商平台变更订单。",
        "In the same currency the totals are equal. The declaring firm corrects totalPrice of this "
        "line; if the order is wrong, the platform corrects it.",
    ),
    basis=_LINKED,
    responsible="agent",
)
def export_total_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """totalPrice = totalPrice of the order's line where the currency is the same."""
    return (
        order_line.total_price == inventory_line.total_price
        or order_line.currency != inventory_line.currency
    )


@criterion(
    "MAT-036",
    compares=(("order", "unit", "unit"), ("inventory", "unit", "unit")),
    directions=(EXPORT,),
    title=("出口商品计量单位与订单不同", "The unit of the exported goods is not that in the order"),
    phrase=("计量单位与订单不同", "a unit is not that of the order"),
    remedy=(
        "数量未能比对。请申报企业确认该项的计量单位是否填写正确。",
        "The quantities could not be compared. The declaring firm makes sure the unit is right.",
    ),
    basis=_LINKED,
    responsible="agent",
    severity="warning",
)
def export_unit_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """unit = unit of the order's line."""
    return order_line.unit == inventory_line.unit


@criterion(
    "MAT-037",
    compares=(("order", "currency", "currency"), ("inventory", "currency", "currency")),
    directions=(EXPORT,),
    title=("出口商品币制与订单不同", "The currency of the exported goods is not that in the order"),
    phrase=("商品币制与订单不同", "a currency is not that of the order"),
    remedy=(
        "金额未能比对。请申报企业确认该项的币制是否填写正确。",
        "The amounts could not be compared. The declaring firm makes sure the currency is right.",
    ),
    basis=_LINKED,
    responsible="agent",
    severity="warning",
)
def export_currency_is_that_of_order(order_line: LineFacts, inventory_line: LineFacts) -> bool:
    """currency = currency of the order's line."""
    return order_line.currency == inventory_line.currency
