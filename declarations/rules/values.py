"""Reading one value of a message as its specification demands, or saying what is wrong with it.

Each demand is written twice, side by side: as code that explains (``read``) and, for what a
decoded record cannot express by its type, as the expression that the fast check compiles
(``residue``). A property test holds the two together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from declarations.messages.record import Element
from declarations.rules import field_rules as rules

FINEST: Final = Decimal("0.00001")
"""Step of the format N19,5."""
ABOVE: Final = Decimal(10) ** 14
"""First number too large for N19,5."""
ZERO: Final = Decimal(0)
MOST_PLACES: Final = 100
"""Places that zeros may take when a zero is written: ``0E-99999`` is one that no database takes."""
MOST_DIGITS: Final = 1000
"""Digits that a number may be written with, zeros at its end included."""

DAYS: Final = frozenset(
    (date(2000, 1, 1) + timedelta(days)).strftime("%Y%m%d")
    for days in range((date(2050, 1, 1) - date(2000, 1, 1)).days)
)
"""Every day that a message may name, as YYYYMMDD."""
MINUTES: Final = frozenset(f"{hour:02}{minute:02}" for hour in range(24) for minute in range(60))
SECONDS: Final = frozenset(f"{second:02}" for second in range(60))

DAY_ELEMENTS: Final = frozenset({"declTime", "ieDate"})
TIME_ELEMENTS: Final = frozenset(
    {
        *("appTime", "payTime", "accountingDate"),
        *("logisticsTime", "leaveTime", "startTime", "endTime"),
    }
)

POSITIVE: Final = frozenset(
    {
        *("gnum", "packNo", "qty", "qty1", "qty2", "weight", "grossWeight", "netWeight"),
        *("msgCount", "msgSeqNo"),
    }
)
"""Numbers that must be above zero; all other numbers of a message are amounts, zero or more."""

RESIDUE_SCOPE: Final[Mapping[str, Any]] = {
    "FINEST": FINEST,
    "ABOVE": ABOVE,
    "ZERO": ZERO,
    "MOST_PLACES": MOST_PLACES,
    "DAYS": DAYS,
    "MINUTES": MINUTES,
    "SECONDS": SECONDS,
}

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_ILLEGAL = (b"\\b", b"\\f", b"\\u000", b"\\u001", b"\\ufff", b"\\uFFF")
_ENDLESS_ZEROS = b"0" * MOST_DIGITS
_PLAIN_ILLEGAL = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_INTEGER = re.compile(r"[+-]?[0-9]{1,30}(?:\.0*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as its record holds it, or the rule it breaks.

    ``usable`` says that ``value`` may enter other rules in spite of the broken one.
    """

    value: Any = None
    fault: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    usable: bool = True


def needs_a_close_look(line: bytes) -> bool:
    """Whether JSON text could decode to what a record takes but no message or database does.

    That is a control character (XML 1.0 §2.2) or a number with endless zeros. False is certain;
    true only sends the document to the slow check, which looks at each value. Looking for one
    byte first is what makes the usual answer cheap.
    """
    return (
        (b"\\" in line and any(sign in line for sign in _ESCAPED_ILLEGAL))
        or (b"\xef" in line and any(sign in line for sign in _PLAIN_ILLEGAL))
        or _ENDLESS_ZEROS in line
    )


def holds_forbidden_characters(texts: Iterable[str]) -> bool:
    """Whether any of ``texts`` has a character that no message may carry."""
    return _ILLEGAL.search("\t".join(texts)) is not None


def cleaned(text: str) -> str:
    """``text`` with forbidden characters replaced, so that any database and message takes it."""
    return _ILLEGAL.sub("\ufffd", text)


def read(element: Element, raw: Any) -> Reading:
    """``raw`` (text, number or anything JSON can hold; None when absent) as the element's value."""
    if raw is None:
        return _fault(element, rules.MISSING) if element.mandatory else Reading()
    return _number(element, raw) if element.numeric else _text(element, raw)


def residue(element: Element, owner: str) -> Iterator[str]:
    """Expressions over ``owner`` that hold when ``read`` finds nothing in a decoded record."""
    name = f"{owner}.{element.name}"
    if element.numeric:
        conditions = [*_number_residue(element, name)]
    elif element.name in DAY_ELEMENTS:
        conditions = [f"{name} in DAYS"]
    elif element.name in TIME_ELEMENTS:
        conditions = [f"{name}[:8] in DAYS and {name}[8:12] in MINUTES and {name}[12:] in SECONDS"]
    elif element.mandatory and element.minimum < element.maximum:
        conditions = [f"not {name}.isspace()"]
    else:
        conditions = []
    for condition in conditions:
        yield condition if element.mandatory else f"{name} is None or ({condition})"


