"""Check digits and forms of the identifiers that Chinese authorities give out.

Sources: GB 32100-2015 (unified social credit code), GB 11714 (organisation code inside it),
GB 11643-1999 (resident identity number), customs practice for registration codes.
Problems are returned as codes, all at once; those in ``WARNINGS`` do not make a number wrong.
"""

import re
from datetime import date
from typing import Final

FORM: Final = "form"
CHECK_DIGIT: Final = "check_digit"
ORGANISATION_CHECK: Final = "organisation_check"
REGION_UNKNOWN: Final = "region_unknown"
DATE_INVALID: Final = "date_invalid"
DATE_IN_FUTURE: Final = "date_in_future"
AGE_UNLIKELY: Final = "age_unlikely"

WARNINGS: Final = frozenset({ORGANISATION_CHECK, REGION_UNKNOWN, AGE_UNLIKELY})

# --- unified social credit code -------------------------------------------------------------------
USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_USCC_VALUES = {character: value for value, character in enumerate(USCC_ALPHABET)}

_ORGANISATION_FORM = re.compile(r"[0-9A-Z]{8}[0-9X]", re.ASCII)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc_problems(code: str) -> tuple[str, ...]:
    """Problems of an 18-character unified social credit code; empty when it is right.

    ``organisation_check`` (chars 9-17) is only a warning: its rule was confirmed on sample codes,
    not by an official text.
    """
    if not _USCC_FORM.fullmatch(code):
        return (FORM,)
    problems = []
    if uscc_check_character(code[:17]) != code[17]:
        problems.append(CHECK_DIGIT)
    inner = code[8:17]
    if _ORGANISATION_FORM.fullmatch(inner) and organisation_check_character(inner[:8]) != inner[8]:
        problems.append(ORGANISATION_CHECK)
    return tuple(problems)


def uscc_check_character(first17: str) -> str:
    """The 18th character for the first 17; raises KeyError outside the alphabet."""
    total = sum(
        _USCC_VALUES[character] * weight
        for character, weight in zip(first17, _USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714) for the first 8."""
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


# --- resident identity number ---------------------------------------------------------------------
OLDEST_LIKELY_AGE: Final = 120  # years

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH_DAYS = frozenset(
    f"{month:02}{day:02}"
    for month, days in enumerate(_DAYS_OF_MONTHS, 1)
    for day in range(1, days + 1)
)
# A number is right when the sum of its digits times 2^(18-i), X counting 10, leaves 1 modulo 11.
# Four digits are summed by one look-up, which also proves that they are ASCII digits.
_FOUR = {
    f"{number:04}": (
        number // 1000 * 8 + number // 100 % 10 * 4 + number // 10 % 10 * 2 + number % 10
    )
    % 11
    for number in range(10_000)
}
_LAST_TWO = {
    f"{digit}{check}": digit * 2 + value
    for digit in range(10)
    for value, check in enumerate("0123456789X")
}
_M1, _M2, _M3, _M4 = (pow(2, 14, 11), pow(2, 10, 11), pow(2, 6, 11), pow(2, 2, 11))
_LENGTH: Final = 18
_limits_of_day: dict[date, tuple[str, str]] = {}


def resident_id_problems(number: str, today: date) -> tuple[str, ...]:
    """Problems of an 18-character resident identity number; empty when it is right.

    Codes: ``form`` (then nothing else is looked at), ``region_unknown`` (warning),
    ``date_invalid``, ``date_in_future``, ``age_unlikely`` (warning), ``check_digit``.
    ``today`` is the day in Shanghai. On the hot path: about a microsecond.
    """
    if len(number) != _LENGTH:
        return (FORM,)
    try:
        total = (
            _FOUR[number[:4]] * _M1
            + _FOUR[number[4:8]] * _M2
            + _FOUR[number[8:12]] * _M3
            + _FOUR[number[12:16]] * _M4
            + _LAST_TWO[number[16:]]
        )
    except KeyError:
        return (FORM,)
    limits = _limits_of_day.get(today) or _limits(today)
    if (
        total % 11 == 1
        and number[:2] in _PROVINCES
        and number[10:14] in _MONTH_DAYS
        and limits[0] <= number[6:14] <= limits[1]
    ):
        return ()
    return _resident_id_details(number, total, limits)


def resident_id_check_character(first17: str) -> str:
    """The 18th character for the first 17 digits."""
    total = sum(int(digit) << (17 - place) for place, digit in enumerate(first17))
    return "0123456789X"[(1 - total) % 11]


def _resident_id_details(number: str, total: int, limits: tuple[str, str]) -> tuple[str, ...]:
    problems = []
    if number[:2] not in _PROVINCES:
        problems.append(REGION_UNKNOWN)
    birth = number[6:14]
    if not _is_date(birth):
        problems.append(DATE_INVALID)
    elif birth > limits[1]:
        problems.append(DATE_IN_FUTURE)
    elif birth < limits[0]:
        problems.append(AGE_UNLIKELY)
    if total % 11 != 1:
        problems.append(CHECK_DIGIT)
    return tuple(problems)


def _is_date(text: str) -> bool:
    """Whether eight digits are a day: 29 February only in leap years."""
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def _limits(today: date) -> tuple[str, str]:
    """Earliest likely and latest possible day of birth as YYYYMMDD, remembered for the day."""
    if len(_limits_of_day) > 1000:
        _limits_of_day.clear()
    latest = today.strftime("%Y%m%d")
    earliest = f"{today.year - OLDEST_LIKELY_AGE:04}{latest[4:]}"
    return _limits_of_day.setdefault(today, (earliest, latest))


# --- codes of enterprises -------------------------------------------------------------------------
_CUSTOMS_CODE = re.compile(r"[0-9]{4}[0-9A-Z][0-9][0-9A-Z]{4}", re.ASCII)
_EIGHTEEN = re.compile(r"[0-9A-Z]{18}", re.ASCII)


def is_customs_code(code: str) -> bool:
    """Whether ``code`` has the form of a customs registration code.

    10 characters: division (4), economic zone, enterprise type, serial (4, may carry letters).
    """
    return _CUSTOMS_CODE.fullmatch(code) is not None


def looks_like_enterprise_code(code: str) -> bool:
    """Whether messages could name an enterprise so: customs code (10) or 18 characters."""
    return _CUSTOMS_CODE.fullmatch(code) is not None or _EIGHTEEN.fullmatch(code) is not None
