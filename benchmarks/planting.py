"""An honest day with frauds planted in it: which declaration belongs to which is known.

Honest people are not tidy: they order again, live together, use a pick-up point, buy in a sale.
Every number of a declaration starts with the eight characters of its kind, so the truth can be read
from the order's number afterwards.
"""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from benchmarks.portal import CAST
from declarations.messages.catalogue import KINDS
from declarations.simulation.deal import Deal, DocumentSet, Line
from declarations.simulation.goods import IMPORTED
from declarations.simulation.imports import import_set
from declarations.simulation.people import Person, person
from declarations.simulation.scenario import Scenario

HONEST: Final = "HONEST00"
BORROWED: Final = "BORROW00"
SPLIT: Final = "SPLITT00"
FAKE: Final = "FAKEWB00"
CHEAP: Final = "CHEAPP00"
FRAUDS: Final = (BORROWED, SPLIT, FAKE, CHEAP)
NAMES: Final = {
    BORROWED: "identity borrowed by 40 buyers",
    SPLIT: "orders split below the limit",
    FAKE: "fake waybills",
    CHEAP: "price under 70 % of the median",
}
SCHEME: Final = {BORROWED: 40, SPLIT: 8, FAKE: 10, CHEAP: 5}
"""Declarations of one scheme of each kind."""


class Planted(NamedTuple):
    """A declaration, what it belongs to, and of which scheme (0 for the honest)."""

    kind: str
    scheme: int
    documents: DocumentSet


