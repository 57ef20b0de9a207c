"""From a document as text to its exact record.

Text becomes a number only in plain decimal notation (XML Schema's decimal and int): Python's own
conversions also read ``1_000``, ``1e3``, ``NaN`` and full-width digits, which customs does not.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from declarations.messages.catalogue import KINDS
from declarations.messages.envelope import Problem
from declarations.messages.kinds import Kind
from declarations.messages.record import Element

_NUMERIC_CHARACTERS = b"0123456789.+-"
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
LONGEST_NUMBER = 60
"""Characters; a longer text is no amount, whatever zeros it ends in."""
BLANKS = " \t\r\n"
"""White space of XML, which its schema ignores around a number."""


def number_text(element: Element, value: str) -> str | None:
    """``value`` as plain number text for ``element``, or None where it is not a number.

    >>> number_text(qty, " 1.50 ")
    '1.50'
    """
    text = value.strip(BLANKS)
    if len(text) > LONGEST_NUMBER:
        return None
    if element.is_integer:
        return str(int(text)) if _INTEGER.fullmatch(text) else None
    return text if _DECIMAL.fullmatch(text) else None


def to_document(kind: Kind, data: dict[str, Any]) -> Any:
    """The exact record of ``kind`` for ``data`` (values as text), ``data`` left unchanged.

    Optional text elements that are empty are left out, as the official samples send them;
    an empty number or fixed-length element is an error, as in the official schema.
    Raises msgspec.ValidationError with the first element that does not fit.
    """
    head, lines = data.get(kind.json_head), data.get(kind.list_element or "")
    ready: dict[str, Any] = {}
    if head is not None:
        ready[kind.json_head] = _ready(kind.code, False, head)
    if lines is not None and kind.list_element:
        ready[kind.list_element] = [_ready(kind.code, True, line) for line in lines]
    if len(ready) != len(data):
        ready = {**data, **ready}
    return msgspec.convert(ready, kind.struct, strict=False)


def odd_numbers(kind: Kind, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Numbers as text that Python would read and customs does not: ``1_000``, ``1e3``."""
    head, lines = data.get(kind.json_head), data.get(kind.list_element or "")
    parts: list[tuple[Mapping[str, Element], Any, int | None]] = [(kind.head_elements, head, None)]
    for line in lines if isinstance(lines, list) else ():
        parts.append((kind.line_elements, line, _line_number(line)))
    for elements, part, number in parts:
        if not isinstance(part, Mapping):
            continue
        for name, element in elements.items():
            text = part.get(name)
            if element.numeric and isinstance(text, str) and _is_odd(element, text):
                yield Problem("number_malformed", name, number)


def _is_odd(element: Element, text: str) -> bool:
    if number_text(element, text) is not None:
        return False
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _line_number(line: Any) -> int | None:
    gnum = line.get("gnum") if isinstance(line, Mapping) else None
    return int(gnum) if isinstance(gnum, str) and _INTEGER.fullmatch(gnum[:9]) else None


class _Names:
    """The names that conversion looks at: numbers, and text that may be empty."""

    __slots__ = ("elements", "integers", "may_be_empty", "numbers")

    def __init__(self, elements: dict[str, Element]) -> None:
        self.elements = elements
        self.numbers = tuple(name for name, element in elements.items() if element.numeric)
        self.integers = tuple(name for name in self.numbers if elements[name].is_integer)
        self.may_be_empty = frozenset(
            name
            for name, element in elements.items()
            if not (element.mandatory or element.numeric or element.minimum)
        )


@cache
def _names(code: str, of_line: bool) -> _Names:
    kind = KINDS[code]
    return _Names(dict(kind.line_elements if of_line else kind.head_elements))


def _ready(code: str, of_line: bool, part: Any) -> Any:
    """``part`` without empty optional text, its numbers plain."""
    if not isinstance(part, dict):
        return part
    names = _names(code, of_line)
    if "" in part.values():
        part = {n: v for n, v in part.items() if v != "" or n not in names.may_be_empty}
    try:
        numbers = "".join([part[name] for name in names.numbers if name in part])
    except TypeError as error:
        raise msgspec.ValidationError("Expected text") from error
    plain = (
        len(numbers) <= LONGEST_NUMBER
        and not numbers.encode().translate(None, _NUMERIC_CHARACTERS)
        and "+" not in numbers
    )
    if not plain or not all(_is_plain_integer(part.get(name)) for name in names.integers):
        part = {**part, **_plain_numbers(names, part)}
    return part


def _is_plain_integer(text: str | None) -> bool:
    return text is None or (text.isdigit() and (text[0] != "0" or len(text) == 1))


def _plain_numbers(names: _Names, part: dict[str, str]) -> dict[str, str]:
    plain = {}
    for name in names.numbers:
        if name in part:
            text = number_text(names.elements[name], part[name])
            if text is None:
                raise msgspec.ValidationError(f"Expected plain number - at `{name}`")
            plain[name] = text
    return plain
