"""The only ways in which two values may be made alike before they are compared.

None applies unless the dated setting of a criterion names it (``registry.AS_WRITTEN``).
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _without_blanks(value: str) -> str:
    return "".join(value.split())


def _narrow(value: str) -> str:
    return value.translate(_NARROW)


NORMALISATIONS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {"width": _narrow, "blanks": _without_blanks, "case": str.casefold}
)
"""By name, in the order in which they are applied: full-width forms become ASCII, blanks of every
width go, capitals do not matter."""


def normalised(value: str, allowed: Iterable[str]) -> str:
    """``value`` after the allowed normalisations; names that are not known do nothing."""
    names = frozenset(allowed)
    for name, normalise in NORMALISATIONS.items():
        if name in names:
            value = normalise(value)
    return value
