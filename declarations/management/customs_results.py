"""What the simulated customs makes of a summary application: the declaration form (792)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from declarations.simulation.customs import SIGN, as_number, lines_of
from declarations.simulation.customs_papers import Known

MADE, LODGED = "1", "2"
"""decState here: the form is made, the form is lodged; customs publishes no list of its codes."""


def summary_result(
    quoted: Mapping[str, str],
    head: Mapping[str, Any],
    lists: Sequence[tuple[str, Known]],
    place: int,
) -> dict[str, Any]:
    """A SummaryResult in the JSON form; ``place`` 0 is the first word, 1 the one with the form."""
    number = quoted["sumNo"]
    weights = {
        name: format(sum((_weight(known, name) for _, known in lists), Decimal(0)), "f")
        for name in ("grossWeight", "netWeight")
    }
    names = ("agentCode", "agentName", "ebcCode", "ebcName", "declAgentCode", "declAgentName")
    result = {
        "customsCode": head.get("customsCode") or "0000",
        "sumNo": number,
        "declSeqNo": f"D{number[1:]}",
        "decState": LODGED if place else MADE,
        **{name: head.get(name) or "-" for name in names},
        **weights,
        "msgCount": "1",
        "msgSeqNo": "1",
        "note": SIGN,
    }
    if place:
        result |= {"decPreNo": f"B{number[1:]}", "entryId": f"E{number[1:]}"}
    lines = [
        {
            "invtNo": invt_no,
            "logisticsNo": known.document["InventoryHead"].get("logisticsNo") or "-",
            "gseqno": str(order),
            "gnum": str(line.get("gnum") or 1),
            "gcode": f"{line.get('gcode') or ''}".ljust(10, "0")[:10],
        }
        for order, (invt_no, known) in enumerate(lists, 1)
        for line in lines_of(known.document)
    ]
    return {"SummaryResultHead": result, "SummaryResultList": lines}


def _weight(known: Known, name: str) -> Decimal:
    return as_number(known.document["InventoryHead"], name) or Decimal(0)
