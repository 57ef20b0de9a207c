"""Acceptance rules of orders (311 import, 303 export)."""

from types import SimpleNamespace
from typing import Any

from declarations.messages.catalogue.export_orders import OrderHead303, OrderLine303
from declarations.messages.catalogue.import_orders import OrderHead311, OrderLine311
from declarations.rules.common import HALF_A_CENT
from declarations.rules.forms import is_district, is_telephone
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter

DIAL = (
    "请填写可以拨通的完整号码，不要用星号遮挡：订单、运单与清单的电话将逐一比对。",
    "Give the whole number, without stars: the numbers of order, waybill and inventory are "
    "compared with each other.",
)


@acceptance(
    "ORD-001",
    "CEB311",
    title=("实际支付金额与各项金额不符", "The amount paid does not add up"),
    remedy=(
        "实际支付金额应等于商品价格加运杂费加代扣税款减非现金抵扣金额，请核对后重新报送订单。",
        "It must equal goods value plus freight plus tax less non-cash deduction; correct the "
        "order and send it again.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 acturalPaid",
    tolerance=Parameter("0", ("允许差额", "difference allowed"), unit="CNY", unverified=True),
)
def actural_paid_adds_up(head: OrderHead311, param: SimpleNamespace) -> Holds:
    """acturalPaid = goodsValue + freight + taxTotal − discount."""
    return (
        abs(head.acturalPaid - head.goodsValue - head.freight - head.taxTotal + head.discount)
        <= param.tolerance
    )


@acceptance(
    "ORD-003",
    "CEB303",
    "CEB311",
    title=("订单内有重复的商品序号", "A line number comes twice in the order"),
    remedy=(
        "每项商品的序号 gnum 应各不相同，请重新编号。",
        "Give every line a gnum of its own.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 gnum；{EXPORT_SPEC}",
    official="-301002",
)
def order_lines_numbered_once(lines: Any) -> Holds:
    """No gnum comes twice."""
    return len({line.gnum for line in lines}) == len(lines)


@acceptance(
    "ORD-004",
    "CEB311",
    title=("进口订单的订单类型不正确", "The type of an import order is wrong"),
    remedy=("请填写 I（进口）。", "Write I (import)."),
    basis=f"{IMPORT_SPEC} CEB311 orderType",
    codes=Parameter("I", ("允许的代码", "codes allowed"), kind="codes"),
)
def import_order_type_known(head: OrderHead311, param: SimpleNamespace) -> Holds:
    """The type of an import order is I."""
    return head.orderType in param.codes


@acceptance(
    "ORD-005",
    "CEB303",
    title=("出口订单的订单类型不正确", "The type of an export order is wrong"),
    remedy=(
        "请填写 E（B2C 出口）、B（B2B 出口）或 W（海外仓订仓单）。",
        "Write E (sale to consumers), B (sale to a firm) or W (booking of an overseas warehouse).",
    ),
    basis=f"{EXPORT_SPEC} CEB303 orderType",
    codes=Parameter("B E W", ("允许的代码", "codes allowed"), kind="codes"),
)
def export_order_type_known(head: OrderHead303, param: SimpleNamespace) -> Holds:
    """The type of an export order is E, B or W."""
    return head.orderType in param.codes


@acceptance(
    "ORD-006",
    "CEB311",
    title=("商品价格不等于各项商品总价之和", "The goods value is not the sum of the lines"),
    remedy=(
        "商品价格为含非现金抵扣的成交价，应等于各项商品总价之和；优惠请填在非现金抵扣金额中。",
        "It is the price agreed, deductions included, and equals the sum of the line totals; put "
        "vouchers and points into discount.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 goodsValue、totalPrice",
    tolerance=HALF_A_CENT,
)
def goods_value_is_sum_of_lines(head: OrderHead311, lines: Any, param: SimpleNamespace) -> Holds:
    """goodsValue = Σ totalPrice; common practice, not written in the specification."""
    return abs(head.goodsValue - sum([line.totalPrice for line in lines])) <= param.tolerance


@acceptance(
    "ORD-007",
    "CEB303",
    title=("商品金额不等于各项商品总价之和", "The goods value is not the sum of the lines"),
    remedy=(
        "商品金额（FOB，不含运杂费）应等于各项商品总价之和，请核对。",
        "The value (FOB, without freight) equals the sum of the line totals; check both.",
    ),
    basis=f"{EXPORT_SPEC} CEB303 goodsValue",
    tolerance=HALF_A_CENT,
)
def export_goods_value_is_sum_of_lines(
    head: OrderHead303, lines: Any, param: SimpleNamespace
) -> Holds:
    """goodsValue = Σ totalPrice where all lines are in the order's currency."""
    return abs(head.goodsValue - sum([line.totalPrice for line in lines])) <= param.tolerance or {
        line.currency for line in lines
    } != {head.currency}


@acceptance(
    "ORD-008",
    "CEB303",
    title=("商品币制与订单币制不同", "An article is in another currency than its order"),
    remedy=(
        "请统一币制，否则无法核对商品金额。",
        "Use one currency; otherwise the goods value cannot be checked.",
    ),
    basis=f"{EXPORT_SPEC} CEB303 currency",
    severity="warning",
)
def order_has_one_currency(head: OrderHead303, line: OrderLine303) -> Holds:
    """Every line is in the currency of the order."""
    return line.currency == head.currency


@acceptance(
    "ORD-009",
    "CEB311",
    title=("订单的商品价格为零", "The goods of the order cost nothing"),
    remedy=(
        "商品价格应为实际成交价；使用优惠券或积分支付的部分填在非现金抵扣金额中。",
        "Give the price agreed; what was paid with vouchers or points goes into discount.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 goodsValue；税管函〔2016〕73号（待核实）",
    severity="warning",
)
def goods_have_a_price(head: OrderHead311) -> Holds:
    """goodsValue is above zero: a whole order of gifts is no sale."""
    return head.goodsValue > 0


@acceptance(
    "ORD-010",
    "CEB311",
    title=("单价为零的商品没有说明", "An article without a price has no explanation"),
    remedy=(
        "赠品单价填 0，并请在商品备注中说明（如“赠品”）。",
        "A gift has the price 0; say so in the note of its line.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 price、note",
    severity="warning",
)
def gift_is_explained(line: OrderLine311) -> Holds:
    """A line with the price 0 says in its note why."""
    return line.price or line.note


@acceptance(
    "ORD-011",
    "CEB311",
    title=("订购人电话不像有效号码", "The buyer's telephone does not look like a number"),
    remedy=DIAL,
    basis=f"{IMPORT_SPEC} CEB311 buyerTelephone",
    severity="warning",
)
def buyer_telephone_plausible(head: OrderHead311) -> Holds:
    """The buyer's telephone can be dialled."""
    return is_telephone(head.buyerTelephone)


@acceptance(
    "ORD-012",
    "CEB311",
    title=("收货人电话不像有效号码", "The consignee's telephone does not look like a number"),
    remedy=DIAL,
    basis=f"{IMPORT_SPEC} CEB311 consigneeTelephone",
    severity="warning",
)
def consignee_telephone_plausible(head: OrderHead311) -> Holds:
    """The consignee's telephone can be dialled."""
    return is_telephone(head.consigneeTelephone)


@acceptance(
    "ORD-013",
    "CEB311",
    title=("收货地址行政区划代码不像有效代码", "The district code of the address is unlikely"),
    remedy=(
        "请按国家行政区划代码（GB/T 2260）填写六位数字，没有时省略。",
        "Write the six digits of the administrative division (GB/T 2260) or leave it out.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 consigneeDistrict",
    severity="warning",
)
def consignee_district_plausible(head: OrderHead311) -> Holds:
    """consigneeDistrict, where given, is six digits that begin with a region 1 to 8."""
    return not head.consigneeDistrict or is_district(head.consigneeDistrict)


@acceptance(
    "ORD-014",
    "CEB311",
    title=("支付企业代码与支付交易编号未成对填写", "The payment is named only by half"),
    remedy=(
        "支付企业代码与支付交易编号请同时填写或同时省略，以便找到对应的支付单。",
        "Give both the payment company and its transaction number or neither: together they find "
        "the payment.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 payTransactionId",
    severity="warning",
)
def payment_is_named_completely(head: OrderHead311) -> Holds:
    """payTransactionId and payCode come together."""
    return bool(head.payTransactionId) == bool(head.payCode)
