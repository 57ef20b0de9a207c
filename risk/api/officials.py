"""What the API for programs of officials shares: who calls, what a write needs, texts of bodies.

Officials sign in as persons (a session, whose token against forged requests goes along with every
write); clients of enterprises see nothing here.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiParameter
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User
from enterprises.api.authentication import TokenAuthentication
from enterprises.api.frame import body_of, text_of
from enterprises.viewers import Viewer, viewer_for
from risk.api.screenings import AreOfficials
from risk.services.once import LONGEST, SHORTEST, once
from zone_portal.framework.api import ApiView
from zone_portal.framework.pages import origin_of
from zone_portal.kernel.periods import parse_day

KEY: Final = "Idempotency-Key"
CREATED: Final = 201
FOR_OFFICIALS: Final = "For officials who are signed in. "
KEY_PARAMETER: Final = OpenApiParameter(
    KEY,
    {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST},
    OpenApiParameter.HEADER,
    required=True,
    description="A key of the caller's own for this write. Sent again with the same content it "
    "gives the row as it stands and does nothing; with other content it is refused.",
)


class ArePersons(BasePermission):
    """Persons who are signed in, of an authority or of an enterprise; never a client."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, User)


class PersonView(ApiView):
    """A view for persons who are signed in, about something of their own."""

    # The first one only names the way to sign in: without any, the answer is 401.
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes: tuple[type[BasePermission], ...] = (ArePersons,)

    @property
    def person(self) -> User:
        """Who is signed in: the permission lets only persons through."""
        user: Any = self.request.user
        found: User = user
        return found

    @property
    def viewer(self) -> Viewer:
        """What the person may see."""
        return viewer_for(self.request.user)

    def own_deed(self) -> dict[str, Any]:
        """Who does something of their own, when and from where."""
        origin = origin_of(self.request._request)
        return {"by": self.person, "at": timezone.now(), "origin": origin}


class OfficialView(PersonView):
    """A view for officials who are signed in, reading and writing."""

    permission_classes = (AreOfficials,)

    def deed(self) -> dict[str, Any]:
        """Who does it, seen by whom, when and from where."""
        return {"viewer": self.viewer, **self.own_deed()}

    def once(self, request: Request, act: Callable[[], Model]) -> tuple[int, int]:
        """Do a write once for its key; returns the id of its row, and 201, or 200 when it was done
        before."""
        found, fresh = once(
            key=request.headers.get(KEY, "").strip(),
            content=[request.method, request.path, body_of(request)],
            by=self.person,
            at=timezone.now(),
            act=act,
        )
        return found, CREATED if fresh else 200


class Reading:
    """A body read field by field; what is of the wrong type is told all at once."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._body = body
        self._wrong: dict[str, list[str]] = {}

    def text(self, name: str) -> str:
        """A text, trimmed; empty when it is absent."""
        value = self._body.get(name)
        if value is not None and not isinstance(value, str):
            self._wrong[name] = ["a text"]
        return text_of(self._body, name)

    def both(self, name: str) -> tuple[str, str]:
        """A text in both languages: ``{"zh": …, "en": …}``."""
        value = self._body.get(name)
        if value is None:
            return "", ""
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self._wrong[name] = ["an object with zh and en"]
            return "", ""
        return text_of(value, "zh"), text_of(value, "en")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._body.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._wrong[name] = ["a list of texts"]
            return ()
        return tuple(one.strip() for one in value)

    @property
    def names(self) -> list[str]:
        """The names of the fields."""
        return [str(name) for name in self._body]

    def record(self, name: str) -> "Reading":
        """An object; empty when it is absent."""
        value = self._body.get(name) or {}
        if not isinstance(value, dict):
            self._wrong[name] = ["an object"]
            return Reading({})
        return Reading(value)

    def records(self, name: str) -> list["Reading"]:
        """A list of objects."""
        value = self._body.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._wrong[name] = ["a list of objects"]
            return []
        return [Reading(one) for one in value]

    def number(self, name: str, *, most: int = 2**31 - 1) -> int:
        """A whole number from 0 on."""
        value = self._body.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self._wrong[name] = [f"a whole number from 0 to {most}"]
            return 0
        return value

    def id(self, name: str, *, optional: bool = False) -> int | None:
        """The id of something, a text of digits as the API gives it."""
        value = self._body.get(name)
        if value is None and optional:
            return None
        if not (isinstance(value, str) and value.isascii() and value.isdecimal()):
            self._wrong[name] = ["an id"]
            return None
        if len(value) > 18:
            self._wrong[name] = ["an id"]
            return None
        return int(value)

    def flag(self, name: str) -> bool:
        """True or false; false when it is absent."""
        value = self._body.get(name, False)
        if not isinstance(value, bool):
            self._wrong[name] = ["true or false"]
            return False
        return value

    def day(self, name: str) -> date:
        """A day."""
        value = self._body.get(name)
        found = parse_day(value) if isinstance(value, str) else None
        if found is None:
            self._wrong[name] = ["a day: YYYY-MM-DD"]
            return date.min
        return found

    def decimal(self, name: str) -> Decimal:
        """A number, given as text so that no digit is lost."""
        value = self._body.get(name)
        try:
            found = Decimal(value) if isinstance(value, str) else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or abs(found) >= 10**14:
            self._wrong[name] = ["a number as text"]
            return Decimal(0)
        return round(found, 4)

    def finish(self, *parts: tuple[str, "Reading"]) -> None:
        """:raises ValidationError: with all that is wrong; ``parts``: what belongs to it."""
        wrong = dict(self._wrong)
        for where, part in parts:
            wrong |= {f"{where}.{name}": texts for name, texts in part._wrong.items()}
        if wrong:
            raise ValidationError(wrong)


def moment(at: datetime | None) -> str | None:
    """A moment as the API gives it."""
    return localtime(at).isoformat() if at else None
