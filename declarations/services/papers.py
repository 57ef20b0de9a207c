"""Papers on their way into their table: the columns that hold many elements, as COPY text."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from declarations.messages.catalogue import KINDS
from declarations.messages.record import Element
from declarations.models.columns import layout_of
from declarations.services.copying import NULL, escape

LISTED = ("logisticsNo", "totalPackageNo", "invtNo")
"""Elements of a line that are numbers by which somebody may look for the paper."""

Texts = Callable[[Any], list[str]]
_encode = msgspec.json.Encoder().encode


@cache
def texts_of(code: str) -> Texts:
    """Writes the ``whole`` columns of a paper (data, lines, line_count, numbers) of one kind."""
    kind, layout = KINDS[code], layout_of(code)
    taken = {*layout.plain.values(), *layout.personal}
    data = {name: e for name, e in kind.head_elements.items() if name not in taken}
    listed = tuple(name for name in LISTED if name in kind.line_elements)

    def texts(document: Any) -> list[str]:
        lines = document.lines if kind.line else ()
        return [
            escape(_encode(_present(data, document.head)).decode()),
            escape(_encode([_present(kind.line_elements, line) for line in lines]).decode())
            if kind.line
            else NULL,
            str(len(lines)),
            _array(dict.fromkeys(_numbers(lines, listed))) if listed else NULL,
        ]

    return texts


def _present(elements: Mapping[str, Element], record: Any) -> dict[str, Any]:
    """The values that are given, decimals as text: JSON has no exact ones."""
    found = {}
    for name in elements:
        value = getattr(record, name)
        if value is not None and value != "":
            found[name] = format(value, "f") if isinstance(value, Decimal) else value
    return found


def _numbers(lines: Any, names: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        for name in names:
            if value := getattr(line, name):
                yield value


def _array(values: Any) -> str:
    """A text array for COPY: every element in quotes, so that any character may stand in it."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return escape("{" + ",".join(f'"{value}"' for value in quoted) + "}")
