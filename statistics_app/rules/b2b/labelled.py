"""Labelled simulated export records: the same seed gives the same records. Pure.

Invented mixtures, not drawn from anybody's trade: typical records of each class, and the ones that
are hard: samples sent to companies, wholesale declared as retail, families who order in bulk,
general trade whose online order was never sent. What a model scores here says how it behaves on
such a mixture, not how often it is right in the field; the table of real decisions says that.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from statistics_app.constants import B2B, B2B2C, B2C, OTHER
from statistics_app.rules.b2b.confusion import Confusion, confusion
from statistics_app.rules.b2b.features import Figures, Traits
from statistics_app.rules.b2b.model import classify

FIRST: Final = date(2019, 1, 1)
MARKED_BEFORE: Final = date(2021, 7, 1)
DIRECT_FROM: Final = date(2020, 7, 1)
DAYS: Final = 2_800
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record and what it really is."""

    traits: Traits
    known: str


class _Draw:
    """Chance with the few shapes that trade has."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311 - a repeatable sample, no secret

    def happens(self, share: float) -> bool:
        return self.luck.random() < share

    def pieces(self, typical: float, spread: float = 0.8) -> Decimal:
        return Decimal(max(1, round(typical * self.luck.lognormvariate(0, spread))))

    def money(self, typical: float, spread: float = 0.8) -> Decimal | None:
        """None for one in thirty: a rate was missing."""
        value = Decimal(typical * self.luck.lognormvariate(0, spread)).quantize(CENT)
        return None if self.happens(1 / 30) else max(value, CENT)

    def day(self, since: date = FIRST) -> date:
        last = FIRST + timedelta(days=DAYS)
        return since + timedelta(days=self.luck.randrange((last - since).days))


Archetype = Callable[[_Draw], Labelled]


def sample(size: int, *, seed: int) -> Iterator[Labelled]:
    """So many labelled records."""
    draw = _Draw(seed)
    shares = [share for share, _ in _MIXTURE]
    makers = [make for _, make in _MIXTURE]
    for make in draw.luck.choices(makers, shares, k=size):
        yield _noisy(make(draw), draw)


def measure(figures: Figures, *, size: int, seed: int) -> Confusion:
    """The table of a version over a sample."""
    return confusion(
        (one.known, classify(one.traits, figures).found) for one in sample(size, seed=seed)
    )


def _goods(draw: _Draw, day: date, mode: str, typical: float, value: float) -> Traits:
    """Goods of a size and value; one in four is weighed, the rest is counted."""
    most = draw.pieces(typical)
    others = draw.pieces(typical / 2) if draw.happens(0.4) else Decimal(0)
    weighed = draw.happens(0.25)
    weight = (most * Decimal(draw.luck.uniform(0.1, 1.5))).quantize(CENT)
    return Traits(
        day,
        mode,
        most=most,
        pieces=most + others,
        kilograms=weight if weighed else Decimal(0),
        units=Decimal(0) if weighed else most,
        rmb=draw.money(value),
    )


def _buyer(draw: _Draw, one: Traits, named: float, repeated: float) -> Traits:
    """A company as buyer: named in a remark or not, known from earlier trade or not."""
    company = draw.happens(named)
    known = company and draw.happens(repeated)
    long = draw.luck.randrange(1, 9) if known else 0
    return replace(
        one,
        company=company,
        taxed=company and draw.happens(0.4),
        long=long,
        short=min(long, draw.luck.randrange(0, 5)) if known else 0,
    )


def _direct(draw: _Draw) -> Labelled:
    goods = _goods(draw, draw.day(DIRECT_FROM), "9710", 120, 4_500)
    return Labelled(_buyer(draw, replace(goods, order_type="B"), 0.5, 0.5), B2B)


def _direct_sample(draw: _Draw) -> Labelled:
    goods = _goods(draw, draw.day(DIRECT_FROM), "9710", 2, 400)
    return Labelled(_buyer(draw, replace(goods, order_type="B"), 0.4, 0.1), B2B)


def _hidden(draw: _Draw) -> Labelled:
    """Wholesale declared as retail."""
    goods = _goods(draw, draw.day(), "9610", 90, 4_800)
    return Labelled(_buyer(draw, replace(goods, order_type="E"), 0.55, 0.6), B2B)


def _retail(draw: _Draw) -> Labelled:
    goods = _goods(draw, draw.day(), "9610", 1.6, 320)
    return Labelled(replace(goods, order_type="E"), B2C)


def _large_retail(draw: _Draw) -> Labelled:
    """A family or a club that orders in bulk, sometimes to the address of a company."""
    goods = _goods(draw, draw.day(), "9610", 45, 3_500)
    return Labelled(replace(goods, order_type="E", company=draw.happens(0.1)), B2C)


def _warehouse(draw: _Draw) -> Labelled:
    goods = _goods(draw, draw.day(DIRECT_FROM), "9810", 200, 6_000)
    return Labelled(_buyer(draw, replace(goods, order_type="W"), 0.3, 0.8), B2B2C)


def _zone(draw: _Draw) -> Labelled:
    goods = _goods(draw, draw.day(), "1210", 4, 700)
    return Labelled(replace(goods, order_type="E"), B2B2C)


def _general_online(draw: _Draw) -> Labelled:
    """General trade with an online order; one in six was agreed at a fair, the order came later."""
    goods = _goods(draw, draw.day(), "0110", 300, 30_000)
    known = OTHER if draw.happens(1 / 6) else B2B
    return Labelled(_buyer(draw, replace(goods, order_type="B"), 0.7, 0.6), known)


def _general(draw: _Draw) -> Labelled:
    """General trade; one in ten was ordered online, and the order never came."""
    goods = _goods(draw, draw.day(), "0110", 500, 80_000)
    known = B2B if draw.happens(0.1) else OTHER
    return Labelled(_buyer(draw, goods, 0.5, 0.6), known)


_MIXTURE: Final[tuple[tuple[float, Archetype], ...]] = (
    (0.20, _direct),
    (0.06, _direct_sample),
    (0.10, _hidden),
    (0.32, _retail),
    (0.05, _large_retail),
    (0.09, _warehouse),
    (0.06, _zone),
    (0.06, _general_online),
    (0.06, _general),
)


def _noisy(one: Labelled, draw: _Draw) -> Labelled:
    """Remarks in the wrong place, and the mark of its time on what was B2B."""
    traits = one.traits
    if draw.happens(0.01):
        traits = replace(traits, company=not traits.company)
    if draw.happens(0.01):
        traits = replace(traits, order_type="" if traits.order_type else "E")
    if traits.day < MARKED_BEFORE and draw.happens(0.45 if one.known == B2B else 0.02):
        traits = replace(traits, ds_mark=True)
    return replace(one, traits=traits)
