"""The rules on who may send a document and which firms it may name.

They need the register of enterprises, so services ask them; their words, law and settings are
here with all the others.
"""

from typing import Final

from declarations.rules.field_rules import ALL_KINDS, PAPERS
from declarations.rules.sources import ENTERPRISE_CODE, EXPORT_SPEC, IMPORT_SPEC, PORTAL
from zone_portal.kernel.rules import RULES, Rule, Text

SENDER_NOT_ALLOWED: Final = "ENT-001"
FIRM_UNKNOWN: Final = "ENT-002"
LOOSE_FIRM_UNKNOWN: Final = "ENT-003"
TRANSMITTER_FOREIGN: Final = "ENT-004"
FIRM_NOT_APPROVED: Final = "ENT-005"
FIRM_OF_OTHER_KIND: Final = "ENT-006"


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    basis: str,
    *,
    severity: str = "error",
    responsible: str = "",
    kinds: tuple[str, ...] = ALL_KINDS,
    fixed: bool = False,
) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible=responsible,
            severity=severity,
            kinds=kinds,
            fixed=fixed,
        )
    )


_enter(
    SENDER_NOT_ALLOWED,
    ("发送企业无权报送该单证", "The sender may not send this document"),
    (
        "订单由电商平台或电商企业、支付单由支付企业、运单由物流企业、清单由电商企业或其代理人报送；"
        "受委托的快件运营人、邮政企业须先登记委托（原因代码：{reason}）。",
        "The platform or seller sends orders, the payment company payments, the carrier waybills, "
        "the seller or its agent inventories; an entrusted express or postal operator needs a "
        "mandate on file (reason: {reason}).",
    ),
    "海关总署公告2018年第113号 业务单证责任主体；商财发〔2018〕486号",
    responsible="sender",
    fixed=True,
)
_enter(
    FIRM_UNKNOWN,
    (
        "单证所列企业未在本综试区登记",
        "A firm named in the document is not in the zone's register",
    ),
    (
        "请核对企业代码（十位海关编码或十八位统一社会信用代码）；确认无误的，"
        "请该企业先在本平台办理备案。",
        "Check the code (customs code of 10 or credit code of 18 characters). If it is right, the "
        "firm must file itself on this platform first.",
    ),
    f"{IMPORT_SPEC}；{EXPORT_SPEC}；{ENTERPRISE_CODE}",
)
_enter(
    LOOSE_FIRM_UNKNOWN,
    (
        "区内企业、生产销售企业或单据所列其他企业未在本综试区登记",
        "The zone enterprise, producer or another firm of a paper is not in the zone's register",
    ),
    (
        "单证已受理；请核对代码，未在海关登记的生产销售企业填 NO。",
        "The document is accepted. Check the code; write NO for a producer that customs does not "
        "know.",
    ),
    f"{IMPORT_SPEC} CEB621 areaCode；{EXPORT_SPEC} CEB603 iacCode、ownerCode",
    severity="warning",
    kinds=("CEB603", "CEB621", *PAPERS),
)
_enter(
    TRANSMITTER_FOREIGN,
    (
        "报文的传输企业不是当前接入企业",
        "The transmitting enterprise of the message is not the client's own",
    ),
    (
        "BaseTransfer 的 copCode 应为接入本平台的企业自身代码，请改正或使用该企业自己的令牌。",
        "copCode in BaseTransfer must be the code of the connected firm: correct it or use the "
        "other firm's own token.",
    ),
    f"{IMPORT_SPEC} BaseTransfer copCode",
    responsible="sender",
)
_enter(
    FIRM_NOT_APPROVED,
    (
        "单证所列企业的备案尚未通过或已暂停",
        "The filing of a firm named in the document is not approved",
    ),
    (
        "请该企业在本平台查看备案状态并补正；备案通过后重新报送单证。",
        "The firm must look up the state of its filing here and complete it; then send again.",
    ),
    f"{PORTAL} 主体备案",
)
_enter(
    FIRM_OF_OTHER_KIND,
    (
        "单证所列企业未登记为该项所需的企业类型",
        "A firm is named in a part that it is not registered for",
    ),
    (
        "请核对该项的企业代码；企业确有此类业务的，请其在备案中增加相应的企业类型。",
        "Check the code. A firm that does this business adds the kind to its filing.",
    ),
    f"{IMPORT_SPEC}；{PORTAL} 主体备案",
    severity="warning",
)
