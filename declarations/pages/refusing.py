"""What a refusal of the domain looks like as a page, in its own words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

FORBIDDEN, NOT_FOUND, CONFLICT = 403, 404, 409


class DeedPage(SignedInPage):
    """A page with deeds: what the domain refuses becomes a page that says so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PortalError as refusal:
            return refused(request, refusal)

    def deed(self) -> dict[str, Any]:
        """Who acts, when and from where."""
        return {"by": self.request.user, "at": timezone.now(), "origin": origin_of(self.request)}


def refused(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """The page of a refusal.

    :raises Http404: for what the person may not know of.
    """
    status = int(getattr(refusal, "status", CONFLICT))
    if status == NOT_FOUND:
        raise Http404 from refusal
    template = "403.html" if status == FORBIDDEN else "409.html"
    reason = refusal.text(get_language() or "zh-hans")
    context = {"reason": reason, "code": refusal.code, "back": request.path}
    return render(request, template, context, status=status)
