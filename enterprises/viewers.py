"""Who is looking: the enterprises a user or client acts for, or an official of some sites."""

from dataclasses import dataclass
from typing import Any

from accounts.constants import HUB
from accounts.selectors import postings_of
from enterprises.models import Enterprise, Member
from enterprises.models.querysets import within

HUB_PATH = f"/{HUB}/"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose documents someone may see.

    ``own_ids`` are the enterprises someone acts for, ``enterprise_ids`` all whose documents may be
    read (for an official those of the subtree). An official of the hub sees all. ``site_paths``
    are the roots of an official's subtrees, ``departments`` and ``roles`` what the postings say.
    """

    enterprise_ids: tuple[int, ...] = ()
    sees_all: bool = False
    own_ids: tuple[int, ...] = ()
    is_official: bool = False
    site_paths: tuple[str, ...] = ()
    departments: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def viewer_for(user: Any) -> Viewer:
    """The viewer behind a request's user: an API client, a member of enterprises, an official.

    Anyone else (anonymous, a person without a membership, an official without a posting) sees
    nothing.
    """
    enterprise = getattr(user, "enterprise", None)
    if enterprise is not None:
        return Viewer((enterprise.id,), own_ids=(enterprise.id,))
    if not getattr(user, "is_authenticated", False):
        return Viewer()
    if user.is_official:
        return _official(user)
    members = Member.objects.filter(user_id=user.pk).values_list("enterprise_id", flat=True)
    own = tuple(members)
    return Viewer(own, own_ids=own)


def administers(user_id: int) -> bool:
    """Whether a person is administrator of any enterprise."""
    return Member.objects.filter(user_id=user_id, role="administrator").exists()


def _official(user: Any) -> Viewer:
    postings = postings_of(user)
    paths = tuple(sorted({posting.site_path for posting in postings}))
    viewer = Viewer(
        sees_all=HUB_PATH in paths,
        is_official=True,
        site_paths=paths,
        departments=frozenset(posting.department for posting in postings),
        roles=frozenset(posting.role for posting in postings),
    )
    if viewer.sees_all or not paths:
        return viewer
    inside = Enterprise.objects.filter(within(viewer, "site__path")).values_list("id", flat=True)
    return Viewer(tuple(inside), False, (), True, paths, viewer.departments, viewer.roles)
