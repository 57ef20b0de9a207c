"""Deliveries: kept as they came, read in the background, every wrong row told, good rows kept.

A chunk of rows and how far the delivery is are one transaction: killed in the middle, it goes on
where it stopped.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from accounts.facts import SystemActor
from accounts.services import audit
from accounts.services.audit import Actor, label_of
from credit.facts import NewRecord, Problem
from credit.models import ImportRun, Source
from credit.rules.import_rows import COLUMNS, REQUIRED, read_row
from credit.services.recording import as_json, record_many
from credit.services.sources import record_run
from credit.services.subjects import subjects_of
from enterprises.selectors import Register
from zone_portal.framework.background import hint
from zone_portal.framework.spreadsheets import read_table
from zone_portal.kernel.errors import PortalError

TASK: Final = "credit.read_deliveries"
CHUNK: Final = 2000
Row = tuple[int, Mapping[str, str]]
"""Line number and cells."""


class _Good(NamedTuple):
    enterprise_id: int
    record: NewRecord


def accept(
    *, source: Source, content: bytes, origin: str, by: Actor, at: datetime, name: str = ""
) -> ImportRun:
    """Keep a delivery and have it read soon.

    :raises PortalError: ``file_too_large``; ``credit_delivery_known`` when the same bytes of the
        same source were delivered before (details: id).
    """
    most = settings.CREDIT_DELIVERY_BYTES
    if len(content) > most:
        mega = most // 1_048_576
        raise PortalError(
            "file_too_large", zh=f"文件超过{mega} MB", en=f"the file is larger than {mega} MB"
        )
    digest = hashlib.sha256(content).hexdigest()
    known = ImportRun.objects.filter(source=source, digest=digest).exclude(state="failed").first()
    if known is not None:
        raise PortalError(
            "credit_delivery_known",
            details={"id": known.pk},
            zh="同一来源的同一文件已经导入过。",
            en="The same file of this source was delivered before.",
        )
    with transaction.atomic():
        run = ImportRun.objects.create(
            source=source,
            origin=origin,
            name=name[:200],
            digest=digest,
            content=content,
            by_id=getattr(by, "pk", None),
            by_label=label_of(by)[:128],
            at=at,
        )
        new = {"source": source.code, "digest": digest, "name": name[:200]}
        audit.record("credit.delivered", by=by, on=("credit.import", str(run.pk)), new=new, at=at)
        hint(TASK, queue="default")
    return run


def accept_rows(
    *, source: Source, rows: Sequence[Mapping[str, Any]], origin: str, by: Actor, at: datetime
) -> ImportRun:
    """Keep rows that came as JSON; cells become text."""
    plain = [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows
    ]
    return accept(source=source, content=msgspec.json.encode(plain), origin=origin, by=by, at=at)


def read_deliveries(*, at: datetime) -> int:
    """Read every delivery that waits; returns how many were finished."""
    done = 0
    for pk in ImportRun.objects.filter(state__in=["waiting", "running"]).values_list(
        "pk", flat=True
    ):
        done += read_delivery(import_id=pk, at=at)
    return done


def read_delivery(*, import_id: int, at: datetime) -> bool:
    """Read one delivery to its end; False when another process is at it or it is finished."""
    run = ImportRun.objects.filter(pk=import_id, state__in=["waiting", "running"]).first()
    if run is None or run.content is None:
        return False
    try:
        rows = _rows(bytes(run.content))
    except PortalError as error:
        _fail(run, error, at)
        return True
    begun = run.done
    for start in range(begun, len(rows), CHUNK):
        if not _work_in(import_id, rows, start, at):
            return False
    return _finish(import_id, len(rows), at)


def _rows(content: bytes) -> list[Row]:
    if content[:1] == b"[":
        told = msgspec.json.decode(content, type=list[dict[str, str]])
        return list(enumerate(told, 1))
    table = read_table(
        content,
        COLUMNS,
        required=REQUIRED,
        most_rows=settings.CREDIT_DELIVERY_ROWS,
        most_bytes=settings.CREDIT_DELIVERY_BYTES,
    )
    return [(row.line, row.values) for row in table]


def _work_in(import_id: int, rows: Sequence[Row], start: int, at: datetime) -> bool:
    """One chunk; False when the delivery is not where this process left it."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update(skip_locked=True).select_related("source")
        run = held.filter(pk=import_id, done=start, state__in=["waiting", "running"]).first()
        if run is None:
            return False
        chunk = rows[start : start + CHUNK]
        good, problems = _checked(chunk, run.source, at)
        subjects = subjects_of((row.enterprise_id for row in good), at=at)
        kept = record_many(
            [(subjects[row.enterprise_id].pk, row.record) for row in good],
            source=run.source,
            by=SystemActor(run.by_label),
            at=at,
            delivery=run,
        )
        run.state, run.total, run.done = "running", len(rows), start + len(chunk)
        run.kept += kept
        run.repeated += len(good) - kept
        run.refused += len(chunk) - len(good)
        run.problems = [*run.problems, *problems]
        run.save(
            update_fields=["state", "total", "done", "kept", "repeated", "refused", "problems"]
        )
    return True


def _checked(
    chunk: Sequence[Row], source: Source, at: datetime
) -> tuple[list[_Good], list[dict[str, Any]]]:
    """The good rows of a chunk, and every problem of the others with its line."""
    register = Register()
    register.preload({row.get("subject", "").strip().upper() for _, row in chunk} - {""})
    today, kinds = localtime(at).date(), frozenset(source.record_kinds)
    good: list[_Good] = []
    told: list[dict[str, Any]] = []
    for line, row in chunk:
        record, problems = read_row(row, today=today, kinds=kinds)
        code = row.get("subject", "").strip().upper()
        firm = register.get(code) if code else None
        if firm is None:
            problems = [_unknown(code), *problems]
        if problems or record is None or firm is None:
            told += [{"row": line, **as_json(problem)} for problem in problems]
        else:
            good.append(_Good(firm.id, record))
    return good, told


def _unknown(code: str) -> Problem:
    return Problem(
        "subject",
        "credit_subject_unknown",
        code[:18],
        "没有这个代码的已备案企业",
        "No registered enterprise has this code",
    )


def _finish(import_id: int, total: int, at: datetime) -> bool:
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().select_related("source")
        run = held.get(pk=import_id)
        if run.state not in {"waiting", "running"}:
            return False
        run.state, run.total, run.content, run.finished_at = "done", total, None, at
        run.save(update_fields=["state", "total", "content", "finished_at"])
        outcome = "ok" if not run.refused else "partial"
        record_run(
            source=run.source,
            at=at,
            outcome=outcome if total else "ok",
            read=total,
            kept=run.kept,
            refused=run.refused,
            delivery=run,
        )
    return True


def _fail(run: ImportRun, error: PortalError, at: datetime) -> None:
    problem = {"row": 0, "field": "", "code": error.code, "value": ""}
    with transaction.atomic():
        run.state, run.content, run.finished_at = "failed", None, at
        run.problems = [problem | {"zh": error.text("zh"), "en": error.text("en")}]
        run.save(update_fields=["state", "content", "finished_at", "problems"])
        record_run(source=run.source, at=at, outcome="failed", error=error.code, delivery=run)


def known_columns() -> Iterable[tuple[str, str]]:
    """Column names of a delivery with their Chinese headings."""
    return [(name, headings[0]) for name, headings in COLUMNS.items()]
