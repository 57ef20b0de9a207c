"""Which elements of order, payment, waybill and inventory stand for the same fact."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Noun = Literal["order", "payment", "waybill", "inventory"]
Form = Literal["text", "money", "firm", "code"]

COLUMNS: tuple[Noun, ...] = ("order", "payment", "waybill", "inventory")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the comparison: the element that carries the fact in each noun, or nothing.

    ``form`` says how values read: a ``firm`` element ``xCode`` is shown with its ``xName``; a
    ``code`` with its meaning from the code table ``table``.
    """

    name: str
    label: Words
    order: str = ""
    payment: str = ""
    waybill: str = ""
    inventory: str = ""
    form: Form = "text"
    table: str = ""

    def element(self, noun: Noun) -> str:
        found: str = getattr(self, noun)
        return found


FACTS: tuple[Fact, ...] = (
    Fact("order_no", _("订单编号"), "orderNo", "orderNo", "orderNo", "orderNo"),
    Fact("platform", _("电商平台"), "ebpCode", "ebpCode", "", "ebpCode", form="firm"),
    Fact("seller", _("电商企业"), "ebcCode", "ebcCode", "ebcCode", "ebcCode", form="firm"),
    Fact("payment_firm", _("支付企业"), "payCode", "payCode", form="firm"),
    Fact("transaction", _("支付交易编号"), "payTransactionId", "payTransactionId"),
    Fact("buyer", _("订购人 / 支付人"), "buyerName", "payerName", "", "buyerName"),
    Fact("buyer_id", _("证件号码"), "buyerIdNumber", "payerIdNumber", "", "buyerIdNumber"),
    Fact("buyer_phone", _("订购人电话"), "buyerTelephone", "telephone", "", "buyerTelephone"),
    Fact("paid", _("实付金额"), "acturalPaid", "amountPaid", form="money"),
    Fact("currency", _("币制"), *("currency",) * 4, form="code", table="currencies"),
    Fact("carrier", _("物流企业"), "", "", "logisticsCode", "logisticsCode", form="firm"),
    Fact("waybill_no", _("物流运单编号"), "", "", "logisticsNo", "logisticsNo"),
    Fact("bill_no", _("提运单号"), "", "", "billNo", "billNo"),
    Fact("consignee", _("收货人"), "consignee", "", "consignee", ""),
    Fact("phone", _("收货人电话"), "consigneeTelephone", "", "consigneeTelephone", ""),
    Fact("address", _("收货地址"), "consigneeAddress", "", "consigneeAddress", "consigneeAddress"),
    Fact("freight", _("运费"), "freight", "", "freight", "freight", form="money"),
    Fact("insurance", _("保费"), "", "", "insuredFee", "insuredFee", form="money"),
    Fact("weight", _("毛重（公斤）"), "", "", "grossWeight", "grossWeight"),
    Fact("packages", _("件数"), "", "", "packNo", "packNo"),
)

LINE_LISTS = {"order": "OrderList", "inventory": "InventoryList"}
"""The element that holds the goods lines of a noun."""
