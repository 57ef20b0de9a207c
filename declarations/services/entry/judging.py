"""Looking at documents as intake would, without keeping any of them."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from declarations.facts import Judged, Sender
from declarations.rulebook import checks_on, day_of
from declarations.services.accepting import Acceptor
from declarations.services.bodies import Body
from declarations.services.sources import NDJSON, open_source
from zone_portal.framework.vault import vault

_encode = msgspec.json.Encoder(decimal_format="number").encode


def to_lines(documents: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """Each document as the line of NDJSON that is checked and, later, sent."""
    return [_encode(document) for document in documents]


def judge(lines: Iterable[bytes], *, by: Sender, at: datetime) -> list[Judged]:
    """The verdict on each line; at most ``sources.MAX_LINES`` at a time."""
    content = b"\n".join(lines)
    body = Body(content=content, sha256=hashlib.sha256(content).digest(), packed=b"")
    acceptor = Acceptor(
        sender=by, checks=checks_on(day_of(at)), vault=vault(), submission_id=0, at=at
    )
    return acceptor.run(open_source(body, NDJSON)).judged
