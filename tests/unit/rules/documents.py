"""Small valid documents of every kind, as plain data and as records, and a day to judge them on."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Any

import msgspec

from declarations.messages.catalogue import KINDS, paper_kinds
from declarations.messages.examples import example
from declarations.rules.checks import Checks, RuleTables, build_checks
from declarations.rules.fields import Examination, examine
from declarations.rules.registry import resolve
from zone_portal.kernel.rules import RULES

TODAY = date(2026, 3, 2)

BUYER = "11010519491231002X"

TABLES = RuleTables(
    currencies=frozenset({"110", "142", "300", "502"}),
    countries=frozenset({"116", "142", "502", "601"}),
    units=frozenset({"007", "011", "035", "122"}),
    districts=frozenset({"4000", "4001", "4017"}),
    transport_modes=frozenset("0123456789"),
    wrap_types=frozenset("1234567"),
    hs_units={
        "3304990039": ("035", "011"),
        "6109100021": ("011", "035"),
        "8541401000": ("007", ""),
    },
    hs_headings=frozenset({"3304", "6109", "8541"}),
    as_of=dict.fromkeys(
        ("currencies", "countries", "units", "districts", "transport_modes", "wrap_types", "hs"),
        "2026",
    ),
)

SENT = {
    "guid": "4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
    "appType": "1",
    "appTime": "20260301112701",
    "appStatus": "2",
}
PLATFORM = {"ebpCode": "3601960001", "ebpName": "赣江商城"}
SELLER = {"ebcCode": "3601960002", "ebcName": "赣州电商"}


def order_line(gnum: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "gnum": gnum,
        "itemNo": f"SKU-{gnum}",
        "itemName": "面霜",
        "gmodel": "50ml|品牌",
        "unit": "007",
        "qty": "2",
        "price": "50.25",
        "totalPrice": "100.50",
        "currency": "142",
        "country": "116",
    } | changes


def _311() -> dict[str, Any]:
    head = {
        **SENT,
        "orderType": "I",
        "orderNo": "DD20260301000001",
        **PLATFORM,
        **SELLER,
        "goodsValue": "201.00",
        "freight": "10",
        "discount": "5.5",
        "taxTotal": "18.29",
        "acturalPaid": "223.79",
        "currency": "142",
        "buyerRegNo": "user-77",
        "buyerName": "张小雨",
        "buyerTelephone": "13800138000",
        "buyerIdType": "1",
        "buyerIdNumber": BUYER,
        "payCode": "3601960003",
        "payName": "赣江支付",
        "payTransactionId": "P202603010001",
        "consignee": "李小可",
        "consigneeTelephone": "13936921298",
        "consigneeAddress": "江西省赣州市章贡区长征大道1号",
        "consigneeDistrict": "360702",
        "note": "",
    }
    return {"type": "CEB311", "OrderHead": head, "OrderList": [order_line(1), order_line(2)]}


def _411() -> dict[str, Any]:
    head = {
        **SENT,
        "payCode": "3601960003",
        "payName": "赣江支付",
        "payTransactionId": "P202603010001",
        "orderNo": "DD20260301000001",
        **PLATFORM,
        "payerIdType": "1",
        "payerIdNumber": BUYER,
        "payerName": "张小雨",
        "telephone": "13800138000",
        "amountPaid": "223.79",
        "currency": "142",
        "payTime": "20260301112655",
    }
    return {"type": "CEB411", "PaymentHead": head}


def _511() -> dict[str, Any]:
    head = {
        **SENT,
        "logisticsCode": "3601960004",
        "logisticsName": "赣江快递",
        "logisticsNo": "YD20260301000001",
        "orderNo": "DD20260301000001",
        "freight": "10",
        "insuredFee": "0",
        "currency": "142",
        "weight": "0.35",
        "packNo": 1,
        "goodsInfo": "面霜",
        "consignee": "李小可",
        "consigneeAddress": "江西省赣州市章贡区长征大道1号",
        "consigneeTelephone": "13936921298",
    }
    return {"type": "CEB511", "LogisticsHead": head}


def inventory_line(gnum: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "gnum": gnum,
        "itemNo": f"SKU-{gnum}",
        "gcode": "3304990039",
        "gname": "面霜",
        "gmodel": "50ml|品牌",
        "barCode": "6901234567892",
        "country": "116",
        "tradeCountry": "116",
        "currency": "142",
        "qty": "2",
        "unit": "007",
        "qty1": "0.1",
        "unit1": "035",
        "qty2": "2",
        "unit2": "011",
        "price": "50.25",
        "totalPrice": "100.50",
    } | changes


def _621() -> dict[str, Any]:
    head = {
        **SENT,
        "orderNo": "DD20260301000001",
        **PLATFORM,
        **SELLER,
        "logisticsNo": "YD20260301000001",
        "logisticsCode": "3601960004",
        "logisticsName": "赣江快递",
        "copNo": "QD20260301000001",
        "assureCode": "3601960001",
        "ieFlag": "I",
        "declTime": "20260302",
        "customsCode": "4017",
        "portCode": "4001",
        "ieDate": "20260228",
        "buyerIdType": "1",
        "buyerIdNumber": BUYER,
        "buyerName": "张小雨",
        "buyerTelephone": "13800138000",
        "consigneeAddress": "江西省赣州市章贡区长征大道1号",
        "agentCode": "3601960005",
        "agentName": "赣江报关",
        "tradeMode": "9610",
        "trafMode": "5",
        "trafNo": "MU730",
        "voyageNo": "MU730/0301",
        "billNo": "781-00024204",
        "country": "116",
        "freight": "10",
        "insuredFee": "0",
        "currency": "142",
        "wrapType": "2",
        "packNo": 1,
        "grossWeight": "0.35",
        "netWeight": "0.3",
    }
    lines = [inventory_line(1), inventory_line(2)]
    return {"type": "CEB621", "InventoryHead": head, "InventoryList": lines}


def _303() -> dict[str, Any]:
    head = {
        **SENT,
        "orderType": "E",
        "orderNo": "EX20260301000001",
        **PLATFORM,
        **SELLER,
        "goodsValue": "60",
        "freight": "8",
        "currency": "502",
    }
    lines = [
        {
            "gnum": gnum,
            "itemNo": f"T-{gnum}",
            "itemName": "T恤衫",
            "unit": "011",
            "currency": "502",
            "qty": "3",
            "price": "10",
            "totalPrice": "30",
        }
        for gnum in (1, 2)
    ]
    return {"type": "CEB303", "OrderHead": head, "OrderList": lines}


def _403() -> dict[str, Any]:
    head = {
        **SENT,
        **PLATFORM,
        **SELLER,
        "orderNo": "EX20260301000001",
        "payCode": "3601960003",
        "payName": "赣江支付",
        "payNo": "R202603010001",
        "charge": "68",
        "currency": "502",
        "accountingDate": "20260301120000",
    }
    return {"type": "CEB403", "Receipts": head}


def _505() -> dict[str, Any]:
    head = {
        **SENT,
        "logisticsCode": "3601960004",
        "logisticsName": "赣江快递",
        "logisticsNo": "EY20260301000001",
        "freight": "8",
        "insuredFee": "0",
        "currency": "502",
        "grossWeight": "0.8",
        "packNo": 1,
        "goodsInfo": "T恤衫",
        **SELLER,
        "ebcTelephone": "+86 797-8123456",
    }
    return {"type": "CEB505", "Logistics": head}


def _603() -> dict[str, Any]:
    head = {
        **SENT,
        "customsCode": "4017",
        **PLATFORM,
        "orderNo": "EX20260301000001",
        "logisticsCode": "3601960004",
        "logisticsName": "赣江快递",
        "logisticsNo": "EY20260301000001",
        "copNo": "EQ20260301000001",
        "ieFlag": "E",
        "portCode": "4001",
        "ieDate": "20260303",
        "statisticsFlag": "B",
        "agentCode": "3601960005",
        "agentName": "赣江报关",
        **SELLER,
        "ownerCode": "NO",
        "ownerName": "章贡针织厂",
        "tradeMode": "9610",
        "trafMode": "5",
        "country": "502",
        "POD": "502",
        "freight": "8",
        "fCurrency": "502",
        "fFlag": "3",
        "insuredFee": "0",
        "iCurrency": "502",
        "iFlag": "3",
        "wrapType": "2",
        "packNo": 1,
        "grossWeight": "0.8",
        "netWeight": "0.7",
    }
    lines = [
        {
            "gnum": gnum,
            "itemNo": f"T-{gnum}",
            "gcode": "6109100021",
            "gname": "T恤衫",
            "gmodel": "棉",
            "barCode": "无",
            "country": "502",
            "currency": "502",
            "qty": "3",
            "qty1": "3",
            "qty2": "0.35",
            "unit": "011",
            "unit1": "011",
            "unit2": "035",
            "price": "10",
            "totalPrice": "30",
        }
        for gnum in (1, 2)
    ]
    return {"type": "CEB603", "InventoryHead": head, "InventoryList": lines}


_MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "CEB303": _303,
    "CEB311": _311,
    "CEB403": _403,
    "CEB411": _411,
    "CEB505": _505,
    "CEB511": _511,
    "CEB603": _603,
    "CEB621": _621,
    **{kind.code: partial(example, kind) for kind in paper_kinds()},
}
SENT_KINDS = tuple(_MAKERS)

DIRECT_ONLY = {"trafNo": None, "voyageNo": None, "billNo": None}
BONDED_IMPORT = {
    **DIRECT_ONLY,
    "tradeMode": "1210",
    "country": "142",
    "emsNo": "T4017W000001",
    "areaCode": "3601960006",
    "areaName": "赣州综保仓",
}
"""What turns the head of the import inventory into one of bonded goods."""


def document(code: str, head: Any = None, line: Any = None, **own: Any) -> dict[str, Any]:
    """A valid document of a kind, changed in its head, in its first line and as a whole.

    A changed value of None leaves the element out.
    """
    data = copy.deepcopy(_MAKERS[code]())
    kind = KINDS[code]
    _change(data[kind.json_head], head or {})
    if line:
        assert kind.list_element is not None
        _change(data[kind.list_element][0], line)
    _change(data, own)
    return data


def _change(target: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value


@cache
def checks(on: date = TODAY, **changes: Any) -> Checks:
    """The checks of a day with the first settings and small code tables."""
    tables = replace(TABLES, **changes)
    settings = resolve(RULES, {}, on=on, incomplete=tables.incomplete)
    return build_checks(settings=settings, tables=tables, today=on)


def examined(code: str, head: Any = None, line: Any = None, **own: Any) -> Examination:
    return examine(KINDS[code], document(code, head, line, **own), checks())


def codes_of(code: str, head: Any = None, line: Any = None, **own: Any) -> list[str]:
    """The rules that a changed document breaks, in the order found."""
    return [finding.code for finding in examined(code, head, line, **own).findings]


def decoded(data: dict[str, Any]) -> Any:
    """The record of a valid document."""
    kind = KINDS[data["type"]]
    return msgspec.convert(data, kind.struct)


def breaks(rule: str, code: str, head: Any = None, line: Any = None, **own: Any) -> bool:
    """Whether a valid document of a kind, so changed, breaks the rule."""
    return rule in codes_of(code, head, line, **own)


def severity_of(rule: str, code: str, head: Any = None, line: Any = None, **own: Any) -> str:
    """The severity of the only finding under a rule."""
    (finding,) = (f for f in examined(code, head, line, **own).findings if f.code == rule)
    return finding.severity
