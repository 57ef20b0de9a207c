"""One file of the spreadsheet measure: made, then checked as the worker does; says the seconds.

A process of its own, since the service runs inside Django.
"""

import csv
import io
import json
import sys
import time
from typing import Any

import django
from django.utils import timezone
from openpyxl import Workbook

django.setup()

from accounts.models import User  # noqa: E402  models need the set-up
from benchmarks import bodies  # noqa: E402
from benchmarks.portal import OPERATOR  # noqa: E402
from declarations.messages.catalogue import KINDS  # noqa: E402
from declarations.models import EntryJob  # noqa: E402
from declarations.services.entry import files  # noqa: E402
from declarations.sheets.layout import layout_of  # noqa: E402
from enterprises.models import Enterprise  # noqa: E402
from enterprises.selectors import facts_of  # noqa: E402

FAULT_EVERY = 20


def main(spec: dict[str, Any]) -> dict[str, float]:
    """Seconds from taking up the file to its kept result, and those of this process's CPU."""
    rows = _rows(spec["kind"], spec["rows"])
    content = _excel(rows) if spec["form"] == "xlsx" else _csv(rows)
    at = timezone.now()
    person = User.objects.get_or_create(username="bench-entry")[0]
    firm = Enterprise.objects.registered().get(code=OPERATOR.code)
    job = files.take_file(
        content=content,
        name=f"bench.{spec['form']}",
        kind=spec["kind"],
        enterprise=facts_of(firm),
        by=person,
        at=at,
    )
    began, began_cpu = time.perf_counter(), time.process_time()
    files.work(at=timezone.now())
    seconds = {"s": time.perf_counter() - began, "cpu_s": time.process_time() - began_cpu}
    kept = EntryJob.objects.get(pk=job.pk)
    if kept.state not in {"checked"} or not kept.errors or kept.rows != spec["rows"]:
        raise RuntimeError(f"{kept.state} {kept.refusal} {kept.rows} {kept.errors}")
    return seconds


def _rows(code: str, count: int) -> list[list[str]]:
    kind, layout = KINDS[code], layout_of(code)
    rows = [[column.heading("zh") for column in layout.columns]]
    spoilt = next(p for p, column in enumerate(layout.columns) if column.element.numeric)
    for document in _documents(code, count):
        head = document[kind.json_head]
        for line in document[kind.list_element] if kind.list_element else [{}]:
            values = [
                (line if column.of_line else head).get(column.element.name)
                for column in layout.columns
            ]
            rows.append(["" if value is None else str(value) for value in values])
            if len(rows) > count:
                return rows
            if len(rows) % FAULT_EVERY == 0:
                rows[-1][spoilt] = "-1"
    return rows


def _documents(code: str, count: int) -> Any:
    for documents in bodies.sets(count, seed=time.time_ns() % 10**9, at=timezone.localtime()):
        yield next(d for d in documents.values() if d["type"] == code)


def _excel(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
