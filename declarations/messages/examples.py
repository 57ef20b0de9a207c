"""A small example of every kind of message: invented firms, people and goods, valid as it stands.

Published beside the field tables; the tests begin with it, too.
"""

from collections.abc import Mapping
from typing import Any, Final

from declarations.messages.catalogue import KINDS, Kind
from declarations.messages.xml_writer import build_message

GUID: Final = "A0000000-0000-4000-8000-000000000001"
TRANSFER: Final[Mapping[str, str]] = {
    "copCode": "3699960001",
    "copName": "示例平台有限公司",
    "dxpMode": "DXP",
    "dxpId": "DXPENT0000000001",
}

_VALUES: Final[Mapping[str, Any]] = {
    "guid": GUID,
    "appType": "1",
    "appTime": "20260301093000",
    "appStatus": "2",
    "ebpCode": "3699960001",
    "ebpName": "示例平台有限公司",
    "ebcCode": "3699960002",
    "ebcName": "示例电商有限公司",
    "payCode": "3699960003",
    "payName": "示例支付有限公司",
    "logisticsCode": "3699960004",
    "logisticsName": "示例物流有限公司",
    "agentCode": "3699960005",
    "agentName": "示例报关有限公司",
    "operatorCode": "3699960006",
    "operatorName": "示例监管场所有限公司",
    "declAgentCode": "3699960005",
    "declAgentName": "示例报关有限公司",
    "ownerCode": "NO",
    "ownerName": "示例针织厂",
    "assureCode": "3699960001",
    "orderNo": "EX20260301000001",
    "payTransactionId": "EXP20260301000001",
    "payNo": "EXP20260301000001",
    "logisticsNo": "EXW20260301000001",
    "copNo": "EXC20260301000001",
    "coElNo": "EXR20260301000001",
    "billNo": "EXM2026030101",
    "totalPackageNo": "EXB2026030101",
    "preNo": "B20260301000000001",
    "rkdNo": "401720260300000001",
    "sumNo": "401720260300000002",
    "declSeqNo": "401720260300000003",
    "taxNo": "EXT2026030100001",
    "goodsValue": "100",
    "freight": "0",
    "discount": "0",
    "taxTotal": "9.1",
    "acturalPaid": "109.1",
    "amountPaid": "109.1",
    "charge": "100",
    "insuredFee": "0",
    "buyerRegNo": "example-1",
    "buyerName": "示例甲",
    "buyerTelephone": "13800000000",
    "buyerIdType": "1",
    "buyerIdNumber": "11010519491231002X",
    "payerName": "示例甲",
    "payerIdType": "1",
    "payerIdNumber": "11010519491231002X",
    "telephone": "13800000000",
    "payTime": "20260301092900",
    "accountingDate": "20260301092900",
    "consignee": "示例甲",
    "consigneeTelephone": "13800000000",
    "consigneeAddress": "示例市示例路1号",
    "consigneeDistrict": "110105",
    "goodsInfo": "面霜",
    "weight": "0.2",
    "grossWeight": "0.2",
    "netWeight": "0.15",
    "packNo": 1,
    "customsCode": "4017",
    "portCode": "4017",
    "declTime": "20260302",
    "ieDate": "20260301",
    "trafMode": "5",
    "trafNo": "EX730",
    "trafName": "EX730",
    "voyageNo": "EX730/0301",
    "domesticTrafNo": "示例A00001",
    "country": "502",
    "tradeCountry": "502",
    "POD": "502",
    "wrapType": "2",
    "fFlag": "3",
    "iFlag": "3",
    "logisticsStatus": "S",
    "logisticsTime": "20260301180000",
    "leaveTime": "20260301180000",
    "location": "1号库",
    "unloadLocation": "1号库",
    "reason": "订购人申请",
    "summaryFlag": "1",
    "itemNameFlag": "1",
    "msgCount": 1,
    "msgSeqNo": 1,
    "statisticsFlag": "B",
    "customsTax": "0",
    "valueAddedTax": "9.1",
    "consumptionTax": "0",
    "taxPrice": "100",
    "status": "1",
    "opDate": "20260302093000000",
    "decState": "1",
    "returnStatus": "120",
    "returnTime": "20260301093001000",
    "returnInfo": "[Code:1800;Desc:逻辑校验通过]",
    "oriCopMsgId": GUID,
    "oriMessageType": "CEB311Message",
    "oriBizMessage": "<a>",
    "gnum": 1,
    "gseqno": 1,
    "itemNo": "EX-1",
    "itemName": "面霜",
    "gcode": "3304990039",
    "gname": "面霜",
    "gmodel": "面霜|50ml|示例牌",
    "barCode": "6901234567892",
    "qty": "2",
    "unit": "007",
    "qty1": "0.1",
    "unit1": "035",
    "qty2": "2",
    "unit2": "011",
    "price": "50",
    "totalPrice": "100",
}

_OF_DIRECTION: Final[Mapping[str, Mapping[str, Any]]] = {
    "import": {
        "currency": "142",
        "ieFlag": "I",
        "orderType": "I",
        "tradeMode": "9610",
        "invtNo": "40172026I000000001",
    },
    "export": {
        "currency": "502",
        "fCurrency": "502",
        "iCurrency": "502",
        "ieFlag": "E",
        "orderType": "E",
        "tradeMode": "9610",
        "invtNo": "40172026E000000001",
    },
}
_OF_KIND: Final[Mapping[str, Mapping[str, Any]]] = {
    "CEB213": {"ieFlag": "I", "tradeMode": "9661"},
    "CEB215": {"ieFlag": "I"},
    "CEB604": {"invtNo": "40172026E000000001"},
}
_OPTIONAL: Final = frozenset(
    {
        *("payCode", "payName", "payTransactionId", "consigneeDistrict", "copNo", "declTime"),
        *("ieDate", "trafNo", "trafName", "voyageNo", "billNo", "totalPackageNo", "tradeMode"),
        *("wrapType", "tradeCountry", "qty2", "unit2", "barCode", "itemNo", "itemName"),
    }
)
"""Optional elements that the examples give; the others say something special."""


def example(kind: Kind) -> dict[str, Any]:
    """A document of ``kind`` in the JSON form of the interface, ``type`` included."""
    data: dict[str, Any] = {"type": kind.code, kind.json_head: _part(kind, of_line=False)}
    if kind.list_element:
        data[kind.list_element] = [_part(kind, of_line=True)]
    return data


def example_message(kind: Kind) -> bytes:
    """A message of ``kind`` with its example, in XML."""
    sent_by = None if kind.from_customs else TRANSFER
    prefix = "" if kind.from_customs else "ceb"
    return build_message(kind, [example(kind)], guid=GUID, transfer=sent_by, prefix=prefix)


def _part(kind: Kind, *, of_line: bool) -> dict[str, Any]:
    elements = kind.line_elements if of_line else kind.head_elements
    values = {**_VALUES, **_OF_DIRECTION[kind.direction], **_OF_KIND.get(kind.code, {})}
    return {
        name: values[name]
        for name, element in elements.items()
        if element.mandatory or (name in _OPTIONAL and not element.is_extra)
    }


def every_example() -> dict[str, dict[str, Any]]:
    """The examples of all kinds by code."""
    return {code: example(kind) for code, kind in sorted(KINDS.items())}
