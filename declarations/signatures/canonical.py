"""Canonical XML 1.0 (inclusive, without comments) of a message and of what it signs."""

from typing import Final

from lxml import etree

from declarations.signatures.algorithms import DS

SIGNATURE: Final = f"{{{DS}}}Signature"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"


def canonical(element: etree._Element) -> bytes:
    """Canonical XML of ``element`` in its place, inherited namespaces written out."""
    found: bytes = etree.tostring(element, method="c14n", exclusive=False, with_comments=False)
    return found


def canonical_document(root: etree._Element) -> bytes:
    """Canonical XML of the whole document, instructions around the root element included."""
    found: bytes = etree.tostring(
        root.getroottree(), method="c14n", exclusive=False, with_comments=False
    )
    return found


def take_out(signature: etree._Element) -> None:
    """The enveloped-signature transform: remove the signature, and nothing else (the blanks after
    it belong to the document)."""
    parent, before = signature.getparent(), signature.getprevious()
    if parent is None:
        return
    tail = signature.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    signature.tail = None
    parent.remove(signature)


def keep_inherited(element: etree._Element) -> None:
    """Write on ``element`` the xml: attributes that it inherits, as Canonical XML 1.0 wants for a
    part of a document."""
    for ancestor in element.iterancestors():
        for name, value in ancestor.attrib.items():
            if str(name).startswith(_XML) and name not in element.attrib:
                element.set(name, value)
