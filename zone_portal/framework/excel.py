"""openpyxl, loaded by whoever first needs it.

Few requests do, and each process would otherwise keep 20 MB of it (measured).
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from decimal import InvalidOperation
from functools import cache
from typing import Any, Final


@cache
def excel() -> Any:
    """The library with its parts, as ``openpyxl``."""
    import openpyxl.cell  # noqa: PLC0415  see above
    import openpyxl.comments  # noqa: PLC0415
    import openpyxl.styles  # noqa: PLC0415
    import openpyxl.utils.datetime  # noqa: PLC0415
    import openpyxl.utils.exceptions  # noqa: PLC0415
    import openpyxl.worksheet.datavalidation  # noqa: PLC0415

    return openpyxl


def saved(book: Any, *, at: datetime) -> bytes:
    """A workbook as a file whose bytes depend on what is in it and on ``at`` alone: the library
    writes the moment of saving into the file and into every part of it."""
    stamp = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = stamp
    written, file = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(file, "w") as fixed:
        for name in parts.namelist():
            content = parts.read(name)
            if name == PROPERTIES:
                content = MODIFIED.sub(f"\\g<1>{stamp:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            entry = zipfile.ZipInfo(name, date_time=stamp.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, content)
    return file.getvalue()


PROPERTIES: Final = "docProps/core.xml"
MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@cache
def unreadable() -> tuple[type[Exception], ...]:
    """What a damaged or crafted workbook, or another document in its clothes, makes its reader
    raise: each was seen. ``ParseError`` is a ``SyntaxError``; a text document ends in ``OSError``.
    """
    return (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        excel().utils.exceptions.InvalidFileException,
        InvalidOperation,
        OSError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        SyntaxError,
    )
