"""Who is looking: the enterprises a user or client acts for, or an official of the zone."""

from dataclasses import dataclass
from typing import Any

from enterprises.models import Member


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose documents someone may see. An official of the hub sees all."""

    enterprise_ids: tuple[int, ...] = ()
    sees_all: bool = False


def viewer_for(user: Any) -> Viewer:
    """The viewer behind a request's user: an API client, a member of enterprises, an official.

    Anyone else (anonymous, a person without a membership) sees nothing.
    """
    enterprise = getattr(user, "enterprise", None)
    if enterprise is not None:
        return Viewer((enterprise.id,))
    if not getattr(user, "is_authenticated", False):
        return Viewer()
    if user.is_official:
        return Viewer(sees_all=True)
    members = Member.objects.filter(user_id=user.pk).values_list("enterprise_id", flat=True)
    return Viewer(tuple(members))
