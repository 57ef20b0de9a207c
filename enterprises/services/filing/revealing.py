"""Personal values of a filing in the clear: for officials in charge, with a reason, on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from enterprises.models import Filing
from enterprises.selectors_filings import fields_open_to, personal_of, version_of
from enterprises.services.filing.steps import ON_TYPE, unknown
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer

SHORTEST_REASON: Final = 4
LONGEST_REASON: Final = 200


@transaction.atomic
def reveal(
    *,
    filing_id: int,
    viewer: Viewer,
    by: User,
    reason: str,
    at: datetime,
    version: int | None = None,
    fields: Sequence[str] = (),
    origin: str = "",
) -> dict[str, Any]:
    """The personal values of a version (default: the newest) that this viewer may see, by field
    code; with ``fields`` only those. The audit entry names fields and reason, never a value.

    :raises Refusal: ``filing_unknown``, ``reason_missing``.
    """
    given = reason.strip()
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        raise Refusal(
            "reason_missing",
            422,
            "请写明查看个人信息的事由（4 至 200 字）。",
            "State why you need to see personal data (4 to 200 characters).",
        )
    filing = Filing.objects.visible_to(viewer).filter(pk=filing_id).first()
    row = version_of(filing, version) if filing is not None else None
    if filing is None or row is None:
        raise unknown()
    allowed = (
        fields_open_to(viewer, filing)
        if viewer.is_official
        else frozenset(code for code in personal_of(row))
    )
    shown = {
        code: value
        for code, value in personal_of(row).items()
        if code in allowed and (not fields or code in fields)
    }
    audit.record(
        "reveal_personal",
        by=by,
        on=(ON_TYPE, str(filing.pk)),
        new={"version": row.version, "fields": sorted(shown), "reason": given},
        at=at,
        origin=origin,
    )
    return shown
