"""The rules on keeping documents: keys known before, changes, deletions.

They need what is kept already, so services ask them. The official codes differ by noun. What
breaks one of them is not kept, so no setting makes a warning of it; only an older time may pass.
"""

from collections.abc import Mapping
from typing import Final

from declarations.messages.kinds import Kind
from declarations.rules.field_rules import ALL_KINDS, DOCUMENTS, PAPERS
from declarations.rules.sources import IMPORT_SPEC, PORTAL
from zone_portal.kernel.rules import RULES, Rule, Text

KNOWN_WITH_OTHER_CONTENT: Final = "KEY-001"
NOTHING_TO_CHANGE: Final = "KEY-002"
ALREADY_MATCHED: Final = "KEY-003"
OLDER_THAN_KEPT: Final = "KEY-004"
ORDER_ALREADY_DECLARED: Final = "KEY-005"
DELETED_BEFORE: Final = "KEY-006"
CUSTOMS_HAS_IT: Final = "KEY-008"
ALREADY_RELEASED: Final = "KEY-009"
MARK_UNREADABLE: Final = "KEY-010"
PARCEL_ALREADY_DECLARED: Final = "KEY-011"
PARCELS_CONTRADICT: Final = "KEY-012"

OFFICIAL_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    KNOWN_WITH_OTHER_CONTENT: {
        "order": "-301010",
        "payment": "-401007",
        "waybill": "-504012",
        "inventory": "-621004",
    },
    NOTHING_TO_CHANGE: {
        "order": "-301009",
        "payment": "-401006",
        "waybill": "-504014",
        "inventory": "-621011",
    },
    ALREADY_MATCHED: {
        "order": "-301011",
        "payment": "-401008",
        "waybill": "-504016",
        "inventory": "-621012",
    },
    ALREADY_RELEASED: {
        "order": "-301011",
        "payment": "-401008",
        "waybill": "-504016",
        "inventory": "-621012",
    },
    OLDER_THAN_KEPT: {
        "order": "-301014",
        "payment": "-401012",
        "waybill": "-504011",
        "inventory": "-621001",
    },
    ORDER_ALREADY_DECLARED: {"inventory": "-621004"},
    MARK_UNREADABLE: {"order": "-301008", "inventory": "-621001"},
    PARCEL_ALREADY_DECLARED: {"inventory": "-621004"},
    PARCELS_CONTRADICT: {"inventory": "-621001"},
    DELETED_BEFORE: {
        "order": "-301009",
        "payment": "-401006",
        "waybill": "-504014",
        "inventory": "-621011",
    },
}
"""Official code of a refusal by noun (specification 202205, table 7-2).

For a waybill or inventory older than the kept one the table has no code of its own; the general
code for failed checks stands in.
"""

OFFICIAL_CODES_OF_PAPERS: Final[Mapping[str, Mapping[str, str]]] = {
    KNOWN_WITH_OTHER_CONTENT: {
        "CEB213": "-625022",
        "CEB513": "-505012",
        "CEB605": "-623009",
        "CEB623": "-623009",
        "CEB625": "-625022",
        "CEB711": "-800003",
    },
    CUSTOMS_HAS_IT: {"CEB623": "-623013"},
    NOTHING_TO_CHANGE: {"CEB513": "-505014"},
    OLDER_THAN_KEPT: {"CEB513": "-505016", "CEB711": "-800005"},
    DELETED_BEFORE: {"CEB513": "-505014"},
}
"""Likewise for papers, by kind; for the others the table has no code, so 100 (refused) stands."""


def official_code(code: str, kind: Kind) -> str:
    """The official code of a refusal under a rule of this module."""
    if kind.noun == "paper":
        return OFFICIAL_CODES_OF_PAPERS.get(code, {}).get(kind.code, "100")
    return OFFICIAL_CODES[code][kind.noun]


_TABLE: Final = "海关跨境统一版系统企业对接报文规范 表7-2"


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    *,
    kinds: tuple[str, ...] = ALL_KINDS,
    basis: str = _TABLE,
    severity: str = "error",
    fixed: bool = True,
) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=basis,
            responsible="",
            severity=severity,
            kinds=kinds,
            fixed=fixed,
        )
    )


