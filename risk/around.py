"""What is kept around firms and goods beside their windows: crowds, and prices of 90 days. Pure."""

from collections.abc import Mapping

import msgspec

from risk import prices
from risk.windows import ARTICLE, DAY, FIRM, SETS, Crowd, Window, opened

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[bytes, dict[int, bytes], dict[int, bytes]]).decode
_decode_prices = msgspec.msgpack.Decoder(tuple[bytes, dict[int, dict[int, int]]]).decode
_EPOCH = 719163
"""The ordinal of 1970-01-01."""


class Firm:
    """The window of a firm, and about how many buyers and payers it had in 7 days."""

    __slots__ = ("payers", "persons", "window")

    def __init__(self, state: bytes | memoryview | None, bucket: int) -> None:
        today = bucket // DAY
        if state is None:
            self.window = Window(SETS[FIRM])
            persons: Mapping[int, bytes] = {}
            payers: Mapping[int, bytes] = {}
        else:
            window, persons, payers = _decode(state)
            self.window = opened(FIRM, window)
        self.persons, self.payers = Crowd(persons, today), Crowd(payers, today)

    def packed(self) -> bytes:
        """The state as kept."""
        return _encode((self.window.packed(), self.persons.kept(), self.payers.kept()))


class Article:
    """The window of a kind of goods, and its unit prices of 90 days as counts by class.

    ``median`` and ``seen`` are those before the slice that is worked on: a price is held against
    what was known before it.
    """

    __slots__ = ("_blocks", "_day", "median", "seen", "window")

    def __init__(self, state: bytes | memoryview | None, bucket: int) -> None:
        self._day = bucket // DAY + _EPOCH
        self._blocks: dict[int, dict[int, int]] = {}
        self.window = Window(SETS[ARTICLE])
        if state is not None:
            window, blocks = _decode_prices(state)
            self.window = opened(ARTICLE, window)
            oldest = prices.block_of(self._day) - prices.BLOCKS
            self._blocks = {block: held for block, held in blocks.items() if block > oldest}
        known = prices.known(prices.within(self._blocks, self._day))
        self.seen: int = known.seen if known else 0
        self.median: float | None = float(known.median) if known else None

    def priced(self, price: float) -> None:
        """One more price."""
        number = prices.class_of(price)
        if number is not None:
            counts = self._blocks.setdefault(prices.block_of(self._day), {})
            counts[number] = counts.get(number, 0) + 1

    def packed(self) -> bytes:
        """The state as kept."""
        return _encode((self.window.packed(), self._blocks))


def empty(kind: int) -> Window:
    """A window of a kind of key that nothing is known of."""
    return Window(SETS[kind])
