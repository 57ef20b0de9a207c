"""Examples for the OpenAPI document: requests made by the product's own scenario, and answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from declarations.criteria import payments  # noqa: F401  (enters the rule of the example)
from declarations.messages.catalogue import KINDS
from declarations.messages.xml_writer import build_message
from declarations.simulation.scenario import Cast, Firm, Scenario
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

FIRM: Final = Firm("369996D001", "洪城云集电子商务有限公司")
START: Final = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001  (local time, as messages have it)

_ORDER_KEY = {"ebpCode": FIRM.code, "orderNo": "DEMOO0000000001"}
_PAYMENT_KEY = {"payCode": FIRM.code, "payTransactionId": "DEMOP0000000001"}
_INVENTORY_KEY = {"agentCode": FIRM.code, "copNo": "DEMOC0000000001"}

_FINDING: Final = render(
    {
        "code": "MAT-006",
        "severity": "error",
        "documents": [
            {
                "type": "CEB411",
                "key": _PAYMENT_KEY,
                "field": "amountPaid",
                "line": None,
                "value": "170.00",
            },
            {
                "type": "CEB311",
                "key": _ORDER_KEY,
                "field": "acturalPaid",
                "line": None,
                "value": "178.52",
            },
        ],
        "responsible": "payment",
    },
    RULES,
    "en",
)

ANSWERS: Final[Mapping[str, Any]] = {
    "Problem": {
        "type": "urn:zone-portal:problem:token_expired",
        "title": "The token has expired",
        "status": 401,
        "detail": "Ask the portal for a new token.",
        "code": "token_expired",
    },
    "Submission": {
        "id": "1866832025109987328",
        "sha256": "de74973bd171f652cd94ae05e309acfe0b9baa8628bebc569b7b56455007bce0",
        "received_at": "2026-11-20T09:31:07.412000+08:00",
        "counts": {"accepted": 1, "rejected": 0, "duplicate": 0},
        "documents": [
            {
                "index": 0,
                "type": "CEB311",
                "key": _ORDER_KEY,
                "verdict": "accepted",
                "findings": [],
                "id": "1866832025109987329",
            }
        ],
    },
    "Match": {
        "id": "1866832025109987332",
        "type": "CEB621",
        "key": _INVENTORY_KEY,
        "outcome": "mismatched",
        "headline": "Cannot be matched: the amount paid is not the amount of the order.",
        "turn": ["payment"],
        "next_step": "The payment company must correct the payment.",
        "waiting_for": [],
        "findings": [_FINDING],
        "rule_set": "import-9610-2018.09",
        "decided_at": "2026-11-20T09:31:08.003000+08:00",
        "sequence": 1,
        "documents": {
            "inventory": {
                "type": "CEB621",
                "id": "1866832025109987332",
                "key": _INVENTORY_KEY,
                "revision": 1,
            },
            "order": {
                "type": "CEB311",
                "id": "1866832025109987329",
                "key": _ORDER_KEY,
                "revision": 1,
            },
        },
        "split": None,
    },
    "ReceiptPage": {
        "next": "1042.1",
        "results": [
            {
                "cursor": "1042.1",
                "event": "decision",
                "type": "CEB622",
                "document": {
                    "type": "CEB621",
                    "key": _INVENTORY_KEY,
                    "id": "1866832025109987332",
                },
                "guid": "CFE74987-3BA0-CC50-3CA7-B5F74B386F97",
                "preNo": "B20261120000000042",
                "returnStatus": "120",
                "returnTime": "20261120093108003",
                "returnInfo": "[Code:1800;Desc:逻辑校验通过]",
                "verdict": None,
                "outcome": "matched",
                "authority": "portal",
                "waiting_for": [],
                "findings": [],
                "submission": None,
                "erased": False,
            }
        ],
    },
}
"""An answer by the name of its component."""


def message_examples() -> dict[str, Mapping[str, Any]]:
    """A request of each media type: an invented declaration that matches."""
    made = Scenario(Cast.single(FIRM), START, series="DEMO").complete_set(1)
    order, inventory = made["order"], made["inventory"]
    lines = b"".join(msgspec.json.encode(part) + b"\n" for part in (order, inventory)).decode()
    return {
        "application/json": {
            "order": {"summary": "An import order (CEB311)", "value": order},
            "inventory": {"summary": "Its inventory (CEB621)", "value": inventory},
        },
        "application/x-ndjson": {
            "several": {"summary": "An order and its inventory, one per line", "value": lines}
        },
        "application/xml": {
            "message": {"summary": "A CEB message (CEB311)", "value": _xml_example(order)}
        },
    }


def _xml_example(order: Any) -> str:
    transfer = {
        "copCode": FIRM.code,
        "copName": FIRM.name,
        "dxpMode": "DXP",
        "dxpId": "DXPENT0000000001",
    }
    guid = order["OrderHead"]["guid"]
    return build_message(KINDS["CEB311"], [order], guid=guid, transfer=transfer).decode()
