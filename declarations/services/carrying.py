"""The signatures that senders gave, carried along to customs.

What is forwarded is built anew: many firms' documents share a message, so the signature of a firm,
which covers its own message whole, cannot stand over it. It goes along as it was given, base64 in
ExtendMessage, with the digest of the message that it belongs to, which is kept here for good.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from declarations.messages import dxp
from declarations.messages.envelope import UnreadableMessage
from declarations.messages.kinds import Kind
from declarations.messages.xml_source import decode, parse
from declarations.models import Submission
from declarations.models.columns import TABLES
from declarations.receipt_messages import original_of
from declarations.signatures.algorithms import DS

NAME: Final = "KJ-SENDER-SIGNATURES"
VERSION: Final = "1.0"


def carried_signatures(kind: Kind, document_ids: Iterable[int]) -> Mapping[str, str] | None:
    """ExtendMessage with the signatures of the messages that brought some documents; None where
    none of them carried one."""
    rows: Any = TABLES[kind.noun].objects.filter(id__in=list(document_ids))
    signed = Submission.objects.filter(
        id__in=rows.values("submission_id"), has_signature=True
    ).order_by("id")
    found = list(_signatures(signed.values_list("id", "sha256")))
    if not found:
        return None
    return {"name": NAME, "version": VERSION, "Message": "".join(found)}


def _signatures(signed: Iterable[tuple[int, Any]]) -> Iterator[str]:
    for submission_id, sha256 in signed:
        signature = signature_in(original_of(submission_id))
        if signature:
            given = base64.b64encode(signature).decode()
            yield f'<Signature messageSha256="{bytes(sha256).hex()}">{given}</Signature>'


def signature_in(body: bytes) -> bytes:
    """The ds:Signature of a message, in an envelope or not; empty where there is none."""
    try:
        root = parse(decode(body).utf8)
        if root.tag == dxp.ROOT:
            root = parse(decode(dxp.read_envelope(root).data).utf8)
    except UnreadableMessage:
        return b""
    found = root.find(f"{{{DS}}}Signature")
    if found is None:
        return b""
    found.tail = None
    signature: bytes = etree.tostring(found)
    return signature
