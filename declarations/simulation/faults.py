"""What goes wrong in practice: each fault changes a play and says what must come of it.

The catalogue is the simulator's oracle: expectations are written down here by hand, from the
rules, and compared with what the portal says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from declarations.simulation.actors import EXPORT, IMPORT
from declarations.simulation.luck import Luck
from declarations.simulation.play import (
    DUPLICATE,
    NONE,
    UNREADABLE,
    Play,
    somebody_else,
)

Change = Callable[[Play, Luck], None]
BOTH: Final = (IMPORT, EXPORT)
LATER: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by its name; ``happens`` says it in a sentence, in Chinese and English."""

    name: str
    happens: tuple[str, str]
    directions: tuple[str, ...]
    change: Change


FAULTS: dict[str, Fault] = {}


def fault(
    name: str, zh: str, en: str, *, directions: tuple[str, ...] = BOTH
) -> Callable[[Change], Change]:
    """Enter the decorated function into the catalogue."""

    def enter(change: Change) -> Change:
        FAULTS[name] = Fault(name, (zh, en), directions, change)
        return change

    return enter


IMPORTS_ONLY: Final = (IMPORT,)
EXPORTS_ONLY: Final = (EXPORT,)


@fault("payer-not-buyer", "付款人不是订购人", "Somebody else pays", directions=IMPORTS_ONLY)
def payer_is_not_buyer(play: Play, luck: Luck) -> None:
    other = somebody_else(play.number)
    play.step("payment").head.update(payerName=other["name"], payerIdNumber=other["id_number"])
    play.mismatch("MAT-004", "MAT-005")


@fault(
    "amount-off-by-a-cent", "支付金额差一分", "The payment is a cent off", directions=IMPORTS_ONLY
)
def payment_is_a_cent_off(play: Play, luck: Luck) -> None:
    head = play.step("payment").head
    head["amountPaid"] = str(Decimal(head["amountPaid"]) + Decimal("0.01"))
    play.mismatch("MAT-006")


@fault(
    "other-payment-company", "支付企业与订单不符", "Another company paid", directions=IMPORTS_ONLY
)
def payment_from_another_company(play: Play, luck: Luck) -> None:
    """The order names another transaction than the payment that comes."""
    head = play.step("order").head
    head["payTransactionId"] = f"{head['payTransactionId']}X"
    play.mismatch("MAT-008")


@fault(
    "other-buyer",
    "清单订购人与订单不符",
    "The inventory names another buyer",
    directions=IMPORTS_ONLY,
)
def inventory_names_another_buyer(play: Play, luck: Luck) -> None:
    other = somebody_else(play.number)
    play.step("inventory").head.update(buyerName=other["name"], buyerIdNumber=other["id_number"])
    play.mismatch("MAT-011", "MAT-013")


@fault(
    "address-differs",
    "运单收货地址与订单不符",
    "The waybill goes elsewhere",
    directions=IMPORTS_ONLY,
)
def waybill_goes_elsewhere(play: Play, luck: Luck) -> None:
    play.step("waybill").head["consigneeAddress"] = f"九江市虚构区示例巷{play.number % 99 + 1}号"
    play.mismatch("MAT-026")


@fault(
    "waybill-other-order",
    "运单填写了别的订单",
    "The waybill names another order",
    directions=IMPORTS_ONLY,
)
def waybill_names_another_order(play: Play, luck: Luck) -> None:
    head = play.step("waybill").head
    head["orderNo"] = f"{head['orderNo']}X"
    play.mismatch("MAT-027")


@fault("quantity-differs", "清单数量与订单不符", "A line declares another quantity")
def line_declares_another_quantity(play: Play, luck: Luck) -> None:
    line = play.step("inventory").lines[0]
    line["qty"] = str(int(line["qty"]) + 1)
    line["totalPrice"] = str(Decimal(line["price"]) * int(line["qty"]))
    play.mismatch(*(("MAT-018", "MAT-021") if play.direction == IMPORT else ("MAT-033", "MAT-035")))


