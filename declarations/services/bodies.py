"""The bytes of a message: streamed in, limited, digested, compressed for keeping."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import zstandard

from zone_portal.kernel.errors import PortalError

MAX_BYTES = 32 * 1024 * 1024
"""Size of a message at most (design section 9)."""


DRAINED_BYTES = 512 * 1024 * 1024
"""How much of a body that is too large is read and thrown away, so that its sender, who writes
first and reads later, gets the answer instead of a broken connection."""


class BodyTooLarge(PortalError):
    """More bytes than a message may have; nothing was kept."""

    def __init__(self) -> None:
        super().__init__(
            "body_too_large",
            details={"limit": MAX_BYTES},
            zh="报文超过 32 MB，请拆分后重新报送。",
            en="The message is larger than 32 MB; split it and send it again.",
        )


class BodyIncomplete(PortalError):
    """Fewer bytes than announced: the client hung up in the middle; nothing was kept."""

    def __init__(self, size: int, announced: int) -> None:
        super().__init__(
            "body_incomplete",
            details={"received": size, "announced": announced},
            zh="连接在内容传完之前中断，没有接收任何内容。请重新发送，重发不会重复入库。",
            en="The connection ended before all of it had come: nothing was taken in. Send it "
            "again; nothing is kept twice.",
        )


def _drain(stream: Iterator[bytes], *, left: int) -> None:
    for chunk in stream:
        left -= len(chunk)
        if left < 0:
            return


@dataclass(frozen=True, slots=True)
class Body:
    """A message as it came; ``packed`` is the same content compressed with zstd."""

    content: bytes
    sha256: bytes
    packed: bytes

    @property
    def size(self) -> int:
        return len(self.content)


def read_body(chunks: Iterable[bytes], *, announced: int | None) -> Body:
    """Read a request's chunks.

    :raises BodyTooLarge: as soon as the announced or the real size passes the limit.
    :raises BodyIncomplete: where less came than was announced; what was cut off is not the whole.
    """
    stream = iter(chunks)
    parts: list[bytes] = []
    size, digest = 0, hashlib.sha256()
    for chunk in stream:
        size += len(chunk)
        if size > MAX_BYTES or (announced or 0) > MAX_BYTES:
            parts.clear()
            _drain(stream, left=DRAINED_BYTES)
            raise BodyTooLarge
        digest.update(chunk)
        parts.append(chunk)
    if announced is not None and size < announced:
        raise BodyIncomplete(size, announced)
    content = b"".join(parts)
    parts.clear()
    packed = zstandard.ZstdCompressor(level=1).compress(content)
    return Body(content=content, sha256=digest.digest(), packed=packed)
