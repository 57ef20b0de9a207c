"""Building CEB messages: official element order, plain decimals, no empty optional elements."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

import msgspec
from lxml import etree

from declarations.messages.kinds import NAMESPACE, Kind
from declarations.messages.record import Element

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;"})

TRANSFER_ELEMENTS = ("copCode", "copName", "dxpMode", "dxpId", "note")
SUBSCRIBE_ELEMENTS = ("status", "dxpMode", "dxpAddress", "note")


class Signer(Protocol):
    """Whoever can sign a message, with a key file, a card or a box."""

    def sign(self, root: etree._Element) -> etree._Element:
        """The ds:Signature over ``root``, to be appended to it; ``root`` is left as it was."""


def plain(value: Any) -> str:
    """A value as message text: a Decimal without exponent, anything else as ``str`` has it."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def document_data(kind: Kind, document: Any) -> dict[str, Any]:
    """The JSON form of a record without its ``type``, in official order, empty elements left out.

    Decimals become decimal strings, integers stay integers. Mappings pass unchanged.
    """
    if isinstance(document, Mapping):
        return {name: part for name, part in document.items() if name != "type"}
    data: dict[str, Any] = {kind.json_head: _present(kind.head_elements, document.head)}
    if kind.list_element:
        data[kind.list_element] = [_present(kind.line_elements, line) for line in document.lines]
    return data


def _present(elements: Mapping[str, Element], record: Any) -> dict[str, Any]:
    found = {}
    for name, element in elements.items():
        value = getattr(record, name)
        if isinstance(value, Decimal):
            found[name] = format(value, "f")
        elif value is not None and (value != "" or element.mandatory):
            found[name] = value
    return found


def build_json(kind: Kind, document: Any) -> bytes:
    """One NDJSON line, newline included, for a record (or a mapping in its JSON form)."""
    data = {"type": kind.code, **document_data(kind, document)}
    return msgspec.json.encode(data) + b"\n"


def build_message(
    kind: Kind,
    documents: Sequence[Any],
    *,
    guid: str,
    transfer: Mapping[str, str] | None = None,
    subscribes: Sequence[Mapping[str, str]] = (),
    signer: Signer | None = None,
    extension: Mapping[str, str] | None = None,
    version: str = "1.0",
    prefix: str = "ceb",
) -> bytes:
    """A CEB message of records, or of mappings in the JSON form, in UTF-8.

    Mappings are written as they stand (unknown elements last), so that tests and simulators can
    send what is wrong. ``transfer`` is BaseTransfer by element name; receipts have none.
    ``extension`` is ExtendMessage: ``name``, ``version`` and ``Message``, its content as XML; it
    stands before the signature in imports and after it in exports.
    Raises ValueError for more documents than the kind allows and for characters that XML forbids.
    """
    if not documents or (kind.max_documents and len(documents) > kind.max_documents):
        most = kind.max_documents or "any number"
        raise ValueError(f"{len(documents)} documents: a message has 1 to {most}")
    colon = f"{prefix}:" if prefix else ""
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{colon}{kind.root} guid="{_quoted(guid)}" '
        f'version="{_quoted(version)}" xmlns{":" if prefix else ""}{prefix}="{NAMESPACE}">\n'
    ]
    for document in documents:
        parts += _document(kind, colon, document_data(kind, document))
    if transfer is not None:
        parts += _element(colon, "BaseTransfer", _ordered(TRANSFER_ELEMENTS, transfer), "\t")
    for subscribe in subscribes:
        parts += _element(colon, "BaseSubscribe", _ordered(SUBSCRIBE_ELEMENTS, subscribe), "\t")
    if extension is not None:
        parts += _extension(colon, extension)
    parts.append(f"</{colon}{kind.root}>\n")
    body = "".join(parts).encode()
    if signer is None:
        return body
    return _signed(body, signer, before=kind.direction == "export" and extension is not None)


def _extension(colon: str, extension: Mapping[str, str]) -> Iterator[str]:
    yield f"\t<{colon}ExtendMessage>\n"
    for name in ("name", "version"):
        yield f"\t\t<{colon}{name}>{escaped(extension[name])}</{colon}{name}>\n"
    yield f"\t\t<{colon}Message>{extension['Message']}</{colon}Message>\n"
    yield f"\t</{colon}ExtendMessage>\n"


def _signed(body: bytes, signer: Signer, *, before: bool) -> bytes:
    """``body`` with its signature last, or ``before`` the ExtendMessage that ends it."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    signature = signer.sign(root)
    if before:
        root.insert(len(root) - 1, signature)
    else:
        root.append(signature)
    signed: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return signed + b"\n"


def _document(kind: Kind, colon: str, data: Mapping[str, Any]) -> Iterator[str]:
    head = _ordered(kind.head_elements, data.get(kind.json_head) or {})
    if kind.head_element is None:
        yield from _element(colon, kind.wrapper, head, "\t")
        return
    yield f"\t<{colon}{kind.wrapper}>\n"
    yield from _element(colon, kind.head_element, head, "\t\t")
    for line in data.get(kind.list_element or "") or ():
        ordered = _ordered(kind.line_elements, line)
        yield from _element(colon, kind.list_element or "", ordered, "\t\t")
    yield f"\t</{colon}{kind.wrapper}>\n"


def _ordered(names: Collection[str], values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in names:
        if values.get(name) is not None:
            yield name, values[name]
    for name, value in values.items():
        if name not in names and value is not None:
            yield name, value


def _element(
    colon: str, name: str, fields: Iterator[tuple[str, Any]], indent: str
) -> Iterator[str]:
    yield f"{indent}<{colon}{name}>\n"
    for field, value in fields:
        yield f"{indent}\t<{colon}{field}>{escaped(plain(value))}</{colon}{field}>\n"
    yield f"{indent}</{colon}{name}>\n"


def usable(text: str) -> str:
    """``text`` with the characters that XML forbids replaced."""
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """``text`` as element content; raises ValueError for a character that XML forbids."""
    if not _SPECIAL.search(text):
        return text
    if _FORBIDDEN.search(text):
        raise ValueError("a character that XML forbids")
    return text.translate(_ESCAPES)


def _quoted(text: str) -> str:
    if _FORBIDDEN.search(text):
        raise ValueError("a character that XML forbids")
    return text.translate(_QUOTED)
