"""The tree that is shipped: this platform's own draft, to be edited and released by two people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from statistics_app.rules.assessment.tree import LINEAR, MANUAL, MINUS, STEPS


def _row(code: str, zh: str, en: str, weight: int, formula: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "zh": zh, "en": en, "weight": weight, "formula": formula, **more}


SHIPPED: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "dimensions": [
            {
                "code": "mechanism",
                "zh": "工作机制",
                "en": "Mechanism",
                "indicators": [
                    _row(
                        "tasks_done", "分工任务办结率", "Tasks done", 8, LINEAR, full=100, unit="%"
                    ),
                    _row(
                        "months_reported",
                        "月报按时率",
                        "Monthly reports in time",
                        4,
                        LINEAR,
                        floor=50,
                        full=100,
                        unit="%",
                    ),
                    _row("policy", "配套政策与资金兑付", "Policy issued and funds paid", 3, MANUAL),
                ],
            },
            {
                "code": "facilitation",
                "zh": "便利化",
                "en": "Facilitation",
                "indicators": [
                    _row(
                        "modes_open",
                        "已开通监管方式数",
                        "Supervision modes opened",
                        8,
                        STEPS,
                        steps=[[1, 25], [2, 50], [3, 75], [4, 100]],
                        unit="种",
                    ),
                    _row(
                        "refund_days",
                        "出口退税办结工作日",
                        "Working days of a refund",
                        6,
                        LINEAR,
                        floor=15,
                        full=7,
                        unit="工作日",
                    ),
                    _row("clearance", "通关便利与服务", "Clearance and services", 6, MANUAL),
                ],
            },
            {
                "code": "scale",
                "zh": "规模",
                "en": "Scale",
                "indicators": [
                    _row(
                        "value", "跨境电商进出口额", "Value", 12, LINEAR, full=10, unit="亿元人民币"
                    ),
                    _row(
                        "share",
                        "占外贸比重",
                        "Share of foreign trade",
                        8,
                        LINEAR,
                        full=15,
                        unit="%",
                    ),
                ],
            },
            {
                "code": "growth",
                "zh": "增长",
                "en": "Growth",
                "indicators": [
                    _row(
                        "export_growth",
                        "出口同比增长",
                        "Growth of exports",
                        15,
                        LINEAR,
                        full=20,
                        unit="%",
                    ),
                ],
            },
            {
                "code": "entities",
                "zh": "主体",
                "en": "Firms",
                "indicators": [
                    _row("filed", "备案企业", "Filed firms", 6, LINEAR, full=50, unit="家"),
                    _row("brands", "自主品牌", "Own brands", 4, LINEAR, full=10, unit="个"),
                ],
            },
            {
                "code": "carriers",
                "zh": "载体",
                "en": "Parks and warehouses",
                "indicators": [
                    _row(
                        "occupancy",
                        "园区入驻率",
                        "Occupancy of the park",
                        6,
                        LINEAR,
                        floor=20,
                        full=60,
                        unit="%",
                    ),
                    _row(
                        "warehouses",
                        "海外仓",
                        "Overseas warehouses",
                        4,
                        STEPS,
                        steps=[[1, 50], [2, 100]],
                        unit="个",
                    ),
                ],
            },
            {
                "code": "innovation",
                "zh": "创新",
                "en": "Innovation",
                "indicators": [
                    _row("practices", "自有与复制经验", "Own and copied practices", 5, MANUAL)
                ],
            },
            {
                "code": "services",
                "zh": "人才与服务",
                "en": "Talent and services",
                "indicators": [
                    _row("trained", "培训人次", "People trained", 5, LINEAR, full=200, unit="人次"),
                    _row(
                        "incidents",
                        "走私、虚假数据或安全事故",
                        "Smuggling, false data, accidents",
                        20,
                        MINUS,
                        each=5,
                        unit="次",
                    ),
                ],
            },
        ]
    }
)
"""The draft tree: eight dimensions of 15, 20, 20, 15, 10, 10, 5 and 5, and minus points."""
