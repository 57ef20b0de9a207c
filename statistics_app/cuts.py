"""What is asked of the cubes: which cells, along which dimensions. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from statistics_app.constants import CHAPTERED, DAY_FACES, FACES

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

_FINER: Final = frozenset({"heading", "unit"})
"""Dimensions that a face of chapters does not keep."""
_ALWAYS: Final = frozenset({"direction", "mode", "kind", "site"})


@dataclass(frozen=True, slots=True)
class Cut:
    """Which cells; empty means all. ``coverage`` A keeps the customs modes, C whatever firms
    registered in the zone did. ``customs`` may be a prefix: two digits are a district. Every
    dimension narrows, chapters and headings too; ``enterprises`` None means all, () none.
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

    @property
    def named(self) -> frozenset[str]:
        """The dimensions that it narrows."""
        always = {
            "direction": self.direction,
            "mode": self.modes,
            "kind": self.kind,
            "site": self.sites,
        }
        return self.dimensions | {name for name, wanted in always.items() if wanted}

    def but(self, **changed: Any) -> "Cut":
        """The same with other values."""
        return replace(self, **changed)


def face_for(dimensions: Iterable[str]) -> str:
    """The smallest face of the monthly cells that keeps all these dimensions."""
    found = _first_that_keeps(dimensions, FACES)
    if not found:
        raise ValueError(f"no face keeps {sorted(dimensions)}")
    return found


def day_face_for(dimensions: Iterable[str]) -> str:
    """The smallest face of the daily cells that keeps these dimensions; empty: none does."""
    return _first_that_keeps(dimensions, DAY_FACES)


def _first_that_keeps(dimensions: Iterable[str], faces: Mapping[str, tuple[str, ...]]) -> str:
    """``faces`` stand in order of size, the smallest first."""
    wanted = set(dimensions) - _ALWAYS - {"month", "day"}
    for face, kept in faces.items():
        finer = wanted & _FINER if face in CHAPTERED else ()
        if not finer and {COLUMNS[name] for name in wanted} <= set(kept):
            return face
    return ""
