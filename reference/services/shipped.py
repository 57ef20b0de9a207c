"""The reference data that comes with the portal, brought into the database when they changed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from accounts.facts import SystemActor
from accounts.services import audit
from reference.constants import HS_CODES, POSITIVE_LIST, SINCE_EVER
from reference.models import Code, CodeTable, HsCode, PositiveListItem, ReferenceVersion
from reference.services.calendar import load_calendar
from reference.services.merging import Merge, Target, replace_shipped
from reference.services.versions import new_version
from zone_portal.kernel.csv_rows import CsvRow, read_rows

DATA: Final = Path(__file__).resolve().parent.parent / "data"
LAYOUT: Final = b"2"
"""Part of the digest: raise it when this module reads the files differently."""

BY: Final = SystemActor("load_reference")

_CODES = Target(
    Code._meta.db_table, ("table_id", "code"), ("name_zh", "name_en", "extra", "valid_to")
)
_HS = Target(HsCode._meta.db_table, ("code",), ("name_zh", "unit1", "unit2", "valid_to"))
_LISTED = Target(
    PositiveListItem._meta.db_table,
    ("hs8",),
    ("name", "note", "modes", "limit_quantity", "limit_unit", "valid_to"),
)
_PLAIN = frozenset({"code", "name_zh", "name_en", "valid_from", "valid_to"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed in the codes, the tariff, the positive list and the calendar (days)."""

    codes: Merge
    tariff: Merge
    positive_list: Merge
    calendar: int


def load_shipped(*, at: datetime, data: Path = DATA) -> Loaded | None:
    """Make the shipped rows equal to the files under ``data``; None when they already are.

    Rows that a zone imported are never touched.
    """
    digest = digest_of(data)
    if ReferenceVersion.objects.filter(shipped_digest=digest).exists():
        return None
    with new_version(at=at) as version:
        heads = list(read_rows((data / "tables.csv").read_bytes(), ("name", "title_zh")))
        CodeTable.objects.bulk_create(
            [_head(row) for row in heads],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["title_zh", "title_en", "complete", "as_of", "source"],
        )
        loaded = Loaded(
            codes=replace_shipped(_CODES, _code_rows(data, heads)),
            tariff=replace_shipped(_HS, _hs_rows(data, heads)),
            positive_list=replace_shipped(_LISTED, _listed_rows(data)),
            calendar=load_calendar(data / "calendar.csv"),
        )
        version.shipped_digest = digest
        audit.record(
            "reference.loaded", by=BY, on=("reference", "shipped"), new={"digest": digest}, at=at
        )
    return loaded


def digest_of(data: Path) -> str:
    """One digest over the names and contents of all files."""
    total = hashlib.sha256(LAYOUT)
    for file in sorted(data.glob("*.csv")):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _head(row: CsvRow) -> CodeTable:
    return CodeTable(
        name=row["name"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        complete=row["complete"] == "1",
        as_of=row["as_of"],
        source=row["source"],
    )


def _code_rows(data: Path, heads: list[CsvRow]) -> Iterator[tuple[object, ...]]:
    for head in heads:
        table = head["name"]
        if table in {HS_CODES, POSITIVE_LIST}:
            continue
        start = head["valid_from"] or SINCE_EVER.isoformat()
        for row in read_rows((data / f"{table}.csv").read_bytes(), ("code", "name_zh")):
            extra = {key: value for key, value in row.values.items() if key not in _PLAIN and value}
            yield (
                table,
                row["code"],
                row["valid_from"] or start,
                row["name_zh"],
                row["name_en"],
                json.dumps(extra, ensure_ascii=False),
                row["valid_to"] or None,
            )


def _hs_rows(data: Path, heads: list[CsvRow]) -> Iterator[tuple[object, ...]]:
    start = next(head["valid_from"] for head in heads if head["name"] == HS_CODES)
    for row in read_rows((data / f"{HS_CODES}.csv").read_bytes(), ("code", "name_zh", "unit1")):
        yield (
            row["code"],
            row["valid_from"] or start,
            row["name_zh"],
            row["unit1"],
            row["unit2"],
            row["valid_to"] or None,
        )


def _listed_rows(data: Path) -> Iterator[tuple[object, ...]]:
    file = data / f"{POSITIVE_LIST}.csv"
    for row in read_rows(file.read_bytes(), ("hs8", "name", "valid_from")):
        yield (
            row["hs8"],
            row["valid_from"],
            row["name"],
            row["note"],
            "{" + ",".join(row["modes"].split()) + "}",
            row["limit_quantity"] or None,
            row["limit_unit"],
            row["valid_to"] or None,
        )
