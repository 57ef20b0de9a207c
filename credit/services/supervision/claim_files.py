"""Papers of a claim: looked at before they are kept, sealed, read on record."""

import hashlib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import audit
from accounts.services.audit import Actor
from credit.models import Claim, ClaimFile
from credit.services.supervision.claims import lock_draft
from credit.services.supervision.common import claim_unknown
from enterprises.rules.file_types import ACCEPTED, ending, sniff
from enterprises.services.filing.scanning import INFECTED, scan
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from zone_portal.framework.vault import vault

LONGEST_NAME: Final = 150
MEGABYTE: Final = 1024 * 1024
MOST_FILES: Final = 10
ON_TYPE: Final = "credit.claim"


def attach(
    *,
    claim_id: int,
    name: str,
    content: bytes,
    viewer: Viewer,
    by: Actor,
    at: datetime,
    origin: str = "",
) -> ClaimFile:
    """Keep a paper with a draft; the same file twice is kept once.

    :raises Refusal: ``credit_claim_unknown``, ``credit_role_too_weak``, ``credit_claim_sent``,
        ``attachment_empty``, ``attachment_too_large`` (413), ``attachment_type_unknown``,
        ``attachment_type_mismatch`` (415), ``attachment_infected`` (422),
        ``too_many_attachments`` (409), ``scanner_unavailable`` (503).
    """
    shown = shown_name(name)
    media_type = type_of(shown, content)
    scanned = scan(content)  # before any lock: a scanner may take its time
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        claim = lock_draft(claim_id, viewer, by=by)
        if scanned.result != INFECTED:
            return _keep(
                ClaimFile(
                    claim=claim,
                    name=shown,
                    media_type=media_type,
                    size=len(content),
                    sha256=digest,
                    scan=scanned.result,
                    scanner=scanned.scanner,
                    at=at,
                    by=by if isinstance(by, User) else None,
                ),
                content,
                by=by,
                at=at,
                origin=origin,
            )
        _audit("credit_claim.file_infected", claim, {"sha256": digest}, by, at, origin)
    raise Refusal(
        "attachment_infected",
        422,
        f"“{shown}”被检出病毒，未保存。请先在本机查杀。",
        f"{shown} is infected and was not kept. Clean your computer first.",
        details={"scanner": scanned.scanner},
    )


@transaction.atomic
def remove(*, file_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = "") -> Claim:
    """Take a paper away from a draft.

    :raises Refusal: as :func:`attach`.
    """
    row = ClaimFile.objects.visible_to(viewer).filter(pk=file_id).first()
    if row is None:
        raise claim_unknown()
    claim = lock_draft(row.claim_id, viewer, by=by)
    digest = row.sha256
    row.delete()
    _audit("credit_claim.file_removed", claim, {"sha256": digest}, by, at, origin)
    return claim


@transaction.atomic
def read(
    *, file_id: int, viewer: Viewer, by: Actor, at: datetime, origin: str = ""
) -> tuple[str, str, bytes]:
    """Name, media type and content; the reading stands in the audit trail.

    :raises Refusal: 404 ``credit_claim_unknown``, whatever the reason.
    """
    row = ClaimFile.objects.visible_to(viewer).select_related("claim").filter(pk=file_id).first()
    if row is None:
        raise claim_unknown()
    content = vault().open(row.content, _context(row))
    _audit("credit_claim.file_read", row.claim, {"file": row.pk}, by, at, origin)
    return row.name, row.media_type, content


def shown_name(name: str) -> str:
    """A file's name without its folders."""
    return name.replace("\\", "/").rpartition("/")[2].strip()[-LONGEST_NAME:] or "file"


def type_of(shown: str, content: bytes) -> str:
    """The media type of a paper, by its content.

    :raises Refusal: what :func:`attach` raises of size and kind.
    """
    most = settings.FILING_ATTACHMENT_BYTES
    if not content:
        raise Refusal("attachment_empty", 422, "文件是空的。", "The file is empty.")
    if len(content) > most:
        raise Refusal(
            "attachment_too_large",
            413,
            f"文件 {len(content) / MEGABYTE:.1f} MB，超过 {most // MEGABYTE} MB。",
            f"The file has {len(content) / MEGABYTE:.1f} MB, more than {most // MEGABYTE} MB.",
            details={"size": len(content), "most": most},
        )
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
    return kind.media_type


def _keep(row: ClaimFile, content: bytes, *, by: Actor, at: datetime, origin: str) -> ClaimFile:
    present = ClaimFile.objects.filter(claim=row.claim).defer("content")
    same: ClaimFile | None = present.filter(sha256=row.sha256).first()
    if same is not None:
        return same
    if present.count() >= MOST_FILES:
        raise Refusal(
            "too_many_attachments",
            409,
            f"每份申请最多 {MOST_FILES} 个文件。",
            f"At most {MOST_FILES} files for one claim.",
        )
    row.content = vault().sealer(at).seal(content, _context(row))
    row.save(force_insert=True)
    told = {"file": row.pk, "sha256": row.sha256, "size": row.size, "scan": row.scan}
    _audit("credit_claim.file_attached", row.claim, told, by, at, origin)
    return row


def _context(row: ClaimFile) -> bytes:
    return f"credit-claim:{row.claim_id}:{row.sha256}".encode()


def _audit(  # noqa: PLR0917  one line of the trail
    action: str, claim: Claim, new: dict[str, object], by: Actor, at: datetime, origin: str
) -> None:
    audit.record(action, by=by, on=(ON_TYPE, str(claim.pk)), new=new, at=at, origin=origin)
