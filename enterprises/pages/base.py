"""The frame of the pages of filing: who looks, and what a refusal of the domain looks like."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from enterprises.pages.labels import language
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.pages import SignedInPage, is_partial
from zone_portal.kernel.errors import PortalError

NOT_FOUND = 404
FORBIDDEN = 403
CONFLICT = 409
UNPROCESSABLE = 422


class FilingPage(SignedInPage):
    """A page about filings. What the domain refuses becomes a page that says so in its words."""

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

    def deed(self) -> dict[str, Any]:
        """What every service wants to know: who acts, when and from where."""
        origin = str(self.request.META.get("REMOTE_ADDR") or "")
        return {"viewer": self.viewer, "by": self.person, "at": self.now, "origin": origin}


def refuse_unless_official(request: HttpRequest) -> None:
    """:raises PermissionDenied: for anyone but an official."""
    if not getattr(request.user, "is_official", False):
        raise PermissionDenied


def status_of(refusal: PortalError) -> int:
    """The HTTP status of a refusal: by its code's own, else by what the code is called."""
    own = getattr(refusal, "status", None)
    if isinstance(own, int):
        return own
    if refusal.code.endswith("not_found"):
        return NOT_FOUND
    return FORBIDDEN if refusal.code in FORBIDDEN_CODES else CONFLICT


FORBIDDEN_CODES = frozenset(
    {"permission_denied", "role_too_weak", "review_not_yours", "reviewer_is_applicant"}
)


def refused(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """The page of a refusal.

    :raises Http404: for what the person may not know of.
    """
    status = status_of(refusal)
    if status == NOT_FOUND:
        raise Http404 from refusal
    template = "403.html" if status == FORBIDDEN else "409.html"
    if is_partial(request):
        template = "enterprises/refusal.html"
    context = {"reason": refusal.text(language()), "code": refusal.code, "back": request.path}
    response = render(request, template, context, status=status)
    response["X-Fragment"] = "refusal"
    return response
