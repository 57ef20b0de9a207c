"""Declarations as matching sees them: one import and one export that agree, to be spoilt."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import md5
from typing import Any, NamedTuple

from declarations.criteria import CRITERIA
from declarations.facts import (
    Bundle,
    InventoryFacts,
    LineFacts,
    OrderFacts,
    PaymentFacts,
    WaybillFacts,
)
from declarations.rules.registry import Settings, resolve
from zone_portal.kernel.rules import RULES

DAY = date(2026, 11, 20)
ARRIVED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

PERSON = {
    "buyerName": "陈思远",
    "buyerIdNumber": "000000199001011238",
    "buyerTelephone": "13800138000",
    "consignee": "陈思远",
    "consigneeTelephone": "13800138000",
    "consigneeAddress": "赣江新区示例路1号2栋",
}
"""A fictitious buyer; the personal values of every document unless a test gives others."""


def hashed(value: str) -> str:
    """A stand-in for the keyed hash of a personal value."""
    return md5(value.encode(), usedforsecurity=False).hexdigest()


def settings_on(day: date = DAY, **rows: Mapping[str, str]) -> Settings:
    """The settings of all rules on a day; ``MAT_006={"tolerance": "1"}`` overrides."""
    named = {code.replace("_", "-"): own for code, own in rows.items()}
    return resolve(RULES, named, on=day)


def line(gnum: int = 1, **changes: Any) -> LineFacts:
    """One goods line."""
    plain = LineFacts(
        gnum=gnum,
        name=f"保温杯{gnum}号",
        qty=Decimal("2.00000"),
        unit="007",
        price=Decimal("80.00000"),
        total_price=Decimal("160.00000"),
        currency="142",
        country="116",
    )
    return plain._replace(**changes)


class Reader:
    """Plays the vault: gives values in the clear and remembers what it was asked."""

    def __init__(self, values: Mapping[tuple[str, str], str] | None = None) -> None:
        self.values = dict(values or {})
        self.asked: list[tuple[str, str]] = []

    def __call__(self, noun: str, document_id: int, kind: str, element: str) -> str:
        self.asked.append((noun, element))
        known = {"payerName": "buyerName", "payerIdNumber": "buyerIdNumber"}
        return self.values.get((noun, element), PERSON[known.get(element, element)])


class Declaration(NamedTuple):
    """The documents of one declaration, each to be replaced by a spoilt one."""

    inventory: InventoryFacts
    order: OrderFacts | None
    payment: PaymentFacts | None
    waybill: WaybillFacts | None
    lines: tuple[LineFacts, ...] = (line(1), line(2))
    order_lines: tuple[LineFacts, ...] = (line(1), line(2))

    def change(self, noun: str, **changes: Any) -> "Declaration":
        """The declaration with some facts of one document changed."""
        return self._replace(**{noun: getattr(self, noun)._replace(**changes)})

    def change_line(self, gnum: int, /, **changes: Any) -> "Declaration":
        """The declaration with one line of the inventory changed."""
        return self._replace(
            lines=tuple(one._replace(**changes) if one.gnum == gnum else one for one in self.lines)
        )

    def bundle(self) -> Bundle:
        """The declaration as it is read from the database."""
        return Bundle(
            inventory=self.inventory,
            lines=self.lines,
            orders=(self.order,) if self.order else (),
            order_lines={self.order.id: self.order_lines} if self.order else {},
            payments=(self.payment,) if self.payment else (),
            waybills=(self.waybill,) if self.waybill else (),
        )


def an_import(mode: str = "9610") -> Declaration:
    """A retail import whose documents agree."""
    name, number = hashed(PERSON["buyerName"]), hashed(PERSON["buyerIdNumber"])
    phone, address = hashed(PERSON["buyerTelephone"]), hashed(PERSON["consigneeAddress"])
    order = OrderFacts(
        id=11,
        revision=1,
        kind="CEB311",
        app_status="2",
        sender_id=1,
        parties=[1],
        order_no="SO-2026-1",
        ebp_code="3601960001",
        ebc_code="3601960002",
        order_type="I",
        pay_code="3601960003",
        pay_transaction_id="PAY-1",
        goods_value=Decimal("320.00000"),
        freight=Decimal("0.00000"),
        actural_paid=Decimal("349.12000"),
        currency="142",
        buyer_name_hash=name,
        buyer_id_number_hash=number,
        buyer_telephone_hash=phone,
        consignee_hash=name,
        consignee_telephone_hash=phone,
        consignee_address_hash=address,
    )
    payment = PaymentFacts(
        id=12,
        revision=1,
        kind="CEB411",
        app_status="2",
        sender_id=2,
        parties=[2],
        order_no="SO-2026-1",
        ebp_code="3601960001",
        ebc_code=None,
        pay_code="3601960003",
        pay_transaction_id="PAY-1",
        amount_paid=Decimal("349.12000"),
        currency="142",
        pay_time="20261119103000",
        payer_name_hash=name,
        payer_id_number_hash=number,
    )
    waybill = WaybillFacts(
        id=13,
        revision=1,
        kind="CEB511",
        app_status="2",
        sender_id=3,
        parties=[3],
        received_at=ARRIVED,
        logistics_code="3601960004",
        logistics_no="YD-1",
        order_no="SO-2026-1",
        freight=Decimal("12.00000"),
        insured_fee=Decimal("0.00000"),
        consignee_hash=name,
        consignee_telephone_hash=phone,
        consignee_address_hash=address,
        ebc_code=None,
    )
    inventory = InventoryFacts(
        id=14,
        revision=1,
        kind="CEB621",
        app_status="2",
        sender_id=4,
        parties=[4],
        received_at=ARRIVED,
        cop_no="COP-1",
        order_no="SO-2026-1",
        ebp_code="3601960001",
        ebc_code="3601960002",
        logistics_code="3601960004",
        logistics_no="YD-1",
        agent_code="3601960005",
        trade_mode=mode,
        currency="142",
        freight=Decimal("12.00000"),
        insured_fee=Decimal("0.00000"),
        buyer_name_hash=name,
        buyer_id_number_hash=number,
        buyer_telephone_hash=phone,
        consignee_address_hash=address,
    )
    return Declaration(inventory, order, payment, waybill)


def an_export(mode: str = "9610") -> Declaration:
    """An export whose documents agree; its payment is there whether it is asked for or not."""
    order, payment, waybill = an_import().order, an_import().payment, an_import().waybill
    assert order
    assert payment
    assert waybill
    lines = (line(1, country=None), line(2, country=None))
    order_type = {"9710": "B", "9810": "W"}.get(mode, "E")
    return Declaration(
        an_import(mode).inventory._replace(
            kind="CEB603",
            currency=None,
            **_nobody(InventoryFacts),
        ),
        order._replace(
            kind="CEB303",
            order_type=order_type,
            pay_code=None,
            pay_transaction_id=None,
            actural_paid=None,
            **_nobody(OrderFacts),
        ),
        payment._replace(kind="CEB403", ebc_code="3601960002", **_nobody(PaymentFacts)),
        waybill._replace(
            kind="CEB505",
            order_no=None,
            ebc_code="3601960002",
            **_nobody(WaybillFacts),
        ),
        order_lines=lines,
    )


def _nobody(facts: type[Any]) -> dict[str, Any]:
    return {name: None for name in facts._fields if name.endswith("_hash")}


assert CRITERIA  # the import enters the criteria in the register
