"""The frame of the pages of supervision: who looks, and what a refusal looks like."""

from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from credit.pages.supervision_labels import language
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409


class SupervisionPage(SignedInPage):
    """A page of supervision. What the domain refuses becomes a page that says so in its words."""

    viewer: Viewer
    person: User
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.viewer = viewer_for(request.user)
        self.person = request.user
        self.now = timezone.now()
        try:
            return super().dispatch(request, *args, **kwargs)
        except PortalError as refusal:
            return refused(request, refusal)

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return timezone.localdate(self.now)

    def deed(self) -> dict[str, Any]:
        """What every service wants to know: who acts, when and from where."""
        return {
            "viewer": self.viewer,
            "by": self.person,
            "at": self.now,
            "origin": origin_of(self.request),
        }

    def roles(self) -> frozenset[str]:
        """The roles of an official's postings."""
        return self.viewer.roles


def refuse_unless_official(request: HttpRequest) -> None:
    """:raises PermissionDenied: for anyone but an official."""
    if not getattr(request.user, "is_official", False):
        raise PermissionDenied


def status_of(refusal: PortalError) -> int:
    """The HTTP status of a refusal."""
    return int(getattr(refusal, "status", CONFLICT))


def errors_of(refusal: PortalError) -> list[dict[str, str]]:
    """A refusal as lines of an error summary: all its problems, or its one sentence."""
    problems = refusal.details.get("problems")
    if not problems:
        return [{"id": "", "text": refusal.text(language())}]
    side = "zh" if language().startswith("zh") else "en"
    return [{"id": row["field"], "text": row[side]} for row in problems]


def refused(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """The page of a refusal.

    :raises Http404: for what the person may not know of.
    """
    status = status_of(refusal)
    if status == NOT_FOUND:
        raise Http404 from refusal
    template = "403.html" if status == FORBIDDEN else "409.html"
    context = {"reason": refusal.text(language()), "code": refusal.code, "back": request.path}
    return render(request, template, context, status=status)
