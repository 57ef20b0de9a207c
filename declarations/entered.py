"""What a person has entered by hand, read for its pages: files, forms, templates."""

from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard
from django.db.models import Count, Q, Sum

from declarations.entry_states import DRAFT, SENT, TEMPLATE
from declarations.models import EntryDraft, EntryJob, Submission
from declarations.models.columns import TABLES
from declarations.sheets.problems import RowProblem
from declarations.sheets.sealing import open_packed
from enterprises.viewers import Viewer

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Entries:
    """The newest of everything that a person entered."""

    files: list[EntryJob]
    drafts: list[EntryDraft]
    templates: list[EntryDraft]
    sent: list[EntryDraft]


def entries_of(viewer: Viewer, user_id: int) -> Entries:
    """What the hub lists (four queries)."""
    jobs = EntryJob.objects.visible_to(viewer, user_id=user_id)
    drafts = EntryDraft.objects.visible_to(viewer, user_id=user_id).defer("content")

    def newest(state: str) -> list[EntryDraft]:
        return list(drafts.filter(state=state).order_by("-saved_at")[:MOST_LISTED])

    heavy = ("file", "ready", "failed", "problems")
    return Entries(
        files=list(jobs.defer(*heavy).order_by("-id")[:MOST_LISTED]),
        drafts=newest(DRAFT),
        templates=newest(TEMPLATE),
        sent=newest(SENT),
    )


def file_of(viewer: Viewer, user_id: int, pk: int) -> EntryJob | None:
    """A person's own file, or None."""
    rows = EntryJob.objects.visible_to(viewer, user_id=user_id)
    found: EntryJob | None = rows.defer("file", "ready", "failed").filter(pk=pk).first()
    return found


def verdicts_on(job: EntryJob) -> dict[str, int]:
    """How many documents of a sent file were accepted, rejected, known already; ``refused`` counts
    its messages that could not be read."""
    rows = Submission.objects.filter(id__in=job.submissions, enterprise_id=job.enterprise_id)
    found = rows.aggregate(
        accepted=Sum("accepted", default=0),
        rejected=Sum("rejected", default=0),
        duplicate=Sum("duplicate", default=0),
        refused=Count("id", filter=Q(refusal__isnull=False)),
    )
    return {name: int(count) for name, count in found.items()}


def form_of(viewer: Viewer, user_id: int, pk: int) -> EntryDraft | None:
    """A person's own form or template, or None."""
    rows = EntryDraft.objects.visible_to(viewer, user_id=user_id)
    found: EntryDraft | None = rows.filter(pk=pk).first()
    return found


def sender_of(noun: str, document_id: int, viewer: Viewer) -> int | None:
    """Who sent a document that the viewer may read whole, or None."""
    model: Any = TABLES[noun]
    rows = model.objects.open_to(viewer).filter(id=document_id)
    found: int | None = rows.values_list("sender_id", flat=True).first()
    return found


def problems_in(job: EntryJob) -> list[RowProblem]:
    """Every finding of a checked file, by row and column; nothing once the file is emptied."""
    if not job.problems:
        return []
    packed = zstandard.ZstdDecompressor().decompress(bytes(job.problems))
    return msgspec.msgpack.decode(packed, type=list[RowProblem])


def failed_in(job: EntryJob) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Heading and failed rows of a checked file as they stood in it.

    :raises PortalError: ``key_erased``.
    """
    if not job.failed:
        return [], []
    kept: Any = msgspec.msgpack.decode(open_packed(job.failed, job.pk, "failed"))
    return kept[0], [(row, cells) for row, cells in kept[1]]
