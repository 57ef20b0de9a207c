"""Rows as COPY text, one generated function per message kind.

A row is written in one f-string; only if a value holds a character that COPY gives a meaning
(tab, line feed, carriage return, backslash) is the row written again with escapes. NULL is the
control character 0x02, which no accepted document contains.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from declarations.messages.catalogue import KINDS
from declarations.models.columns import Layout, layout_of

NULL = "\x02"
COPY_CHUNK = 256 * 1024
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

RowWriter = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Copier:
    """How documents of a kind become rows.

    ``row(head, *hashes)`` gives the element columns, ``lines(lines, document_id)`` the goods
    lines, both as COPY text without the leading columns that intake knows itself. A paper's
    ``hashes`` are the texts of the columns that hold many elements.
    """

    layout: Layout
    row: RowWriter
    lines: Callable[[Iterable[Any], int], list[str]] | None
    columns: tuple[str, ...]
    line_columns: tuple[str, ...]


LEADING = (
    "id",
    "kind",
    "revision",
    "submission_id",
    "position",
    "received_at",
    "revised_at",
    "sender_id",
    "parties",
    "findings",
    "personal",
)
"""Columns that come first in every document row; inventories add ``owners`` and ``entry_no``."""


def escape(value: str) -> str:
    """A text value as COPY wants it."""
    return value.translate(_ESCAPES)


def _expression(name: str, *, owner: str, numeric: bool, mandatory: bool, safe: bool) -> str:
    value = f"{owner}.{name}"
    if numeric:
        shown = f"{{{value}!s}}"
        return shown if mandatory else f"{{NULL if {value} is None else {value}!s}}"
    text = value if mandatory else f"({value} or NULL)"
    return f"{{{text}.translate(ESCAPES)}}" if safe else f"{{{text}}}"


def _compile(name: str, arguments: str, body: str) -> Callable[..., str]:
    scope: dict[str, Any] = {"NULL": NULL, "ESCAPES": _ESCAPES}
    exec(f"def {name}({arguments}):\n    return {body}\n", scope)  # noqa: S102
    function: Callable[..., str] = scope[name]
    return function


def _writer(
    code: str, elements: Any, columns: dict[str, str], hashes: int, *, owner: str
) -> tuple[RowWriter, RowWriter]:
    """The fast writer and the escaping one for a head or a line."""

    def build(*, safe: bool) -> Callable[..., str]:
        parts = [
            _expression(
                element,
                owner=owner,
                numeric=elements[element].numeric,
                mandatory=elements[element].mandatory,
                safe=safe,
            )
            for element in columns.values()
        ]
        parts += [f"{{h{number}}}" for number in range(hashes)]
        arguments = ", ".join([owner, *(f"h{number}" for number in range(hashes))])
        return _compile(f"row_{code}", arguments, 'f"' + "\\t".join(parts) + '"')

    return build(safe=False), build(safe=True)


@cache
def copier_of(code: str) -> Copier:
    """The copier of a message kind."""
    kind = KINDS[code]
    layout = layout_of(code)
    texts = len(layout.hashed) + len(layout.whole)
    fast, safe = _writer(code, kind.head_elements, layout.plain, texts, owner="h")
    tabs = len(layout.plain) + texts - 1

    def row(head: Any, *hashes: str) -> str:
        text = fast(head, *hashes)
        if text.count("\t") != tabs or "\\" in text or "\n" in text or "\r" in text:
            text = safe(head, *hashes)
        return text

    return Copier(
        layout=layout,
        row=row,
        lines=_line_writer(code) if layout.line_table else None,
        columns=(
            *LEADING,
            *(("owners", "entry_no") if kind.noun == "inventory" else ()),
            *layout.plain,
            *layout.hashed,
            *layout.whole,
        ),
        line_columns=("document_id", *layout.lines),
    )


def _line_writer(code: str) -> Callable[[Iterable[Any], int], list[str]]:
    kind = KINDS[code]
    layout = layout_of(code)
    fast, safe = _writer(f"{code}_line", kind.line_elements, layout.lines, 0, owner="g")
    tabs = len(layout.lines) - 1

    def write(lines: Iterable[Any], document_id: int) -> list[str]:
        rows = []
        for line in lines:
            text = fast(line)
            if text.count("\t") != tabs or "\\" in text or "\n" in text or "\r" in text:
                text = safe(line)
            rows.append(f"{document_id}\t{text}\n")
        return rows

    return write


def copy_rows(cursor: Any, table: str, columns: Iterable[str], rows: Iterable[bytes]) -> None:
    """Write rows (UTF-8, each ending in a line feed) with one COPY."""
    with cursor.db.wrap_database_errors:
        cursor.copy_expert(
            f"COPY {table} ({', '.join(columns)}) FROM STDIN WITH (NULL '{NULL}')",
            BytesIO(b"".join(rows)),
            COPY_CHUNK,
        )
