"""The register of facts: what rules may ask, of what type, and which source it comes from. Pure.

The order of the register is the order in which values are kept with a screening; facts are only
ever added, and a rule set remembers the order it was made with.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from risk.constants import COUNTRY, DECLARATION, ENTERPRISE, GOODS, MARKET, SYSTEM
from risk.expressions import Known
from risk.rules.declared_facts import OF_DECLARATIONS
from risk.rules.fact_kinds import FactKind
from risk.rules.subject_facts import OF_COUNTRIES, OF_FIRMS, OF_GOODS, OF_MARKETS, OF_SYSTEMS
from zone_portal.kernel.rules import Text

FACTS: Final[Mapping[str, tuple[FactKind, ...]]] = MappingProxyType(
    {
        DECLARATION: tuple(OF_DECLARATIONS),
        ENTERPRISE: tuple(OF_FIRMS),
        MARKET: tuple(OF_MARKETS),
        COUNTRY: tuple(OF_COUNTRIES),
        GOODS: tuple(OF_GOODS),
        SYSTEM: tuple(OF_SYSTEMS),
    }
)
"""By what a rule looks at: the facts it may ask, in the order of their values."""

KEYED_BY: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "order": ("订单编号", "Number of the order"),
        "waybill": ("运单编号", "Number of the waybill"),
        "goods": ("商品条码", "Bar code of the goods"),
        "enterprise": ("企业海关代码", "Customs code of the enterprise"),
        "country": ("国家（地区）代码", "Code of the country"),
        "market": ("市场代码", "Code of the market"),
        "system": ("系统代码", "Code of the system"),
    }
)
"""Kinds of subjects under which others deliver facts, and what their key is."""


def known(on: str) -> dict[str, Known]:
    """Name → place and type of the facts that rules on ``on`` may ask."""
    return {fact.name: Known(place, fact.type) for place, fact in enumerate(FACTS[on])}


def places(on: str) -> dict[str, int]:
    """Name → place among the values."""
    return {fact.name: place for place, fact in enumerate(FACTS[on])}


def delivered() -> dict[tuple[str, str], FactKind]:
    """(kind of subject, name) → the fact, of those that others deliver."""
    return {(fact.of, fact.name): fact for kinds in FACTS.values() for fact in kinds if fact.of}


def source_of(on: str, name: str) -> str:
    """Which source a fact comes from; ``own`` where it is the portal's."""
    return next(fact.source for fact in FACTS[on] if fact.name == name)