@fault("line-missing", "清单商品项数少于订单", "The inventory lacks a line")
def inventory_lacks_a_line(play: Play, luck: Luck) -> None:
    """The order gets a copy of its last line, so that even orders of one article lack something."""
    order = play.step("order")
    last = order.lines[-1]
    order.lines.append({**last, "gnum": last["gnum"] + 1})
    value = Decimal(last["totalPrice"])
    order.head["goodsValue"] = str(Decimal(order.head["goodsValue"]) + value)
    if play.direction == IMPORT:
        paid = str(Decimal(order.head["acturalPaid"]) + value)
        order.head["acturalPaid"] = play.step("payment").head["amountPaid"] = paid
    play.mismatch("MAT-015")


@fault("order-missing", "订单未到", "The order never comes")
def order_never_comes(play: Play, luck: Luck) -> None:
    play.drop("order")
    play.wait("order")


@fault("payment-missing", "支付单未到", "The payment never comes", directions=IMPORTS_ONLY)
def payment_never_comes(play: Play, luck: Luck) -> None:
    play.drop("payment")
    play.wait("payment")


@fault("receipt-missing", "出口收款单未到", "No receipt of payment", directions=EXPORTS_ONLY)
def receipt_of_payment_never_comes(play: Play, luck: Luck) -> None:
    """Not a fault any more: exports need none since 15 December 2024, so it must match."""
    play.drop("payment")


@fault("waybill-missing", "运单未到", "The waybill never comes")
def waybill_never_comes(play: Play, luck: Luck) -> None:
    play.drop("waybill")
    play.wait("waybill")


@fault("only-inventory", "三单均未到", "Nothing but the inventory comes", directions=IMPORTS_ONLY)
def nothing_but_the_inventory(play: Play, luck: Luck) -> None:
    for noun in ("order", "payment", "waybill"):
        play.drop(noun)
    play.wait("order", "payment", "waybill")


@fault("stored-only", "运单仅暂存", "The waybill is stored, not declared")
def waybill_is_stored_only(play: Play, luck: Luck) -> None:
    play.step("waybill").head["appStatus"] = "1"
    play.wait("waybill")


@fault(
    "wrong-check-digit",
    "订单身份证校验码错误",
    "A wrong check digit in the order",
    directions=IMPORTS_ONLY,
)
def order_has_a_wrong_check_digit(play: Play, luck: Luck) -> None:
    step = play.step("order")
    number = step.head["buyerIdNumber"]
    step.head["buyerIdNumber"] = number[:-1] + ("0" if number[-1] != "0" else "1")
    step.reject("GEN-024")
    play.wait("order")


@fault(
    "foreign-currency",
    "运单币制不是人民币",
    "The waybill is not in renminbi",
    directions=IMPORTS_ONLY,
)
def waybill_in_a_foreign_currency(play: Play, luck: Luck) -> None:
    step = play.step("waybill")
    step.head["currency"] = "502"
    step.reject("GEN-004")
    play.wait("waybill")


@fault("unknown-unit", "清单计量单位代码不存在", "An unknown unit in the inventory")
def inventory_has_an_unknown_unit(play: Play, luck: Luck) -> None:
    step = play.step("inventory")
    step.lines[0]["unit"] = "Z9Z"
    step.reject("GEN-008")
    play.outcome = NONE


@fault(
    "sum-wrong", "订单金额合计有误", "The order's amounts do not add up", directions=IMPORTS_ONLY
)
def order_does_not_add_up(play: Play, luck: Luck) -> None:
    step = play.step("order")
    step.head["acturalPaid"] = str(Decimal(step.head["acturalPaid"]) + 100)
    step.reject("ORD-001")
    play.wait("order")


@fault("goods-value-wrong", "订单商品价格不等于明细之和", "The lines do not make the goods value")
def order_lines_do_not_add_up(play: Play, luck: Luck) -> None:
    step = play.step("order")
    step.head["goodsValue"] = str(Decimal(step.head["goodsValue"]) + 1)
    step.reject("ORD-006" if play.direction == IMPORT else "ORD-007")
    play.wait("order")


