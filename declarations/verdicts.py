"""The verdicts of a submission in their kept form, and as they are shown.

Kept: one compact blob per submission (zstd over msgpack), language-neutral and without personal
data, because evidence is masked before it becomes a finding. Shown: the answer of the API.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import zstandard

from declarations.facts import Judged
from declarations.messages.catalogue import KINDS
from zone_portal.kernel.findings import render
from zone_portal.kernel.rules import RULES

ACCEPTED, REJECTED, DUPLICATE = "accepted", "rejected", "duplicate"

Row = tuple[int, str, list[str], str, str, str, int, list[dict[str, Any]]]
"""position, kind, key values, verdict, guid, returnStatus, document id, findings."""

_decoder = msgspec.msgpack.Decoder(list[Row])


def pack(judged: Iterable[Judged]) -> bytes:
    """The kept form of a submission's verdicts."""
    rows = [
        (
            j.position,
            j.kind,
            list(j.key.values()),
            j.verdict,
            j.guid,
            j.status,
            j.document_id,
            j.findings,
        )
        for j in judged
    ]
    return zstandard.ZstdCompressor(level=1).compress(msgspec.msgpack.encode(rows))


def unpack(blob: bytes | memoryview) -> Iterator[Judged]:
    """The verdicts of a submission, in the order of its documents."""
    for position, kind, values, verdict, guid, status, document_id, findings in _decoder.decode(
        zstandard.ZstdDecompressor().decompress(bytes(blob))
    ):
        names = KINDS[kind].key if kind in KINDS else ()
        key = dict(zip(names, values, strict=False))
        yield Judged(position, kind, key, verdict, guid, status, document_id, findings)


def public(judged: Judged, language: str) -> dict[str, Any]:
    """One element of ``documents`` in the answer (design section 9)."""
    shown: dict[str, Any] = {
        "index": judged.position,
        "type": judged.kind or None,
        "key": judged.key,
        "verdict": judged.verdict,
        "findings": [render(finding, RULES, language) for finding in judged.findings]
        if judged.findings
        else [],
    }
    if judged.document_id:
        shown["id"] = str(judged.document_id)
    return shown
