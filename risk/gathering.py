"""What screening works on: a declaration and its lines, the keys of its windows, the windows of a
slice, and what holds for the whole slice. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from risk.around import Article, Firm
from risk.rules.normalising import normal_address, normal_phone
from risk.windows import ADDRESS, ARTICLE, FIRM, PAYER, PERSON, PHONE, SETS, Window, opened

_MASK: Final = (1 << 64) - 1
_HALF: Final = 1 << 63


class Line(NamedTuple):
    """A line of goods; prices in the currency of the line."""

    gcode: str
    gname: str
    gmodel: str
    bar_code: str | None
    country: str
    currency: str
    unit: str
    qty: float
    price: float
    total: float


class Declared(NamedTuple):
    """A matched declaration with what its documents say; ``*_hash`` are keyed hashes in
    hexadecimal, personal values are in the clear only here and never kept."""

    inventory_id: int
    sequence: int
    epoch: float
    is_import: bool
    mode: str
    country: str
    customs_code: str
    ebc_code: str
    order_no: str
    logistics_no: str
    gross: float
    net: float
    buyer: str | None
    payer: str | None
    order_time: str | None
    payment_time: str | None
    waybill_time: str | None
    senders: tuple[int | None, int | None, int | None]
    goods_value: float | None
    discount: float | None
    waybill_gross: float | None
    age_unlikely: bool
    telephone: str | None
    address: str | None
    account: str | None


class Credit(NamedTuple):
    """What credit says of a firm."""

    grade: str = ""
    score: float | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for a whole slice: exchange rates to renminbi, limits by direction, lists of
    words, credit by firm, delivered facts by subject, and the key for hashing."""

    key: bytes
    rates: Mapping[str, float]
    single_limit: float
    parcel_limit: float
    year_limit: float
    words: "Words"
    credit: Mapping[str, Credit] = field(default_factory=dict)
    delivered: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)


class Found(NamedTuple):
    """What the words of a name say."""

    forbidden: int
    dangerous: int
    branded: int
    chapters: frozenset[str] | None


class Words:
    """Lists of words, each as one pattern; what a name says is remembered."""

    def __init__(
        self,
        forbidden: str,
        dangerous: str,
        branded: str,
        chapters: Mapping[str, frozenset[str]],
    ) -> None:
        patterns = [_pattern(text.split()) for text in (forbidden, dangerous, branded)]
        of_chapters = _pattern(list(chapters))

        @lru_cache(maxsize=20_000)
        def look(name: str) -> Found:
            counts = [len(set(p.findall(name))) if p else 0 for p in patterns]
            named = of_chapters.findall(name) if of_chapters else []
            meant = frozenset().union(*(chapters[word] for word in named)) if named else None
            return Found(counts[0], counts[1], counts[2], meant)

        self.look: Callable[[str], Found] = look


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    ordered = sorted(filter(None, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


class Keys(NamedTuple):
    """The keys of the windows that a declaration moves; None where it has no such value."""

    person: int | None
    payer: int | None
    phone: int | None
    address: int | None
    firm: int
    articles: tuple[int, ...]


def hashed(key: bytes, kind: int, text: str) -> int:
    """A value as the key of a window: 64 bits, signed, the kind within."""
    digest = blake2b(text.encode(), key=key, digest_size=8, salt=kind.to_bytes(1, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)


def _turned(hexadecimal: str, kind: int) -> int:
    """A keyed hash that is there already, as the key of a window of a kind."""
    number = (int(hexadecimal[:16], 16) ^ (kind * 0x9E3779B97F4A7C15)) & _MASK
    return number - (1 << 64) if number >= _HALF else number


def keys_of(one: Declared, lines: Sequence[Line], key: bytes) -> Keys:
    """The keys of a declaration."""
    return Keys(
        _turned(one.buyer, PERSON) if one.buyer else None,
        _turned(one.payer, PAYER) if one.payer and one.payer != one.buyer else None,
        hashed(key, PHONE, phone) if (phone := normal_phone(one.telephone)) else None,
        hashed(key, ADDRESS, address) if (address := normal_address(one.address)) else None,
        hashed(key, FIRM, one.ebc_code),
        tuple(hashed(key, ARTICLE, article_of(line)) for line in lines),
    )


def article_of(line: Line) -> str:
    """What tells one kind of goods from another: its bar code and unit, else code, name, unit."""
    if line.bar_code:
        return f"{line.bar_code}/{line.unit}/{line.currency}"
    return f"{line.gcode}/{line.gname}/{line.gmodel}/{line.unit}/{line.currency}"


class Board:
    """The windows of a slice: opened from what is kept when first asked for, packed at its end."""

    def __init__(self, kept: Mapping[int, bytes | memoryview]) -> None:
        self._kept = kept
        self.windows: dict[int, Window] = {}
        self.firms: dict[int, Firm] = {}
        self.articles: dict[int, Article] = {}
        self.kinds: dict[int, int] = {}

    def window(self, key: int, kind: int) -> Window:
        found = self.windows.get(key)
        if found is None:
            state = self._kept.get(key)
            found = Window(SETS[kind]) if state is None else opened(kind, state)
            self.windows[key] = found
            self.kinds[key] = kind
        return found

    def firm(self, key: int, bucket: int) -> Firm:
        found = self.firms.get(key)
        if found is None:
            found = self.firms[key] = Firm(self._kept.get(key), bucket)
            self.kinds[key] = FIRM
        return found

    def article(self, key: int, bucket: int) -> Article:
        found = self.articles.get(key)
        if found is None:
            found = self.articles[key] = Article(self._kept.get(key), bucket)
            self.kinds[key] = ARTICLE
        return found

    def is_kept(self, key: int) -> bool:
        """Whether something was kept under this key before."""
        return key in self._kept

    def packed(self) -> list[tuple[int, int, bytes]]:
        """``(key, kind, state)`` of all that was touched, sorted by key."""
        held: list[Mapping[int, Any]] = [self.windows, self.firms, self.articles]
        return sorted(
            (key, self.kinds[key], one.packed()) for part in held for key, one in part.items()
        )
