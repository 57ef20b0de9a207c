"""Digests by which a document is known again: of its business keys, and of its content."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from declarations.messages.catalogue import Kind
from declarations.rules.split_marks import parcel_of

_encode = msgspec.json.Encoder().encode


def content_digest(document: Any) -> str:
    """Digest of a document without guid and appTime: the same content gives the same digest."""
    return content_of(document)[0]


def content_of(document: Any) -> tuple[str, int]:
    """The same, and how many colons the document has as JSON, values included.

    Text that it was decoded from has as many, unless members came twice or were written though
    they say nothing (``null``).
    """
    head = document.head
    guid, time = head.guid, head.appTime
    head.guid = head.appTime = ""
    text = _encode(document)
    head.guid, head.appTime = guid, time
    return blake2b(text, digest_size=16).hexdigest(), text.count(b":")


def own_digest(kind: Kind, values: Mapping[str, Any]) -> str:
    """Digest of the business key of a document of ``kind``, given by official element name."""
    own = "\x1f".join([kind.code, *(values.get(name) or "" for name in kind.key)])
    return blake2b(own.encode(), digest_size=16).hexdigest()


def keys_of_any(kind: Kind, head: Any) -> tuple[tuple[str, str], ...]:
    """The keys of a document of any kind: papers, whose keys hold numbers, too, and parcels, which
    take their number among the parcels of their order in place of the order."""
    if kind.noun != "paper":
        keys = keys_of(kind, head)
        mark = parcel_of(kind.code, head.note) if kind.noun == "inventory" else None
        if mark is None:
            return keys
        part = f"{keys[-1][0]}/{mark.number}"
        return (keys[0], (blake2b(part.encode(), digest_size=16).hexdigest(), "PARCEL"))
    own = "\x1f".join([kind.code, *(str(getattr(head, name) or "") for name in kind.key)])
    return ((blake2b(own.encode(), digest_size=16).hexdigest(), kind.code),)


def keys_of(kind: Kind, head: Any) -> tuple[tuple[str, str], ...]:
    """The keys a document takes, as (digest, slot): its own, and an inventory also its order's."""
    own = "\x1f".join([kind.code, *(getattr(head, name) or "" for name in kind.key)])
    keys = ((blake2b(own.encode(), digest_size=16).hexdigest(), kind.code),)
    if kind.noun != "inventory":
        return keys
    seller = head.ebpCode if kind.direction == "import" else head.ebcCode
    declared = f"{kind.code}-order\x1f{seller}\x1f{head.orderNo}"
    return (*keys, (blake2b(declared.encode(), digest_size=16).hexdigest(), "ORDER"))