@fault("several-at-once", "清单多处填写错误", "Several fields of the inventory are wrong")
def inventory_is_wrong_in_many_ways(play: Play, luck: Luck) -> None:
    """All findings come at once: a missing field, a malformed one, weights the wrong way round."""
    step = play.step("inventory")
    step.head["customsCode"] = "12345"
    del step.head["portCode"]
    step.head["netWeight"] = str(Decimal(step.head["grossWeight"]) + 5)
    step.reject("FLD-002", "FLD-004", "INV-003")
    play.outcome = NONE


@fault("wrong-sender", "由无权企业报送", "A firm without the right sends it")
def waybill_from_a_firm_without_right(play: Play, luck: Luck) -> None:
    step = play.step("waybill")
    step.sender = "seller"
    step.reject("ENT-001")
    play.wait("waybill")


@fault(
    "unregistered-firm", "支付企业未备案", "The payment company is unknown", directions=IMPORTS_ONLY
)
def order_names_an_unregistered_firm(play: Play, luck: Luck) -> None:
    step = play.step("order")
    step.head["payCode"] = "369996D999"
    step.reject("ENT-002")
    play.wait("order")


@fault("unreadable", "首次报文不完整", "The first message is cut off")
def first_message_is_cut_off(play: Play, luck: Luck) -> None:
    """The whole message follows, so that the declaration still matches."""
    play.again("waybill", after=LATER)
    play.step("waybill").verdict = UNREADABLE


@fault("resent", "同一单证重复报送", "The same document comes twice")
def same_document_twice(play: Play, luck: Luck) -> None:
    play.again(luck.pick(("order", "waybill", "inventory")), after=LATER).verdict = DUPLICATE


@fault("conflict", "同号订单内容不同", "Another order under the same number")
def another_order_under_the_number(play: Play, luck: Luck) -> None:
    step = play.again("order", after=LATER)
    step.lines[0]["itemName"] = "示例替换商品"
    step.reject("KEY-001")


@fault("corrected", "变更后对碰一致", "A wrong payment is corrected", directions=IMPORTS_ONLY)
def wrong_payment_is_corrected(play: Play, luck: Luck) -> None:
    right = play.step("payment").head["amountPaid"]
    play.again("payment", after=LATER, appType="2", amountPaid=right)
    play.step("payment").head["amountPaid"] = str(Decimal(right) - 1)


@fault(
    "corrected-export",
    "出口清单变更后一致",
    "A wrong inventory is corrected",
    directions=EXPORTS_ONLY,
)
def wrong_inventory_is_corrected(play: Play, luck: Luck) -> None:
    play.again("inventory", after=LATER, appType="2")
    line = play.step("inventory").lines[0]
    line["qty"] = str(int(line["qty"]) + 1)
    line["totalPrice"] = str(Decimal(line["price"]) * int(line["qty"]))


@fault("withdrawn", "运单删除", "The waybill is deleted before anything else comes")
def waybill_is_withdrawn(play: Play, luck: Luck) -> None:
    """The order never comes either: once a declaration has matched, nothing is deleted."""
    play.again("waybill", after=LATER, appType="3")
    play.drop("order")
    play.wait("order", "waybill")


@fault("change-of-nothing", "变更不存在的订单", "A change of an order that is not there")
def change_of_an_order_that_is_not_there(play: Play, luck: Luck) -> None:
    step = play.step("order")
    step.head["appType"] = "2"
    step.reject("KEY-002")
    play.wait("order")


@fault("second-inventory", "同一订单重复申报清单", "A second inventory for the order")
def second_inventory_for_the_order(play: Play, luck: Luck) -> None:
    number = f"{play.step('inventory').head['copNo']}B"
    play.again("inventory", after=LATER, copNo=number).reject("KEY-005")