def _number_residue(element: Element, name: str) -> Iterator[str]:
    positive = element.name in POSITIVE
    if element.is_integer:
        if positive:
            yield f"{name} > 0"
        return
    some = f"FINEST <= {name} < ABOVE and not {name} % FINEST"
    none = f"{name} == ZERO and -MOST_PLACES < {name}.adjusted() < MOST_PLACES"
    yield some if positive else f"{some} or {none}"


def _text(element: Element, raw: Any) -> Reading:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw) if abs(raw) < 10**40 else "9" * 41
    if not isinstance(raw, str):
        return _fault(element, rules.NOT_TEXT)
    for rule, params in _faults(element, raw):
        return _fault(element, rule, **params)
    return Reading(raw)


def _faults(element: Element, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is wrong with a text, the worst first."""
    varies = element.minimum < element.maximum
    length = len(text)
    if length > element.maximum and varies:
        yield rules.TOO_LONG, {"length": length, "maximum": element.maximum}
    if element.mandatory and (not text or (varies and text.isspace())):
        yield rules.MISSING, {}
    if not text and element.minimum:
        yield rules.EMPTY_OPTIONAL, {}
    if not element.minimum <= length <= element.maximum:
        yield rules.WRONG_LENGTH, {"length": length}
    if _ILLEGAL.search(text):
        yield rules.FORBIDDEN_CHARACTER, {}
    if element.name in DAY_ELEMENTS and text not in DAYS:
        yield rules.NOT_A_TIME, {"pattern": "YYYYMMDD"}
    if element.name in TIME_ELEMENTS and not _is_time(text):
        yield rules.NOT_A_TIME, {"pattern": "YYYYMMDDhhmmss"}


def _is_time(text: str) -> bool:
    return text[:8] in DAYS and text[8:12] in MINUTES and text[12:] in SECONDS


def _number(element: Element, raw: Any) -> Reading:
    if isinstance(raw, str) and not raw.strip():
        return _fault(element, rules.MISSING if element.mandatory else rules.EMPTY_OPTIONAL)
    number = _decimal(raw)
    if number is None:
        return _fault(element, rules.NOT_A_NUMBER)
    if element.is_integer:
        return _integer(element, number, raw)
    if not -ABOVE < number < ABOVE or _is_endless(number):
        return _fault(element, rules.TOO_LARGE)
    if number % FINEST or (number and -FINEST < number < FINEST):
        return _fault(element, rules.TOO_FINE, scale=element.scale)
    return _signed(element, number)


def _integer(element: Element, number: Decimal, raw: Any) -> Reading:
    """An integer; text must be written as one, since ``1_0`` would pass as a decimal."""
    limit = min(10**element.maximum, 2**31) - 1
    if not -limit <= number <= limit:
        return _fault(element, rules.TOO_LARGE)
    written = not isinstance(raw, str) or _INTEGER.fullmatch(raw.strip()) is not None
    if not written or number != number.to_integral_value():
        return _fault(element, rules.NOT_AN_INTEGER)
    return _signed(element, int(number))


def _signed(element: Element, number: Decimal | int) -> Reading:
    """A readable number of the wrong sign still takes part in other rules."""
    if element.name in POSITIVE:
        return Reading(number) if number > 0 else _fault(element, rules.NOT_POSITIVE, number)
    if number < 0 and not element.is_integer:
        return _fault(element, rules.BELOW_ZERO, number)
    return Reading(number)


def _is_endless(number: Decimal) -> bool:
    """Whether a number, however small its value, is written with absurdly many digits."""
    if not number:
        return not -MOST_PLACES < number.adjusted() < MOST_PLACES
    return len(number.as_tuple().digits) > MOST_DIGITS


def _decimal(raw: Any) -> Decimal | None:
    """The number in ``raw`` exactly; None for anything that is no finite number."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        return None
    try:
        number = Decimal(repr(raw) if isinstance(raw, float) else raw)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def _fault(element: Element, rule: str, value: Any = None, **params: Any) -> Reading:
    named = {
        "element": element.name,
        "zh": element.zh,
        "en": element.en,
        "format": element.format,
        **params,
    }
    return Reading(value, rule, named, usable=value is not None)
