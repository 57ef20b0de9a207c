"""From the documents of a declaration and the windows around it to the values that rules ask. Pure.

Windows are moved first and looked at then, declaration by declaration in the order of their ids:
each sees itself and everything before it, also within one slice.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from risk.constants import DECLARATION
from risk.gathering import Board, Declared, Keys, Line, Surroundings, article_of
from risk.rules.facts import FACTS, places
from risk.windows import ADDRESS, DAY, PAYER, PERSON, PHONE, Window

_AT: Final[Mapping[str, int]] = places(DECLARATION)
WIDTH: Final = len(FACTS[DECLARATION])
_MASK: Final = (1 << 64) - 1
_SHORT: Final = (1 << 32) - 1
_A_DAY: Final = 86_400.0
_TIME: Final = 14

PHONES, ADDRESSES, ACCOUNTS, PLACES = range(4)
PEOPLE, BASKETS = range(2)

_MODE: Final = _AT["decl.mode"]
_PRICE: Final = _AT["goods.price_ratio"]
_PIECES: Final = _AT["goods.pieces"]
_PERSON: Final = _AT["person.orders_1h"]
_PERSON_SETS: Final = _AT["person.phones_30d"]
_YEAR: Final = _AT["person.year_share"]
_PHONE: Final = _AT["phone.orders_24h"]
_ADDRESS: Final = _AT["address.orders_1h"]
_ADDRESS_SETS: Final = _AT["address.persons_24h"]
_PAYER: Final = _AT["payer.buyers_30d"]
_FIRM: Final = _AT["firm.orders_1h"]
_CROWDS: Final = _AT["firm.persons_7d"]
_GOODS: Final = _AT["goods.orders_24h"]
_CREDIT: Final = _AT["credit.grade"]
_DISCOUNT: Final = _AT["order.discount_share"]
_BY_BUYER: Final = _AT["payment.by_buyer"]
_GAP: Final = _AT["waybill.weight_gap"]
_LIGHT: Final = _AT["waybill.light"]
_AGE: Final = _AT["buyer.age_unlikely"]
_WEIGHED: Final = _AT["waybill.weighed_kg"]
_WEIGHED_GAP: Final = _AT["waybill.weighed_gap"]
_DELIVERED: Final = tuple(
    (place, fact.of, fact.name) for place, fact in enumerate(FACTS[DECLARATION]) if fact.of
)


class Observer:
    """Observes the declarations of a slice one after the other."""

    def __init__(self, board: Board, around: Surroundings) -> None:
        self._board, self._around = board, around

    def observe(
        self,
        one: Declared,
        lines: Sequence[Line],
        keys: Keys,
        bucket: int,
        *,
        count: bool = True,
    ) -> list[Any]:
        """The values of a declaration in the order of the register. ``count`` moves the windows:
        once for each declaration, not again when it is screened anew."""
        return _Look(self._board, self._around, one, lines, keys, bucket, count).values


class _Look:
    """One look at one declaration."""

    __slots__ = (
        "around",
        "board",
        "bucket",
        "cents",
        "count",
        "keys",
        "lines",
        "one",
        "partner",
        "pieces",
        "total",
        "values",
    )

    def __init__(  # noqa: PLR0917
        self,
        board: Board,
        around: Surroundings,
        one: Declared,
        lines: Sequence[Line],
        keys: Keys,
        bucket: int,
        count: bool,
    ) -> None:
        self.board, self.around, self.one, self.lines = board, around, one, lines
        self.keys, self.bucket, self.count = keys, bucket, count
        self.values: list[Any] = [None] * WIDTH
        self.total = _value_of(lines, around.rates)
        self.cents = int(self.total * 100) if self.total is not None else 0
        self.pieces = sum(int(line.qty) for line in lines)
        self.partner = (keys.person or 0) & _SHORT
        self._documents()
        self._goods()
        self._person()
        self._payer()
        self._phone()
        self._address()
        self._firm()
        if around.delivered:
            self._deliver()

    def _moved(self, window: Window) -> Window:
        """The window with this declaration in it."""
        if self.count:
            window.add(self.bucket, self.cents, self.pieces)
        else:
            window.look(self.bucket)
        return window

    def _documents(self) -> None:
        one, total, values = self.one, self.total, self.values
        limit = self.around.single_limit if one.is_import else self.around.parcel_limit
        times = [t for t in (one.order_time, one.payment_time, one.waybill_time) if t]
        first = one.senders[0]
        values[_MODE : _MODE + 9] = (
            one.mode,
            one.country,
            float(len(self.lines)),
            total,
            None if total is None or not limit else total / limit,
            None if total is None or one.gross <= 0 else total / one.gross,
            None if total is None else total >= 100 and total % 100 == 0,
            seconds_apart(times) if len(times) > 1 else None,
            None
            if first is None or len(times) < 2
            else all(sender in (first, None) for sender in one.senders),
        )
        if one.discount is not None and one.goods_value:
            values[_DISCOUNT] = one.discount / one.goods_value
        if one.buyer and one.payer:
            values[_BY_BUYER] = one.buyer == one.payer
        if one.waybill_gross is not None:
            if one.gross > 0:
                values[_GAP] = abs(one.waybill_gross - one.gross) / one.gross
            if one.net > 0:
                values[_LIGHT] = one.waybill_gross / one.net
        if one.is_import:
            values[_AGE] = one.age_unlikely

    def _goods(self) -> None:
        forbidden = dangerous = branded = conflicts = 0
        held: list[tuple[float, int]] = []
        busiest: Window | None = None
        look = self.around.words.look
        for line, key in zip(self.lines, self.keys.articles, strict=True):
            said = look(f"{line.gname} {line.gmodel}")
            forbidden += said.forbidden
            dangerous += said.dangerous
            branded += said.branded
            conflicts += said.chapters is not None and line.gcode[:2] not in said.chapters
            article = self.board.article(key, self.bucket)
            if article.median:
                held.append((line.price / article.median, article.seen))
            window = article.window
            if self.count:
                window.add(self.bucket, int(line.total * 100), int(line.qty))
                article.priced(line.price)
            else:
                window.look(self.bucket)
            if busiest is None or window.counts[1] > busiest.counts[1]:
                busiest = window
        low, seen = min(held) if held else (None, 0)
        self.values[_PRICE : _PRICE + 8] = (
            low,
            max(held)[0] if held else None,
            seen,
            forbidden,
            dangerous,
            branded,
            conflicts,
            self.lines[0].country if self.lines else None,
        )
        self.values[_PIECES] = self.pieces
        if busiest is not None:
            self.values[_GOODS : _GOODS + 3] = busiest.counts[1], busiest.counts[3], busiest.pieces

    def _person(self) -> None:
        keys, bucket, values = self.keys, self.bucket, self.values
        if keys.person is None:
            return
        person = self._moved(self.board.window(keys.person, PERSON))
        if self.count:
            if keys.phone is not None:
                person.met(PHONES, keys.phone & _SHORT, bucket)
            if keys.address is not None:
                person.met(ADDRESSES, keys.address & _SHORT, bucket)
            if self.one.account:
                person.met(ACCOUNTS, _short(self.one.account), bucket)
            person.met(PLACES, _number(self.one.customs_code), bucket)
        sums = _sums(person)
        values[_PERSON : _PERSON + 9] = (*sums, person.pieces)
        sets = person.sets
        values[_PERSON_SETS : _PERSON_SETS + 4] = (
            len(sets[PHONES]),
            len(sets[ADDRESSES]),
            len(sets[ACCOUNTS]),
            person.since(PLACES, bucket - DAY),
        )
        if self.total is not None and self.around.year_limit:
            values[_YEAR] = sums[6] / self.around.year_limit
        if keys.payer is None and self.one.payer:
            values[_PAYER : _PAYER + 5] = 1, sums[1], sums[2], sums[5], sums[6]

    def _payer(self) -> None:
        """Who pays for somebody else; paying for oneself is told by the buyer's own windows."""
        if self.keys.payer is None:
            return
        payer = self._moved(self.board.window(self.keys.payer, PAYER))
        if self.count:
            payer.met(0, self.partner, self.bucket)
        sums = _sums(payer)
        self.values[_PAYER : _PAYER + 5] = len(payer.sets[0]), sums[1], sums[2], sums[5], sums[6]

    def _phone(self) -> None:
        if self.keys.phone is None:
            return
        phone = self._moved(self.board.window(self.keys.phone, PHONE))
        if self.count and self.partner:
            phone.met(PEOPLE, self.partner, self.bucket)
        self.values[_PHONE : _PHONE + 4] = (*phone.counts[1:], len(phone.sets[PEOPLE]))

    def _address(self) -> None:
        if self.keys.address is None:
            return
        address = self._moved(self.board.window(self.keys.address, ADDRESS))
        basket = _short("|".join(f"{article_of(x)}:{x.qty}:{x.price}" for x in self.lines))
        if self.count:
            if self.partner:
                address.met(PEOPLE, self.partner, self.bucket)
            times = address.again(BASKETS, basket, self.bucket)
        else:
            times = address.times(BASKETS, basket, self.bucket)
        self.values[_ADDRESS : _ADDRESS + 8] = _sums(address)
        self.values[_ADDRESS_SETS : _ADDRESS_SETS + 3] = (
            address.since(PEOPLE, self.bucket - DAY),
            len(address.sets[PEOPLE]),
            times,
        )

    def _firm(self) -> None:
        keys, values = self.keys, self.values
        firm = self.board.firm(keys.firm, self.bucket)
        window = self._moved(firm.window)
        if self.count:
            if keys.person is not None:
                firm.persons.meet(keys.person & _MASK)
            payer = keys.payer if keys.payer is not None else keys.person
            if payer is not None:
                firm.payers.meet(payer & _MASK)
        values[_FIRM : _FIRM + 8] = _sums(window)
        values[_CROWDS : _CROWDS + 3] = (
            round(firm.persons.size(), 1),
            round(firm.payers.size(), 1),
            (self.bucket - (window.first or self.bucket)) // DAY,
        )
        credit = self.around.credit.get(self.one.ebc_code)
        if credit is not None:
            values[_CREDIT : _CREDIT + 3] = credit.grade or None, credit.listed, credit.score

    def _deliver(self) -> None:
        """What others delivered of the order, the waybill and the goods; of goods the worst."""
        delivered, one = self.around.delivered, self.one
        of = {
            "order": delivered.get(("order", one.order_no), {}),
            "waybill": delivered.get(("waybill", one.logistics_no), {}),
        }
        of_goods = [delivered.get(("goods", x.bar_code), {}) for x in self.lines if x.bar_code]
        for place, kind, name in _DELIVERED:
            if kind != "goods":
                self.values[place] = of[kind].get(name)
            elif told := [facts[name] for facts in of_goods if name in facts]:
                self.values[place] = min(told) if name == "goods.shelf_days" else max(told)
        weighed = self.values[_WEIGHED]
        if weighed is not None and self.values[_WEIGHED_GAP] is None and one.gross > 0:
            self.values[_WEIGHED_GAP] = abs(weighed - one.gross) / one.gross


def _sums(window: Window) -> list[float]:
    cents = window.cents
    return [*window.counts, cents[0] / 100, cents[1] / 100, cents[2] / 100, cents[3] / 100]


def _value_of(lines: Sequence[Line], rates: Mapping[str, float]) -> float | None:
    """The total price in renminbi; None where a currency has no rate."""
    total = 0.0
    for line in lines:
        rate = rates.get(line.currency)
        if rate is None:
            return None
        total += line.total * rate
    return total


def seconds_apart(times: Sequence[str]) -> float | None:
    """Seconds between the first and the last of times as messages write them (YYYYMMDDhhmmss);
    a day where the days differ, None for what is no time."""
    low, high = min(times), max(times)
    if len(low) != _TIME or len(high) != _TIME or not (low + high).isdigit():
        return None
    if low[:8] != high[:8]:
        return _A_DAY
    return float(_clock(high) - _clock(low))


def _clock(text: str) -> int:
    return int(text[8:10]) * 3600 + int(text[10:12]) * 60 + int(text[12:14])


def _number(code: str) -> int:
    return int(code) if code.isdecimal() else _short(code)


def _short(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "big")
