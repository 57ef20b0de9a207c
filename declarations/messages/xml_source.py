"""From bytes to a safe XML tree: encoding, hostile constructs, limits."""

import codecs
import re
from typing import Final, NamedTuple

from lxml import etree

from declarations.messages.envelope import UnreadableMessage

MAX_TAGS: Final = 500_000
"""Start and end tags of one message at most: 100 full inventories of 99 lines have 426,000."""
MAX_ATTRIBUTES: Final = 100_000
"""Equal signs of one message at most: a message needs some twenty, texts may hold a few each."""

_CODECS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
}
"""Declared encodings that are read, by the codec used (GB18030 contains GBK and GB2312)."""

_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"'][^\"']*[\"']\s+encoding\s*=\s*[\"']([^\"'<>]*)[\"']"
)


class Source(NamedTuple):
    """The text of a message without BOM, and the same as UTF-8."""

    text: str
    utf8: bytes


def decode(body: bytes) -> Source:
    """The text of ``body``: UTF-8, UTF-16 with BOM, or declared GB18030, GBK or GB2312.

    Raises UnreadableMessage ``xml_encoding`` for other encodings and for broken bytes.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _foreign(body, "utf-16")
    plain = body.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARATION.match(plain)
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    codec = _CODECS.get(name)
    if codec is None or (codec == "gb18030" and plain is not body):
        raise UnreadableMessage("xml_encoding", encoding=name)
    if codec == "utf-8":
        return Source(_decoded(plain, codec), plain)
    if codec == "gb18030" and _is_utf8(plain):
        raise UnreadableMessage("xml_encoding", encoding=name, found="utf-8")
    return _foreign(plain, codec)


_ASCII = re.compile(r"[\x00-\x7f]+")
_FEW = 6
_FIRST_OF_THREE_BYTES = "\u0800"


def _is_utf8(body: bytes) -> bool:
    """Whether a body that says it is GB18030 is UTF-8 all the same: read as declared, its Chinese
    would be other characters.

    GB18030 is UTF-8 by chance for a word or two, but not where all that is not ASCII makes up
    characters of three bytes, as Chinese does, and there are more than a few.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    strange = _ASCII.sub("", text)
    return len(strange) > _FEW and min(strange) >= _FIRST_OF_THREE_BYTES


def _foreign(body: bytes, codec: str) -> Source:
    text = _decoded(body, codec)
    return Source(text, text.encode())


def _decoded(body: bytes, codec: str) -> str:
    try:
        return body.decode(codec)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise UnreadableMessage("xml_encoding", encoding=codec, line=line) from error


def refuse_hostile(source: Source) -> None:
    """Refuse a document type declaration, and a tag flood, before any parser sees the text.

    A DOCTYPE can stand only before the root element, among comments and processing
    instructions; anywhere else the parser itself calls it malformed.
    """
    utf8, text, position = source.utf8, source.text, 0
    if len(utf8) > MAX_ATTRIBUTES and (
        utf8.count(b"<") > MAX_TAGS or utf8.count(b"=") > MAX_ATTRIBUTES
    ):
        raise UnreadableMessage("xml_too_large")
    while (start := _after_blanks(text, position)) is not None:
        if text.startswith("<!--", start):
            end, skip = text.find("-->", start + 4), 3
        elif text.startswith("<?", start):
            end, skip = text.find("?>", start + 2), 2
        elif text.startswith("<!", start):
            raise UnreadableMessage("xml_hostile", line=text.count("\n", 0, start) + 1)
        else:
            break
        if end < 0:
            break
        position = end + skip


_VISIBLE = re.compile(r"[^ \t\r\n]")


def _after_blanks(text: str, position: int) -> int | None:
    found = _VISIBLE.search(text, position)
    return found.start() if found else None


def parse(utf8: bytes) -> etree._Element:
    """The root element; comments, processing instructions and CDATA are resolved.

    No network, no DTD, no entities beyond the five of XML, at most 256 levels.
    Raises UnreadableMessage ``xml_malformed`` or ``xml_too_deep`` with line and column.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = (error.msg or "").partition(", line ")[0].strip()
        place = {"line": line, "column": column, "reason": reason}
        raise UnreadableMessage(_code_of(reason), **place) from error


def _code_of(reason: str) -> str:
    if "Excessive depth" in reason:
        return "xml_too_deep"
    return "xml_too_large" if "Resource limit" in reason else "xml_malformed"
