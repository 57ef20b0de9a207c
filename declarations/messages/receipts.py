"""Receipts: what the port answers, as records of the answering kind and as messages.

The portal's own receipts say what a port says before customs has a word: submitted, refused,
waiting for a document, logic checks passed. Sources: specification 202205 (layouts), receipts
seen in practice (wording).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import NAMESPACE, Kind
from declarations.messages.record import Element
from declarations.messages.return_info import cut
from declarations.messages.xml_writer import build_message, escaped, usable

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
UNREADABLE: Final = "CEB900"
UNKNOWN_CHARACTER: Final = "-"
"""Stands for what a refused document did not give and the schema does not let us leave empty."""


def answered_by(code: str, head: Mapping[str, Any]) -> Kind | None:
    """The kind that a receipt answers; a CEB900 names the root of the message it could not read."""
    if code == UNREADABLE:
        return KINDS.get(str(head.get("oriMessageType") or "").removesuffix("Message"))
    return KINDS.get(KINDS[code].answers)


def receipt_record(
    kind: Kind,
    values: Mapping[str, Any],
    *,
    guid: str,
    status: str,
    at: datetime,
    info: str,
) -> Any:
    """The receipt of ``kind`` (CEB312 …) about one document.

    ``values`` are elements of the document by official name: at least its business key, and
    preNo and invtNo where they have been given. What a refused document lacks or has wrong is
    fitted to the receipt's own layout, so that a receipt is always valid.
    """
    fixed = {"guid": guid, "returnStatus": status, "returnTime": return_time(at)}
    fields = {
        name: fixed[name] if name in fixed else _fitted(element, values.get(name), at)
        for name, element in kind.head_elements.items()
        if name != "returnInfo"
    }
    text = cut([usable(info) or UNKNOWN_CHARACTER])
    return kind.struct(head=kind.head(**fields, returnInfo=text))


def _fitted(element: Element, value: Any, at: datetime) -> str | int | None:
    if element.is_integer:
        return value if isinstance(value, int) and value > 0 else 1
    text = usable("" if value is None else str(value))[: element.maximum]
    if element.name == "preNo" and element.mandatory and len(text) != element.maximum:
        return pre_no(at.astimezone(SHANGHAI).date(), 0)
    if element.mandatory and element.name != "invtNo":
        return text.ljust(max(element.minimum, 1), UNKNOWN_CHARACTER)
    if element.mandatory:
        return text
    return text if text and len(text) >= element.minimum else None


def return_time(at: datetime) -> str:
    """An aware moment as returnTime: 17 digits, Shanghai, to the millisecond."""
    local = at.astimezone(SHANGHAI)
    return f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03}"


def pre_no(day: date, serial: int) -> str:
    """The port's own number of an inventory: ``B``, the day, nine digits (0: none given yet)."""
    if not 0 <= serial < 10**9:
        raise ValueError(f"serial {serial} has more than nine digits")
    return f"B{day:%Y%m%d}{serial:09}"


def build_receipts(kind: Kind, records: Sequence[Any], *, guid: str) -> bytes:
    """A receipt message of 1 to 100 records, in the default namespace as customs sends them."""
    return build_message(kind, records, guid=guid, prefix="")


def format_refusal(
    original: bytes,
    *,
    guid: str,
    at: datetime,
    info: str,
    message_type: str = "Unknown",
    message_id: str = "",
    status: str = "-1",
    longest: int = 1_000_000,
) -> bytes:
    """CEB900: the answer to a message that could not be read, which it quotes in CDATA.

    ``message_type`` is the root's name where it was recognised. Bytes that are not UTF-8 and
    characters that XML forbids are replaced; at most ``longest`` characters are quoted.
    """
    kind = KINDS["CEB900"]
    # four bytes at most for a character: no need to decode a flood
    text = usable(original[: longest * 4].decode("utf-8", "replace"))[:longest]
    fields = {
        "guid": guid,
        "returnStatus": status,
        "returnInfo": usable(info)[: kind.head_elements["returnInfo"].maximum],
        "returnTime": return_time(at),
        "oriCopMsgId": usable(message_id)[: kind.head_elements["oriCopMsgId"].maximum],
        "oriMessageType": usable(message_type)[: kind.head_elements["oriMessageType"].maximum],
    }
    rows = "".join(f"\t\t<{name}>{escaped(value)}</{name}>\n" for name, value in fields.items())
    quoted = text.replace("]]>", "]]]]><![CDATA[>")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind.root} guid="{guid}" version="1.0" '
        f'xmlns="{NAMESPACE}">\n\t<{kind.wrapper}>\n{rows}'
        f"\t\t<oriBizMessage><![CDATA[{quoted}]]></oriBizMessage>\n"
        f"\t</{kind.wrapper}>\n</{kind.root}>\n"
    ).encode()
