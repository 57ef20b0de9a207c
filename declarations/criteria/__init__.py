"""Matching criteria: importing this package enters every one of them in the registers."""

from declarations.criteria import lines, orders, payments, split_rules, waybills
from declarations.criteria.registry import CRITERIA, Criterion

__all__ = ["CRITERIA", "Criterion", "lines", "orders", "payments", "split_rules", "waybills"]
