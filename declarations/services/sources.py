"""The documents of a message one by one, whatever its layout: XML, one JSON object, NDJSON."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from declarations.messages.catalogue import KINDS
from declarations.messages.conversion import odd_numbers, to_document
from declarations.messages.envelope import Problem
from declarations.messages.json_reader import (
    LINE_DECODER,
    UnreadableLine,
    read_object,
    repeats_members,
)
from declarations.messages.xml_reader import read_message
from declarations.rules.values import needs_a_close_look
from declarations.services.bodies import Body
from zone_portal.kernel.errors import PortalError

XML, JSON, NDJSON = "application/xml", "application/json", "application/x-ndjson"
MAX_LINES = 10_000
"""Documents of one NDJSON message at most (design section 9)."""


class TooManyDocuments(PortalError):
    """More lines than an NDJSON message may have."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "too_many_documents",
            details={"count": count, "limit": MAX_LINES},
            zh=f"一次最多 {MAX_LINES} 份单证，请拆分后重新报送。",
            en=f"At most {MAX_LINES} documents at a time; split the message and send it again.",
        )


class NoDocument(PortalError):
    """A body without a single document."""

    def __init__(self) -> None:
        super().__init__(
            "no_document", zh="报文中没有单证。", en="The message contains no document."
        )


class KindRefused(PortalError):
    """A single document of a kind that is not accepted here."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            "kind_not_accepted" if kind in KINDS else "kind_unknown",
            details={"kind": kind},
            zh=f"不接收报文类型“{kind}”。",
            en=f"Messages of kind “{kind}” are not accepted.",
        )


@dataclass(frozen=True, slots=True)
class Careful:
    """A document that did not fit its record: what could be read of it, and what stood wrong.

    ``unreadable`` is the code of the reason when the text itself could not be read.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    problems: tuple[Problem, ...] = ()
    unreadable: str = ""


@dataclass(slots=True)
class Source(ABC):
    """A message taken apart: what its envelope says, and its documents again by position.

    ``kind`` is that of a CEB message, empty for JSON, which carries no signature. ``enclosed`` is
    what was in the envelope where it came in one: that is what a signature covers. ``colons`` has
    those of each JSON text that was read fast, filled while the documents are read; 0 elsewhere.
    """

    kind: str = ""
    transmitter: str = ""
    has_signature: bool = False
    enclosed: bytes = b""
    count: int = 0
    warnings: tuple[Problem, ...] = ()
    colons: list[int] = field(default_factory=list)

    def documents(self) -> Iterator[Any]:
        """Each document: the struct of its kind, or ``Careful`` when it does not fit."""
        return (self.document(position) for position in range(self.count))

    @abstractmethod
    def document(self, position: int) -> Any:
        """The document at a position, read again."""

    @abstractmethod
    def careful(self, position: int) -> Careful:
        """The document at a position as plain data, for the full list of findings."""

    def has_repeats(self, position: int) -> bool:
        """Whether a member of the document at a position comes more than once."""
        return False


class JsonSource(Source):
    """NDJSON, or a single JSON document; lines are found by their offsets and read when needed.

    ``known`` is a single document as it was read to learn its kind.
    """

    __slots__ = ("_content", "_ends", "_starts", "known")

    def __init__(self, content: bytes, *, single: bool) -> None:
        super().__init__()
        self.known: Careful | None = None
        self._content = content.removeprefix(b"\xef\xbb\xbf")
        self._starts, self._ends = ([0], [len(self._content)]) if single else self._line_offsets()
        self.count = len(self._starts)
        if self.count > MAX_LINES:
            raise TooManyDocuments(self.count)
        if not self.count or not self._content.strip():
            raise NoDocument

    def _line_offsets(self) -> tuple[list[int], list[int]]:
        starts, ends, at, content = [], [], 0, self._content
        while at < len(content):
            end = content.find(b"\n", at)
            end = len(content) if end < 0 else end
            if content[at:end].strip():
                starts.append(at)
                ends.append(end)
            at = end + 1
        return starts, ends

    def _line(self, position: int) -> bytes:
        return self._content[self._starts[position] : self._ends[position]]

    def documents(self) -> Iterator[Any]:
        if self.known is not None and self.known.problems:
            self.colons.append(0)
            yield self.known  # the fast decoder would pass over what is odd about it
            return
        decode, content, colons = LINE_DECODER.decode, self._content, self.colons
        for position, (start, end) in enumerate(zip(self._starts, self._ends, strict=True)):
            line = content[start:end]
            try:
                document = None if needs_a_close_look(line) else decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                document = None
            if document is None:
                colons.append(0)
                yield self.careful(position)
                continue
            colons.append(line.count(b":"))
            yield document

    def document(self, position: int) -> Any:
        return LINE_DECODER.decode(self._line(position))

    def has_repeats(self, position: int) -> bool:
        return repeats_members(self._line(position))

    def careful(self, position: int) -> Careful:
        try:
            read = read_object(self._line(position))
        except UnreadableLine as error:
            return Careful(unreadable=error.code)
        kind = read.data.get("type")
        return Careful(
            data=read.data, kind=kind if isinstance(kind, str) else "", problems=read.problems
        )


class XmlSource(Source):
    """A CEB message; its documents are kept as the plain data they were read as."""

    __slots__ = ("_message",)

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._message = read_message(content)
        self.kind = self._message.kind.code
        self.count = len(self._message.documents)
        self.transmitter = self._message.transfer.get("copCode", "")
        self.has_signature = self._message.has_signature
        self.enclosed = self._message.enclosed
        self.warnings = self._message.warnings
        self.colons = [0] * self.count

    def document(self, position: int) -> Any:
        raw = self._message.documents[position]
        if raw.problems:
            return self.careful(position)
        try:
            return to_document(self._message.kind, raw.data)
        except msgspec.ValidationError:
            return self.careful(position)

    def careful(self, position: int) -> Careful:
        raw, kind = self._message.documents[position], self._message.kind
        problems = (*raw.problems, *odd_numbers(kind, raw.data))
        return Careful(data=raw.data, kind=kind.code, problems=problems)


def open_source(body: Body, content_type: str) -> Source:
    """Take a body apart.

    :raises PortalError: when it cannot be read as a whole (see the readers for the codes).
    """
    if content_type == XML:
        return XmlSource(body.content)
    source = JsonSource(body.content, single=content_type == JSON)
    if content_type == JSON:
        first = source.known = source.careful(0)
        if first.unreadable:
            raise PortalError(
                "json_malformed",
                details={"reason": first.unreadable},
                zh="不是有效的 JSON 单证。",
                en="This is not a valid JSON document.",
            )
        kind = KINDS.get(first.kind)
        if kind is None or kind.from_customs:
            raise KindRefused(first.kind)
    return source
