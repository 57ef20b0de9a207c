"""The rules on the form of a message around its documents, as the readers report it."""

from collections.abc import Mapping
from typing import Final

from declarations.rules.field_rules import ALL_KINDS, NO_HEAD, NOT_A_NUMBER, UNKNOWN
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC, PORTAL
from zone_portal.kernel.rules import RULES, Rule, Text

_LAYOUT: Final = f"{IMPORT_SPEC}；{EXPORT_SPEC}"


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    *,
    basis: str = _LAYOUT,
    severity: str = "error",
    responsible: str = "sender",
) -> str:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible=responsible,
            severity=severity,
            kinds=ALL_KINDS,
            fixed=severity == "error",
        )
    )
    return code


LINE_UNREADABLE = _enter(
    "MSG-001",
    ("该行不是可读的 JSON 单证", "The line is no readable JSON document"),
    (
        "每行应为一个完整的 JSON 对象，UTF-8 编码，数值不加引号或用十进制字符串"
        "（原因代码：{reason}）。",
        "Each line must be one complete JSON object in UTF-8 (reason: {reason}).",
    ),
    basis=PORTAL,
)
KIND_UNKNOWN = _enter(
    "MSG-002",
    ("无法识别的报文类型 {kind}", "{kind} is no kind of message"),
    (
        "请在 type 中填写报文类型，如 CEB311、CEB411、CEB511、CEB621。",
        "Give the kind in type, for example CEB311, CEB411, CEB511 or CEB621.",
    ),
    basis=PORTAL,
)
KIND_NOT_ACCEPTED = _enter(
    "MSG-003",
    ("本平台不接收报文类型 {kind}", "Messages of the kind {kind} are not accepted here"),
    (
        "企业可报送订单、支付单（收款单）、运单和清单；回执由平台发出。",
        "Enterprises send orders, payments, waybills and inventories; receipts come from here.",
    ),
    basis=PORTAL,
)
TRANSFER_TWICE = _enter(
    "MSG-004",
    ("报文含有两个相同的 BaseTransfer", "The message holds BaseTransfer twice"),
    (
        "报文已受理；请只保留一个 BaseTransfer，海关系统会拒收重复的报文。",
        "The message is accepted. Keep one BaseTransfer: customs' own schema refuses two.",
    ),
    severity="warning",
)
ELEMENT_ORDER = _enter(
    "MSG-005",
    ("元素 {element} 的位置不符合规范顺序", "{element} is not in its place"),
    (
        "请按报文规范规定的顺序排列元素。",
        "Put the elements in the order of the specification.",
    ),
)
ELEMENT_REPEATED = _enter(
    "MSG-006",
    ("元素 {element} 重复出现", "{element} comes more than once"),
    ("每个元素只保留一个。", "Keep one of each element."),
)
ELEMENT_NESTED = _enter(
    "MSG-007",
    ("元素 {element} 内含有下级元素", "{element} holds further elements"),
    ("该元素只能含文本值。", "It may hold a text value only."),
)
ATTRIBUTE_UNKNOWN = _enter(
    "MSG-008",
    ("元素 {element} 带有规范以外的属性", "{element} carries an attribute it may not have"),
    ("请删除单证元素上的属性。", "Remove the attributes of the document's elements."),
)
TEXT_STRAY = _enter(
    "MSG-009",
    ("{element} 内有不属于任何元素的文字", "{element} holds text that belongs to no element"),
    ("请删除元素之间的文字。", "Remove the text between the elements."),
)
TEXT_UNUSABLE = _enter(
    "MSG-010",
    ("{element} 的文字无法使用", "The text of {element} cannot be used"),
    (
        "请以 UTF-8 重新编码并删除无效字符。",
        "Encode it in UTF-8 and remove invalid characters.",
    ),
)
MESSAGE_GUID = _enter(
    "MSG-011",
    ("报文的 guid 不是 36 位", "The guid of the message has not 36 characters"),
    (
        "报文已受理；请在报文根元素上填写 36 位的系统唯一序号。",
        "The message is accepted. Give its root a guid of 36 characters: customs refuses others.",
    ),
    severity="warning",
)
MESSAGE_VERSION = _enter(
    "MSG-012",
    ("报文没有版本号", "The message has no version"),
    (
        "报文已受理；请在报文根元素上填写 version，默认为 1.0。",
        "The message is accepted. Give its root a version, 1.0 by default.",
    ),
    severity="warning",
)
TRANSFER_INCOMPLETE = _enter(
    "MSG-013",
    ("BaseTransfer 缺少 {element}", "BaseTransfer lacks {element}"),
    (
        "报文已受理；请补充 {element}，海关系统会拒收传输信息不全的报文。",
        "The message is accepted. Add {element}: customs refuses an incomplete BaseTransfer.",
    ),
    severity="warning",
)
ENVELOPE_ORDER = _enter(
    "MSG-014",
    (
        "报文中单证以外的部分顺序不符合规范",
        "The parts of the message around its documents are out of order",
    ),
    (
        "报文已受理；请按规范依次排列 BaseTransfer、BaseSubscribe、ExtendMessage 和签名。",
        "The message is accepted. Put BaseTransfer, BaseSubscribe, ExtendMessage and the signature "
        "in the order of the specification.",
    ),
    severity="warning",
)

READER_CODES: Final[Mapping[str, str]] = {
    "element_unknown": UNKNOWN,
    "element_repeated": ELEMENT_REPEATED,
    "member_repeated": ELEMENT_REPEATED,
    "element_order": ELEMENT_ORDER,
    "element_nested": ELEMENT_NESTED,
    "attribute_unknown": ATTRIBUTE_UNKNOWN,
    "text_stray": TEXT_STRAY,
    "text_unusable": TEXT_UNUSABLE,
    "head_missing": NO_HEAD,
    "number_malformed": NOT_A_NUMBER,
}
"""The rule for each problem that a reader reports of a document."""

ENVELOPE_CODES: Final[Mapping[str, str]] = {
    "element_order": ENVELOPE_ORDER,
    "element_repeated": TRANSFER_TWICE,
    "element_missing": TRANSFER_INCOMPLETE,
    "guid_malformed": MESSAGE_GUID,
    "version_missing": MESSAGE_VERSION,
}
"""The rule for each problem that a reader reports of the message around the documents."""
