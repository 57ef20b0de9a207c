"""Who gets what is left: the first that fits, in the order of the declarations' keys. Pure."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Protocol, TypeVar


class Wish(Protocol):
    """What is asked for: the declaration that asks, and how much."""

    @property
    def declaration_id(self) -> int: ...

    @property
    def amount(self) -> Decimal: ...


W = TypeVar("W", bound=Wish)
K = TypeVar("K", bound=Hashable)


def grant(
    wishes: Iterable[W], left: Mapping[K, Decimal], pot_of: Callable[[W], K]
) -> tuple[list[W], list[tuple[W, Decimal]]]:
    """The wishes that fit into their pots, and those that do not with what was left for them.

    One that is too large does not keep a smaller later one from fitting.
    """
    rest = dict(left)
    fitting: list[W] = []
    refused: list[tuple[W, Decimal]] = []
    for wish in sorted(wishes, key=lambda wish: wish.declaration_id):
        pot = pot_of(wish)
        if wish.amount <= rest[pot]:
            rest[pot] -= wish.amount
            fitting.append(wish)
        else:
            refused.append((wish, rest[pot]))
    return fitting, refused
