"""Words of credit: sources, outcomes, triggers, grades."""

from types import MappingProxyType
from typing import Final

Labels = MappingProxyType[str, tuple[str, str]]
"""Code → (zh, en)."""

SOURCE_KINDS: Final[Labels] = MappingProxyType(
    {
        "behaviour": ("自身行为", "Own behaviour"),
        "department": ("部门评价", "Departmental grades"),
        "list": ("名单", "Lists"),
        "penalty": ("处罚", "Penalties"),
        "third_party": ("第三方评价", "Third-party ratings"),
    }
)
RUN_OUTCOMES: Final[Labels] = MappingProxyType(
    {
        "ok": ("成功", "Succeeded"),
        "partial": ("部分成功", "Partly succeeded"),
        "failed": ("失败", "Failed"),
    }
)
IMPORT_STATES: Final[Labels] = MappingProxyType(
    {
        "waiting": ("等待处理", "Waiting"),
        "running": ("处理中", "Running"),
        "done": ("已完成", "Done"),
        "failed": ("未能读取", "Could not be read"),
    }
)
IMPORT_ORIGINS: Final[Labels] = MappingProxyType(
    {
        "api": ("接口", "API"),
        "sheet": ("电子表格", "Spreadsheet"),
        "adapter": ("定时对接", "Adapter"),
    }
)
MARKS: Final[Labels] = MappingProxyType(
    {
        "disputed": ("异议中", "Disputed"),
        "upheld": ("异议不成立", "Objection refused"),
        "repaired": ("已修复", "Repaired"),
        "unrepaired": ("修复撤销", "Repair withdrawn"),
    }
)
"""What is said of a record later; the last word counts. ``upheld`` ends a dispute, ``unrepaired`` a
repair."""

TRIGGERS: Final[Labels] = MappingProxyType(
    {
        "monthly": ("月度", "Monthly"),
        "event": ("事件", "Event"),
        "demand": ("按需", "On demand"),
        "cycle": ("评级周期", "Rating cycle"),
        "release": ("模型发布", "Release of a model"),
        "objection": ("异议重算", "Objection"),
    }
)
NATIONAL_GRADES: Final[Labels] = MappingProxyType(
    {code: (f"全国评价 {code}", f"National grade {code}") for code in ("A", "B", "C", "D")}
)
