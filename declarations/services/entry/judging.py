"""Documents entered by hand, looked at as intake would, without keeping any of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from declarations.facts import Sender
from declarations.services.checking import check_only
from declarations.services.sources import NDJSON

_encode = msgspec.json.Encoder(decimal_format="number").encode


def to_lines(documents: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """Each document as the line of NDJSON that is checked and, later, sent."""
    return [_encode(document) for document in documents]


def judge(lines: Sequence[bytes], *, by: Sender, at: datetime) -> list[list[dict[str, Any]]]:
    """The findings on each line; at most ``sources.MAX_LINES`` lines at a time."""
    body = b"\n".join(lines)
    found = check_only([body], content_type=NDJSON, announced=len(body), by=by, at=at)
    by_position = {item.position: item.findings for item in found.judged}
    return [by_position[position] for position in range(len(lines))]
