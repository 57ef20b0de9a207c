"""The dutiable value of a purchase and its parts by line. Pure."""

from decimal import Decimal

from taxation.facts import ZERO, Purchase
from zone_portal.kernel.money import rounded

INSIDE = 4
"""Decimals that are kept inside a computation."""


def pieces_of(purchase: Purchase) -> Decimal:
    """How many articles the order holds."""
    return sum((goods.pieces for goods in purchase.goods), ZERO)


def dutiable_values(purchase: Purchase) -> list[Decimal]:
    """Goods with freight and insurance, line by line: the extras are spread by value, the last
    line takes what rounding leaves. Gifts (price 0) bear nothing unless all lines are gifts."""
    prices = [goods.total_price for goods in purchase.goods]
    extras = purchase.freight + purchase.insurance
    total = sum(prices, ZERO)
    weights = prices if total else [Decimal(1)] * len(prices)
    whole = sum(weights, ZERO)
    parts = [rounded(extras * weight / whole, INSIDE) for weight in weights[:-1]]
    parts.append(extras - sum(parts, ZERO))
    return [rounded(price + part, INSIDE) for price, part in zip(prices, parts, strict=True)]
