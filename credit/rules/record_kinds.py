"""Which records there are: what each means, whose it is, which grades it may carry, and whether
the public may ever read it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from credit.rules.kinds.base import Grade, Kind
from credit.rules.kinds.breaches import BREACHES
from credit.rules.kinds.conduct import CONDUCT
from credit.rules.kinds.standing import STANDING

__all__ = ["KINDS", "Grade", "Kind"]

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {kind.code: kind for kind in (*STANDING, *BREACHES, *CONDUCT)}
)
