"""Valid documents that match, made by the product's own scenario, and the bodies to send them in.

``complete_set(7)`` gives the same four documents in every test; numbers differ by set and series.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal

from declarations.messages.catalogue import KINDS
from declarations.messages.xml_writer import Signer, build_message
from declarations.simulation.scenario import Cast, Document, DocumentSet, Firm, Scenario
from tests.builders.codes import customs_code

DAY = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  (local time, as messages have it)

CAST = Cast(
    platform=Firm(customs_code(1), "模拟平台有限公司"),
    seller=Firm(customs_code(2), "模拟电商有限公司"),
    payment=Firm(customs_code(3), "模拟支付有限公司"),
    carrier=Firm(customs_code(4), "模拟物流有限公司"),
    agent=Firm(customs_code(5), "模拟报关有限公司"),
    keeper=Firm(customs_code(6), "模拟仓储有限公司"),
)


@cache
def _scenario(cast: Cast, series: str) -> Scenario:
    return Scenario(cast, DAY, series=series)


def complete_set(
    number: int = 0,
    *,
    direction: Literal["import", "export"] = "import",
    mode: str = "9610",
    sender: Cast | str = CAST,
    series: str = "T",
    at: datetime | None = None,
) -> DocumentSet:
    """order, payment, waybill and inventory of a declaration, as dicts in the JSON form.

    ``sender`` may be one customs code that plays every part.
    """
    cast = sender if isinstance(sender, Cast) else Cast.single(Firm(sender, "模拟企业有限公司"))
    return _scenario(cast, series).complete_set(number, direction=direction, mode=mode, at=at)


def changed(document: Document, line: int | None = None, /, **values: Any) -> Document:
    """A copy with other values in its head, or in its ``line`` (from 1); None removes one."""
    copy: Document = json.loads(json.dumps(document, ensure_ascii=False))
    kind = KINDS[document["type"]]
    part = copy[kind.json_head] if line is None else copy[kind.list_element or ""][line - 1]
    part.update(values)
    for name, value in values.items():
        if value is None:
            del part[name]
    return copy


def head_of(document: Document) -> dict[str, Any]:
    """The head of a document, or all fields of a flat one."""
    head: dict[str, Any] = document[KINDS[document["type"]].json_head]
    return head


def lines_of(document: Document) -> list[dict[str, Any]]:
    """The lines of an order or inventory."""
    lines: list[dict[str, Any]] = document[KINDS[document["type"]].list_element or ""]
    return lines


def transfer(sender: Cast | Firm | str) -> Mapping[str, str]:
    """BaseTransfer of the enterprise that sends a message."""
    if isinstance(sender, Cast):
        sender = sender.platform
    firm = Firm(sender, "模拟企业有限公司") if isinstance(sender, str) else sender
    return {
        "copCode": firm.code,
        "copName": firm.name,
        "dxpMode": "DXP",
        "dxpId": "DXPENT0000000001",
    }


def to_xml(
    kind: str,
    documents: Sequence[Document],
    *,
    sender: Cast | Firm | str = CAST,
    signer: Signer | None = None,
    prefix: str = "ceb",
) -> bytes:
    """A CEB message of ``documents``, right or wrong as they are."""
    found = KINDS[kind]
    guid = head_of(documents[0]).get("guid", "")
    return build_message(
        found,
        documents,
        guid=str(guid),
        transfer=transfer(sender),
        signer=signer,
        prefix=prefix,
    )


def to_ndjson(documents: Iterable[Document]) -> bytes:
    """One document per line."""
    return b"".join(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        for document in documents
    )
