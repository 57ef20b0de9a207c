"""How much of quota and taxes a partial return gives back. Pure.

Every amount is shared over the lines by their weight (their value, or their own tax). What a return
gives back is the share of all returns up to it less that of those before it, each rounded to cents:
so partial returns add up to exactly the whole when everything has come back.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from zone_portal.kernel.money import rounded

Quantities = Mapping[int, Decimal]


def share_of(weights: Quantities, declared: Quantities, returned: Quantities) -> Fraction:
    """The share of the whole that the returned quantities make up, from 0 to 1.

    Goods without any value (gifts) weigh by their number.
    """
    if not any(weights.values()):
        weights = dict.fromkeys(declared, Decimal(1))
    whole = sum(map(Fraction, weights.values()), Fraction(0))
    back = sum(
        (
            Fraction(weights.get(gnum, Decimal(0)))
            * min(Fraction(quantity) / Fraction(declared[gnum]), Fraction(1))
            for gnum, quantity in returned.items()
            if declared.get(gnum)
        ),
        Fraction(0),
    )
    return back / whole if whole else Fraction(0)


def given_back(whole: Decimal, *, before: Fraction, after: Fraction) -> Decimal:
    """What one return gives back of a whole, in cents; never less than nothing."""
    return max(part_of(whole, after) - part_of(whole, before), Decimal(0))


def part_of(whole: Decimal, share: Fraction) -> Decimal:
    """A share of an amount, rounded to cents."""
    exact = Fraction(whole) * share
    return rounded(Decimal(exact.numerator) / Decimal(exact.denominator))
