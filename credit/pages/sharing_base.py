"""The frame of the pages of score, sharing and disclosure: who looks, how a refusal looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from enterprises.selectors_people import OwnFirm, own_firms
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Label
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.rules import Text

FORBIDDEN, NOT_FOUND, CONFLICT = 403, 404, 409
FIRM: Final = "firm"
"""Parameter that names the enterprise, for who acts for several."""
TONES: Final[Mapping[str, str]] = {"A": "ok", "B": "info", "C": "warn", "D": "bad"}


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def said(texts: Text | tuple[str, ...]) -> str:
    """A pair of Chinese and English in the language of the page."""
    return texts[0 if language().startswith("zh") else 1]


def grade_label(grade: str, level: str) -> Label:
    """A grade as word and colour; the colour goes by its A–D."""
    return Label(TONES.get(level, "idle"), grade)


class CreditPage(SignedInPage):
    """A page about credit. What the domain refuses becomes a page that says so in its words."""

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
            self.may_open()
            return super().dispatch(request, *args, **kwargs)
        except PortalError as refusal:
            return refused(request, refusal)

    def may_open(self) -> None:
        """:raises PermissionDenied: for whom the page is not."""

    def deed(self) -> dict[str, Any]:
        """Who acts, when and from where."""
        return {"by": self.person, "at": self.now, "origin": origin_of(self.request)}


class OfficePage(CreditPage):
    """A page for officials."""

    def may_open(self) -> None:
        if not self.viewer.is_official or not self.viewer.departments:
            raise PermissionDenied


class FirmCreditPage(CreditPage):
    """A page about one enterprise that the signed-in person acts for."""

    own: OwnFirm
    firms: list[OwnFirm]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.firms = own_firms(request.user)
            if not self.firms:
                return render(request, "enterprises/no_firm.html", status=self.status_of_none())
            self.own = self._chosen(request)
        return super().dispatch(request, *args, **kwargs)

    def status_of_none(self) -> int:
        """Who has no enterprise is told so; whatever they wanted to do is forbidden."""
        return 200 if self.request.method == "GET" else FORBIDDEN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "own": self.own,
            "firms": self.firms,
            "others": len(self.firms) > 1,
        }

    def _chosen(self, request: HttpRequest) -> OwnFirm:
        wanted = request.POST.get(FIRM) or request.GET.get(FIRM)
        if not wanted:
            return self.firms[0]
        for own in self.firms:
            if str(own.enterprise.pk) == wanted:
                return own
        raise Http404


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
