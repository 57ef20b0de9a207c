"""The register of indicators; importing it imports all."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from statistics_app.rules.indicators.b2b import RECOGNISED
from statistics_app.rules.indicators.base import Indicator
from statistics_app.rules.indicators.growth import GROWTH
from statistics_app.rules.indicators.quality import QUALITY
from statistics_app.rules.indicators.scale import SCALE

_ALL: Final = (*SCALE, *QUALITY, *RECOGNISED, *GROWTH)
INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType({i.code: i for i in _ALL})

if len(INDICATORS) != len(_ALL):
    raise ValueError("an indicator code is given twice")

__all__ = ["INDICATORS", "Indicator"]
