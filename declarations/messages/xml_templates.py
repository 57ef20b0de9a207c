"""The fast way through a CEB message: document shapes learned from the parser.

Enterprises send the same document again and again with other values. Cut at its values, a
document leaves its skeleton: every tag and blank, in order. A skeleton is parsed once, with
numbered marks for values, by the same careful reader that reads everything else; when that finds
nothing wrong, later documents with the same skeleton are built from their values alone. Sound,
because a value here holds no markup, so the same skeleton means the same elements.

Whatever is unusual (comments, CDATA, another encoding's leftovers, any problem at all) returns
None, and the careful reader, which alone judges, reads the whole message. A property test holds
both to the same answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import RawDocument, UnreadableMessage
from declarations.messages.kinds import MAX_DOCUMENTS, Kind
from declarations.messages.xml_documents import qualified, read_document
from declarations.messages.xml_source import Source, parse

_MAX_TEMPLATES = 500
_LONGEST_SKELETON = 200_000
"""Characters; an inventory of 100 lines has some 90,000."""
_MARK = "\N{WHITE SQUARE}"
_VALUE = re.compile(r">([^<\s][^<]*)</")
_PROLOG = re.compile(
    r"\s*(?:<\?xml\s[^<>]*\?>\s*)?"
    r"(?P<open><(?P<prefix>[A-Za-z_][\w.-]*:)?(?P<code>CEB\d{3})Message(?:\s[^<>]{1,2000})?>)"
)
_OWN = re.compile(r"(?<![\w:.-])(guid|version)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""The entities of XML by what they stand for, the ampersand last."""
_FORBIDDEN = bytes(code < 32 and code not in b"\t\n\r" for code in range(256))
"""Maps the control characters that XML forbids to 1 and all other bytes to 0."""


class _Part(NamedTuple):
    """A head or a line: the names of its values, where they stand, what never changes."""

    names: tuple[str, ...]
    start: int
    stop: int
    constants: dict[str, str] | None

    def filled(self, values: list[str]) -> dict[str, str]:
        pairs = zip(self.names, values[self.start : self.stop])  # noqa: B905  (hot, equal by make)
        if self.constants is None:
            return dict(pairs)
        part = self.constants.copy()
        part.update(pairs)
        return part


@dataclass(frozen=True, slots=True)
class _Template:
    """How the values of a skeleton become a document."""

    head_name: str
    head: _Part
    list_name: str | None
    lines: tuple[_Part, ...]

    def filled(self, values: list[str]) -> dict[str, Any]:
        data: dict[str, Any] = {self.head_name: self.head.filled(values)}
        if self.list_name is not None:
            data[self.list_name] = [line.filled(values) for line in self.lines]
        return data


class _Context(NamedTuple):
    """What surrounds the documents of a message: their kind, prefix and namespaces."""

    kind: Kind
    open: str
    close: str
    wrapper_close: str


_templates: dict[tuple[str, str], _Template] = {}


class Outline(NamedTuple):
    """A message read by templates: its documents, and its root with only the tail inside."""

    root: etree._Element
    documents: list[RawDocument]


class _UnusualError(Exception):
    """Something that only the careful reader may judge."""


def read_outline(source: Source) -> Outline | None:
    """The documents of a message of known shapes, or None to have it read carefully."""
    try:
        return _outline(source)
    except (_UnusualError, UnreadableMessage):
        return None


def _outline(source: Source) -> Outline:
    text = _plain(source)
    prolog = _PROLOG.match(text)
    kind = KINDS.get(prolog["code"]) if prolog else None
    if prolog is None or kind is None:
        raise _UnusualError
    start = prolog.end()
    if text.find("?", start) >= 0 and text.find("<?", start) >= 0:
        raise _UnusualError
    context = _context(kind, prolog)
    *pieces, tail = text.split(context.wrapper_close)
    if not 0 < len(pieces) <= MAX_DOCUMENTS:
        raise _UnusualError
    pieces[0] = pieces[0][start:]
    documents = [RawDocument(_document(context, piece)) for piece in pieces]
    blank_lines = "\n" * text.count("\n", start, len(text) - len(tail))
    root = parse((text[:start] + blank_lines + tail).encode())
    if root.find(qualified(kind.wrapper)) is not None:
        raise _UnusualError
    return Outline(root, documents)


