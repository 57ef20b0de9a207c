"""Reading sites, organisations and postings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import Posting, User


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """One posting in force: where, for which department, as what."""

    organisation: str
    department: str
    role: str
    site: str
    site_path: str


def postings_of(user: User, *, on: date | None = None) -> Sequence[PostingFacts]:
    """The postings a person holds on ``on`` (default: today), of active organisations."""
    day = on or timezone.localdate()
    rows = Posting.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=day),
        user_id=user.pk,
        from_date__lte=day,
        organisation__active=True,
    ).values_list(
        "organisation__code",
        "organisation__department",
        "role",
        "organisation__site__code",
        "organisation__site__path",
    )
    return [PostingFacts(*row) for row in rows.order_by("id")]
