"""Trade item numbers (GTIN): EAN-8, UPC-A, EAN-13 and ITF-14 with their common check digit."""

from typing import Final

LENGTHS: Final = frozenset({8, 12, 13, 14})


def gtin_problem(text: str) -> str:
    """What is wrong with a bar code: ``form``, ``check_digit`` or nothing.

    Source: GS1 General Specifications, section 7.9 (weights 3 and 1 from the right, modulo 10).
    """
    if not (text.isascii() and text.isdigit()) or len(text) not in LENGTHS:
        return "form"
    return "" if text[-1] == check_digit(text[:-1]) else "check_digit"


def check_digit(digits: str) -> str:
    """The digit that follows ``digits``, the number without its check digit."""
    total = sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(digits)))
    return str(-total % 10)
