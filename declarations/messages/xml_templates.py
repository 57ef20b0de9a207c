"""The fast way through a CEB message: shapes of heads and lines learned from the parser.

Enterprises send the same elements again and again with other values. Cut at its values, a head or
a line leaves its skeleton: every tag and blank, in order. A skeleton is parsed once, with numbered
marks for values, by the same careful reader that reads everything else; when that finds nothing
wrong, later parts with the same skeleton are built from their values alone. Sound, because a value
here holds no markup, so the same skeleton in the same context means the same elements.

Whatever is unusual (comments, CDATA, a control character, any problem at all) returns None, and
the careful reader, which alone judges, reads the whole message. A property test holds both to the
same answer.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import RawDocument, UnreadableMessage
from declarations.messages.kinds import Kind
from declarations.messages.xml_documents import qualified, read_document
from declarations.messages.xml_source import Source, parse

_MAX_PARTS = 1000
_BLANKS = " \t\r\n"
_LONGEST_SKELETON = 20_000
"""Characters; a head has some 3,000."""
_SLOT = "\0"
"""Stands for a value in a skeleton; no text of XML holds it, so an empty element differs."""
_MARK = "\N{WHITE SQUARE}"
_VALUE = re.compile(r">([^<\s][^<]*+)</")
_PROLOG = re.compile(
    r"\s*(?:<\?xml\s[^<>]*\?>\s*)?"
    r"(?P<open><(?P<prefix>[A-Za-z_][\w.-]*:)?(?P<code>CEB\d{3})Message(?:\s[^<>]{1,2000})?>)"
)
_OWN = re.compile(r"(?<![\w:.-])(guid|version)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""The entities of XML by what they stand for, the ampersand last."""
_FORBIDDEN = bytes(code < 32 and code not in b"\t\n\r" for code in range(256))
"""Maps the control characters that XML forbids to 1 and all other bytes to 0."""


class _Scope(NamedTuple):
    """Where a part stands: the text before and after it that makes a message of it alone."""

    kind: Kind
    before: str
    after: str
    of_line: bool


class _Context(NamedTuple):
    """How the documents of a message are cut: by kind, prefix and namespaces."""

    kind: Kind
    head: _Scope
    line: _Scope
    wrapper_close: str
    head_close: str
    list_close: str


class _Part(NamedTuple):
    """How the values of a skeleton become a head or a line: their names, what never changes."""

    names: tuple[str, ...]
    constants: dict[str, str] | None

    def filled(self, values: Sequence[str]) -> dict[str, str]:
        if self.constants is None:
            return dict(zip(self.names, values))  # noqa: B905  (hot; equal lengths by make)
        part = self.constants.copy()
        part.update(zip(self.names, values))  # noqa: B905
        return part


_parts: dict[tuple[str, str], _Part] = {}
_uses: Counter[tuple[str, str]] = Counter()
_usual: dict[str, tuple[tuple[re.Pattern[str], _Part], ...]] = {}
"""By where a part stands, the whole of what comes there again and again, as an expression with its
values as groups: matching it is twice as quick as looking for values."""
_OFTEN = 50
"""Uses of a skeleton that are worth compiling it (some milliseconds)."""
_MOST_USUAL = 3


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
    if not pieces or (kind.max_documents and len(pieces) > kind.max_documents):
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
    before, after = _OWN.sub(r'\1=""', prolog["open"]), f"</{prefix}{kind.root}>"
    wrapper, wrapper_close = f"<{prefix}{kind.wrapper}>", f"</{prefix}{kind.wrapper}>"
    head, head_close = f"<{prefix}{kind.head_element}>", f"</{prefix}{kind.head_element}>"
    list_close = f"</{prefix}{kind.list_element}>"
    ending = wrapper_close + after
    flat = kind.head_element is None
    return _Context(
        kind=kind,
        head=_Scope(kind, before, ending if flat else head_close + ending, False),
        line=_Scope(kind, before + wrapper + head + head_close, list_close + ending, True),
        wrapper_close=wrapper_close,
        head_close="" if flat else head_close,
        list_close=list_close if kind.list_element else "",
    )


