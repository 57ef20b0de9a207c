"""The script of a simulation: all plays in the order of their purchases, then step by step."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from declarations.simulation.actors import EXPORT, IMPORT, troupe_for
from declarations.simulation.clock import delays, moment
from declarations.simulation.deal import Firm
from declarations.simulation.faults import FAULTS, Fault
from declarations.simulation.luck import Luck
from declarations.simulation.play import Play, Step
from declarations.simulation.scenario import Scenario

NOUNS = ("order", "payment", "waybill", "inventory")


@dataclass(frozen=True, slots=True)
class Script:
    """What is played: reproducible by seed, series and start.

    ``faults`` and ``exports`` are shares (0 to 1); faults take turns through the catalogue. The
    first play is a clean import, so that one look tells whether a series was played before.
    ``speed`` shortens the delays of documents (60: minutes become seconds).
    """

    firms: Mapping[str, Firm]
    seed: int
    series: str
    start: datetime
    days: float = 1
    faults: float = 0.03
    exports: float = 0.3
    speed: float = 1

    def plays(self, count: int) -> Iterator[Play]:
        """``count`` plays spread over the days."""
        for number in range(count):
            place = (number + Luck(self.seed, "place", number).share()) / count
            yield self.play(number, moment(place, start=self.start, days=self.days))

    def play(self, number: int, at: datetime) -> Play:
        """The play of purchase ``number``, made at a moment."""
        luck = Luck(self.seed, "play", number)
        chosen = self._fault(number)
        direction = EXPORT if number and luck.happens(self.exports) else IMPORT
        if chosen and direction not in chosen.directions:
            (direction,) = chosen.directions
        return self.staged(number, at, direction=direction, chosen=chosen)

    def staged(self, number: int, at: datetime, *, direction: str, chosen: Fault | None) -> Play:
        """The play of a purchase in one direction, with one fault or none."""
        luck = Luck(self.seed, "stage", number)
        troupe = troupe_for(luck, direction)
        mode = luck.pick(troupe.modes)
        side: Literal["import", "export"] = "export" if direction == EXPORT else "import"
        scenario = Scenario(troupe.cast(self.firms), self.start, self.seed, self.series)
        documents = scenario.complete_set(number, direction=side, mode=mode, at=at)
        when = delays(luck)
        steps = [
            Step(
                noun, documents[noun], troupe.sender_of(noun), at + getattr(when, noun) / self.speed
            )
            for noun in NOUNS
        ]
        play = Play(number, at, direction, mode, troupe, steps)
        if chosen:
            play.fault = chosen.name
            chosen.change(play, luck)
        play.stamp()
        return play

    def _fault(self, number: int) -> Fault | None:
        """The fault of a play: the n-th faulty one takes the n-th of the catalogue, in turn."""
        before, now = int(number * self.faults), int((number + 1) * self.faults)
        if not number or before == now:
            return None
        names = sorted(FAULTS, key=lambda name: Luck(self.seed, "turn", name).share())
        return FAULTS[names[before % len(names)]]


def in_order(plays: Iterator[Play]) -> Iterator[tuple[Play, Step]]:
    """The steps of all plays as they happen; plays come in the order of their purchases."""
    waiting: list[tuple[datetime, int, int, Play, Step]] = []
    for play in plays:
        while waiting and waiting[0][0] < play.at:
            *_, earlier, step = heapq.heappop(waiting)
            yield earlier, step
        for place, step in enumerate(play.steps):
            heapq.heappush(waiting, (step.at, play.number, place, play, step))
    while waiting:
        *_, earlier, step = heapq.heappop(waiting)
        yield earlier, step
