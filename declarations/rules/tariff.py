"""Acceptance rules that hold inventories against the tariff: HS codes and statutory units.

The tariff that comes with the product is dated and incomplete, so all of them only warn until a
complete one is loaded; the units stay a warning even then.
"""

from typing import Any

from declarations.messages.catalogue.export_inventories import InventoryHead603, InventoryLine603
from declarations.messages.catalogue.import_inventories import InventoryLine621
from declarations.rules.registry import Holds, acceptance
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC
from zone_portal.kernel.rules import Text

NEWER_TARIFF: Text = (
    "请核对商品编码；本平台税则为 {as_of} 版，商品编码每年调整，新编码以海关当年税则为准。",
    "Check the HS code. The tariff here is of {as_of} and codes change every January: the tariff "
    "of the year decides.",
)
UNIT_OF_TARIFF: Text = (
    "请按税则规定的法定计量单位填写并折算数量；本平台税则为 {as_of} 版。",
    "Use the statutory unit of the tariff line and convert the quantity; the tariff here is of "
    "{as_of}.",
)


@acceptance(
    "INV-030",
    "CEB621",
    title=("商品编码不在税则中", "The HS code is not in the tariff"),
    remedy=NEWER_TARIFF,
    basis=f"{IMPORT_SPEC} CEB621 gcode",
    table="hs",
)
def hs_code_in_tariff(line: InventoryLine621, tables: Any) -> Holds:
    """gcode is a code of the tariff."""
    return line.gcode in tables.hs_units


@acceptance(
    "INV-031",
    "CEB603",
    "CEB621",
    title=("法定计量单位与税则不一致", "The statutory unit is not that of the tariff"),
    remedy=UNIT_OF_TARIFF,
    basis=f"{IMPORT_SPEC} CEB621 unit1；{EXPORT_SPEC}",
    severity="warning",
    table="hs",
)
def statutory_unit_of_tariff(line: Any, tables: Any) -> Holds:
    """unit1 is the first statutory unit of the code, as far as the tariff knows it."""
    return line.gcode not in tables.hs_units or line.unit1 == tables.hs_units[line.gcode][0]


@acceptance(
    "INV-032",
    "CEB603",
    "CEB621",
    title=("第二计量单位与税则不一致", "The second unit is not that of the tariff"),
    remedy=UNIT_OF_TARIFF,
    basis=f"{IMPORT_SPEC} CEB621 unit2；{EXPORT_SPEC}",
    severity="warning",
    table="hs",
)
def second_unit_of_tariff(line: Any, tables: Any) -> Holds:
    """unit2 is the second statutory unit of the code, or left out where it has none."""
    return line.gcode not in tables.hs_units or (
        (line.unit2 or "") == tables.hs_units[line.gcode][1]
    )


@acceptance(
    "INV-033",
    "CEB603",
    title=("商品编码不在税则中", "The HS code is not in the tariff"),
    remedy=NEWER_TARIFF,
    basis=f"{EXPORT_SPEC} CEB603 gcode",
    table="hs",
)
def export_hs_code_in_tariff(head: InventoryHead603, line: InventoryLine603, tables: Any) -> Holds:
    """gcode is a code of the tariff, unless the declaration is a simplified one."""
    return line.gcode in tables.hs_units or head.statisticsFlag == "A"


@acceptance(
    "INV-034",
    "CEB603",
    title=("商品编码前四位不是税则品目", "The HS code does not begin with a tariff heading"),
    remedy=(
        "简化申报按税则前四位归类，该品目须存在；本平台税则为 {as_of} 版。",
        "A simplified declaration classifies by the first four digits, which must be a heading; "
        "the tariff here is of {as_of}.",
    ),
    basis=f"{EXPORT_SPEC} CEB603 gcode",
    table="hs",
)
def simplified_heading_in_tariff(
    head: InventoryHead603, line: InventoryLine603, tables: Any
) -> Holds:
    """A simplified declaration's code begins with a heading of the tariff."""
    return line.gcode[:4] in tables.hs_headings or head.statisticsFlag != "A"
