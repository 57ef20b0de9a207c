"""Kept papers in official element names: rows of a list, whole ones, parts of split ones, bags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from declarations.exports import Period, firms_named
from declarations.messages.catalogue import KINDS
from declarations.models import Paper, PaperCourse
from declarations.models.columns import layout_of
from declarations.models.papers import NUMBERS
from declarations.outlines import findings_of, masked_data, shown_time
from declarations.personal_tokens import told_as
from declarations.standing_words import authority_of
from declarations.stored import load
from enterprises.viewers import Viewer

MOST_LISTS = 2000
"""Master lists that are counted at most: the newest."""
IN_LINES = frozenset({"logistics_no", "invt_no"})
"""Columns whose numbers may stand in the lines of a paper, too."""

_COLUMNS = (
    "id",
    "kind",
    "revision",
    "submission_id",
    "received_at",
    "revised_at",
    "logistics_code",
    "line_count",
    "data",
    *NUMBERS,
)


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """How a list of papers is narrowed down; numbers are exact, empty means everything."""

    type: str = ""
    cop_no: str = ""
    order_no: str = ""
    logistics_no: str = ""
    invt_no: str = ""
    bill_no: str = ""
    party: str = ""
    customs: str = ""
    period: Period = field(default_factory=Period)


def papers(viewer: Viewer, wanted: PaperFilter) -> QuerySet[Paper]:
    """Papers that the viewer may read and the filter lets through."""
    rows: QuerySet[Paper] = wanted.period.of(Paper.objects.visible_to(viewer))
    if wanted.type:
        rows = rows.filter(kind=wanted.type)
    for column in ("cop_no", "order_no", "logistics_no", "invt_no", "bill_no"):
        if number := getattr(wanted, column):
            rows = numbered(rows, column, number)
    if wanted.customs:
        rows = standing(rows, wanted.customs)
    if wanted.party:
        rows = rows.filter(parties__overlap=firms_named(wanted.party))
    return rows


def standing(rows: QuerySet[Paper], status: str) -> QuerySet[Paper]:
    """The rows that stand so at customs."""
    there = PaperCourse.objects.filter(paper_id=OuterRef("id"), status=status)
    return rows.filter(Exists(there))


def at_customs(paper_ids: Iterable[int]) -> dict[int, PaperCourse]:
    """The courses of some papers; those that were not sent to customs have none."""
    return PaperCourse.objects.in_bulk(list(paper_ids))


def numbered(rows: QuerySet[Paper], column: str, number: str) -> QuerySet[Paper]:
    """The rows that bear a number themselves or, for a waybill or inventory, in their lines."""
    own = Q(**{column: number})
    return rows.filter(own | Q(numbers__contains=[number]) if column in IN_LINES else own)


def carrying(viewer: Viewer, number: str) -> QuerySet[Paper]:
    """The papers under any of whose numbers, their lines' among them, a number is known."""
    matches = Q(numbers__contains=[number])
    for column in NUMBERS:
        matches |= Q(**{column: number})
    given = PaperCourse.objects.filter(Q(pre_no=number) | Q(given_no=number))
    matches |= Q(id__in=given.values("paper_id"))
    rows: QuerySet[Paper] = Paper.objects.visible_to(viewer).filter(matches)
    return rows


def paper_rows(rows: QuerySet[Paper]) -> list[dict[str, Any]]:
    """The rows as a list shows them: key, main numbers, how many lines."""
    found = list(rows.values(*_COLUMNS))
    courses = at_customs(row["id"] for row in found)
    return [_outline(row) | {"customs": _standing(courses.get(row["id"]))} for row in found]


def _standing(course: PaperCourse | None) -> dict[str, Any] | None:
    """Where a paper stands at customs, and the numbers it got there."""
    if course is None:
        return None
    return {
        "status": course.status,
        "status_at": shown_time(course.status_at),
        "authority": authority_of(course.status),
        "returnInfo": course.info,
        "preNo": course.pre_no or None,
        "number": course.given_no or None,
    }


def _outline(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS[row["kind"]]
    names = layout_of(kind.code).plain
    given = {names[column]: row[column] for column in (*NUMBERS, "logistics_code") if row[column]}
    values = {**row["data"], **given}
    shown: dict[str, Any] = {
        "id": str(row["id"]),
        "type": kind.code,
        "key": {name: str(values.get(name, "")) for name in kind.key},
        "revision": row["revision"],
        "received_at": shown_time(row["received_at"]),
        "revised_at": shown_time(row["revised_at"]),
        "submission": str(row["submission_id"]),
        "lines": row["line_count"],
    }
    listed = ("customsCode", "loctNo", "agentCode", "operatorCode", "msgCount", "msgSeqNo")
    return shown | given | {name: values[name] for name in listed if name in values}


def whole_paper(paper_id: int, viewer: Viewer) -> dict[str, Any] | None:
    """A paper with all its elements, personal values masked; None where it is not open."""
    row = Paper.objects.open_to(viewer).filter(id=paper_id).first()
    record = load(row.kind, row.id) if row else None
    if row is None or record is None:
        return None
    kind = KINDS[row.kind]
    reader = told_as(viewer, row.sender_id, row.parties)
    (outline,) = paper_rows(Paper.objects.filter(id=row.id))
    return {
        **outline,
        "findings": findings_of(kind, record, row.findings, reader),
        "parts": parts_of(row, viewer),
        "document": {"type": kind.code, **masked_data(kind, record, reader)},
    }


def parts_of(row: Any, viewer: Viewer) -> dict[str, Any] | None:
    """Which messages of a split paper have come; None for one that is not split."""
    count = row.data.get("msgCount", 1)
    if count <= 1:
        return None
    same = Paper.objects.visible_to(viewer).filter(
        kind=row.kind, cop_no=row.cop_no, sender_id=row.sender_id
    )
    found = {data["msgSeqNo"]: paper_id for paper_id, data in same.values_list("id", "data")}
    return {
        "count": count,
        "received": {str(number): str(found[number]) for number in sorted(found)},
        "missing": [n for n in range(1, min(count, 1000) + 1) if n not in found],
    }


def bags(viewer: Viewer, wanted: PaperFilter) -> list[dict[str, Any]]:
    """Master lists (607) counted: by district, site, master bill and bag, parcels and inventories.

    Of the newest lists only, and 2,000 bags at most, so that it stays quick; a bag that several
    lists name is counted together.
    """
    rows = papers(viewer, wanted).filter(kind="CEB607").order_by("-id")
    ids = list(rows.values_list("id", flat=True)[:MOST_LISTS])
    with connection.cursor() as cursor:
        cursor.execute(_BAGS, [ids])
        return [
            dict(zip(("customsCode", "loctNo", "billNo", "bag", *_COUNTED), row, strict=True))
            for row in cursor.fetchall()
        ]


_COUNTED = ("lists", "parcels", "inventories")
_BAGS = """
SELECT data->>'customsCode', coalesce(data->>'loctNo', ''), bill_no,
       coalesce(line->>'totalPackageNo', '') AS bag,
       count(DISTINCT paper.id), count(DISTINCT line->>'logisticsNo'),
       count(DISTINCT line->>'invtNo')
FROM declarations_paper AS paper, jsonb_array_elements(lines) AS line
WHERE paper.id = ANY(%s)
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
LIMIT 2000
"""
