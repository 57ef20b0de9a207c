"""Systems of equations, solved exactly: what attacks on published sums are made of."""

from collections.abc import Sequence
from fractions import Fraction


def rank_of(rows: Sequence[Sequence[Fraction]]) -> int:
    """How many of the equations say something that the others do not; by elimination."""
    left, rank = [list(one) for one in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((n for n in range(rank, len(left)) if left[n][column]), None)
        if pivot is None:
            continue
        left[rank], left[pivot] = left[pivot], left[rank]
        for n in range(rank + 1, len(left)):
            if left[n][column]:
                times = left[n][column] / left[rank][column]
                left[n] = [a - times * b for a, b in zip(left[n], left[rank], strict=True)]
        rank += 1
    return rank
