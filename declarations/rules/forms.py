"""Small pure questions that conditions of rules ask; total on every text."""

import re
from datetime import date, timedelta
from typing import Final

DIRECT: Final = frozenset({"9610"})
"""Trade modes of goods that come straight from abroad, as shipped; the register may name more."""
BONDED: Final = frozenset({"1210", "1239"})
"""Trade modes of goods that lie in, or leave from, a special zone, likewise."""
RENMINBI: Final = "142"

_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()\-]{5,22}[0-9]", re.ASCII)
_TEN_DIGITS = re.compile(r"[0-9]{10}", re.ASCII)
_SIX_DIGITS = re.compile(r"[1-8][0-9]{5}", re.ASCII)
_BAR_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z .\-]{2,49}", re.ASCII)


def days_after(today: date, days: int) -> str:
    """The day ``days`` after ``today`` as YYYYMMDD: texts of that form order like days."""
    return (today + timedelta(days=days)).strftime("%Y%m%d")


def end_of_day(day: str) -> str:
    """The last second of a day YYYYMMDD as YYYYMMDDhhmmss."""
    return f"{day}235959"


def is_telephone(text: str) -> bool:
    """Whether somebody could dial it: 7 to 24 characters, digits, blanks, hyphens, brackets."""
    return (text.isdecimal() and text.isascii() and 7 <= len(text) <= 15) or (
        _TELEPHONE.fullmatch(text) is not None
    )


def is_ten_digits(text: str) -> bool:
    return _TEN_DIGITS.fullmatch(text) is not None


def is_district(text: str) -> bool:
    """Whether it has the form of an administrative division code (GB/T 2260)."""
    return _SIX_DIGITS.fullmatch(text) is not None


def is_bar_code(text: str) -> bool:
    """Whether it is letters and digits, perhaps grouped by blanks, points or hyphens."""
    return (text.isascii() and text.isalnum() and 3 <= len(text) <= 50) or (
        _BAR_CODE.fullmatch(text) is not None
    )
