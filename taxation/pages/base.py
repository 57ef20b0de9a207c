"""The frame of the pages of taxes: who looks, and what a refusal of the domain looks like."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from enterprises.viewers import Viewer, viewer_for
from taxation.pages.labels import language
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

FORBIDDEN = 403
CONFLICT = 409
NOT_FOUND = 404


class TaxPage(SignedInPage):
    """A page about taxes. What the domain refuses becomes a page that says so in its words."""

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
        """Who acts, when and from where."""
        return {"by": self.person, "at": self.now, "origin": origin_of(self.request)}


def refused(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """The page of a refusal.

    :raises Http404: for what the person may not know of.
    """
    status = int(getattr(refusal, "status", CONFLICT))
    if status == NOT_FOUND:
        raise Http404 from refusal
    template = "403.html" if status == FORBIDDEN else "409.html"
    context = {"reason": refusal.text(language()), "code": refusal.code, "back": request.path}
    return render(request, template, context, status=status)