def _plain(source: Source) -> str:
    """The text with the line ends of XML; unusual where it needs a parser's eye."""
    text, utf8 = source
    if "\ufffe" in text or "\uffff" in text or utf8.translate(_FORBIDDEN).find(1) >= 0:
        raise _UnusualError
    if (b"!" in utf8 and b"<!" in utf8) or (b"]" in utf8 and b"]]>" in utf8):
        raise _UnusualError
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _context(kind: Kind, prolog: re.Match[str]) -> _Context:
    prefix = prolog["prefix"] or ""
    return _Context(
        kind=kind,
        open=_OWN.sub(r'\1=""', prolog["open"]),
        close=f"</{prefix}{kind.root}>",
        wrapper_close=f"</{prefix}{kind.wrapper}>",
    )


def _document(context: _Context, piece: str) -> dict[str, Any]:
    cut = _VALUE.split(piece)
    skeleton = "></".join(cut[::2])
    values = cut[1::2]
    template = _templates.get((context.open, skeleton)) or _learned(context, skeleton, cut[::2])
    return template.filled(_resolved(values) if "&" in piece else values)


def _resolved(values: list[str]) -> list[str]:
    """``values`` with the five entities of XML replaced; any other reference is unusual."""
    resolved = []
    for value in values:
        if "&" in value:
            if value.count("&") != sum(value.count(entity) for entity in _ENTITIES):
                raise _UnusualError
            for entity, character in _ENTITIES.items():
                value = value.replace(entity, character)  # noqa: PLW2901  (five steps)
        resolved.append(value)
    return resolved


def _learned(context: _Context, skeleton: str, cut: list[str]) -> _Template:
    """The template of a skeleton that the careful reader finds nothing wrong with."""
    marks = [f">{_MARK}{index}</" for index in range(len(cut) - 1)]
    marked = "".join(chain.from_iterable(zip(cut, [*marks, ""], strict=True)))
    kind = context.kind
    root = parse(f"{context.open}{marked}{context.wrapper_close}{context.close}".encode())
    if len(root) != 1 or root[0].tag != qualified(kind.wrapper) or _stray(root):
        raise _UnusualError
    document = read_document(kind, root[0])
    if document.problems or not _is_known(kind, document.data):
        raise _UnusualError
    head, lines = document.data[kind.json_head], _lines(kind, document.data)
    parts = [_part(part) for part in (head, *lines)]
    if sum(len(part.names) for part in parts) != len(marks):
        raise _UnusualError
    template = _Template(kind.json_head, parts[0], kind.list_element, tuple(parts[1:]))
    holds_values = any(part.constants and any(part.constants.values()) for part in parts)
    if not holds_values and len(skeleton) <= _LONGEST_SKELETON:
        if len(_templates) >= _MAX_TEMPLATES:
            _templates.clear()
        _templates[context.open, skeleton] = template
    return template


def _is_known(kind: Kind, data: Mapping[str, Any]) -> bool:
    """Whether a document has a head and nothing that its record has no place for."""
    return (
        kind.json_head in data
        and data.keys() <= {kind.json_head, kind.list_element}
        and data[kind.json_head].keys() <= kind.head_elements.keys()
        and all(line.keys() <= kind.line_elements.keys() for line in _lines(kind, data))
    )


def _lines(kind: Kind, data: Mapping[str, Any]) -> list[dict[str, str]]:
    lines: list[dict[str, str]] = data.get(kind.list_element or "", [])
    return lines


def _stray(root: etree._Element) -> bool:
    return bool(f"{root.text or ''}{root[0].tail or ''}".strip(" \t\r\n"))


def _part(values: Mapping[str, str]) -> _Part:
    """The part whose marked values stand one after the other, as they do in a document."""
    marked = {name: int(v[len(_MARK) :]) for name, v in values.items() if v.startswith(_MARK)}
    constants = {name: "" if name in marked else value for name, value in values.items()}
    start = min(marked.values(), default=0)
    whole = len(marked) == len(values)
    return _Part(tuple(marked), start, start + len(marked), None if whole else constants)
