"""Every declared risk rule: importing this enters them into the register."""

from risk.rules.indicators import documents, goods, money, people, surroundings
from risk.rules.indicators.base import INDICATORS, Indicator

__all__ = ["INDICATORS", "Indicator", "documents", "goods", "money", "people", "surroundings"]
