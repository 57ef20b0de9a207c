"""Files of articles: looked at before they are kept, sealed, fixed once an article is proposed."""

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from credit.services.supervision.claim_files import shown_name, type_of
from enterprises.services.filing.scanning import INFECTED, scan
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer
from risk.models import Article, ArticleFile
from risk.models.column_querysets import KEEPERS
from risk.rules.matters import DRAFT
from risk.services.matters.core import lock, must_hold, unknown
from zone_portal.framework.vault import vault

MOST_FILES: Final = 10
MEGABYTE: Final = 1024 * 1024
ON_TYPE: Final = "risk.article"


def attach(
    *,
    article_id: int,
    name: str,
    content: bytes,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> ArticleFile:
    """Keep a file with a draft; the same file twice is kept once.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_article_fixed`` (409),
        ``attachment_empty``, ``attachment_too_large`` (413), ``attachment_type_unknown``,
        ``attachment_type_mismatch`` (415), ``attachment_infected`` (422),
        ``too_many_attachments`` (409), ``scanner_unavailable`` (503).
    """
    shown = shown_name(name)
    media_type = type_of(shown, content)
    scanned = scan(content)  # before any lock: a scanner may take its time
    row = ArticleFile(
        name=shown,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan=scanned.result,
        scanner=scanned.scanner,
        at=at,
        by=by,
    )
    with transaction.atomic():
        row.article = _draft(article_id, viewer, by, at)
        if scanned.result != INFECTED:
            return _keep(row, content, by=by, at=at, origin=origin)
        _note(row, "file_infected", {"sha256": row.sha256}, by, at, origin)
    raise Refusal(
        "attachment_infected",
        422,
        f"“{shown}”被检出病毒，未保存。请先在本机查杀。",
        f"{shown} is infected and was not kept. Clean your computer first.",
        details={"scanner": scanned.scanner},
    )


@transaction.atomic
def remove(
    *,
    article_id: int,
    file_id: int,
    viewer: Viewer,
    by: User,
    at: datetime,
    origin: str = "",
) -> Article:
    """Take a file away from a draft.

    :raises Refusal: ``risk_matter_unknown``, ``risk_not_yours``, ``risk_article_fixed``.
    """
    article = _draft(article_id, viewer, by, at)
    row = ArticleFile.objects.filter(article=article, pk=file_id).first()
    if row is None:
        raise unknown()
    _note(row, "file_removed", {"sha256": row.sha256}, by, at, origin)
    row.delete()
    return article


@transaction.atomic
def read(
    *, article_id: int, file_id: int, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> tuple[str, str, bytes]:
    """Name, media type and content, for those who keep the column; it stands in the audit trail.

    :raises Refusal: 404 ``risk_matter_unknown``.
    """
    rows = ArticleFile.objects.visible_to(viewer).select_related("article")
    row: ArticleFile | None = rows.filter(article_id=article_id, pk=file_id).first()
    if row is None:
        raise unknown()
    _note(row, "file_read", {"file": row.pk}, by, at, origin)
    return _opened(row)


def read_public(*, number: str, file_id: int) -> tuple[str, str, bytes]:
    """Name, media type and content of a file of a published article, for anybody.

    :raises Refusal: 404 ``risk_matter_unknown``, also once the article was withdrawn.
    """
    rows = ArticleFile.objects.all().told().select_related("article")
    row: ArticleFile | None = rows.filter(article__number=number, pk=file_id).first()
    if row is None:
        raise unknown()
    return _opened(row)


def _draft(article_id: int, viewer: Viewer, by: User, at: datetime) -> Article:
    article = lock(Article, article_id, viewer)
    must_hold(by, departments=KEEPERS, at=at)
    if article.status != DRAFT:
        raise Refusal(
            "risk_article_fixed",
            409,
            "已提请或已发布的信息不能修改；可退回后修改，或撤下后另行发布。",
            "What was proposed or published does not change: send it back, or publish another.",
        )
    return article


def _keep(row: ArticleFile, content: bytes, *, by: User, at: datetime, origin: str) -> ArticleFile:
    present = ArticleFile.objects.filter(article=row.article).defer("content")
    same: ArticleFile | None = present.filter(sha256=row.sha256).first()
    if same is not None:
        return same
    if present.count() >= MOST_FILES:
        raise Refusal(
            "too_many_attachments",
            409,
            f"每条预警信息最多 {MOST_FILES} 个附件。",
            f"At most {MOST_FILES} files for one article.",
        )
    row.content = vault().sealer(at).seal(content, _context(row))
    row.save(force_insert=True)
    told = {"file": row.pk, "sha256": row.sha256, "size": row.size, "scan": row.scan}
    _note(row, "file_attached", told, by, at, origin)
    return row


def _opened(row: ArticleFile) -> tuple[str, str, bytes]:
    return row.name, row.media_type, vault().open(row.content, _context(row))


def _context(row: ArticleFile) -> bytes:
    return f"risk-article:{row.article_id}:{row.sha256}".encode()


def _note(  # noqa: PLR0917  one line of the trail
    row: ArticleFile, name: str, new: dict[str, object], by: User, at: datetime, origin: str
) -> None:
    on = (ON_TYPE, str(row.article_id))
    audit.record(f"risk_article.{name}", by=by, on=on, new=new, at=at, origin=origin)
