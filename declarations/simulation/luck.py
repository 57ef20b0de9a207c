"""Chances that depend on a seed and names alone: the same ones on every machine, in every order."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_WORD = 4
_WORDS = 16


class Luck:
    """A row of chances drawn from ``names``; each call draws the next."""

    def __init__(self, *names: object) -> None:
        self._name = "/".join(map(str, names))
        self._drawn = 0

    def share(self) -> float:
        """A number from 0 up to but not including 1."""
        block, place = divmod(self._drawn, _WORDS)
        digest = hashlib.blake2b(f"{self._name}#{block}".encode()).digest()
        self._drawn += 1
        word = int.from_bytes(digest[place * _WORD : (place + 1) * _WORD], "big")
        return word / (1 << 8 * _WORD)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to but not including ``limit``."""
        return int(self.share() * limit)

    def between(self, low: float, high: float) -> float:
        """A number between two."""
        return low + (high - low) * self.share()

    def happens(self, chance: float) -> bool:
        """Whether something of this chance (0 to 1) happens."""
        return self.share() < chance

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]
