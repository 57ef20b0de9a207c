"""Reading documents as JSON: one fast decoder for good lines, one patient reader for the others.

The fast decoder stops at the first thing it dislikes and says little. Whatever it refuses is
read again here, completely: numbers exact (never through a float), repeated members reported.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

import msgspec

from declarations.messages.catalogue import intake_kinds
from declarations.messages.envelope import Problem, UnreadableMessage

LINE_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
    reduce(or_, (kind.struct for kind in intake_kinds()))
)
"""Decodes ``{"type": "CEB311", …}`` to the struct of its kind; refuses without explaining.

Raises msgspec.DecodeError (of which ValidationError is one), UnicodeDecodeError for bytes that
are not UTF-8, RecursionError for absurd depth: each sends the line to ``read_object``.
"""

_LONGEST_INTEGER = 60
"""Digits; a longer JSON integer becomes a Decimal, since int() is quadratic and limited."""

_MOST_REPEATS = 20
"""Repeated members named for an object at most."""


class UnreadableLine(UnreadableMessage):
    """A line that is not a JSON object at all."""


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object as it was sent, its ``type`` included.

    Numbers are int or Decimal; of a member that came more than once the last counts, as for the
    fast decoder, and ``problems`` says so (``member_repeated``).
    """

    data: dict[str, Any]
    problems: tuple[Problem, ...] = ()


def read_object(line: bytes) -> JsonObject:
    """The JSON object of a line.

    Raises UnreadableLine ``json_encoding``, ``json_malformed``, ``json_too_deep`` or
    ``json_not_object``.
    """
    repeated: list[Problem] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated.extend(_repeats(pairs, found))
        return found

    try:
        found = json.loads(
            line.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=_integer,
            parse_constant=_refuse_constant,
            object_pairs_hook=members,
        )
    except UnicodeDecodeError as error:
        raise UnreadableLine("json_encoding") from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise UnreadableLine("json_malformed", reason=error.msg, **place) from error
    except RecursionError as error:
        raise UnreadableLine("json_too_deep") from error
    if not isinstance(found, dict):
        raise UnreadableLine("json_not_object")
    return JsonObject(found, tuple(repeated))


class _RepeatedError(Exception):
    """A member that comes more than once."""


def repeats_members(line: bytes) -> bool:
    """Whether a member comes more than once in a line that the fast decoder has read: it takes the
    last of them, and nobody would see the others."""
    try:
        json.loads(line.decode("utf-8-sig"), object_pairs_hook=_refuse_repeats)
    except _RepeatedError:
        return True
    return False


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise _RepeatedError


def _repeats(pairs: list[tuple[str, Any]], found: Mapping[str, Any]) -> list[Problem]:
    times = Counter(name for name, _ in pairs)
    gnum = found.get("gnum")
    line = gnum if isinstance(gnum, int) else None
    return [
        Problem("member_repeated", name[:100].encode("utf-8", "replace").decode(), line)
        for name in islice((name for name in found if times[name] > 1), _MOST_REPEATS)
    ]


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _LONGEST_INTEGER else Decimal(text)


def _refuse_constant(name: str) -> Any:
    raise UnreadableLine("json_malformed", reason=f"{name} is not JSON", line=1, column=1)
