"""DxpMsg: the envelope in which a client of the exchange platform carries one message.

Specification 202205, terminal nodes: ``TransInfo`` names the sender and up to five receivers,
``Data`` holds the CEB message in base64. The envelope says nothing of the documents themselves.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree

from declarations.messages.envelope import UnreadableMessage
from declarations.messages.xml_writer import escaped

NAMESPACE: Final = "http://www.chinaport.gov.cn/dxp"
ROOT: Final = f"{{{NAMESPACE}}}DxpMsg"
MOST_RECEIVERS: Final = 5
LONGEST_ID: Final = 16
LONGEST_MESSAGE_ID: Final = 255
LONGEST_TYPE: Final = 30

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_BLANKS: Final = dict.fromkeys(map(ord, " \t\r\n"))


@dataclass(frozen=True, slots=True)
class TransInfo:
    """Who sends a message to whom: identities on the exchange platform, the sender's own id of the
    message, and the name of the message's root."""

    message_id: str
    sender: str
    receivers: tuple[str, ...]
    created: str
    message_type: str = ""


@dataclass(frozen=True, slots=True)
class DxpMessage:
    """An envelope and the message in it, still unread."""

    info: TransInfo
    data: bytes
    additions: Mapping[str, str]


def read_envelope(root: etree._Element) -> DxpMessage:
    """The envelope in ``root``, a DxpMsg element.

    :raises UnreadableMessage: ``dxp_malformed`` for an envelope without sender or message,
        ``dxp_data`` where its data are no base64.
    """
    info = root.find(_name("TransInfo"))
    data = root.findtext(_name("Data"))
    if info is None or data is None:
        raise UnreadableMessage("dxp_malformed", element="Data" if data is None else "TransInfo")
    try:
        content = base64.b64decode(data.translate(_BLANKS), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableMessage("dxp_data") from error
    if not content:
        raise UnreadableMessage("dxp_malformed", element="Data")
    return DxpMessage(_info(info), content, _additions(root.find(_name("AddInfo"))))


def _info(info: etree._Element) -> TransInfo:
    receivers = info.find(_name("ReceiverIds"))
    found = TransInfo(
        message_id=_text(info, "CopMsgId"),
        sender=_text(info, "SenderId"),
        receivers=tuple((r.text or "").strip() for r in receivers) if receivers is not None else (),
        created=_text(info, "CreatTime"),
        message_type=_text(info, "MsgType"),
    )
    if not found.sender:
        raise UnreadableMessage("dxp_malformed", element="SenderId")
    return found


def _additions(found: etree._Element | None) -> dict[str, str]:
    """What AddInfo says beside: plain texts by name, business keys as ``BizKey/name``."""
    if found is None:
        return {}
    told = {}
    for child in found:
        name = etree.QName(child).localname
        for key in child:
            told[f"{name}/{key.get('name') or ''}"] = (key.text or "").strip()
        if not len(child):
            told[name] = (child.text or "").strip()
    return told


def build_envelope(
    data: bytes,
    *,
    message_id: str,
    sender: str,
    receivers: Sequence[str],
    at: datetime,
    message_type: str,
) -> bytes:
    """A DxpMsg around ``data``.

    :raises ValueError: when an identity is missing or longer than the schema allows.
    """
    _demand("CopMsgId", [message_id], LONGEST_MESSAGE_ID)
    _demand("SenderId", [sender], LONGEST_ID)
    _demand("ReceiverId", receivers, LONGEST_ID)
    if not 0 < len(receivers) <= MOST_RECEIVERS or len(message_type) > LONGEST_TYPE:
        raise ValueError("an envelope has 1 to 5 receivers and a type of at most 30 characters")
    created = at.astimezone(_SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")
    named = "".join(f"<ReceiverId>{escaped(receiver)}</ReceiverId>" for receiver in receivers)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<DxpMsg ver="1.0" xmlns="{NAMESPACE}">\n'
        f"\t<TransInfo>\n\t\t<CopMsgId>{escaped(message_id)}</CopMsgId>\n"
        f"\t\t<SenderId>{escaped(sender)}</SenderId>\n"
        f"\t\t<ReceiverIds>{named}</ReceiverIds>\n\t\t<CreatTime>{created}</CreatTime>\n"
        f"\t\t<MsgType>{escaped(message_type)}</MsgType>\n\t</TransInfo>\n"
        f"\t<Data>{base64.b64encode(data).decode()}</Data>\n</DxpMsg>\n"
    ).encode()


def _demand(name: str, values: Sequence[str], longest: int) -> None:
    if not all(0 < len(value) <= longest for value in values):
        raise ValueError(f"{name} has 1 to {longest} characters")


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _text(parent: etree._Element, name: str) -> str:
    return str(parent.findtext(_name(name)) or "").strip()
