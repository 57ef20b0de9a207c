"""Reading sites, organisations and postings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Notice, Posting, User

MOST_COUNTED = 99
"""The bell counts no further: nobody tells 99 from 200."""


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
    rows = postings_in_force(day).filter(user_id=user.pk)
    facts = rows.values_list(
        "organisation__code",
        "organisation__department",
        "role",
        "organisation__site__code",
        "organisation__site__path",
    )
    return [PostingFacts(*row) for row in facts.order_by("id")]


def postings_in_force(day: date) -> QuerySet[Posting]:
    """The postings held on ``day``, of active organisations."""
    return Posting.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=day),
        from_date__lte=day,
        organisation__active=True,
    )


def officials_in_charge(
    site_path: str, roles: Iterable[str], *, at: datetime, department: str = ""
) -> list[int]:
    """Ids of the active officials in one of these roles whose site is the one at ``site_path`` or
    above it; of one department where it is named."""
    codes = [code for code in site_path.split("/") if code]
    rows = postings_in_force(timezone.localdate(at)).filter(
        role__in=tuple(roles), organisation__site__code__in=codes, user__is_active=True
    )
    if department:
        rows = rows.filter(organisation__department=department)
    return sorted(set(rows.values_list("user_id", flat=True)))


def notices_of(user: User) -> QuerySet[Notice]:
    """A person's own notices."""
    return Notice.objects.filter(user_id=user.pk)


def unread_notices(user: User) -> int:
    """How many notices wait for this person, at most ``MOST_COUNTED``: one cheap query."""
    return notices_of(user).filter(read_at__isnull=True)[:MOST_COUNTED].count()
