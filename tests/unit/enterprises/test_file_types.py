"""Files are what they contain, whatever they are called."""

import io
import zipfile

import pytest

from enterprises.rules.file_types import FileType, ending, sniff

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
PDF = b"%PDF-1.7\n...\n%%EOF\n"


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (PDF, "PDF"),
        (PNG, "PNG"),
        (JPEG, "JPEG"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (archive("word/document.xml"), ""),
        (b"PK\x03\x04 broken", ""),
        (PNG[:20], ""),
        (JPEG[:-2], ""),
        (PDF[:10], ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"MZ%PDF-1.7 %%EOF", ""),
        (b"", ""),
    ],
)
def test_the_type_is_told_by_the_content(content: bytes, label: str) -> None:
    found: FileType | None = sniff(content)
    assert (found.label if found else "") == label


@pytest.mark.parametrize(
    ("name", "found"), [("a.PDF", "pdf"), ("a.b.png", "png"), ("licence", ""), ("a.", "")]
)
def test_the_ending_of_a_name(name: str, found: str) -> None:
    assert ending(name) == found
