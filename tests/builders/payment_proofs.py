"""Raw payment data of invented payments."""

from collections.abc import Mapping, Sequence
from typing import Any

from declarations.signatures.payment_proof import build_payment_proof
from declarations.signatures.signing import TextSigner

ORDER: Mapping[str, Any] = {
    "orderNo": "TEST-0001",
    "goodsInfo": [{"gname": "虚构面膜", "itemLink": "https://shop.example/item/1"}],
    "recpAccount": "000011112222",
    "recpCode": "",
    "recpName": "虚构商户",
}
HEAD: Mapping[str, Any] = {
    "guid": "00000000-0000-4000-8000-000000000001",
    "initalRequest": "<xml><total_fee>500</total_fee></xml>",
    "initalResponse": '{"result":"SUCCESS"}',
    "ebpCode": "369996D001",
    "payCode": "369996D002",
    "payTransactionId": "4200000000000001",
    "totalAmount": 5,
    "currency": "142",
    "verDept": "3",
    "payType": "4",
    "tradingTime": "20261120093000",
    "note": "",
}


def proof(
    signer: TextSigner,
    *,
    session_id: str = "TEST-SESSION-1",
    head: Mapping[str, Any] = HEAD,
    orders: Sequence[Mapping[str, Any]] = (ORDER,),
    service_time: str = "1763602200000",
) -> str:
    """A payExInfoStr signed by ``signer``."""
    return build_payment_proof(
        session_id=session_id,
        head=head,
        orders=list(orders),
        service_time=service_time,
        cert_no=signer.serial,
        signer=signer,
    )
