"""Amounts: Decimal always, rounded in one place, shown with their currency."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENTS: Final = 2


def rounded(amount: Decimal, places: int = CENTS) -> Decimal:
    """``amount`` to ``places`` decimals, half away from zero: the only rounding of the product."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def grouped(amount: Decimal, places: int = CENTS) -> str:
    """``1,234.50``: rounded, grouped by thousands; the same in both languages."""
    return f"{rounded(amount, places):,f}"


def money_text(amount: Decimal, currency: str, places: int = CENTS) -> str:
    """``CNY 1,234.50``. ``currency`` is what the reader knows it by (ISO letters or a name)."""
    return f"{currency} {grouped(amount, places)}"
