"""What a file really is: told by its content, never by its name."""

import io
import zipfile
from typing import Final, NamedTuple


class FileType(NamedTuple):
    """A type that is accepted: media type, the endings its name may have, what people call it."""

    media_type: str
    endings: tuple[str, ...]
    label: str


PDF: Final = FileType("application/pdf", ("pdf",), "PDF")
PNG: Final = FileType("image/png", ("png",), "PNG")
JPEG: Final = FileType("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "JPEG")
OFD: Final = FileType("application/ofd", ("ofd",), "OFD")

ACCEPTED: Final = (PDF, PNG, JPEG, OFD)

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND\xaeB`\x82"
_JPEG_START: Final = b"\xff\xd8\xff"
_ZIP_START: Final = b"PK\x03\x04"
_OFD_ENTRY: Final = "OFD.xml"
MOST_ENTRIES: Final = 10_000


def sniff(content: bytes) -> FileType | None:
    """The type of a file by its content; None for one that is not accepted or is broken off.

    Each must begin as its type does: a PDF with something before it, which readers forgive, may
    be another type as well.
    """
    if content.startswith(_PNG_START):
        return PNG if _PNG_END in content[-64:] else None
    if content.startswith(_JPEG_START):
        return JPEG if b"\xff\xd9" in content[-1024:] else None
    if content.startswith(_ZIP_START):
        return OFD if _is_ofd(content) else None
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    return None


def ending(name: str) -> str:
    """The ending of a file name in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_ofd(content: bytes) -> bool:
    """A national document (GB/T 33190): a ZIP archive with OFD.xml at its root."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return len(names) <= MOST_ENTRIES and _OFD_ENTRY in names