def _document(context: _Context, piece: str) -> dict[str, Any]:
    kind = context.kind
    if not context.head_close:
        return {kind.json_head: _fields(context.head, piece)}
    head, found, rest = piece.partition(context.head_close)
    if not found:
        raise _UnusualError
    data: dict[str, Any] = {kind.json_head: _fields(context.head, head)}
    if context.list_close:
        *lines, rest = rest.split(context.list_close)
        if 0 < kind.max_lines < len(lines):
            raise _UnusualError
        data[kind.list_element or ""] = [_fields(context.line, line) for line in lines]
    if rest.strip(_BLANKS):
        raise _UnusualError
    return data


def _fields(scope: _Scope, piece: str) -> dict[str, str]:
    for expression, usual in _usual.get(scope.before, ()):
        if found := expression.fullmatch(piece):
            return usual.filled(_resolved(found.groups()) if "&" in piece else found.groups())
    cut = _VALUE.split(piece)
    skeleton, values = _SLOT.join(cut[::2]), cut[1::2]
    part = _parts.get((scope.before, skeleton))
    if part is None:
        part = _learned(scope, skeleton, cut[::2])
    else:
        _note_use(scope, skeleton, part)
    return part.filled(_resolved(values) if "&" in piece else values)


def _note_use(scope: _Scope, skeleton: str, part: _Part) -> None:
    """Compile what is used often; the one compiled first gives way."""
    own = (scope.before, skeleton)
    _uses[own] += 1
    if _uses[own] % _OFTEN == 0:
        between = (re.escape(text) for text in skeleton.split(_SLOT))
        expression = re.compile(_VALUE.pattern.join(between))
        _usual[scope.before] = ((expression, part), *_usual.get(scope.before, ()))[:_MOST_USUAL]


def _resolved(values: Sequence[str]) -> list[str]:
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


def _learned(scope: _Scope, skeleton: str, cut: list[str]) -> _Part:
    """The part of a skeleton that the careful reader finds nothing wrong with."""
    marks = [f">{_MARK}{index}</" for index in range(len(cut) - 1)]
    marked = "".join(chain.from_iterable(zip(cut, [*marks, ""], strict=True)))
    root = parse(f"{scope.before}{marked}{scope.after}".encode())
    if len(root) != 1 or root[0].tag != qualified(scope.kind.wrapper) or _stray(root):
        raise _UnusualError
    values = _alone(scope, read_document(scope.kind, root[0]))
    names = tuple(name for name, value in values.items() if value.startswith(_MARK))
    if [values[name] for name in names] != [f"{_MARK}{index}" for index in range(len(marks))]:
        raise _UnusualError
    constants = {name: "" if name in names else value for name, value in values.items()}
    part = _Part(names, constants if len(names) < len(values) else None)
    if not any(constants.values()) and len(skeleton) <= _LONGEST_SKELETON:
        if len(_parts) >= _MAX_PARTS:
            for memory in (_parts, _uses, _usual):
                memory.clear()
        _parts[scope.before, skeleton] = part
    return part


def _alone(scope: _Scope, document: RawDocument) -> dict[str, str]:
    """The head, or the line, of a document that has nothing else and nothing wrong."""
    kind, data = scope.kind, document.data
    head = data.get(kind.json_head)
    lines = data.get(kind.list_element or "", [])
    parts = ([head] if head else []) + lines
    known = kind.line_elements if scope.of_line else kind.head_elements
    if (
        document.problems
        or data.keys() - {kind.json_head, kind.list_element}
        or len(parts) != 1
        or len(lines) != scope.of_line
        or parts[0].keys() - known.keys()
    ):
        raise _UnusualError
    found: dict[str, str] = parts[0]
    return found


def _stray(root: etree._Element) -> bool:
    return bool(f"{root.text or ''}{root[0].tail or ''}".strip(_BLANKS))
