"""Telling the firms of a return what happened to it, or what they must not miss."""

from datetime import datetime
from typing import Final

from declarations.models import Return
from enterprises.services.notices import notify_members

ROLES: Final = ("administrator", "declarant")


def tell(row: Return, kind: str, zh: str, en: str, *, at: datetime) -> None:
    """Tell administrators and declarants of every firm of a return."""
    number = {"number": row.number}
    for enterprise_id in sorted(row.parties):
        notify_members(
            enterprise_id,
            ROLES,
            kind=kind,
            zh=zh.format_map(number),
            en=en.format_map(number),
            at=at,
            link=f"/returns/{row.id}/",
        )
