"""Files of a filing: looked at before they are kept, sealed, read on record."""

import hashlib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.facts import ClientActor
from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from enterprises.models import Attachment, Filing
from enterprises.rules.file_types import ACCEPTED, ending, sniff
from enterprises.selectors_filings import fields_open_to, form_of
from enterprises.services.filing.scanning import INFECTED, scan
from enterprises.services.filing.steps import ON_TYPE, lock_own, must_be_open, unknown
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.framework.vault import vault

LONGEST_NAME: Final = 150
MEGABYTE: Final = 1024 * 1024


def attach(
    *,
    filing_id: int,
    viewer: Viewer,
    field: str,
    name: str,
    content: bytes,
    by: User | ClientActor,
    at: datetime,
    origin: str = "",
) -> Attachment:
    """Keep a file under one requirement of the form, from a person or from a program of the
    enterprise. The same file twice is kept once.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``,
        ``attachment_field_unknown``, ``attachment_empty``, ``attachment_too_large`` (413),
        ``attachment_type_unknown``, ``attachment_type_mismatch`` (its name says otherwise),
        ``attachment_infected``, ``too_many_attachments``, ``scanner_unavailable`` (503).
    """
    shown = name.replace("\\", "/").rpartition("/")[2].strip()[-LONGEST_NAME:] or "file"
    refuse_size(len(content))
    kind = sniff(content)
    if kind is None:
        labels = "、".join(known.label for known in ACCEPTED)
        raise Refusal(
            "attachment_type_unknown",
            415,
            f"“{shown}”不是完整的 {labels} 文件。请重新扫描或导出后上传。",
            f"{shown} is not a whole PDF, PNG, JPEG or OFD file: scan or export it again.",
        )
    if ending(shown) not in kind.endings:
        raise Refusal(
            "attachment_type_mismatch",
            415,
            f"“{shown}”的内容是 {kind.label}，与文件名不符。请改正扩展名后上传。",
            f"{shown} is a {kind.label} file, which its name does not say: rename it.",
            details={"type": kind.media_type},
        )
    scanned = scan(content)  # before any lock: a scanner may take its time
    with transaction.atomic():
        filing = lock_own(filing_id, viewer, by=by)
        must_be_open(filing)
        _refuse_field(filing, field)
        digest = hashlib.sha256(content).hexdigest()
        if scanned.result == INFECTED:
            _note_infected(filing, field, digest, scanned.scanner, by=by, at=at, origin=origin)
        else:
            return _keep(
                Attachment(
                    filing=filing,
                    field=field,
                    name=shown,
                    media_type=kind.media_type,
                    size=len(content),
                    sha256=digest,
                    scan=scanned.result,
                    scanner=scanned.scanner,
                    at=at,
                    by=by if isinstance(by, User) else None,
                    client_id=by.client_id if isinstance(by, ClientActor) else None,
                ),
                content,
                by=by,
                at=at,
                origin=origin,
            )
    raise Refusal(
        "attachment_infected",
        422,
        f"“{shown}”被检出病毒，未保存。请先在本机查杀。",
        f"{shown} is infected and was not kept. Clean your computer first.",
        details={"scanner": scanned.scanner},
    )


