"""Reading is a deed too: an official who opens a filing leaves an entry the enterprise can see."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from enterprises.models import Filing
from enterprises.services.filing.steps import ON_TYPE
from enterprises.viewers import Viewer


@transaction.atomic
def note_reading(
    *, filing: Filing, viewer: Viewer, by: User, at: datetime, origin: str = ""
) -> None:
    """Enter in the trail that an official opened the filing (once in ten minutes); its own people
    leave no entry."""
    if viewer.is_official:
        audit.record_view(
            action="filing.read",
            what="filing",
            by=by,
            on=(ON_TYPE, str(filing.pk)),
            details={"version": filing.version},
            at=at,
            origin=origin,
        )
