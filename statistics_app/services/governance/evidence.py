"""Papers that prove a figure or a deed: looked at before they are kept, sealed, read on record."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from accounts.constants import HUB
from accounts.models import User
from accounts.selectors import postings_of
from accounts.services import audit
from credit.services.supervision.claim_files import shown_name, type_of
from enterprises.services.filing.scanning import INFECTED, scan
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from statistics_app.models import Evidence
from statistics_app.services.governance.common import found
from zone_portal.framework.vault import vault


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was handed in."""

    name: str
    content: bytes


def keep(paper: Paper | None, *, by: User, at: datetime, origin: str = "") -> Evidence | None:
    """Keep a paper for the site of its sender; no paper gives None.

    :raises Refusal: ``attachment_empty``, ``attachment_too_large`` (413),
        ``attachment_type_unknown``, ``attachment_type_mismatch`` (415), ``attachment_infected``
        (422), ``scanner_unavailable`` (503).
    """
    if paper is None:
        return None
    shown = shown_name(paper.name)
    media_type = type_of(shown, paper.content)
    scanned = scan(paper.content)
    if scanned.result == INFECTED:
        raise Refusal(
            "attachment_infected",
            422,
            f"“{shown}”被检出病毒，未保存。请先在本机查杀。",
            f"{shown} is infected and was not kept. Clean your computer first.",
            details={"scanner": scanned.scanner},
        )
    digest = hashlib.sha256(paper.content).hexdigest()
    sites = [posting.site for posting in postings_of(by)]
    row = Evidence(
        site_id=HUB if HUB in sites or not sites else sites[0],
        name=shown,
        media_type=media_type,
        size=len(paper.content),
        sha256=digest,
        content=vault().sealer(at).seal(paper.content, _context(digest)),
        scan=scanned.result,
        scanner=scanned.scanner,
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    audit.record(
        "statistics_evidence.kept",
        by=by,
        on=("statistics.evidence", str(row.pk)),
        new={"sha256": digest, "size": row.size, "scan": row.scan},
        at=at,
        origin=origin,
    )
    return row


def read(
    *, evidence_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> tuple[str, str, bytes]:
    """Name, media type and content; the reading stands in the audit trail.

    :raises Refusal: 404 ``statistics_unknown``.
    """
    row: Evidence = found(Evidence.objects.visible_to(viewer), evidence_id, lock=False)
    audit.record(
        "statistics_evidence.read",
        by=by,
        on=("statistics.evidence", str(row.pk)),
        new={"sha256": row.sha256},
        at=at,
        origin=origin,
    )
    return row.name, row.media_type, vault().open(row.content, _context(row.sha256))


def _context(digest: str) -> bytes:
    return f"statistics-evidence:{digest}".encode()
