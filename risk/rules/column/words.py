"""Kinds and industries of the column. Facts: rules/risk.md, parts 2 and 7."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from risk.constants import LEVELS
from zone_portal.kernel.rules import Text

SEVERITY: Final[Mapping[str, int]] = MappingProxyType(
    {level: rank for rank, level in enumerate(LEVELS)}
)
LEVEL_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"red": "bad", "orange": "bad", "yellow": "warn", "blue": "info"}
)
KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "payment_default": ("拖欠与拒付", "Payment default"),
        "sanction": ("制裁与管制", "Sanctions and controls"),
        "tariff": ("关税与税收", "Tariffs and taxes"),
        "certification": ("认证与准入", "Certification and market access"),
        "logistics": ("物流与口岸", "Logistics and ports"),
        "platform": ("平台规则", "Rules of platforms"),
        "country": ("国别与政治", "Country and politics"),
    }
)
INDUSTRIES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "apparel": ("服装鞋帽", "Apparel and footwear"),
        "beauty": ("美妆个护", "Beauty and personal care"),
        "electronics": ("电子电器", "Electronics and appliances"),
        "food": ("食品", "Food"),
        "health": ("医药保健", "Medicines and health"),
        "home": ("家居用品", "Home"),
        "jewellery": ("珠宝首饰", "Jewellery"),
        "toys": ("玩具与体育", "Toys and sports"),
        "vehicles": ("车辆与配件", "Vehicles and parts"),
    }
)
CHAPTERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "apparel": ("42", "43", "61", "62", "64", "65"),
        "beauty": ("33", "34"),
        "electronics": ("84", "85", "90"),
        "food": tuple(f"{n:02}" for n in range(2, 25)),
        "health": ("30",),
        "home": ("39", "44", "63", "69", "70", "73", "94"),
        "jewellery": ("71",),
        "toys": ("95",),
        "vehicles": ("87",),
    }
)
"""The chapters of the tariff that count as an industry."""
SERIES_KINDS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "credit": ("信用风险", "Credit risk", "RT17"),
        "market": ("市场风险", "Market risk", "RT16"),
        "country": ("国别风险", "Country risk", "RT17"),
        "compliance": ("合规风险", "Compliance risk", "RT19"),
    }
)
"""A kind of series: Chinese, English, the risk type of the signals that it raises."""