@transaction.atomic
def remove(
    *, attachment_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> Filing:
    """Take a file away from the working copy. One that a version names stays for that version.

    :raises Refusal: ``filing_unknown``, ``role_too_weak``, ``filing_not_open``.
    """
    row = _found(attachment_id)
    filing = lock_own(row.filing_id, viewer, by=by)
    must_be_open(filing)
    if row.removed_at is None:
        if _is_named(filing, row):
            row.removed_at = at
            row.save(update_fields=["removed_at"])
        else:
            row.delete()
        audit.record(
            "filing.attachment_removed",
            by=by,
            on=(ON_TYPE, str(filing.pk)),
            new={"field": row.field, "attachment": attachment_id, "sha256": row.sha256},
            at=at,
            origin=origin,
        )
    return filing


@transaction.atomic
def read(
    *, attachment_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> tuple[str, str, bytes]:
    """Name, media type and content. An official reads what a submitted version names, as far as
    the field is meant for the department; the reading stands in the audit trail.

    :raises Refusal: 404 ``filing_unknown``, whatever the reason.
    """
    row = _found(attachment_id)
    filing: Filing | None = (
        Filing.objects.visible_to(viewer).select_related("site").filter(pk=row.filing_id).first()
    )
    if filing is None:
        raise unknown()
    if viewer.is_official and (
        row.field not in fields_open_to(viewer, filing) or not _is_named(filing, row)
    ):
        raise unknown()
    content = vault().open(row.content, _context(filing.pk, row.sha256))
    audit.record(
        "filing.attachment_read",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"field": row.field, "attachment": row.pk},
        at=at,
        origin=origin,
    )
    return row.name, row.media_type, content


def refuse_size(size: int) -> None:
    """Refuse a file by its size alone, before it is read into memory.

    :raises Refusal: ``attachment_empty``, ``attachment_too_large`` (413).
    """
    most = settings.FILING_ATTACHMENT_BYTES
    if not size:
        raise Refusal("attachment_empty", 422, "文件是空的。", "The file is empty.")
    if size > most:
        raise Refusal(
            "attachment_too_large",
            413,
            f"文件 {size / MEGABYTE:.1f} MB，超过 {most // MEGABYTE} MB。"
            "请降低扫描分辨率或分成几个文件。",
            f"The file has {size / MEGABYTE:.1f} MB, more than {most // MEGABYTE} MB: "
            "scan it coarser or split it.",
            details={"size": size, "most": most},
        )


def _refuse_field(filing: Filing, field: str) -> None:
    known = form_of(filing).by_code.get(field)
    if known is None or not known.is_file:
        raise Refusal(
            "attachment_field_unknown",
            422,
            "该备案没有这项材料。",
            "The form does not ask for such a paper.",
            details={"field": field},
        )


def _keep(row: Attachment, content: bytes, *, by: Actor, at: datetime, origin: str) -> Attachment:
    present = Attachment.objects.filter(
        filing=row.filing, field=row.field, removed_at__isnull=True
    ).defer("content")
    same: Attachment | None = present.filter(sha256=row.sha256).first()
    if same is not None:
        return same
    most = settings.FILING_ATTACHMENTS_PER_FIELD
    if present.count() >= most:
        raise Refusal(
            "too_many_attachments",
            409,
            f"每项材料最多 {most} 个文件。",
            f"At most {most} files for one requirement.",
        )
    row.content = vault().sealer(at).seal(content, _context(row.filing_id, row.sha256))
    row.save(force_insert=True)
    audit.record(
        "filing.attached",
        by=by,
        on=(ON_TYPE, str(row.filing_id)),
        new={
            "field": row.field,
            "attachment": row.pk,
            "sha256": row.sha256,
            "size": row.size,
            "scan": row.scan,
        },
        at=at,
        origin=origin,
    )
    return row


def _note_infected(
    filing: Filing,
    field: str,
    digest: str,
    scanner: str,
    *,
    by: Actor,
    at: datetime,
    origin: str,
) -> None:
    """Nothing is kept of an infected file but that somebody sent it."""
    audit.record(
        "filing.attachment_infected",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"field": field, "sha256": digest, "scanner": scanner},
        at=at,
        origin=origin,
    )


def _is_named(filing: Filing, row: Attachment) -> bool:
    return any(
        row.pk in numbers
        for attachments in filing.versions.values_list("attachments", flat=True)
        for numbers in attachments.values()
    )


def _found(attachment_id: int) -> Attachment:
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None:
        raise unknown()
    return row


def _context(filing_id: int, digest: str) -> bytes:
    return f"attachment:{filing_id}:{digest}".encode()
