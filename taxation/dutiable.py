"""The dutiable value of a purchase and its parts by line. Pure."""

from collections.abc import Collection
from decimal import Decimal

from taxation.facts import ONE, ZERO, Purchase
from zone_portal.kernel.money import rounded

INSIDE = 4
"""Decimals that are kept inside a computation."""


def is_single_article(purchase: Purchase, measures: Collection[str]) -> bool:
    """Whether the order holds one article: one line with a price, of at most one piece where its
    unit counts pieces (a weight or length of it says nothing of their number)."""
    priced = [goods for goods in purchase.goods if goods.total_price > 0]
    if len(priced) != 1:
        return False
    return priced[0].unit in measures or priced[0].pieces <= ONE


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
