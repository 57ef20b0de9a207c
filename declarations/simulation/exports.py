"""The documents of an export: 303, 403, 505, 603."""

from declarations.simulation.deal import (
    RMB,
    Cast,
    Deal,
    Document,
    DocumentSet,
    head_of,
    inventory_line,
)

_ORDER_TYPES = {"9610": "E", "1210": "E", "9710": "B", "9810": "W"}


def export_set(cast: Cast, deal: Deal) -> DocumentSet:
    """The four documents of an export in the mode of ``deal`` (9610, 1210, 9710 or 9810)."""
    return {
        "order": _order_303(cast, deal),
        "payment": _payment_403(cast, deal),
        "waybill": _waybill_505(cast, deal),
        "inventory": _inventory_603(cast, deal),
    }


def _order_303(cast: Cast, deal: Deal) -> Document:
    head = head_of(deal, 0) | {
        "orderType": _ORDER_TYPES[deal.mode],
        "orderNo": deal.order_no,
        "ebpCode": cast.platform.code,
        "ebpName": cast.platform.name,
        "ebcCode": cast.seller.code,
        "ebcName": cast.seller.name,
        "goodsValue": str(deal.goods_value),
        "freight": str(deal.freight),
        "currency": RMB,
    }
    lines = [
        {
            "gnum": place,
            "itemNo": line.article.number,
            "itemName": line.article.name,
            "barCode": line.article.barcode,
            "unit": line.article.unit,
            "currency": RMB,
            "qty": str(line.pieces),
            "price": str(line.article.price),
            "totalPrice": str(line.total),
        }
        for place, line in enumerate(deal.lines, 1)
    ]
    return {"type": "CEB303", "OrderHead": head, "OrderList": lines}


def _payment_403(cast: Cast, deal: Deal) -> Document:
    fields = head_of(deal, 1) | {
        "ebpCode": cast.platform.code,
        "ebpName": cast.platform.name,
        "ebcCode": cast.seller.code,
        "ebcName": cast.seller.name,
        "orderNo": deal.order_no,
        "payCode": cast.payment.code,
        "payName": cast.payment.name,
        "payNo": deal.payment_no,
        "charge": str(deal.goods_value + deal.freight),
        "currency": RMB,
        "accountingDate": deal.stamp,
    }
    return {"type": "CEB403", "Receipts": fields}


def _waybill_505(cast: Cast, deal: Deal) -> Document:
    fields = head_of(deal, 2) | {
        "logisticsCode": cast.carrier.code,
        "logisticsName": cast.carrier.name,
        "logisticsNo": deal.waybill_no,
        "freight": str(deal.freight),
        "insuredFee": "0",
        "currency": RMB,
        "grossWeight": str(deal.gross_weight),
        "packNo": 1,
        "goodsInfo": deal.lines[0].article.name,
        "ebcCode": cast.seller.code,
        "ebcName": cast.seller.name,
    }
    return {"type": "CEB505", "Logistics": fields}


def _inventory_603(cast: Cast, deal: Deal) -> Document:
    bonded = deal.mode == "1210"
    head = head_of(deal, 3) | {
        "customsCode": "4017" if bonded else "4001",
        "ebpCode": cast.platform.code,
        "ebpName": cast.platform.name,
        "orderNo": deal.order_no,
        "logisticsCode": cast.carrier.code,
        "logisticsName": cast.carrier.name,
        "logisticsNo": deal.waybill_no,
        "copNo": deal.cop_no,
        "ieFlag": "E",
        "portCode": "4006",
        "ieDate": deal.day,
        "statisticsFlag": "B",
        "agentCode": cast.agent.code,
        "agentName": cast.agent.name,
        "ebcCode": cast.seller.code,
        "ebcName": cast.seller.name,
        "ownerCode": cast.seller.code,
        "ownerName": cast.seller.name,
        "tradeMode": deal.mode,
        "trafMode": "5",
        "trafName": "模拟航班",
        "voyageNo": "SIM200",
        "billNo": f"SIM{deal.day}",
        "country": deal.destination,
        "POD": deal.destination,
        "freight": str(deal.freight),
        "fCurrency": RMB,
        "fFlag": "3",
        "insuredFee": "0",
        "iCurrency": RMB,
        "iFlag": "3",
        "wrapType": "2",
        "packNo": 1,
        "grossWeight": str(deal.gross_weight),
        "netWeight": str(deal.net_weight),
    }
    if bonded:
        head |= {
            "iacCode": cast.keeper.code,
            "iacName": cast.keeper.name,
            "emsNo": "T4017SIM00001",
        }
    lines = [
        inventory_line(place, line, bonded) | {"country": deal.destination}
        for place, line in enumerate(deal.lines, 1)
    ]
    return {"type": "CEB603", "InventoryHead": head, "InventoryList": lines}
