"""The register of indicators; importing it imports all."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from credit.rules.indicators.base import Indicator, Measured, View
from credit.rules.indicators.conduct import CONDUCT
from credit.rules.indicators.history import HISTORY
from credit.rules.indicators.performance import PERFORMANCE
from credit.rules.indicators.qualification import QUALIFICATION

_ALL: Final = (*QUALIFICATION, *CONDUCT, *HISTORY, *PERFORMANCE)
INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType({i.code: i for i in _ALL})

if len(INDICATORS) != len(_ALL):
    raise ValueError("an indicator code is given twice")

__all__ = ["INDICATORS", "Indicator", "Measured", "View"]
