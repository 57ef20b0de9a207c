"""Whether the portal came to the ends that the script foresaw, asked through its interface."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from declarations.management.posting import Door
from declarations.simulation.play import MATCHED, NONE, Play

PENDING = "pending"
PAGE = "500"
LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What must come of a play; ``agent`` is the firm whose inventory it is."""

    number: int
    fault: str
    agent: str
    outcome: str
    waiting_for: tuple[str, ...]
    codes: frozenset[str]

    @classmethod
    def of(cls, play: Play) -> "Foreseen":
        """What a play foresees."""
        return cls(
            play.number,
            play.fault,
            play.troupe.agent,
            play.outcome,
            play.waiting_for,
            play.codes,
        )


@dataclass
class Findings:
    """Outcomes by fault, as foreseen and as the portal says, and where the two differ."""

    plays: Counter[str] = field(default_factory=Counter)
    foreseen: dict[str, str] = field(default_factory=dict)
    said: dict[str, Counter[str]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def compare(
    doors: Mapping[str, Door],
    plays: Sequence[Foreseen],
    inventories: Mapping[int, str],
    *,
    patience: float,
    pause: Callable[[float], None] = time.sleep,
) -> Findings:
    """Ask until everything is as foreseen, at most ``patience`` seconds; then tell what is not."""
    end = time.monotonic() + patience
    while True:
        outcomes = _outcomes(doors, plays, inventories)
        found = _judge(doors, plays, inventories, outcomes)
        if not found.differences or time.monotonic() > end:
            return found
        pause(LOOK_SECONDS)


def _outcomes(
    doors: Mapping[str, Door], plays: Sequence[Foreseen], inventories: Mapping[int, str]
) -> dict[str, str]:
    """Outcome by id of the inventories of these plays, read from each agent's list."""
    outcomes: dict[str, str] = {}
    for agent in sorted({play.agent for play in plays}):
        wanted = {
            inventories[p.number] for p in plays if p.agent == agent and p.number in inventories
        }
        for row in _rows(doors[agent], wanted):
            outcomes[row["id"]] = row["outcome"]
    return outcomes


def _rows(door: Door, wanted: set[str]) -> Iterator[Mapping[str, Any]]:
    """Rows of the agent's list, newest first, until the oldest one that is wanted."""
    oldest = min(map(int, wanted), default=0)
    query: dict[str, str] = {"limit": PAGE}
    while wanted:
        rows = door.get("inventories/", query)["results"]
        yield from (row for row in rows if row["id"] in wanted)
        if len(rows) < int(PAGE) or int(rows[-1]["id"]) <= oldest:
            return
        query["after"] = rows[-1]["id"]


def _judge(
    doors: Mapping[str, Door],
    plays: Sequence[Foreseen],
    inventories: Mapping[int, str],
    outcomes: Mapping[str, str],
) -> Findings:
    found = Findings()
    for play in plays:
        kept = inventories.get(play.number)
        said = outcomes.get(kept, PENDING) if kept else NONE
        found.plays[play.fault] += 1
        found.foreseen[play.fault] = " ".join([play.outcome, *play.waiting_for])
        found.said.setdefault(play.fault, Counter())[said] += 1
        label = f"{play.fault or 'no fault'} #{play.number}"
        if said != play.outcome:
            found.differences.append(f"{label}: expected {play.outcome}, is {said}")
        elif kept and play.outcome != MATCHED:
            found.differences += [
                f"{label}: {text}" for text in _unlike(doors[play.agent], play, kept)
            ]
    return found


def _unlike(door: Door, play: Foreseen, kept: str) -> Iterator[str]:
    """What differs in the reasons of an outcome that itself is as foreseen."""
    match = door.get(f"inventories/{kept}/match/")
    waiting = tuple(match["waiting_for"])
    if waiting != play.waiting_for:
        yield f"waits for {waiting}, expected {play.waiting_for}"
    codes = {finding["code"] for finding in match["findings"]}
    if not play.codes <= codes:
        yield f"found {sorted(codes)}, expected {sorted(play.codes)}"
