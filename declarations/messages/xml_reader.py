"""Reading CEB XML: envelope, transmitting enterprise, documents.

Read by namespace, never by prefix: enterprises write ``ceb:``, customs the default namespace.
Import and export messages differ in the order of ExtendMessage and Signature; both are read.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from lxml import etree

from declarations.messages import dxp
from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem, RawDocument, UnreadableMessage, XmlMessage
from declarations.messages.kinds import NAMESPACE, Kind
from declarations.messages.xml_documents import qualified, read_document, shown, source_line
from declarations.messages.xml_source import decode, parse, refuse_hostile
from declarations.messages.xml_templates import read_outline

__all__ = ["OFFICIAL_LIMIT_CODES", "UnreadableMessage", "XmlMessage", "read_message"]

OFFICIAL_LIMIT_CODES: Mapping[str, str] = {
    "order": "-301015",
    "payment": "-401013",
    "waybill": "-504013",
    "inventory": "-621030",
    "CEB513": "-505017",
    "CEB623": "-623008",
    "CEB711": "-800006",
}
"""Official code for too many documents in a message, by noun or by the code of a paper
(specification 202205, table 7-2)."""

TRANSFER_MANDATORY = ("copCode", "copName", "dxpMode", "dxpId")

_ROOT = re.compile(r"(CEB\d{3})(?:Message)?")
_TRANSFER = qualified("BaseTransfer")
_SUBSCRIBE = qualified("BaseSubscribe")
_EXTEND = qualified("ExtendMessage")
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_TAIL = {_TRANSFER: 1, _SUBSCRIBE: 2, _EXTEND: 3, _SIGNATURE: 3}


def read_message(body: bytes, *, receipts: bool = False) -> XmlMessage:
    """Read a CEB message of at most 100 documents; the caller limits its size in bytes.

    ``receipts`` reads instead what customs sends (312 … 900), which has no BaseTransfer.
    A message in an envelope (DxpMsg) is taken out of it.
    Raises UnreadableMessage with one of the codes of ``envelope.REASONS``.
    """
    return _read(body, receipts=receipts, in_envelope=False)


def _read(body: bytes, *, receipts: bool, in_envelope: bool) -> XmlMessage:
    source = decode(body)
    refuse_hostile(source)
    outline = read_outline(source)
    root = outline.root if outline else parse(source.utf8)
    if root.tag == dxp.ROOT and not in_envelope:
        envelope = dxp.read_envelope(root)
        message = _read(envelope.data, receipts=receipts, in_envelope=True)
        return replace(message, sent_by=envelope.info.sender, enclosed=envelope.data)
    kind = _kind_of(root, receipts=receipts)
    try:
        return _message(kind, root, outline.documents if outline else None)
    except UnreadableMessage as error:
        error.details.setdefault("kind", kind.code)
        raise


def _kind_of(root: etree._Element, *, receipts: bool) -> Kind:
    name = etree.QName(root)
    found = _ROOT.fullmatch(name.localname)
    if name.namespace != NAMESPACE or not found:
        raise UnreadableMessage("kind_unknown", root=str(root.tag)[:100])
    kind = KINDS.get(found[1])
    if kind is None or kind.from_customs != receipts:
        raise UnreadableMessage("kind_not_accepted", root=name.localname)
    return kind


def _message(kind: Kind, root: etree._Element, documents: list[RawDocument] | None) -> XmlMessage:
    """The message in ``root``; ``documents`` are those read already, and taken out of it."""
    _refuse_too_many(kind, root)
    wrappers, tail = _children(kind, root)
    if documents is None:
        documents = [read_document(kind, wrapper) for wrapper in wrappers]
    if not documents:
        raise UnreadableMessage("no_document")
    return _envelope(kind, root, tail, documents)


def _refuse_too_many(kind: Kind, root: etree._Element) -> None:
    count, most = 0, kind.max_documents
    if most and len(root) > most:  # counted in C: a flood is answered at once
        names = {"c": NAMESPACE}
        count = int(cast("float", root.xpath(f"count(c:{kind.wrapper})", namespaces=names)))
    if most and count > most:
        raise UnreadableMessage(
            "too_many_documents",
            count=count,
            limit=most,
            official=OFFICIAL_LIMIT_CODES.get(kind.code, OFFICIAL_LIMIT_CODES.get(kind.noun)),
        )


def _children(
    kind: Kind, root: etree._Element
) -> tuple[list[etree._Element], list[etree._Element]]:
    """The wrappers and the elements after them; anything else would be lost, so it is refused."""
    wrapper_tag = qualified(kind.wrapper)
    wrappers, tail = [], []
    stray = root.text or ""
    for child in root:
        stray += child.tail or ""
        if child.tag == wrapper_tag:
            wrappers.append(child)
        elif child.tag in _TAIL:
            tail.append(child)
        else:
            _unexpected(child)
    if stray.strip(" \t\r\n"):
        raise UnreadableMessage("element_unexpected", element="text()", line=source_line(root))
    return wrappers, tail


def _unexpected(element: etree._Element) -> None:
    raise UnreadableMessage(
        "element_unexpected", element=shown(str(element.tag))[:100], line=source_line(element)
    )


def _envelope(
    kind: Kind,
    root: etree._Element,
    tail: list[etree._Element],
    documents: list[RawDocument],
) -> XmlMessage:
    """The message around ``documents``: attributes of the root, elements after the documents."""
    warnings: list[Problem] = []
    guid = root.get("guid", "")
    if len(guid) != 36:
        warnings.append(Problem("guid_malformed", "guid", None, source_line(root)))
    if not root.get("version"):
        warnings.append(Problem("version_missing", "version", None, source_line(root)))
    ranks = [_TAIL[str(element.tag)] for element in tail]
    if ranks != sorted(ranks):
        warnings.append(Problem("element_order", kind.root, None, source_line(root)))
    return XmlMessage(
        kind=kind,
        guid=guid,
        version=root.get("version", ""),
        transfer=_transfer(kind, tail, warnings),
        subscribes=tuple(_texts(e) for e in tail if e.tag == _SUBSCRIBE),
        has_signature=any(element.tag == _SIGNATURE for element in tail),
        documents=documents,
        warnings=tuple(warnings),
        extension=_extension(tail),
    )


def _extension(tail: list[etree._Element]) -> Mapping[str, str] | None:
    """ExtendMessage, which is the sender's own: its first one, kept as it stands."""
    found = next((element for element in tail if element.tag == _EXTEND), None)
    if found is None:
        return None
    content = found.find(qualified("Message"))
    inside = [] if content is None else [etree.tostring(e, encoding="unicode") for e in content]
    text = "" if content is None else (content.text or "")
    return {
        "name": (found.findtext(qualified("name")) or "").strip(),
        "version": (found.findtext(qualified("version")) or "").strip(),
        "Message": f"{text}{''.join(inside)}",
    }


def _transfer(kind: Kind, tail: list[etree._Element], warnings: list[Problem]) -> Mapping[str, str]:
    """BaseTransfer by element name; a second one is tolerated where it says the same."""
    found = [element for element in tail if element.tag == _TRANSFER]
    if not found:
        if kind.from_customs:
            return {}
        raise UnreadableMessage("transfer_missing")
    first, *others = found
    transfer = _texts(first)
    for other in others:
        if _texts(other) != transfer:
            raise UnreadableMessage("transfer_ambiguous", line=source_line(other))
        warnings.append(Problem("element_repeated", "BaseTransfer", None, source_line(other)))
    if not transfer.get("copCode"):
        raise UnreadableMessage("transfer_incomplete", element="copCode", line=source_line(first))
    warnings.extend(
        Problem("element_missing", name, None, source_line(first))
        for name in TRANSFER_MANDATORY
        if not transfer.get(name)
    )
    return transfer


def _texts(element: etree._Element) -> dict[str, str]:
    """The children of ``element`` by name, values without surrounding blanks."""
    texts: dict[str, str] = {}
    for child in element:
        name = shown(str(child.tag))
        if name in texts or len(child):
            _unexpected(child)
        texts[name] = (child.text or "").strip()
    return texts
