"""Acceptance rules of orders (311 import, 303 export)."""

from declarations.messages.catalogue.import_orders import OrderHead311
from declarations.rules.registry import acceptance
from zone_portal.kernel.rules import Parameter

from types import SimpleNamespace


@acceptance(
    "ORD-001",
    "CEB311",
    title=("实际支付金额与各项金额不符", "The amount paid does not add up"),
    remedy=(
        "实际支付金额应等于商品价格加运杂费加代扣税款减非现金抵扣金额，请核对后重新报送订单。",
        "It must equal goods value plus freight plus tax less non-cash deduction; correct the order and send it again.",
    ),
    basis="海关总署公告2018年第113号 附件 CEB311 acturalPaid",
    tolerance=Parameter("0", ("允许差额", "difference allowed"), unit="CNY", unverified=True),
)
def actural_paid_adds_up(head: OrderHead311, param: SimpleNamespace) -> bool:
    """acturalPaid = goodsValue + freight + taxTotal − discount."""
    return (
        abs(head.goodsValue + head.freight + head.taxTotal - head.discount - head.acturalPaid)
        <= param.tolerance
    )
