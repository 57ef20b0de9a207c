"""What accounts add to the frame of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.models import User
from accounts.selectors import unread_notices
from accounts.zones import current


class Frame:
    """Asked by ``base.html`` only, so that fragments and error pages cost no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def unread(self) -> int:
        """How many notices wait for the person who is signed in."""
        user = self._request.user
        return unread_notices(user) if isinstance(user, User) else 0

    @property
    def zone_name(self) -> str:
        """The zone this installation serves, in the reader's language."""
        return current().title(get_language() or "zh")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"frame": Frame(request)}


def person_of(request: HttpRequest) -> User:
    """The person behind a request whose page asks for sign-in.

    :raises TypeError: when nobody is signed in; the page forgot to ask.
    """
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user
