"""Facts that come as a file: for sources that are not connected, so that their rules can work.

One table for every source (CSV, or the first sheet of an Excel file) with a row for each fact. All
rows are kept or none, with every wrong row told; the same file again adds nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction

from accounts.services.audit import Actor, label_of
from enterprises.services.refusals import Refusal
from risk.models import FactImport
from risk.services.facts import (
    MOST_PROBLEMS,
    Problem,
    keep,
    known_of,
    locked_source,
    read_fact,
)
from zone_portal.framework.spreadsheets import read_table

MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 20 * 1024 * 1024
LONGEST_NAME: Final = 150
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "fact": ("事实",),
    "key": ("对象编号",),
    "value": ("数值",),
    "observed_at": ("观测时间",),
}
REQUIRED: Final = ("fact", "key", "value")


class Imported(NamedTuple):
    """What became of a file: how many facts it holds, and whether they were kept now or before."""

    rows: int
    is_new: bool
    at: datetime


@transaction.atomic
def import_facts(
    *, source: str, name: str, content: bytes, by: Actor, at: datetime, origin: str = ""
) -> Imported:
    """Keep the facts of a file of one source. Lines are counted as in the file.

    :raises Refusal: 422 ``source_unknown``, ``facts_missing``, ``facts_wrong`` (details: problems,
        at most 200, and how many there are).
    :raises PortalError: ``file_too_large``, ``rows_too_many``, ``sheet_unreadable``,
        ``csv_unreadable``, ``csv_columns_missing``.
    """
    held = locked_source(source)
    digest = hashlib.sha256(content).hexdigest()
    before = FactImport.objects.filter(source=held, digest=digest).first()
    if before is not None:
        return Imported(before.rows, is_new=False, at=before.at)
    rows = read_table(
        content, COLUMNS, required=REQUIRED, most_rows=MOST_ROWS, most_bytes=MOST_BYTES
    )
    if not rows:
        raise Refusal("facts_missing", 422, "没有数据。", "There are no facts in it.")
    known = known_of(source)
    problems: list[Problem] = []
    fresh = [read_fact(row.values, row.line, known, problems, at) for row in rows]
    for row in rows:
        if row.surplus:
            problems.append(_surplus(row.line))
    if problems:
        raise Refusal(
            "facts_wrong",
            422,
            f"{len(problems)} 处有误，未保存任何数据。",
            f"{len(problems)} problems; nothing was kept.",
            details={"problems": problems[:MOST_PROBLEMS], "count": len(problems)},
        )
    keep(held, [one for one in fresh if one], by=by, at=at, origin=origin)
    FactImport.objects.create(
        source=held,
        digest=digest,
        name=name[:LONGEST_NAME],
        rows=len(rows),
        by_label=label_of(by)[:128],
        at=at,
    )
    return Imported(len(rows), is_new=True, at=at)


def _surplus(line: int) -> Problem:
    return {
        "field": f"{line}.row",
        "code": "row_wrong",
        "zh": f"第 {line} 行：比标题行多出单元格",
        "en": f"Row {line}: more cells than headings",
    }
