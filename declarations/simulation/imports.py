"""The documents of an import: 311, 411, 511, 621."""

from decimal import Decimal

from declarations.simulation.deal import (
    CHINA,
    RMB,
    Cast,
    Deal,
    Document,
    DocumentSet,
    head_of,
    inventory_line,
)
from zone_portal.kernel.money import rounded

_TAX_RATE = Decimal("0.091")
"""70 % of the value added tax of 13 %: what these goods pay within the limits."""


def import_set(cast: Cast, deal: Deal) -> DocumentSet:
    """The four documents of an import in the mode of ``deal`` (9610 or 1210)."""
    tax = rounded(deal.goods_value * _TAX_RATE)
    paid = str(deal.goods_value + deal.freight + tax)
    return {
        "order": _order_311(cast, deal, str(tax), paid),
        "payment": _payment_411(cast, deal, paid),
        "waybill": _waybill_511(cast, deal),
        "inventory": _inventory_621(cast, deal),
    }


def _order_311(cast: Cast, deal: Deal, tax: str, paid: str) -> Document:
    buyer = deal.buyer
    head = head_of(deal, 0) | {
        "orderType": "I",
        "orderNo": deal.order_no,
        "ebpCode": cast.platform.code,
        "ebpName": cast.platform.name,
        "ebcCode": cast.seller.code,
        "ebcName": cast.seller.name,
        "goodsValue": str(deal.goods_value),
        "freight": str(deal.freight),
        "discount": "0",
        "taxTotal": tax,
        "acturalPaid": paid,
        "currency": RMB,
        "buyerRegNo": buyer.account,
        "buyerName": buyer.name,
        "buyerTelephone": buyer.telephone,
        "buyerIdType": "1",
        "buyerIdNumber": buyer.id_number,
        "payCode": cast.payment.code,
        "payName": cast.payment.name,
        "payTransactionId": deal.payment_no,
        "consignee": buyer.name,
        "consigneeTelephone": buyer.telephone,
        "consigneeAddress": buyer.address,
        "consigneeDistrict": "360100",
    }
    lines = [
        {
            "gnum": place,
            "itemNo": line.article.number,
            "itemName": line.article.name,
            "gmodel": line.article.model,
            "barCode": line.article.barcode,
            "unit": line.article.unit,
            "qty": str(line.pieces),
            "price": str(line.article.price),
            "totalPrice": str(line.total),
            "currency": RMB,
            "country": line.article.origin,
        }
        for place, line in enumerate(deal.lines, 1)
    ]
    return {"type": "CEB311", "OrderHead": head, "OrderList": lines}


def _payment_411(cast: Cast, deal: Deal, paid: str) -> Document:
    head = head_of(deal, 1) | {
        "payCode": cast.payment.code,
        "payName": cast.payment.name,
        "payTransactionId": deal.payment_no,
        "orderNo": deal.order_no,
        "ebpCode": cast.platform.code,
        "ebpName": cast.platform.name,
        "payerIdType": "1",
        "payerIdNumber": deal.buyer.id_number,
        "payerName": deal.buyer.name,
        "telephone": deal.buyer.telephone,
        "amountPaid": paid,
        "currency": RMB,
        "payTime": deal.stamp,
    }
    return {"type": "CEB411", "PaymentHead": head}


def _waybill_511(cast: Cast, deal: Deal) -> Document:
    head = head_of(deal, 2) | {
        "logisticsCode": cast.carrier.code,
        "logisticsName": cast.carrier.name,
        "logisticsNo": deal.waybill_no,
        "orderNo": deal.order_no,
        "freight": str(deal.freight),
        "insuredFee": "0",
        "currency": RMB,
        "weight": str(deal.gross_weight),
        "packNo": 1,
        "goodsInfo": deal.lines[0].article.name,
        "consignee": deal.buyer.name,
        "consigneeAddress": deal.buyer.address,
        "consigneeTelephone": deal.buyer.telephone,
    }
    if deal.mode == "9610":
        head["billNo"] = f"SIM{deal.day}"
    return {"type": "CEB511", "LogisticsHead": head}


def _inventory_621(cast: Cast, deal: Deal) -> Document:
    buyer = deal.buyer
    bonded = deal.mode == "1210"
    head = head_of(deal, 3) | {
        "orderNo": deal.order_no,
        "ebpCode": cast.platform.code,
        "ebpName": cast.platform.name,
        "ebcCode": cast.seller.code,
        "ebcName": cast.seller.name,
        "logisticsNo": deal.waybill_no,
        "logisticsCode": cast.carrier.code,
        "logisticsName": cast.carrier.name,
        "copNo": deal.cop_no,
        "assureCode": cast.seller.code,
        "ieFlag": "I",
        "declTime": deal.day,
        "customsCode": "4017" if bonded else "4001",
        "portCode": "4017" if bonded else "4006",
        "ieDate": deal.day,
        "buyerIdType": "1",
        "buyerIdNumber": buyer.id_number,
        "buyerName": buyer.name,
        "buyerTelephone": buyer.telephone,
        "consigneeAddress": buyer.address,
        "agentCode": cast.agent.code,
        "agentName": cast.agent.name,
        "tradeMode": deal.mode,
        "country": CHINA if bonded else deal.destination,
        "freight": str(deal.freight),
        "insuredFee": "0",
        "currency": RMB,
        "wrapType": "2",
        "packNo": 1,
        "grossWeight": str(deal.gross_weight),
        "netWeight": str(deal.net_weight),
    }
    if bonded:
        head |= {
            "emsNo": "T4017SIM00001",
            "areaCode": cast.keeper.code,
            "areaName": cast.keeper.name,
            "trafMode": "Y",
        }
    else:
        head |= {
            "trafMode": "5",
            "trafNo": "模拟航班",
            "voyageNo": "SIM100",
            "billNo": f"SIM{deal.day}",
        }
    lines = [inventory_line(place, line, bonded) for place, line in enumerate(deal.lines, 1)]
    return {"type": "CEB621", "InventoryHead": head, "InventoryList": lines}
