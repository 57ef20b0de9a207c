"""Showing personal data in the clear: only to who may read the document whole, with a reason."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from declarations.messages.catalogue import KINDS
from declarations.messages.record import PERSONAL
from declarations.models.columns import TABLES
from declarations.personal_tokens import ID_NUMBER, person_of, token_of, told_as
from declarations.stored import personal_values
from enterprises.viewers import Viewer
from zone_portal.kernel.errors import PortalError

SHORTEST_REASON = 4
LONGEST_REASON = 200


class RevealRefusedError(PortalError):
    """The document is not the person's to read, or no reason was given."""


def reveal(
    *,
    noun: str,
    document_id: int,
    viewer: Viewer,
    by: User,
    reason: str,
    at: datetime,
    origin: str = "",
) -> dict[str, str]:
    """The personal elements of a document in the clear, by official element name.

    The audit entry names document, elements and reason, never a value; it is committed before
    anything is shown. Who did not send the document gets a personal token for the ID number.

    :raises RevealRefusedError: ``reveal_not_found`` or ``reveal_reason_missing``.
    """
    model: Any = TABLES[noun]
    row = model.objects.open_to(viewer).filter(id=document_id).first()
    if row is None:
        raise RevealRefusedError("reveal_not_found", zh="没有找到。", en="Not found.")
    given = reason.strip()
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        raise RevealRefusedError(
            "reveal_reason_missing",
            zh="请写明查看个人信息的事由（4 至 200 字）。",
            en="State why you need to see personal data (4 to 200 characters).",
        )
    values = personal_values(row.kind, row.id, row.personal)
    reader = told_as(viewer, row.sender_id, row.parties)
    if reader is not None:
        values |= {
            name: token_of(reader, person_of(value))
            for name, value in values.items()
            if PERSONAL[name] == ID_NUMBER
        }
    with transaction.atomic():
        audit.record(
            "reveal_personal",
            by=by,
            on=(noun, str(row.id)),
            new={"kind": row.kind, "elements": sorted(values), "reason": given},
            at=at,
            origin=origin,
        )
    return {name: values[name] for name in KINDS[row.kind].head_elements if name in values}
