"""How often a model is right: found classes against known ones. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from statistics_app.rules.b2b.vocabulary import CLASSES, DOUBTFUL, FOUND

Pair = tuple[str, str]
"""Known class and what was found (a class, or ``doubtful``)."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of pairs. A share without a denominator is None, never 0 or 1."""

    counts: Mapping[Pair, int]

    @property
    def size(self) -> int:
        return sum(self.counts.values())

    @property
    def doubtful(self) -> int:
        """Records that were left to people."""
        return sum(count for (_, found), count in self.counts.items() if found == DOUBTFUL)

    @property
    def right(self) -> int:
        return sum(count for (known, found), count in self.counts.items() if known == found)

    @property
    def accuracy(self) -> float | None:
        """Share that is right of what the model decided."""
        return _share(self.right, self.size - self.doubtful)

    @property
    def left_to_people(self) -> float | None:
        """Share of doubtful ones."""
        return _share(self.doubtful, self.size)

    def known(self, code: str) -> int:
        """Records that are of a class."""
        return sum(self.counts.get((code, found), 0) for found in FOUND)

    def found(self, code: str) -> int:
        """Records that were found to be of a class."""
        return sum(self.counts.get((known, code), 0) for known in CLASSES)

    def precision(self, code: str) -> float | None:
        """Of what was found to be of a class, the share that is."""
        return _share(self.counts.get((code, code), 0), self.found(code))

    def recall(self, code: str) -> float | None:
        """Of what is of a class, the share that was found; doubtful ones were not."""
        return _share(self.counts.get((code, code), 0), self.known(code))

    def as_rows(self) -> list[dict[str, Any]]:
        """As kept: known class, found class, count; without the pairs that never occurred."""
        return [
            {"known": known, "found": found, "count": self.counts[known, found]}
            for known in CLASSES
            for found in FOUND
            if self.counts.get((known, found))
        ]


def confusion(pairs: Iterable[Pair]) -> Confusion:
    """Pairs, counted."""
    return Confusion(dict(Counter(pairs)))


def from_rows(rows: Iterable[Mapping[str, Any]]) -> Confusion:
    """A table as it was kept."""
    return Confusion({(row["known"], row["found"]): int(row["count"]) for row in rows})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
