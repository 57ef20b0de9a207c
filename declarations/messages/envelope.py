"""What reading a message gives: its envelope, its documents as text, and what stood wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from declarations.messages.kinds import Kind
from zone_portal.kernel.errors import PortalError


class Problem(NamedTuple):
    """Something about a message or document that its data cannot show.

    Of documents: ``element_order``, ``element_repeated`` (XML), ``member_repeated`` (JSON). Of the
    message around them: ``element_order``, ``element_repeated``, ``element_missing``,
    ``guid_malformed``, ``version_missing``. ``element`` is the official name, ``line`` the gnum of
    the list line it stands in, ``source_line`` the line of the message's text.
    """

    code: str
    element: str
    line: int | None = None
    source_line: int | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as it was sent: official element names, values as text, problems beside them.

    ``data`` has the JSON form of the interface without its ``type``:
    ``{"OrderHead": {…}, "OrderList": [{…}]}``, or ``{"Receipts": {…}}`` for flat kinds.
    """

    data: dict[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class XmlMessage:
    """A CEB message: who transmits it, and its documents in the order sent.

    ``transfer`` is BaseTransfer by element name (empty for receipts, which have none);
    ``warnings`` are departures from the schema outside the documents that lose nothing.
    ``extension`` is ExtendMessage: its name, version and, as XML, its content. ``sent_by`` is the
    exchange platform's identity of the sender where the message came in an envelope (DxpMsg),
    and ``enclosed`` the bytes that were in it: a signature covers these, not the envelope.
    """

    kind: Kind
    guid: str
    version: str
    transfer: Mapping[str, str]
    subscribes: tuple[Mapping[str, str], ...]
    has_signature: bool
    documents: list[RawDocument]
    warnings: tuple[Problem, ...] = field(default=())
    extension: Mapping[str, str] | None = None
    sent_by: str = ""
    enclosed: bytes = b""


class UnreadableMessage(PortalError):
    """A message that cannot be taken in at all; ``status`` is its HTTP status.

    ``details`` holds ``line`` and ``column`` where known, ``kind`` where it was recognised and
    ``official`` with the official code where one exists.
    """

    def __init__(self, code: str, **details: Any) -> None:
        status, zh, en = REASONS[code]
        shown = {name: value for name, value in details.items() if value is not None}
        place = {"line": "", "column": "", **shown}
        super().__init__(code, details=shown, zh=zh.format(**place), en=en.format(**place))
        self.status = status


REASONS: dict[str, tuple[int, str, str]] = {
    "xml_malformed": (
        400,
        "XML格式错误（第{line}行第{column}列）：{reason}",
        "The XML is not well-formed (line {line}, column {column}): {reason}",
    ),
    "xml_hostile": (
        400,
        "报文含有DOCTYPE或实体声明，不予接收。",
        "The message holds a DOCTYPE or entity declaration; these are not accepted.",
    ),
    "xml_encoding": (
        400,
        "报文的字符编码无法读取（{encoding}）：请使用UTF-8。",
        "The character encoding of the message cannot be read ({encoding}): use UTF-8.",
    ),
    "xml_too_deep": (
        400,
        "XML元素嵌套过深（第{line}行）。",
        "The XML is nested too deeply (line {line}).",
    ),
    "xml_too_large": (
        413,
        "XML元素或属性数量超过一份报文的上限。",
        "The XML holds more elements or attributes than one message can have.",
    ),
    "kind_unknown": (
        422,
        "无法识别的报文类型：{root}。",
        "This is not a known kind of message: {root}.",
    ),
    "kind_not_accepted": (
        422,
        "本平台不接收此类报文：{root}。",
        "This kind of message is not accepted here: {root}.",
    ),
    "too_many_documents": (
        413,
        "一份报文最多包含{limit}个单证，本报文有{count}个；请拆分后发送。",
        "A message holds at most {limit} documents, this one has {count}: split it.",
    ),
    "no_document": (
        400,
        "报文中没有业务单证。",
        "The message holds no document.",
    ),
    "element_unexpected": (
        400,
        "报文中有不应出现的元素 {element}（第{line}行）。",
        "The message holds an element that does not belong there: {element} (line {line}).",
    ),
    "transfer_missing": (
        400,
        "报文缺少BaseTransfer（传输企业信息）。",
        "The message has no BaseTransfer, which names the transmitting enterprise.",
    ),
    "transfer_incomplete": (
        400,
        "BaseTransfer中缺少{element}（第{line}行）。",
        "BaseTransfer lacks {element} (line {line}).",
    ),
    "transfer_ambiguous": (
        400,
        "报文含有多个内容不同的BaseTransfer（第{line}行）。",
        "The message holds several BaseTransfer that differ (line {line}).",
    ),
    "dxp_malformed": (
        400,
        "传输报文DxpMsg缺少{element}。",
        "The envelope DxpMsg lacks {element}.",
    ),
    "dxp_data": (
        400,
        "传输报文DxpMsg的Data不是有效的base64编码。",
        "Data of the envelope DxpMsg is no valid base64.",
    ),
    "json_malformed": (
        400,
        "JSON格式错误（第{line}行第{column}列）：{reason}",
        "The JSON is malformed (line {line}, column {column}): {reason}",
    ),
    "json_encoding": (
        400,
        "JSON必须是UTF-8编码。",
        "JSON must be encoded in UTF-8.",
    ),
    "json_too_deep": (
        400,
        "JSON嵌套过深。",
        "The JSON is nested too deeply.",
    ),
    "json_not_object": (
        400,
        "每行必须是一个JSON对象。",
        "Each document must be one JSON object.",
    ),
}
"""Every reason for not reading a message: HTTP status, sentence in Chinese and in English."""
