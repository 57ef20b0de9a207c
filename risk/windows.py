"""What happened lately around one key: counts, sums and distinct counts over 1 h, 24 h, 7 d, 30 d.

Kept per key are entries by time (10 minutes while fresh, then hours, then days, at most 30 days)
and, per set, which partners were met last when. Adding one happening changes the packed state and
the sums in view at once, so nothing is ever read a second time. Pure.

A span reaches back from the bucket of the moment: "1 h" covers the six buckets of ten minutes
before it and its own, 60 to 70 minutes; the longer spans likewise within their grain.
"""

from collections.abc import Mapping
from math import log
from typing import Final

import msgspec

MINUTES: Final = 10
_SECONDS: Final = MINUTES * 60
HOUR: Final = 6
DAY: Final = 24 * HOUR
SPANS: Final = (HOUR, DAY, 7 * DAY, 30 * DAY)
"""Buckets of the four spans."""
LONGEST: Final = SPANS[-1]
_FRESH: Final = 2 * HOUR
_RECENT: Final = 2 * DAY
_MOST_ENTRIES: Final = 64 * 4
MOST_PARTNERS: Final = 256
"""Partners of one set that are remembered; beyond, the one met longest ago goes."""

_FEW: Final = 8

PERSON: Final = 1
PHONE: Final = 2
ADDRESS: Final = 3
PAYER: Final = 4
FIRM: Final = 5
ARTICLE: Final = 6
SETS: Final[Mapping[int, int]] = {PERSON: 4, PHONE: 1, ADDRESS: 2, PAYER: 1, FIRM: 0, ARTICLE: 0}
"""How many sets of partners a kind of key has. Person: telephones, addresses, accounts, customs
offices. Telephone: buyers. Address: buyers, baskets. Payer: buyers."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode

Entries = list[int]
"""``bucket, count, cents, pieces`` of each entry, one after the other: a flat list is read and
written at a fraction of what lists in a list cost."""
_SIZE: Final = 4


def bucket_of(epoch: float) -> int:
    """The bucket of a moment given in seconds since 1970."""
    return int(epoch) // _SECONDS


def day_of(bucket: int) -> int:
    """The day (ordinal, UTC) of a bucket."""
    return bucket // DAY + 719163


class Window:
    """The state of one key while a slice is worked on."""

    __slots__ = ("_at", "cents", "counts", "entries", "first", "pieces", "sets")

    def __init__(self, sets: int) -> None:
        self.first = 0
        self.entries: Entries = []
        self.sets: list[dict[int, int]] = [{} for _ in range(sets)]
        self._at = -1
        self.counts = [0, 0, 0, 0]
        self.cents = [0, 0, 0, 0]
        self.pieces = 0

    def add(self, bucket: int, cents: int, pieces: int) -> None:
        """One more happening; the sums in view include it."""
        if bucket != self._at:
            if self.first:
                self.look(bucket)
            else:  # nothing was here yet
                self._at = bucket
        entries = self.entries
        if entries and entries[-_SIZE] >= bucket:
            place = _place_of(entries, bucket)
            entries[place + 1] += 1
            entries[place + 2] += cents
            entries[place + 3] += pieces
        else:
            if len(entries) >= _MOST_ENTRIES:
                self.entries = entries = compacted(entries, bucket)
            entries += (bucket, 1, cents, pieces)
        counts, sums = self.counts, self.cents
        counts[0] += 1
        counts[1] += 1
        counts[2] += 1
        counts[3] += 1
        sums[0] += cents
        sums[1] += cents
        sums[2] += cents
        sums[3] += cents
        self.pieces += pieces
        if not self.first or bucket < self.first:
            self.first = bucket

    def met(self, place: int, partner: int, bucket: int) -> int:
        """Meet a partner; returns how many there are in the longest span."""
        partners = self.sets[place]
        if partners.get(partner, -1) < bucket:
            partners[partner] = bucket
        if len(partners) > MOST_PARTNERS:
            del partners[min(partners, key=partners.__getitem__)]
        return len(partners)

    def again(self, place: int, partner: int, bucket: int) -> int:
        """Meet a partner that comes again at once; returns how often it came within the shortest
        span. Kept as the last bucket × 1,000 + times."""
        partners = self.sets[place]
        times = min(999, self.times(place, partner, bucket) + 1)
        partners[partner] = bucket * 1000 + times
        if len(partners) > _FEW:
            for gone in [key for key, met in partners.items() if met // 1000 < bucket - HOUR]:
                del partners[gone]
        return times

    def times(self, place: int, partner: int, bucket: int) -> int:
        """How often a partner came within the shortest span."""
        last, times = divmod(self.sets[place].get(partner, 0), 1000)
        return times if last >= bucket - HOUR else 0

    def since(self, place: int, bucket: int) -> int:
        """How many partners of a set were met in or after a bucket."""
        partners = self.sets[place]
        if len(partners) == 1:
            return 1 if next(iter(partners.values())) >= bucket else 0
        return sum(1 for met in partners.values() if met >= bucket)

    def look(self, bucket: int) -> None:
        """Work out the sums as of a bucket, once; forget what is too old."""
        if bucket == self._at:
            return
        self._at = bucket
        oldest = bucket - LONGEST
        entries = self.entries
        while entries and entries[0] < oldest:
            del entries[:_SIZE]
        for partners in self.sets:
            for gone in [key for key, met in partners.items() if met < oldest]:
                del partners[gone]
        self.counts, self.cents = counts, sums = [0, 0, 0, 0], [0, 0, 0, 0]
        self.pieces = 0
        for place in range(0, len(entries), _SIZE):
            at, count, cents, pieces = entries[place : place + _SIZE]
            if at > bucket:
                break
            self.pieces += pieces
            for span in range(3, -1, -1):
                if at < bucket - SPANS[span]:
                    break
                counts[span] += count
                sums[span] += cents

    def packed(self) -> bytes:
        """The state as kept."""
        return _encode([self.first, self.entries, *self.sets])


def opened(kind: int, state: bytes | memoryview) -> Window:
    """A kept state ready to work on."""
    window = Window(0)
    window.first, window.entries, *window.sets = _decode(state)
    while len(window.sets) < SETS[kind]:
        window.sets.append({})
    return window


def _place_of(entries: Entries, bucket: int) -> int:
    """Where the entry of a bucket begins that is not later than the last; a new one is put in
    where there is none."""
    place = len(entries) - _SIZE
    while place >= 0 and entries[place] > bucket:
        place -= _SIZE
    if place < 0 or entries[place] != bucket:
        place += _SIZE
        entries[place:place] = (bucket, 0, 0, 0)
    return place


def compacted(entries: Entries, now: int) -> Entries:
    """Entries by hours when they are older than two hours, by days when older than two days;
    those older than the longest span go."""
    merged: Entries = []
    for place in range(0, len(entries), _SIZE):
        bucket, count, cents, pieces = entries[place : place + _SIZE]
        age = now - bucket
        if age > LONGEST:
            continue
        grain = 1 if age <= _FRESH else HOUR if age <= _RECENT else DAY
        start = bucket - bucket % grain
        if merged and merged[-_SIZE] >= start:
            merged[-3] += count
            merged[-2] += cents
            merged[-1] += pieces
        else:
            merged += (start, count, cents, pieces)
    return merged


REGISTERS: Final = 256
_ALPHA: Final = 0.7213 / (1 + 1.079 / REGISTERS)
_DAYS: Final = 8


class Crowd:
    """About how many different keys were met in 7 days: HyperLogLog by day, 256 registers, an
    error of 6.5 %. Used where an exact set would grow without end."""

    __slots__ = ("_days", "_merged", "_sum", "_today", "_zeros")

    def __init__(self, days: Mapping[int, bytes], today: int) -> None:
        self._days = {day: bytearray(held) for day, held in days.items() if today - day < _DAYS}
        self._today = today
        self._days.setdefault(today, bytearray(REGISTERS))
        self._merged = bytearray(map(max, *self._days.values(), bytes(REGISTERS)))
        self._sum = sum(2.0**-held for held in self._merged)
        self._zeros = self._merged.count(0)

    def meet(self, key: int) -> None:
        """Meet a key (64 bits of a hash)."""
        place, rest = key & 0xFF, (key >> 8) & 0xFFFFFFFFFFFF
        rank = 49 - rest.bit_length()
        today = self._days[self._today]
        if rank > today[place]:
            today[place] = rank
            held = self._merged[place]
            if rank > held:
                self._merged[place] = rank
                self._sum += 2.0**-rank - 2.0**-held
                self._zeros -= held == 0

    def size(self) -> float:
        """About how many were met."""
        estimate = _ALPHA * REGISTERS * REGISTERS / self._sum
        if estimate <= 2.5 * REGISTERS and self._zeros:
            return REGISTERS * log(REGISTERS / self._zeros)
        return estimate

    def kept(self) -> dict[int, bytes]:
        """The registers by day, as kept."""
        return {day: bytes(held) for day, held in self._days.items() if any(held)}
