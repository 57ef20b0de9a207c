"""Checking a message without taking it in: the same verdicts and findings, nothing kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from declarations.facts import Judged, Sender
from declarations.services.bodies import read_body
from declarations.services.intake import check_transmitter, ids_for, judge, turn
from declarations.services.keeping import rehearse
from declarations.services.sources import open_source
from declarations.verdicts import ACCEPTED


@dataclass(frozen=True, slots=True)
class Checked:
    """What intake would have answered; documents have no id, because none is kept."""

    sha256: bytes
    judged: list[Judged]

    def count(self, verdict: str) -> int:
        """How many documents would get a verdict."""
        return sum(item.verdict == verdict for item in self.judged)


def check_only(
    chunks: Iterable[bytes],
    *,
    content_type: str,
    announced: int | None,
    by: Sender,
    at: datetime,
) -> Checked:
    """Check a message as ``intake.receive`` would, and leave nothing behind, not even a refusal.

    :raises PortalError: unreadable, too large, of an unknown kind, from another transmitter.
    :raises OperationalError: when the database is lost.
    """
    with turn(announced):
        body = read_body(chunks, announced=announced)
        source = open_source(body, content_type)
        check_transmitter(source, by)
        acceptor = judge(source, body, ids_for(source, at=at), by=by, at=at)
        rehearse(acceptor, source)
    judged = acceptor.batch.judged
    for item in judged:
        if item.verdict == ACCEPTED:
            item.document_id = 0
    return Checked(body.sha256, judged)
