"""What is asked of the cubes: which cells, along which dimensions. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from statistics_app.constants import (
    BASE,
    COUNTRY,
    CROSS,
    ENTERPRISE,
    FACES,
    FULL,
    HEADING,
)

COLUMNS: Final[Mapping[str, str]] = {
    "direction": "direction",
    "mode": "mode",
    "kind": "kind",
    "site": "site",
    "customs": "customs_code",
    "country": "country",
    "chapter": "hs4",
    "heading": "hs4",
    "unit": "unit",
    "enterprise": "enterprise_id",
}
"""Dimension → the column it is read from."""

SMALLEST_FIRST: Final = (BASE, COUNTRY, ENTERPRISE, HEADING, CROSS, FULL)
_ALWAYS: Final = frozenset({"direction", "mode", "kind", "site"})


@dataclass(frozen=True, slots=True)
class Cut:
    """Which cells; empty means all. ``coverage`` A keeps the customs modes, C whatever firms
    registered in the zone did. ``customs`` may be a prefix: two digits are a district. ``headings``
    and ``chapters`` are either, or both; ``enterprises`` None means all, () none.
    """

    coverage: str = "A"
    direction: str = ""
    modes: tuple[str, ...] = ()
    kind: str = ""
    sites: tuple[str, ...] = ()
    customs: str = ""
    countries: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    enterprises: tuple[int, ...] | None = None

    @property
    def dimensions(self) -> frozenset[str]:
        """The dimensions that it looks at."""
        asked = {
            "customs": self.customs,
            "country": self.countries,
            "chapter": self.chapters,
            "heading": self.headings,
        }
        found = {name for name, wanted in asked.items() if wanted}
        return frozenset(found | ({"enterprise"} if self.enterprises is not None else set()))

    def but(self, **changed: Any) -> "Cut":
        """The same with other values."""
        return replace(self, **changed)


def face_for(dimensions: Iterable[str]) -> str:
    """The smallest face that keeps all these dimensions."""
    wanted = set(dimensions) - _ALWAYS - {"month", "day"}
    if wanted in ({"country", "chapter"}, {"chapter"}):
        return CROSS if "country" in wanted else HEADING
    for face in SMALLEST_FIRST:
        if face != CROSS and {COLUMNS[name] for name in wanted} <= set(FACES[face]):
            return face
    raise ValueError(f"no face keeps {sorted(wanted)}")
