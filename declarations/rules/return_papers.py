"""Acceptance rules of returns (213, 215, 625) and cancellations (605, 623).

What needs the original inventory is asked by services, which know it; its words are here, too.
"""

from types import SimpleNamespace
from typing import Any, Final

from declarations.rules.common import MAY_BE_NEW
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC, RETURNS
from zone_portal.kernel.rules import RULES, Parameter, Rule, Text

OF_GOODS = ("CEB213", "CEB625")
BACK = ("CEB213", "CEB215")
OF_ORIGINALS = ("CEB213", "CEB605", "CEB623", "CEB625")
"""Papers about one inventory that was declared before."""

ORIGINAL_UNKNOWN: Final = "RET-010"
LINE_UNKNOWN: Final = "RET-011"
MORE_THAN_DECLARED: Final = "RET-012"
UNIT_DIFFERS: Final = "RET-013"
ORIGINAL_DIFFERS: Final = "RET-014"

_SPEC = f"{IMPORT_SPEC}；{EXPORT_SPEC}"


@acceptance(
    "RET-001",
    *BACK,
    title=("出口退货的进出口标记不是 I", "The flag of a returned export is not I"),
    remedy=("出口商品退回是进境，请填 {codes}。", "Returned exports enter: write {codes}."),
    basis=f"{EXPORT_SPEC} ieFlag；{RETURNS}",
    codes=Parameter("I", ("允许的标记", "flags allowed"), kind="codes"),
)
def returned_exports_enter(head: Any, param: SimpleNamespace) -> Holds:
    """ieFlag of a returned export is I."""
    return head.ieFlag in param.codes


@acceptance(
    "RET-002",
    "CEB213",
    title=("退货监管方式不正确", "The trade mode is none of a returned export"),
    remedy=(
        "一般出口退货填 9661，特殊区域出口退货填 1261（允许：{codes}）。",
        "Write 9661 for ordinary exports and 1261 for those from a special zone ({codes} pass).",
    ),
    basis=f"{EXPORT_SPEC} CEB213 tradeMode；{RETURNS}",
    codes=Parameter("9661 1261", ("允许的监管方式", "trade modes allowed"), kind="codes"),
)
def return_has_its_trade_mode(head: Any, param: SimpleNamespace) -> Holds:
    """tradeMode is 9661 or 1261: optional in the schema, mandatory in the specification."""
    return head.tradeMode in param.codes


@acceptance(
    "RET-003",
    "CEB213",
    title=("启运国（地区）不能为中国", "The country of departure cannot be China"),
    remedy=(
        "请填写退货启运的国家（地区）代码，不能填 {codes}。",
        "Give the country from which the goods come back; {codes} cannot be right.",
    ),
    basis=f"{EXPORT_SPEC} CEB213 country",
    codes=Parameter("142", ("不允许的国家代码", "countries refused"), kind="codes"),
)
def returned_goods_come_from_abroad(head: Any, param: SimpleNamespace) -> Holds:
    """The country of departure of a return is not China."""
    return head.country not in param.codes


