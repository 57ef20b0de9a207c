"""One purchase as a play: which documents are sent when and by whom, and what must come of it."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from declarations.messages.catalogue import KINDS
from declarations.simulation.actors import Troupe
from declarations.simulation.deal import Document
from declarations.simulation.people import person

ACCEPTED, REJECTED, DUPLICATE, UNREADABLE = "accepted", "rejected", "duplicate", "unreadable"
MATCHED, MISMATCHED, WAITING, NONE = "matched", "mismatched", "waiting", "none"
"""Outcomes; ``none`` where no inventory is kept."""


@dataclass(slots=True)
class Step:
    """A document on its way: what the portal must answer, with at least these finding codes."""

    noun: str
    document: Document
    sender: str
    at: datetime
    verdict: str = ACCEPTED
    codes: frozenset[str] = frozenset()

    @property
    def head(self) -> dict[str, Any]:
        """The head's elements; of a flat document all of them."""
        found: dict[str, Any] = self.document[KINDS[self.document["type"]].json_head]
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The goods lines of an order or inventory."""
        found: list[dict[str, Any]] = self.document[KINDS[self.document["type"]].list_element or ""]
        return found

    def reject(self, *codes: str) -> None:
        """Expect that the document is refused for these rules among others."""
        self.verdict, self.codes = REJECTED, frozenset(codes)


@dataclass(slots=True)
class Play:
    """The steps of one declaration and its end: outcome, what it waits for, findings at least."""

    number: int
    at: datetime
    direction: str
    mode: str
    troupe: Troupe
    steps: list[Step]
    fault: str = ""
    outcome: str = MATCHED
    waiting_for: tuple[str, ...] = ()
    codes: frozenset[str] = field(default_factory=frozenset)

    def step(self, noun: str) -> Step:
        """The first step with a document of a noun."""
        return next(step for step in self.steps if step.noun == noun)

    def drop(self, noun: str) -> None:
        """Never send a document."""
        self.steps.remove(self.step(noun))

    def again(self, noun: str, *, after: timedelta, **values: Any) -> Step:
        """Send a document once more, later, with other values in its head."""
        first = self.step(noun)
        document = copy.deepcopy(first.document)
        step = Step(noun, document, first.sender, first.at + after)
        guid = step.head["guid"]
        step.head.update({"guid": f"{guid[:-1]}{'F' if guid[-1] != 'F' else 'E'}", **values})
        self.steps.append(step)
        return step

    def mismatch(self, *codes: str) -> None:
        """Expect a mismatch with these findings among others."""
        self.outcome, self.codes = MISMATCHED, frozenset(codes)

    def wait(self, *nouns: str) -> None:
        """Expect that the declaration waits for documents."""
        self.outcome, self.waiting_for = WAITING, nouns

    def stamp(self) -> None:
        """Write the time of sending into each document."""
        for step in self.steps:
            step.head["appTime"] = f"{step.at:%Y%m%d%H%M%S}"


def somebody_else(number: int) -> Mapping[str, str]:
    """Name and number of a person who is not the buyer of any simulated purchase."""
    other = person(9_000_000 + number % 900_000)
    return {"name": f"{other.name}甲", "id_number": other.id_number}
