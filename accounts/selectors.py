"""Reading sites, postings and notices."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.constants import SITE_SERVICES
from accounts.facts import Authority, PostingFacts
from accounts.models import Notice, Organisation, Posting, Site, User
from accounts.zones import SiteFacts, current

MOST_COUNTED = 99
"""The bell counts no further: nobody tells 99 from 200."""


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


def authority_of(user: Any) -> Authority:
    """What a request's user may do as an official; nothing for anybody else."""
    if not isinstance(user, User) or not user.is_official or not user.is_active:
        return Authority()
    return Authority(tuple(postings_of(user)))


def services_of(site: Site) -> tuple[str, ...]:
    """The services an enterprise of this site is offered: the site's own list, where that is
    empty the one of the site above, and everything where no site above says anything."""
    listed = list(site.services)
    if not listed and site.parent_id:
        above = [code for code in site.path.split("/") if code][:-1]
        rows = Site.objects.filter(code__in=above).exclude(services=[]).order_by("-path")
        listed = rows.values_list("services", flat=True).first() or []
    return tuple(listed) or all_services()


def all_services() -> tuple[str, ...]:
    """Every service there is in this zone."""
    general = tuple(code for code, _ in SITE_SERVICES)
    return general + tuple(service.code for service in current().services)


def open_sites() -> QuerySet[Site]:
    """Sites that take filings, in the order of the tree."""
    return Site.objects.filter(status="open")


def configured_site(code: str) -> SiteFacts | None:
    """What the zone's configuration says of a site, or None for one that was made here."""
    return next((site for site in current().sites if site.code == code), None)


def staff_of(site: Site) -> QuerySet[Posting]:
    """The postings in force at a site itself, by organisation and name."""
    rows = postings_in_force(timezone.localdate()).filter(organisation__site__code=site.code)
    return rows.select_related("user", "organisation").order_by(
        "organisation__code", "user__username", "role"
    )


def postings_at(office: Organisation) -> QuerySet[Posting]:
    """All postings of an organisation, those in force first, then the newest ended ones."""
    rows = Posting.objects.filter(organisation=office).select_related("user")
    return rows.order_by(F("to_date").desc(nulls_first=True), "user__username", "role")


def staff_counts() -> dict[int, int]:
    """How many people serve in each organisation today, by its id."""
    rows = postings_in_force(timezone.localdate()).values_list("organisation_id")
    return dict(rows.annotate(people=Count("user_id", distinct=True)).order_by())


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