@acceptance(
    "RET-004",
    "CEB213",
    title=(
        "启运国（地区）代码不在海关代码表中",
        "The country of departure is not in the customs code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{EXPORT_SPEC} CEB213 country；JGS-20",
    table="countries",
)
def returned_from_known_country(head: Any, tables: Any) -> Holds:
    """The country of departure is a customs country code."""
    return head.country in tables.countries


@acceptance(
    "RET-005",
    *OF_GOODS,
    title=("退货申请单内有重复的商品序号", "A line number comes twice in the return"),
    remedy=(
        "gnum 对应原清单的商品序号，每项只列一次。",
        "gnum is the line of the original inventory: list each line once.",
    ),
    basis=f"{_SPEC} gnum",
    official="-621027",
)
def returned_lines_named_once(lines: Any) -> Holds:
    """No gnum comes twice."""
    return len({line.gnum for line in lines}) == len(lines)


@acceptance(
    "RET-006",
    "CEB213",
    title=(
        "法定第二数量与第二单位不成对",
        "The second quantity and its unit do not come together",
    ),
    remedy=(
        "qty2 与 unit2 须同时填写或同时省略。",
        "Give qty2 and unit2 together, or neither.",
    ),
    basis=f"{EXPORT_SPEC} CEB213 qty2、unit2",
    official="-625009",
)
def second_quantity_has_its_unit(line: Any) -> Holds:
    """qty2 comes with unit2."""
    return (line.qty2 is None) == (not line.unit2)


@acceptance(
    "RET-007",
    *OF_GOODS,
    title=(
        "计量单位代码不在海关计量单位代码表中",
        "The unit of measure is not in the customs code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{_SPEC} unit；JGS-20",
    table="units",
)
def returned_unit_known(line: Any, tables: Any) -> Holds:
    """The unit of a returned quantity is a customs unit code."""
    return line.unit in tables.units


@acceptance(
    "RET-008",
    "CEB623",
    "CEB625",
    title=("订购人证件类型限定为身份证", "The buyer's document must be an identity card"),
    remedy=(
        "请填写 {codes}，与原清单一致。",
        "Write {codes}, as in the original inventory.",
    ),
    basis=f"{IMPORT_SPEC} buyerIdType",
    codes=Parameter("1", ("限定的证件类型", "id types allowed"), kind="codes"),
)
def returning_buyer_shows_identity_card(head: Any, param: SimpleNamespace) -> Holds:
    """buyerIdType is 1, a resident identity card."""
    return head.buyerIdType in param.codes


@acceptance(
    "RET-009",
    "CEB623",
    title=("撤销申请单只能新增", "A cancellation can only be new"),
    remedy=(
        "撤销申请不能变更或删除，appType 请填 {codes}。",
        "A cancellation is neither changed nor deleted: write appType {codes}.",
    ),
    basis=f"{IMPORT_SPEC} CEB623 appType",
    codes=Parameter("1", ("允许的报送类型", "submission types allowed"), kind="codes"),
)
def cancellation_is_new(head: Any, param: SimpleNamespace) -> Holds:
    """appType of an import cancellation is 1."""
    return head.appType in param.codes


def _enter(
    code: str,
    title: Text,
    remedy: Text,
    *,
    kinds: tuple[str, ...] = OF_GOODS,
    severity: str = "error",
    official: str = "",
) -> None:
    RULES.add(
        Rule(
            code=code,
            title=title,
            remedy=remedy,
            basis=_SPEC,
            responsible="",
            severity=severity,
            kinds=kinds,
            official=official,
        )
    )


_enter(
    ORIGINAL_UNKNOWN,
    ("本平台没有编号为 {number} 的清单", "No inventory {number} is known here"),
    (
        "请核对清单编号 invtNo。只是提示的，单证已受理但无法与原清单核对，以海关记录为准；"
        "被拒绝的，请由原清单的收发货企业、其申报代理人或受其委托的企业报送。",
        "Check invtNo. As a warning it means: the document is accepted, cannot be compared, and "
        "customs' own records count. As a refusal: send it as the inventory's seller or agent, or "
        "under a mandate of one of them.",
    ),
    kinds=OF_ORIGINALS,
    severity="warning",
    official="-623003",
)
_enter(
    LINE_UNKNOWN,
    (
        "原清单中没有序号和商品编码与此相同的商品",
        "The original inventory has no such line with this code",
    ),
    (
        "gnum 和 gcode 须与原清单的商品一致，请核对。",
        "gnum and gcode must be those of a line of the original inventory.",
    ),
    official="-625209",
)
_enter(
    MORE_THAN_DECLARED,
    ("退货数量大于原清单数量", "More is returned than was declared"),
    (
        "退货数量不能大于原清单同一商品的数量，请改正。",
        "The quantity of a line cannot be more than that of the original line: correct it.",
    ),
)
_enter(
    UNIT_DIFFERS,
    ("计量单位与原清单不一致", "The unit is not that of the original inventory"),
    (
        "请使用原清单的计量单位，否则数量无法核对。",
        "Use the unit of the original inventory: quantities cannot be compared otherwise.",
    ),
)
_enter(
    ORIGINAL_DIFFERS,
    (
        "{element} 与原清单不一致",
        "{element} is not that of the original inventory",
    ),
    (
        "请核对清单编号，或按原清单改正该项。",
        "Check the number of the inventory, or write what the inventory says.",
    ),
    kinds=OF_ORIGINALS,
)
