"""Business models of exports: how a firm, or one order of it, comes to its buyer.

The names are those of the zones' plans; no authority publishes a table of them (unverified).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

BUSINESS_MODELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "b2c": ("B2C 零售", "B2C retail"),
        "b2b": ("B2B", "B2B"),
        "m2b2c": ("M2B2C（工厂—海外企业—消费者）", "M2B2C (maker, firm abroad, consumer)"),
        "b2b2c": ("B2B2C（企业—海外企业—消费者）", "B2B2C (firm, firm abroad, consumer)"),
        "service": ("外贸综合服务（外综服）", "foreign-trade service enterprise"),
        "cluster": ("产业集群（跨境电商+产业带）", "industrial cluster"),
    }
)
"""Business model → (zh, en)."""
