"""A file of documents: taken in, checked by a worker, sent when its owner says so."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import zstandard
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.utils import Error as DatabaseFailure
from django.utils.timezone import localtime

from accounts.models import User
from accounts.services import audit
from declarations.entry_states import CHECKED, CHECKING, JOB, REFUSED, SENDING, SENT, WAITING
from declarations.facts import PAGE, Sender
from declarations.models import EntryJob
from declarations.services.entry.judging import judge, to_lines
from declarations.services.intake import receive
from declarations.services.sources import MAX_LINES, NDJSON
from declarations.sheets.checking import MOST_COLUMNS, Checked, check_file
from declarations.sheets.layout import layout_of
from declarations.sheets.sealing import open_packed, seal_packed
from enterprises.constants import APPROVED
from enterprises.facts import EnterpriseFacts
from enterprises.models import Enterprise
from enterprises.selectors import facts_of
from zone_portal.framework.background import hint
from zone_portal.framework.failures import place_of
from zone_portal.framework.processes import without_collecting
from zone_portal.framework.sheet_cells import Limits
from zone_portal.kernel.errors import PortalError

log = logging.getLogger(__name__)

TASK: Final = "declarations.entry"
STALE: Final = timedelta(minutes=2)
"""A worker that has said nothing for so long is gone; its file is taken up again."""
MOST_ATTEMPTS: Final = 3
LONGEST_NAME: Final = 120


def limits() -> Limits:
    """How large a file may be."""
    return Limits(
        size=settings.ENTRY_SHEET_BYTES,
        unpacked=settings.ENTRY_UNPACKED_BYTES,
        rows=settings.ENTRY_ROWS_AT_MOST,
        columns=MOST_COLUMNS,
    )


@transaction.atomic
def take_file(
    *,
    content: bytes,
    name: str,
    kind: str,
    enterprise: EnterpriseFacts,
    by: User,
    at: datetime,
    origin: str = "",
) -> EntryJob:
    """Keep an uploaded file, sealed, and have it checked. It is read by the worker only.

    :raises PortalError: ``file_too_large``, ``kind_unknown``.
    """
    if len(content) > settings.ENTRY_SHEET_BYTES:
        mega = settings.ENTRY_SHEET_BYTES // 1_048_576
        raise PortalError(
            "file_too_large", zh=f"文件超过{mega} MB", en=f"the file is larger than {mega} MB"
        )
    job = EntryJob(
        enterprise_id=enterprise.id,
        user_id=by.pk,
        kind=layout_of(kind).kind.code,
        name=name[-LONGEST_NAME:],
        size=len(content),
        state=WAITING,
        created_at=at,
    )
    job.save(force_insert=True)
    job.file = seal_packed(content, job.pk, "file", at=at)
    job.save(update_fields=["file"])
    new = {"kind": kind, "size": len(content), "enterprise": enterprise.code}
    audit.record(
        "entry.file_taken", by=by, on=("entry_job", str(job.pk)), new=new, at=at, origin=origin
    )
    hint(TASK, queue="default")
    return job


@transaction.atomic
def ask_to_send(*, job_id: int, by: User, at: datetime, origin: str = "") -> EntryJob:
    """Have the good documents of a checked file sent; the caller has seen that it is their own.

    :raises PortalError: ``transition_refused``, ``nothing_to_send``, ``sender_not_approved``.
    """
    job: EntryJob = EntryJob.objects.select_for_update().get(pk=job_id)
    JOB.check(job.state, SENDING)
    if not job.good:
        raise PortalError(
            "nothing_to_send",
            zh="没有合格的单证可以报送",
            en="there is no good document to send",
        )
    _sender(job)
    job.state, job.taken_at, job.attempts, job.progress = SENDING, None, 0, 0
    job.save(update_fields=["state", "taken_at", "attempts", "progress"])
    audit.record(
        "entry.file_sent",
        by=by,
        on=("entry_job", str(job.pk)),
        new={"kind": job.kind, "documents": job.good},
        at=at,
        origin=origin,
    )
    hint(TASK, queue="default")
    return job


def is_due(*, at: datetime) -> bool:
    """Whether a file waits to be checked or sent."""
    return bool(_due(at).exists())


def work(*, at: datetime) -> int:
    """Check and send what is due, one file after the other; returns how many."""
    done = 0
    while (job := _claim(at)) is not None:
        with without_collecting():
            _check(job, at) if job.state == CHECKING else _send(job, at)
        done += 1
    return done


def clear_old(*, at: datetime) -> int:
    """Empty what is kept of files that have grown old; returns how many."""
    old = EntryJob.objects.filter(created_at__lt=at - settings.ENTRY_KEPT)
    return int(
        old.exclude(file=None, ready=None, failed=None, problems=None).update(
            file=None, ready=None, failed=None, problems=None
        )
    )


def _due(at: datetime) -> Any:
    free = Q(taken_at=None) | Q(taken_at__lt=at - STALE)
    return EntryJob.objects.filter(Q(state=WAITING) | Q(state__in=(CHECKING, SENDING)) & free)


@transaction.atomic
def _claim(at: datetime) -> EntryJob | None:
    job: EntryJob | None = _due(at).select_for_update(skip_locked=True).order_by("id").first()
    if job is None:
        return None
    if job.state == WAITING:
        JOB.check(job.state, CHECKING)
        job.state = CHECKING
    job.taken_at, job.attempts = at, job.attempts + 1
    job.save(update_fields=["state", "taken_at", "attempts"])
    return job


def _check(job: EntryJob, at: datetime) -> None:
    began = time.monotonic()
    try:
        if job.attempts > MOST_ATTEMPTS:
            raise _failed()
        sender = _sender(job)
        content = open_packed(job.file or b"", job.pk, "file")
        checked = check_file(
            content,
            layout_of(job.kind),
            limits(),
            at=localtime(at),
            to_lines=to_lines,
            judge=lambda lines: judge(lines, by=sender, at=at),
            told=lambda done, total: _tell(job, done, total, began, at),
        )
    except PortalError as refusal:
        _refuse(job, refusal, at)
        return
    except DatabaseFailure:
        raise  # it is taken up again when the database is back
    except Exception as error:  # noqa: BLE001  whoever sent the file must hear of it
        log.error("entry %s: %s at %s", job.pk, type(error).__name__, place_of(error))
        _refuse(job, _failed(), at)
        return
    _keep(job, checked, at)
    job.seconds = time.monotonic() - began
    _finish(job, CHECKING, CHECKED, at, fields=["seconds", *KEPT])


def _failed() -> PortalError:
    return PortalError(
        "sheet_failed",
        zh="平台未能检查完这个文件，请用本页模板另存或拆小后重传",
        en="the file could not be checked: save it from the template here, or split it, and try "
        "again",
    )


def _refuse(job: EntryJob, refusal: PortalError, at: datetime) -> None:
    job.refusal = {
        "code": refusal.code,
        "zh": refusal.text("zh-hans"),
        "en": refusal.text("en"),
    }
    _finish(job, CHECKING, REFUSED, at, fields=["refusal"])


KEPT: Final = (
    "total",
    "rows",
    "good_rows",
    "good",
    "errors",
    "warnings",
    "summary",
    "ready",
    "failed",
    "problems",
)


def _keep(job: EntryJob, checked: Checked, at: datetime) -> None:
    job.total, job.progress = checked.total, checked.total
    job.good, job.good_rows = len(checked.good), checked.good_rows
    job.rows = checked.good_rows + len(checked.failed)
    job.errors = checked.errors
    job.warnings = len(checked.problems) - checked.errors
    job.summary = {"columns": checked.by_column, "unknown": list(checked.table.unknown)}
    job.ready = seal_packed(b"\n".join(checked.good), job.pk, "ready", at=at)
    kept = [list(checked.table.headings), checked.failed_cells()]
    job.failed = seal_packed(msgspec.msgpack.encode(kept), job.pk, "failed", at=at)
    job.problems = zstandard.ZstdCompressor(level=1).compress(
        msgspec.msgpack.encode(checked.problems)
    )


def _send(job: EntryJob, at: datetime) -> None:
    """Send in messages of ``MAX_LINES``; what an earlier attempt sent is not sent again, and what
    it left half done is answered as a duplicate."""
    sender = _sender(job)
    lines = open_packed(job.ready or b"", job.pk, "ready").split(b"\n")
    for start in range(len(job.submissions) * MAX_LINES, len(lines), MAX_LINES):
        body = b"\n".join(lines[start : start + MAX_LINES])
        received = receive([body], content_type=NDJSON, announced=len(body), by=sender, at=at)
        job.submissions = [*job.submissions, received.submission.id]
        job.progress = min(start + MAX_LINES, len(lines))
        job.save(update_fields=["submissions", "progress"])
    job.sent_at = at
    _finish(job, SENDING, SENT, at, fields=["sent_at", "ready"], ready=None)


def _finish(
    job: EntryJob, source: str, target: str, at: datetime, *, fields: Sequence[str], **values: Any
) -> None:
    JOB.check(source, target)
    for name, value in values.items():
        setattr(job, name, value)
    job.state, job.taken_at = target, None
    if target == CHECKED:
        job.checked_at = at
    job.save(update_fields=["state", "taken_at", "checked_at", "progress", *fields])


def _tell(job: EntryJob, done: int, total: int, began: float, at: datetime) -> None:
    """Show how far it is, and that somebody is still at it."""
    now = at + timedelta(seconds=time.monotonic() - began)
    EntryJob.objects.filter(pk=job.pk).update(progress=done, total=total, taken_at=now)


def _sender(job: EntryJob) -> Sender:
    row = Enterprise.objects.filter(pk=job.enterprise_id, status=APPROVED).first()
    if row is None:
        raise PortalError(
            "sender_not_approved",
            zh="报送企业目前不是已备案状态",
            en="the sending enterprise is not approved at present",
        )
    return Sender(enterprise=facts_of(row), channel=PAGE, user_id=job.user_id)
