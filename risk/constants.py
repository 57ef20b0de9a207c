"""Words of screening: channels, what a rule speaks of, why a channel was chosen."""

from types import MappingProxyType
from typing import Final

Labels = MappingProxyType[str, tuple[str, str]]
"""Code → (zh, en)."""

GREEN: Final = "green"
YELLOW: Final = "yellow"
RED: Final = "red"
AUDIT: Final = "audit"
CHANNELS: Final[Labels] = MappingProxyType(
    {
        GREEN: ("绿色通道：放行", "Green lane: passes"),
        YELLOW: ("黄色通道：审单", "Yellow lane: documents are checked"),
        RED: ("红色通道：查验", "Red lane: goods are inspected"),
        AUDIT: ("放行后核查", "Checked after release"),
    }
)
"""Lanes of a declaration. Never to be mixed up with the levels of alerts, which share colours with
them: a lane is always named as a lane."""

HIT: Final = "hit"
SCORE: Final = "score"
MEASURE: Final = "measure"
CHANCE: Final = "chance"
NOTHING: Final = "nothing"
REASONS: Final[Labels] = MappingProxyType(
    {
        HIT: ("命中必须查验的规则", "A rule hit that always leads here"),
        SCORE: ("风险得分", "The risk score"),
        MEASURE: ("对企业的信用措施", "A credit measure on the enterprise"),
        CHANCE: ("随机抽取", "Drawn by chance"),
        NOTHING: ("未命中", "Nothing found"),
    }
)
"""Why a declaration is in its lane."""

DECLARATION: Final = "declaration"
ENTERPRISE: Final = "enterprise"
COUNTRY: Final = "country"
MARKET: Final = "market"
GOODS: Final = "goods"
SYSTEM: Final = "system"
SUBJECTS: Final[Labels] = MappingProxyType(
    {
        DECLARATION: ("清单", "Declaration"),
        ENTERPRISE: ("企业", "Enterprise"),
        COUNTRY: ("国家（地区）", "Country or region"),
        MARKET: ("市场", "Market"),
        GOODS: ("商品", "Goods"),
        SYSTEM: ("信息系统", "Information system"),
    }
)
"""What a rule looks at, and whom a signal speaks of."""

LEVELS: Final[Labels] = MappingProxyType(
    {
        "blue": ("蓝色（一般）", "Blue (general)"),
        "yellow": ("黄色（较大）", "Yellow (considerable)"),
        "orange": ("橙色（重大）", "Orange (serious)"),
        "red": ("红色（特别重大）", "Red (most serious)"),
    }
)
"""Levels of alerts, the lowest first."""
