"""What becomes of a message before it is written: keys, rows and verdicts of its documents."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import msgspec

from declarations.facts import Judged
from declarations.messages.catalogue import Kind
from declarations.services.gathering import Fresh
from declarations.services.standing import Standing


class KeyRow(msgspec.Struct, gc=False):
    """A business key that a fresh document takes; digests are 32 hexadecimal digits."""

    digest: str
    slot: str
    document_id: int
    content: str
    position: int


@dataclass(slots=True)
class Batch:
    """A message judged: verdicts of all documents, rows of the fresh ones.

    ``rows`` and ``lines`` hold, by kind, pairs of position and COPY text; ``facts`` by noun what
    matching compares; ``later`` the positions of documents that need the kept state to be judged;
    ``papers`` those of papers, which nothing is matched with; ``locks`` those under which some of
    these are judged.
    """

    judged: list[Judged] = field(default_factory=list)
    keys: list[KeyRow] = field(default_factory=list)
    rows: dict[str, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[str, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, list[tuple[int, Fresh]]] = field(default_factory=lambda: defaultdict(list))
    later: list[int] = field(default_factory=list)
    papers: set[int] = field(default_factory=set)
    locks: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document on its way into the tables, unless its findings refuse it."""

    kind: Kind
    document: Any
    standing: Standing
    findings: list[dict[str, Any]]
    keys: tuple[tuple[str, str], ...]
    content: str

    @property
    def is_refused(self) -> bool:
        return any(finding["severity"] == "error" for finding in self.findings)
