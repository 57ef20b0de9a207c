"""openpyxl, loaded by whoever first needs it.

Few requests do, and each process would otherwise keep 20 MB of it (measured).
"""

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
