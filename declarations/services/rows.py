"""Rows of accepted documents: personal values hashed and sealed, the rest as COPY text."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any

import msgspec

from declarations.messages.catalogue import Kind
from declarations.services.copying import NULL, copier_of
from declarations.services.numbering import entry_numbers
from declarations.services.standing import Standing, values_getter
from zone_portal.framework.vault import Vault

Place = tuple[int, int, int]
"""Document id, position in the message, revision."""
WriteRow = Callable[[Any, list[str], Standing, str, Place], bytes]
"""Head, hashes, standing, warnings as COPY text, place → the row."""

_encode = msgspec.json.Encoder().encode


class RowMaker:
    """Makes the rows of one message."""

    def __init__(
        self, *, vault: Vault, sender_id: int, submission_id: int, at: datetime, day: date
    ) -> None:
        self._sender_id = sender_id
        self._submission_id = submission_id
        self._received = at.isoformat()
        self._sealer = vault.sealer(at)
        self._hash_key = vault.hash_key
        self._hashes: dict[str, dict[str, str]] = defaultdict(dict)
        self._entry_numbers = entry_numbers(day)

    def writer(self, kind: Kind) -> WriteRow:
        """Writes the rows of one kind, with everything it needs bound once."""
        code, copier = kind.code, copier_of(kind.code)
        write, personal = copier.row, values_getter(copier.layout.personal)
        seal, received, sender_id = self._sealer.seal, self._received, self._sender_id
        submission_id, is_inventory = self._submission_id, kind.noun == "inventory"
        entry_numbers = self._entry_numbers

        def row(
            head: Any, hashes: list[str], standing: Standing, noted: str, place: Place
        ) -> bytes:
            document_id, position, revision = place
            sealed = seal(_encode(personal(head)), document_id.to_bytes(8, "big")).hex()
            own = f"\t{standing.owners}\t{next(entry_numbers)}" if is_inventory else ""
            return (
                f"{document_id}\t{code}\t{revision}\t{submission_id}\t{position}\t{received}\t"
                f"{NULL}\t{sender_id}\t{standing.parties}\t{noted}\t\\\\x{sealed}{own}\t"
                f"{write(head, *hashes)}\n"
            ).encode()

        return row

    def hasher(self, kind: Kind) -> Callable[[Any], list[str]]:
        """Reads the keyed hashes of one kind's compared personal values, each worked out once."""
        hashed = tuple(
            (attrgetter(name), self._hashes[value_kind], self._hash_key(value_kind))
            for name, value_kind in copier_of(kind.code).layout.hashed.values()
        )

        def hashes_of(head: Any) -> list[str]:
            hashes = []
            for read, known, key in hashed:
                value = read(head)
                if value is None:
                    hashes.append(NULL)
                    continue
                found = known.get(value)
                if found is None:
                    found = known[value] = blake2b(
                        value.encode(), key=key, digest_size=16
                    ).hexdigest()
                hashes.append(found)
            return hashes

        return hashes_of
