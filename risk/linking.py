"""Buyers that belong together: who shares an identity, a telephone, an address or a payer. Pure.

Works on keyed hashes only. Buyers and what they share are the two sides of a graph (networkx); a
group is a connected part of it. What very many share (a village shop, a pick-up point, a company)
joins nobody, or one such address would join half a town: it is told apart as a hub instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, NamedTuple

IDENTITY: Final = "id"
PHONE: Final = "phone"
ADDRESS: Final = "address"
PAYER: Final = "payer"
KINDS: Final = (IDENTITY, PHONE, ADDRESS, PAYER)


class Link(NamedTuple):
    """A buyer used something: both as keyed hashes, ``kind`` one of :data:`KINDS`."""

    buyer: bytes
    kind: str
    key: bytes


class Shared(NamedTuple):
    """One thing that several buyers use."""

    kind: str
    key: bytes
    buyers: int


@dataclass(frozen=True, slots=True)
class BuyerGroup:
    """Linked buyers, sorted; what links them, most used first.

    ``density`` is the part of all pairs of buyers who share something directly: 1 when everybody
    shares with everybody (one address), low for a chain of chance.
    """

    buyers: tuple[bytes, ...]
    shared: tuple[Shared, ...]
    density: float

    @property
    def size(self) -> int:
        return len(self.buyers)

    @property
    def kinds(self) -> tuple[str, ...]:
        """By what kinds of things they are linked, in the order of :data:`KINDS`."""
        used = {one.kind for one in self.shared}
        return tuple(kind for kind in KINDS if kind in used)


class Linked(NamedTuple):
    """Groups, the largest first; hubs, the most used first."""

    groups: tuple[BuyerGroup, ...]
    hubs: tuple[Shared, ...]


def linked_buyers(
    links: Iterable[Link], *, at_least: int = 2, hub_from: Mapping[str, int] | int = 200
) -> Linked:
    """Groups of at least so many buyers. ``hub_from``: from how many buyers on a thing is a hub,
    one number or one by kind (a kind without a number has no hubs).

    Order of the links and repetitions do not matter.
    """
    # 24 MB and a fifth of a second that only the nightly run needs, not every web process.
    import networkx as nx  # noqa: PLC0415

    users: dict[tuple[str, bytes], set[bytes]] = defaultdict(set)
    for link in links:
        users[(link.kind, link.key)].add(link.buyer)
    hubs = [
        Shared(kind, key, len(buyers))
        for (kind, key), buyers in users.items()
        if (limit := _limit(hub_from, kind)) is not None and len(buyers) >= limit
    ]
    for hub in hubs:
        del users[(hub.kind, hub.key)]
    graph = nx.Graph()
    for thing, buyers in users.items():
        if len(buyers) > 1:
            graph.add_edges_from((buyer, thing) for buyer in buyers)
    found = [_group(part, users) for part in nx.connected_components(graph)]
    groups = sorted(
        (group for group in found if group.size >= at_least), key=lambda g: (-g.size, g.buyers)
    )
    return Linked(tuple(groups), tuple(sorted(hubs, key=_order)))


def _limit(hub_from: Mapping[str, int] | int, kind: str) -> int | None:
    return hub_from if isinstance(hub_from, int) else hub_from.get(kind)


def _order(shared: Shared) -> tuple[int, str, bytes]:
    return (-shared.buyers, shared.kind, shared.key)


def _group(part: set[Any], users: Mapping[tuple[str, bytes], set[bytes]]) -> BuyerGroup:
    buyers = tuple(sorted(node for node in part if isinstance(node, bytes)))
    things = [node for node in part if isinstance(node, tuple)]
    shared = sorted(
        (Shared(kind, key, len(users[(kind, key)])) for kind, key in things), key=_order
    )
    return BuyerGroup(buyers, tuple(shared), _density(len(buyers), [users[t] for t in things]))


def _density(size: int, sharing: list[set[bytes]]) -> float:
    """Pairs that share at least one thing, of all pairs."""
    if any(len(buyers) == size for buyers in sharing):
        return 1.0
    pairs = {pair for buyers in sharing for pair in combinations(sorted(buyers), 2)}
    return 2 * len(pairs) / (size * (size - 1))
