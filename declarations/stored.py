"""Kept documents read back as the records they came in."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from declarations.messages.catalogue import KINDS, Kind
from declarations.models import DocumentRevision, Paper
from declarations.models.columns import layout_of
from zone_portal.framework.vault import vault


def personal_values(code: str, document_id: int, sealed: bytes | memoryview) -> dict[str, str]:
    """The personal elements of a document in the clear; absent ones are left out."""
    content = vault().open(sealed, document_id.to_bytes(8, "big"))
    values = msgspec.json.decode(content, type=list[str | None])
    return {
        name: value
        for name, value in zip(layout_of(code).personal, values, strict=True)
        if value is not None
    }


def load(code: str, document_id: int) -> Any | None:
    """The document as the struct of its kind, or None when it is not (or no longer) kept."""
    kind, layout = KINDS[code], layout_of(code)
    if kind.noun == "paper":
        return _load_paper(kind, document_id)
    columns = ", ".join([*layout.plain, "personal"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {layout.table} WHERE id = %s", [document_id])
        row = cursor.fetchone()
        if row is None:
            return None
        values = dict(zip(layout.plain.values(), row, strict=False))
        values |= personal_values(code, document_id, row[-1])
        document = {"head": _record(kind.head, values)}
        if kind.line is not None:
            document["lines"] = _lines(cursor, kind, document_id)
    return kind.struct(**document)


def _load_paper(kind: Kind, document_id: int) -> Any | None:
    row = Paper.objects.filter(id=document_id).values().first()
    if row is None:
        return None
    plain = {name: row[column] for column, name in layout_of(kind.code).plain.items()}
    values = plain | row["data"] | personal_values(kind.code, document_id, row["personal"])
    given = {name: value for name, value in values.items() if value is not None}
    data: dict[str, Any] = {kind.json_head: given, "type": kind.code}
    if kind.list_element:
        data[kind.list_element] = row["lines"]
    return msgspec.convert(data, kind.struct)


def _lines(cursor: Any, kind: Kind, document_id: int) -> list[Any]:
    layout = layout_of(kind.code)
    cursor.execute(
        f"SELECT {', '.join(layout.lines)} FROM {layout.line_table} "
        "WHERE document_id = %s ORDER BY gnum",
        [document_id],
    )
    names = list(layout.lines.values())
    return [
        _record(kind.line, dict(zip(names, row, strict=True)))  # type: ignore[arg-type]
        for row in cursor.fetchall()
    ]


def _record(struct: type, values: dict[str, Any]) -> Any:
    return struct(**{name: value for name, value in values.items() if value is not None})


def same_content(one: Any, other: Any) -> bool:
    """Whether two documents say the same but for guid and appTime; 10.0 is 10, empty is absent."""
    if not _same_record(one.head, other.head, ignored=("guid", "appTime")):
        return False
    lines, others = getattr(one, "lines", []), getattr(other, "lines", [])
    return len(lines) == len(others) and all(map(_same_record, lines, others))


def _same_record(one: Any, other: Any, ignored: Iterable[str] = ()) -> bool:
    return all(
        _given(getattr(one, name)) == _given(getattr(other, name))
        for name in one.__struct_fields__
        if name not in ignored
    )


def _given(value: Any) -> Any:
    return None if value == "" else value


def meaning_hash(document: Any) -> UUID:
    """Keyed hash of what a document says: equal where ``same_content`` holds."""
    head = {**_said(document.head), "guid": "", "appTime": ""}
    said = [head, *map(_said, getattr(document, "lines", ()))]
    return vault().hash("document", msgspec.json.encode(said, order="deterministic").decode())


def _said(record: Any) -> dict[str, Any]:
    given = ((name, _given(getattr(record, name))) for name in record.__struct_fields__)
    return {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else value
        for name, value in given
        if value is not None
    }


def earlier_revisions(document_id: int) -> list[tuple[DocumentRevision, Any]]:
    """What a document said before, oldest first: the revision and its record."""
    found = DocumentRevision.objects.filter(document_id=document_id).order_by("revision")
    return [(revision, open_revision(revision)) for revision in found]


def seal_revision(document: Any, document_id: int, revision: int, at: Any) -> bytes:
    """A document's content in the form in which an earlier revision is kept."""
    content = msgspec.json.encode(document)
    return vault().sealer(at).seal(content, _context(document_id, revision))


def open_revision(revision: DocumentRevision) -> Any:
    """The record of an earlier revision."""
    content = vault().open(revision.content, _context(revision.document_id, revision.revision))
    return msgspec.json.decode(content, type=KINDS[revision.kind].struct)


def _context(document_id: int, revision: int) -> bytes:
    return document_id.to_bytes(8, "big") + revision.to_bytes(4, "big")
