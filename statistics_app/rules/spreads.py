"""Medians and percentiles from counts by length. Pure."""

import math
from collections.abc import Mapping


def two_digits(seconds: float) -> int:
    """Whole seconds to two significant digits, half up: 4 → 4, 137 → 140, 9950 → 10000."""
    whole = max(math.floor(seconds), 0)
    step = 1
    while whole // step >= 100:
        step *= 10
    return (whole + step // 2) // step * step


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest length that ``share`` of all do not exceed; None of nothing.

    The nearest-rank definition: of ten, the median is the fifth, the ninth is P90.
    """
    total = sum(counts.values())
    if total <= 0:
        return None
    rank, passed = max(math.ceil(total * share), 1), 0
    for length in sorted(counts):
        passed += counts[length]
        if passed >= rank:
            return length
    return None
