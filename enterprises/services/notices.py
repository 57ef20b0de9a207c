"""Telling the people of an enterprise, or the officials in charge of a site, what happened."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.selectors import officials_in_charge
from accounts.services.notices import notify_all, notify_each
from enterprises.models import Member
from zone_portal.kernel.rules import Text


def notify_members(
    enterprise_id: int,
    roles: Iterable[str],
    *,
    kind: str,
    zh: str,
    en: str,
    at: datetime,
    link: str = "",
) -> int:
    """Tell the members in one of these roles; no roles means every member. Returns how many."""
    return notify_firms({enterprise_id: (zh, en)}, roles, kind=kind, at=at, link=link)


def notify_firms(
    words: Mapping[int, Text],
    roles: Iterable[str],
    *,
    kind: str,
    at: datetime,
    link: str = "",
) -> int:
    """Tell the members of many firms, each firm in its own words (by enterprise id), with one
    query; no roles means every member. Returns how many were told."""
    members = Member.objects.filter(enterprise_id__in=words, user__is_active=True)
    wanted = tuple(roles)
    if wanted:
        members = members.filter(role__in=wanted)
    rows = members.order_by("id").values_list("user_id", "enterprise_id")
    told = dict.fromkeys(rows)
    return len(
        notify_each(((user, *words[firm]) for user, firm in told), kind=kind, at=at, link=link)
    )


def notify_officials(
    site_path: str,
    roles: Iterable[str],
    *,
    kind: str,
    zh: str,
    en: str,
    at: datetime,
    department: str = "",
    link: str = "",
) -> int:
    """Tell the officials whose postings cover the site at this path (see
    ``accounts.selectors.officials_in_charge``). Returns how many."""
    ids = officials_in_charge(site_path, roles, department=department, at=at)
    return len(notify_all(ids, kind=kind, zh=zh, en=en, at=at, link=link))
