"""Reading documents as JSON: one fast decoder for good lines, one patient reader for the others.

The fast decoder stops at the first thing it dislikes and says little. Whatever it refuses is
read again here, completely: numbers as the text they were written in (never through a float),
repeated members reported, integers taken for codes, unusable characters named.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from declarations.messages.catalogue import KINDS, intake_kinds
from declarations.messages.envelope import Problem, RawDocument, UnreadableMessage
from declarations.messages.kinds import Kind
from declarations.messages.record import Element

LINE_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
    reduce(or_, (kind.struct for kind in intake_kinds()))
)
"""Decodes ``{"type": "CEB311", …}`` to the struct of its kind; refuses without explaining."""

_SUSPECT = re.compile(rb"\\(?:[bf]|u00[01]|u[dD][89a-fA-F]|u[fF]{3}[eEfF])|\xef\xbf[\xbe\xbf]")
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML and the database cannot carry."""
_MAX_EXPONENT = 40


class NumberText(str):
    """A JSON number as it was written."""

    __slots__ = ()


class LookCloserError(msgspec.ValidationError):
    """A line that may be good, but only the patient reader can tell."""


def decode_line(line: bytes) -> Any:
    """The struct of a good line.

    Raises msgspec.DecodeError (of which ValidationError is one) for every line that the patient
    reader has to judge.
    """
    if _SUSPECT.search(line):
        raise LookCloserError
    try:
        return LINE_DECODER.decode(line)
    except (UnicodeDecodeError, RecursionError) as error:
        raise LookCloserError from error


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object of a line: text as str, numbers as NumberText, repeats in ``Members``.

    Raises UnreadableMessage ``json_encoding``, ``json_malformed``, ``json_too_deep`` or
    ``json_not_object``.
    """
    try:
        text = line.decode("utf-8-sig")
        found = json.loads(
            text,
            parse_float=NumberText,
            parse_int=NumberText,
            parse_constant=_refuse_constant,
            object_pairs_hook=_members,
        )
    except UnicodeDecodeError as error:
        raise UnreadableMessage("json_encoding") from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise UnreadableMessage("json_malformed", reason=error.msg, **place) from error
    except RecursionError as error:
        raise UnreadableMessage("json_too_deep") from error
    if not isinstance(found, dict):
        raise UnreadableMessage("json_not_object")
    return found


class Members(dict[str, Any]):
    """A JSON object that remembers which of its members came more than once; the last counts."""

    __slots__ = ("repeated",)
    repeated: tuple[str, ...]


def _members(pairs: list[tuple[str, Any]]) -> Members:
    members = Members(pairs)
    members.repeated = ()
    if len(members) != len(pairs):
        seen: set[str] = set()
        again = [name for name, _ in pairs if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
        members.repeated = tuple(dict.fromkeys(again))
    return members


def _refuse_constant(name: str) -> Any:
    raise UnreadableMessage("json_malformed", reason=f"{name} is not JSON")


def kind_of(obj: Mapping[str, Any]) -> Kind | None:
    """The kind that a JSON object names in its ``type``, where it is one that enterprises send."""
    name = obj.get("type")
    kind = KINDS.get(name) if isinstance(name, str) else None
    return kind if kind is not None and kind.noun != "receipt" else None


def raw_document(kind: Kind, obj: Mapping[str, Any]) -> RawDocument:
    """A JSON object in the form in which XML documents are read: text, and problems beside it.

    Integers are taken for codes and other text, null for nothing. Further problem codes:
    ``value_type`` (boolean, list, object, or a fraction for text), ``member_repeated``,
    ``text_unusable`` (a character that XML forbids; the rest of the value is kept).
    """
    problems: list[Problem] = []
    known = {"type", kind.json_head, kind.list_element}
    problems += [Problem("element_unknown", name) for name in obj if name not in known]
    problems += _repeats(obj, None)
    data: dict[str, Any] = {}
    head = obj.get(kind.json_head)
    if isinstance(head, dict):
        data[kind.json_head] = _texts(kind.head_elements, head, None, problems)
    else:
        code = "head_missing" if head is None else "value_type"
        problems.append(Problem(code, kind.json_head))
        data[kind.json_head] = {}
    if kind.list_element:
        lines = obj.get(kind.list_element)
        if not isinstance(lines, list):
            if lines is not None:
                problems.append(Problem("value_type", kind.list_element))
            lines = []
        data[kind.list_element] = [
            _line(kind, line, place, problems) for place, line in enumerate(lines, 1)
        ]
    return RawDocument(data, tuple(problems))


def _line(kind: Kind, line: Any, place: int, problems: list[Problem]) -> dict[str, str]:
    if not isinstance(line, dict):
        problems.append(Problem("value_type", kind.list_element or "", place))
        return {}
    gnum = line.get("gnum")
    if isinstance(gnum, str) and gnum.isascii() and gnum.isdigit() and len(gnum) <= 10:
        place = int(gnum)
    return _texts(kind.line_elements, line, place, problems)


def _texts(
    elements: Mapping[str, Element],
    members: Mapping[str, Any],
    line: int | None,
    problems: list[Problem],
) -> dict[str, str]:
    problems += _repeats(members, line)
    texts: dict[str, str] = {}
    for name, value in members.items():
        element = elements.get(name)
        if element is None:
            problems.append(Problem("element_unknown", _UNUSABLE.sub("", name)[:100], line))
        elif value is None:
            continue
        elif not isinstance(value, str):
            problems.append(Problem("value_type", name, line))
        elif isinstance(value, NumberText):
            if not element.numeric and not value.removeprefix("-").isdigit():
                problems.append(Problem("value_type", name, line))
            texts[name] = _plain(value) if element.numeric else str(value)
        elif element.numeric and not element.is_integer:
            texts[name] = _plain(value)
        elif _UNUSABLE.search(value):
            problems.append(Problem("text_unusable", name, line))
            texts[name] = _UNUSABLE.sub("", value)
        else:
            texts[name] = value
    return texts


def _repeats(members: Mapping[str, Any], line: int | None) -> list[Problem]:
    repeated = members.repeated if isinstance(members, Members) else ()
    return [Problem("member_repeated", _UNUSABLE.sub("", name)[:100], line) for name in repeated]


def _plain(number: str) -> str:
    """A number without exponent: ``1.5e2`` is ``150``; what is none, or absurd, stays as it is.

    As liberal as the fast decoder is with decimal strings, so that both read the same.
    """
    if number.isascii() and number.replace(".", "0").isdigit():
        return str(number)
    try:
        value = Decimal(number)
    except InvalidOperation:
        return _UNUSABLE.sub("", number)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _MAX_EXPONENT:
        return str(number)
    return format(value, "f")