@dataclass(frozen=True, slots=True)
class Field:
    """What is planted: so many honest declarations and schemes of each kind, over a day."""

    honest: int
    schemes: int
    at: datetime
    seed: int = 6

    def declarations(self) -> list[Planted]:
        """Everything in the order in which it is sent: the frauds in the second half, when prices
        of an ordinary day are known."""
        luck = random.Random(self.seed)
        honest = [self._honest(number, luck) for number in range(self.honest)]
        middle = len(honest) // 2
        late = honest[middle:]
        for scheme in range(self.schemes):
            for kind in FRAUDS:
                start = luck.randrange(len(late) + 1)
                late[start:start] = self._scheme(kind, scheme, luck)
        return honest[:middle] + late

    def _honest(self, number: int, luck: random.Random) -> Planted:
        deal = self._deal(HONEST, number)
        chance = luck.random()
        buyer = _at_home(deal.buyer, number)
        if chance < 0.05:  # orders again
            buyer = _at_home(person(number // 20), number // 20)
        elif chance < 0.08:  # lives with somebody who orders too
            buyer = buyer._replace(address=_home(number // 40), telephone=_telephone(number // 40))
        elif chance < 0.085:  # uses a pick-up point
            buyer = buyer._replace(address=f"江西省南昌市虚构区自提路{number % 20 + 1}号自提点")
        sale = Decimal("0.8") if luck.random() < 0.02 else Decimal(1)
        spread = Decimal(luck.randrange(92, 109)) / 100
        documents = _documents(_priced(replace(deal, buyer=buyer), sale * spread))
        return Planted(HONEST, 0, _in_time(documents, deal.at, luck))

    def _scheme(self, kind: str, scheme: int, luck: random.Random) -> Iterator[Planted]:
        make: Callable[[int, int], DocumentSet] = {
            BORROWED: self._borrowed,
            SPLIT: self._split,
            FAKE: self._fake,
            CHEAP: self._cheap,
        }[kind]
        for place in range(SCHEME[kind]):
            documents = make(scheme, place)
            if kind != FAKE:
                head = documents["order"]["OrderHead"]["appTime"]
                began = datetime.strptime(head, "%Y%m%d%H%M%S")  # noqa: DTZ007  as messages write
                documents = _in_time(documents, began, luck)
            yield Planted(kind, scheme, documents)

    def _deal(self, series: str, number: int) -> Deal:
        scenario = Scenario(CAST, self.at, seed=self.seed, series=series)
        mode = ("9610", "1210")[number % 2]
        at = self.at + timedelta(seconds=number % 3600)
        return scenario.deal(number, mode, at, IMPORTED)

    def _borrowed(self, scheme: int, place: int) -> DocumentSet:
        """One identity, another account, telephone and home each time."""
        number = scheme * SCHEME[BORROWED] + place
        deal = self._deal(BORROWED, number)
        lent, own = (
            person(9_000_000 + scheme),
            _at_home(person(8_000_000 + number), 8_000_000 + number),
        )
        buyer = own._replace(name=lent.name, id_number=lent.id_number)
        return _documents(replace(deal, buyer=buyer))

    def _split(self, scheme: int, place: int) -> DocumentSet:
        """The same basket, one home and telephone, seconds apart, another identity each time."""
        number = scheme * SCHEME[SPLIT] + place
        basket = self._deal(SPLIT, scheme * SCHEME[SPLIT])
        deal = self._deal(SPLIT, number)
        home = 7_000_000 + scheme
        buyer = person(7_000_000 + number)._replace(
            address=_home(home), telephone=_telephone(home), account=f"user{home}"
        )
        return _documents(
            replace(
                deal,
                at=basket.at + timedelta(seconds=2 * place),
                mode=basket.mode,
                buyer=buyer,
                lines=basket.lines,
                goods_value=basket.goods_value,
                net_weight=basket.net_weight,
            )
        )

    def _fake(self, scheme: int, place: int) -> DocumentSet:
        """All documents written by one hand in one second; a waybill that weighs 15 to 71 % of
        the goods it says it carries."""
        number = scheme * SCHEME[FAKE] + place
        deal = self._deal(FAKE, number)
        buyer = _at_home(person(6_000_000 + number), 6_000_000 + number)
        documents = _documents(
            replace(deal, buyer=buyer, at=self.at + timedelta(seconds=scheme % 3600))
        )
        share = Decimal(15 + 8 * (number % 8)) / 100
        documents["waybill"]["LogisticsHead"]["weight"] = str(deal.net_weight * share)
        return documents

    def _cheap(self, scheme: int, place: int) -> DocumentSet:
        """Goods at 45 to 65 % of their price."""
        number = scheme * SCHEME[CHEAP] + place
        deal = self._deal(CHEAP, number)
        buyer = _at_home(person(5_000_000 + number), 5_000_000 + number)
        share = Decimal(45 + 5 * (number % 5)) / 100
        return _documents(_priced(replace(deal, buyer=buyer), share))


def _priced(deal: Deal, share: Decimal) -> Deal:
    """The same purchase at a share of the prices."""
    lines = tuple(
        Line(line.article._replace(price=price), line.pieces, price * line.pieces)
        for line in deal.lines
        for price in ((line.article.price * share).quantize(Decimal("0.01")),)
    )
    return replace(deal, lines=lines, goods_value=sum((x.total for x in lines), Decimal(0)))


def _documents(deal: Deal) -> DocumentSet:
    return import_set(CAST, deal)


def _in_time(documents: DocumentSet, began: datetime, luck: random.Random) -> DocumentSet:
    """The documents as their senders write them: payment after the order, then the parcel's."""
    waits = (0, luck.randrange(5, 120), luck.randrange(600, 3600), luck.randrange(3600, 5400))
    for noun, wait in zip(("order", "payment", "waybill", "inventory"), waits, strict=True):
        document = documents[noun]
        head = document[KINDS[document["type"]].json_head]
        head["appTime"] = f"{began + timedelta(seconds=wait):%Y%m%d%H%M%S}"
        if noun == "payment":
            head["payTime"] = head["appTime"]
    return documents


def _at_home(buyer: Person, number: int) -> Person:
    return buyer._replace(address=_home(number), telephone=_telephone(number))


def _home(number: int) -> str:
    luck = hashlib.blake2b(f"home/{number}".encode()).digest()
    road, house = luck[0] + 256 * luck[1], luck[2] + 1
    return (
        f"江西省南昌市虚构区示例{road}路{house}号{luck[3] % 30 + 1}栋"
        f"{luck[4] % 3 + 1}单元{luck[5] % 18 + 1}0{luck[6] % 4 + 1}室"
    )


def _telephone(number: int) -> str:
    luck = int.from_bytes(hashlib.blake2b(f"phone/{number}".encode()).digest()[:6], "big")
    return f"12{luck % 1_000_000_000:09}"
