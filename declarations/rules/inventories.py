"""Acceptance rules that import and export inventories (621, 603) share."""

from types import SimpleNamespace
from typing import Any

from declarations.rules.common import MAY_BE_NEW
from declarations.rules.forms import is_bar_code, is_ten_digits
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Parameter

BOTH = ("CEB603", "CEB621")


@acceptance(
    "INV-002",
    *BOTH,
    title=("清单内有重复的商品序号", "A line number comes twice in the inventory"),
    remedy=(
        "每项商品的序号 gnum 应各不相同，请重新编号。",
        "Give every line a gnum of its own.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gnum；{EXPORT_SPEC}",
    official="-621027",
)
def inventory_lines_numbered_once(lines: Any) -> Holds:
    """No gnum comes twice."""
    return len({line.gnum for line in lines}) == len(lines)


@acceptance(
    "INV-003",
    *BOTH,
    title=("净重大于毛重", "The net weight is more than the gross weight"),
    remedy=(
        "毛重为净重加包装重量，请核对两个重量（公斤）。",
        "Gross weight is net weight plus packaging: check both, in kilograms.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 grossWeight、netWeight；{EXPORT_SPEC}",
)
def gross_weight_covers_net_weight(head: Any) -> Holds:
    """grossWeight ≥ netWeight."""
    return head.netWeight <= head.grossWeight


@acceptance(
    "INV-004",
    *BOTH,
    title=(
        "申报海关代码不在关区代码表中",
        "The declaring customs district is not in the code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 customsCode；{EXPORT_SPEC}；JGS/T 18",
    table="districts",
)
def customs_code_known(head: Any, tables: Any) -> Holds:
    """customsCode is a customs district."""
    return head.customsCode in tables.districts


@acceptance(
    "INV-005",
    *BOTH,
    title=("口岸海关代码不在关区代码表中", "The port's customs district is not in the code table"),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 portCode；{EXPORT_SPEC}；JGS/T 18",
    table="districts",
)
def port_code_known(head: Any, tables: Any) -> Holds:
    """portCode is a customs district."""
    return head.portCode in tables.districts


@acceptance(
    "INV-006",
    *BOTH,
    title=("运输方式代码不在海关代码表中", "The transport mode is not in the customs code table"),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 trafMode；{EXPORT_SPEC}",
    table="transport_modes",
)
def transport_mode_known(head: Any, tables: Any) -> Holds:
    """trafMode is a customs transport mode."""
    return head.trafMode in tables.transport_modes


@acceptance(
    "INV-007",
    *BOTH,
    title=("商品编码不是十位数字", "The HS code is not ten digits"),
    remedy=(
        "请填写十位商品编码：八位税则号列加两位附加编号。",
        "Write ten digits: eight of the tariff line and two more.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gcode；{EXPORT_SPEC}",
)
def hs_code_is_ten_digits(line: Any, tables: Any) -> Holds:
    """gcode is ten digits."""
    return line.gcode in tables.hs_units or is_ten_digits(line.gcode)


@acceptance(
    "INV-008",
    *BOTH,
    title=(
        "第二数量与第二计量单位未成对填写",
        "Second quantity and second unit do not come together",
    ),
    remedy=(
        "第二计量单位为空时第二数量也应省略，有第二计量单位时第二数量应为正数。",
        "Without a second unit leave out the second quantity; with one, give a quantity above 0.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 qty2、unit2；{EXPORT_SPEC}",
)
def second_quantity_has_its_unit(line: Any) -> Holds:
    """qty2 and unit2 are both given or both left out."""
    return (line.qty2 is None) == (not line.unit2)


@acceptance(
    "INV-009",
    *BOTH,
    title=("法定计量单位不在海关代码表中", "The statutory unit is not in the customs code table"),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 unit1；{EXPORT_SPEC}",
    table="units",
)
def statutory_unit_known(line: Any, tables: Any) -> Holds:
    """unit1 is a customs unit code."""
    return line.unit1 in tables.units


@acceptance(
    "INV-010",
    *BOTH,
    title=("第二计量单位不在海关代码表中", "The second unit is not in the customs code table"),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 unit2；{EXPORT_SPEC}",
    table="units",
)
def second_unit_known(line: Any, tables: Any) -> Holds:
    """unit2, where given, is a customs unit code."""
    return not line.unit2 or line.unit2 in tables.units


@acceptance(
    "INV-011",
    *BOTH,
    title=(
        "包装种类代码不在一位代码表中",
        "The packaging type is not in the one-digit code table",
    ),
    remedy=MAY_BE_NEW,
    basis=f"{IMPORT_SPEC} CEB621 wrapType；{EXPORT_SPEC}",
    table="wrap_types",
)
def wrap_type_known(head: Any, tables: Any) -> Holds:
    """wrapType, where given, is a one-digit packaging code."""
    return not head.wrapType or head.wrapType in tables.wrap_types


@acceptance(
    "INV-012",
    *BOTH,
    title=("条形码不像有效条码", "The bar code does not look like one"),
    remedy=(
        "请填写商品条形码；没有条码的填“{none}”。",
        "Write the bar code of the article, or {none} where it has none.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 barCode；{EXPORT_SPEC}",
    severity="warning",
    none=Parameter("无", ("没有条码的写法", "the word for no bar code"), kind="text"),
)
def bar_code_or_none(line: Any, param: SimpleNamespace) -> Holds:
    """barCode, where given, is letters and digits, or the word for none."""
    return not line.barCode or line.barCode == param.none or is_bar_code(line.barCode)
