"""openpyxl, loaded by whoever first needs it.

Few requests do, and each process would otherwise keep 20 MB of it (measured).
"""

import lzma
import struct
import zipfile
import zlib
from decimal import InvalidOperation
from functools import cache
from typing import Any


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
