"""Complete sets of matching documents, as the firms of a zone would send them.

Pure and reproducible: the same cast, seed and number give the same documents, byte for byte.
Documents have the JSON form of the interface; amounts are decimal strings, counts integers.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from declarations.simulation.deal import Cast, Deal, Document, DocumentSet, Firm, Line
from declarations.simulation.exports import export_set
from declarations.simulation.goods import EXPORTED, IMPORTED, Article
from declarations.simulation.imports import import_set
from declarations.simulation.people import person

__all__ = ["KIND_CODES", "MODES", "Cast", "Document", "DocumentSet", "Firm", "Scenario"]

KIND_CODES: Final = {
    "import": {"order": "CEB311", "payment": "CEB411", "waybill": "CEB511", "inventory": "CEB621"},
    "export": {"order": "CEB303", "payment": "CEB403", "waybill": "CEB505", "inventory": "CEB603"},
}
MODES: Final = {"import": ("9610", "1210"), "export": ("9610", "1210", "9710", "9810")}

_LINES = (1,) * 128 + (2,) * 77 + (3,) * 40 + (5,) * 11
"""Lines of a declaration by one random byte: 1.78 on average."""
_DESTINATIONS = ("502", "303", "304", "305", "116", "601")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A source of document sets. ``series`` (at most 8 letters or digits) starts every number.

    ``start`` is local time in Shanghai: the appTime of set 0; each further set is a second later.
    """

    cast: Cast
    start: datetime
    seed: int = 0
    series: str = "SIM"
    population: int = 1_000_000

    def complete_set(
        self,
        number: int,
        *,
        direction: Literal["import", "export"] = "import",
        mode: str = "9610",
        at: datetime | None = None,
    ) -> DocumentSet:
        """The matching order, payment, waybill and inventory of declaration ``number``.

        Raises KeyError for an unknown direction, ValueError for a mode that it does not have.
        """
        if mode not in MODES[direction]:
            raise ValueError(f"{direction} has no mode {mode}")
        deal = self.deal(number, mode, at, IMPORTED if direction == "import" else EXPORTED)
        if direction == "import":
            return import_set(self.cast, deal)
        return export_set(self.cast, deal)

    def deal(
        self, number: int, mode: str, at: datetime | None, articles: tuple[Article, ...]
    ) -> Deal:
        """What the documents of declaration ``number`` tell; ``at`` None: its own second."""
        luck = hashlib.blake2b(f"{self.series}/{self.seed}/{number}".encode()).digest()
        count = min(_LINES[luck[0]], len(articles))
        first = luck[1]
        chosen = [articles[(first + place) % len(articles)] for place in range(count)]
        lines = tuple(
            Line(article, pieces, article.price * pieces)
            for place, article in enumerate(chosen)
            for pieces in (1 + luck[2 + place] % 3,)
        )
        names = hashlib.blake2b(luck, person=b"guids").hexdigest().upper()
        return Deal(
            number=number,
            at=at if at is not None else self.start + timedelta(seconds=number),
            mode=mode,
            guids=tuple(_guid(names[place : place + 32]) for place in (0, 32, 64, 96)),
            order_no=f"{self.series}O{number:010}",
            payment_no=f"{self.series}P{number:010}",
            waybill_no=f"{self.series}W{number:010}",
            cop_no=f"{self.series}C{number:010}",
            buyer=person(int.from_bytes(luck[8:16], "big") % self.population),
            lines=lines,
            goods_value=sum((line.total for line in lines), Decimal(0)),
            freight=Decimal(10 + luck[16] % 20),
            net_weight=sum((line.article.weight * line.pieces for line in lines), Decimal(0)),
            destination=_DESTINATIONS[luck[17] % len(_DESTINATIONS)],
        )


def _guid(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