_enter(
    KNOWN_WITH_OTHER_CONTENT,
    (
        "已存在相同编号而内容不同的单证",
        "A document with this number and other content is kept already",
    ),
    (
        "如需更正，请以变更方式（appType=2）报送；如为新单证，请使用新的编号。",
        "Send a correction as a change (appType 2), or give a new document a number of its own.",
    ),
)
_enter(
    NOTHING_TO_CHANGE,
    ("没有可变更或删除的单证", "There is no document to change or delete"),
    (
        "请核对编号；尚未报送过的单证请以新增方式（appType=1）报送。",
        "Check the number; a document never sent before is sent as new (appType 1).",
    ),
)
_enter(
    ALREADY_MATCHED,
    (
        "引用该单证的清单已对碰一致，不能再变更或删除",
        "An inventory that names this document is matched: it can no longer be changed",
    ),
    (
        "请先由申报企业撤销清单，再变更或删除单证。",
        "The declaring firm must withdraw the inventory first.",
    ),
    kinds=DOCUMENTS,
)
_enter(
    OLDER_THAN_KEPT,
    (
        "报送时间早于已收的同号单证",
        "The document is older than the one kept under this number",
    ),
    (
        "已收到更新的内容，本次不作处理；如需再次更正，请以当前时间重新报送。",
        "Newer content is kept, so this one changes nothing; to correct it again, send it with "
        "the present time.",
    ),
    fixed=False,
)
_enter(
    ORDER_ALREADY_DECLARED,
    ("该订单已有另一份清单", "Another inventory has declared this order"),
    (
        "一个订单只能申报一份清单，不要重复申报；请变更原清单（appType=2），已撤单的变更后即重新申报，"
        "或删除原清单后另报。",
        "An order is declared once. Change the earlier inventory (appType 2), which declares one "
        "anew that was withdrawn; or delete it and send another.",
    ),
    kinds=("CEB603", "CEB621"),
    basis=f"{_TABLE}；{IMPORT_SPEC} CEB621 orderNo",
)
_enter(
    DELETED_BEFORE,
    ("该单证已删除", "The document has been deleted"),
    (
        "已删除的单证不能变更；如仍需报送，请以新增方式（appType=1）重新报送。",
        "A deleted document cannot be changed; send it as new (appType 1) if it is still meant.",
    ),
    basis=f"{_TABLE}；{PORTAL}",
)
_enter(
    CUSTOMS_HAS_IT,
    (
        "该单据已在海关办理，不能变更或删除",
        "Customs has this paper: it can no longer be changed or deleted",
    ),
    (
        "请等待海关回执；被海关退单后可以变更后重新报送，已审结的不能再变更。",
        "Wait for customs. After a rejection it can be changed and goes again; what customs has "
        "concluded stays as it is.",
    ),
    kinds=PAPERS,
    basis=f"{_TABLE}；{PORTAL}",
)
_enter(
    ALREADY_RELEASED,
    (
        "海关已放行，引用该单证的申报不能再变更或删除",
        "Customs has released the declaration that names this document: it stays as it is",
    ),
    (
        "放行后不接受变更；商品退回请办理退货申请（进口 CEB625，出口 CEB213）。",
        "Nothing is changed after a release. For goods that come back apply for a return (CEB625 "
        "for imports, CEB213 for exports).",
    ),
    kinds=DOCUMENTS,
    basis=f"{_TABLE}；{PORTAL}",
)
_enter(
    MARK_UNREADABLE,
    ("备注中的拆分标记无法识别", "The split mark in the note cannot be read"),
    (
        "订单备注可写 [合并支付:订单数] 或 [分笔支付:笔数]，清单备注可写 [分包裹:第几个/共几个]，"
        "数目为 2 至 99，一份单证只写一个标记。",
        "An order may say [split orders:n] or [split payments:n], an inventory [split parcel:i/n], "
        "n from 2 to 99, one mark in a document.",
    ),
    kinds=("CEB303", "CEB311", "CEB603", "CEB621"),
    basis=f"{PORTAL}（备注标记）",
)
_enter(
    PARCEL_ALREADY_DECLARED,
    (
        "该订单的这个包裹已有另一份清单",
        "Another inventory has declared this parcel of the order",
    ),
    (
        "一个订单的每个包裹只能申报一份清单；请核对备注中的分包裹序号，或变更、删除原清单。",
        "Each parcel of an order is declared once: check the number in the note, or change or "
        "delete the earlier inventory.",
    ),
    kinds=("CEB603", "CEB621"),
    basis=f"{_TABLE}；{PORTAL}（备注标记）",
)
_enter(
    PARCELS_CONTRADICT,
    (
        "与该订单已收清单所写的包裹总数不同",
        "The order's other inventories speak of another number of parcels",
    ),
    (
        "同一订单的各清单应写相同的包裹总数；如需改变总数，请先删除已报的各包裹清单再重新报送。",
        "All inventories of an order name the same number of parcels. To change it, delete those "
        "sent so far and send them anew.",
    ),
    kinds=("CEB603", "CEB621"),
    basis=f"{PORTAL}（备注标记）",
)
