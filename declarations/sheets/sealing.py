"""Bytes that people entered, packed and sealed, each bound to its row and purpose."""

from datetime import datetime

import zstandard

from zone_portal.framework.vault import vault


def seal_packed(content: bytes, row: int, purpose: str, *, at: datetime) -> bytes:
    """``content`` compressed and sealed under the key of ``at``'s month."""
    packed = zstandard.ZstdCompressor(level=3).compress(content)
    return vault().sealer(at).seal(packed, _context(row, purpose))


def open_packed(sealed: bytes | memoryview, row: int, purpose: str) -> bytes:
    """What ``seal_packed`` sealed.

    :raises PortalError: ``key_erased`` when the month is gone, ``seal_broken``.
    """
    return zstandard.ZstdDecompressor().decompress(vault().open(sealed, _context(row, purpose)))


def _context(row: int, purpose: str) -> bytes:
    return f"declarations.entry.{purpose}.{row}".encode()
