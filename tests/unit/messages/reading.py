"""What a reader says of a message, by either way through it."""

from typing import Any
from unittest import mock

from declarations.messages import xml_reader
from declarations.messages.envelope import RawDocument, UnreadableMessage, XmlMessage
from declarations.messages.xml_reader import read_message
from tests.builders.documents import complete_set, to_xml


def outcome(body: bytes) -> XmlMessage | tuple[str, Any]:
    """The message, or the code of the refusal with its line."""
    try:
        return read_message(body)
    except UnreadableMessage as error:
        return error.code, error.details.get("line")


def careful_outcome(body: bytes) -> XmlMessage | tuple[str, Any]:
    """The same without the templates."""
    with mock.patch.object(xml_reader, "read_outline", return_value=None):
        return outcome(body)


def read_one(body: bytes) -> RawDocument:
    """The only document of a message."""
    (document,) = read_message(body).documents
    return document


def payment_message(*edits: tuple[str, str]) -> bytes:
    """A good payment message after some replacements in its text, each of which must apply."""
    return edited(to_xml("CEB411", [complete_set()["payment"]]), *edits)


def order_message(*edits: tuple[str, str]) -> bytes:
    """A good message of one order, likewise; set 0 has two lines."""
    return edited(to_xml("CEB311", [complete_set()["order"]]), *edits)


def edited(body: bytes, *edits: tuple[str, str]) -> bytes:
    """``body`` after replacements in its text, each of which must apply."""
    text = body.decode()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def refusal(body: bytes) -> UnreadableMessage:
    """The refusal of a message that must not be read."""
    try:
        read_message(body)
    except UnreadableMessage as error:
        return error
    raise AssertionError("the message was read")
