"""The frame of the pages of one's own enterprise: which one it is, how a refusal looks."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from enterprises.selectors_people import OwnFirm, own_firms
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.pages import SignedInPage
from zone_portal.kernel.errors import PortalError

FORBIDDEN = 403
NOT_FOUND = 404
CHOOSER = "firm"
"""Parameter of the address (and of forms) that names the enterprise, for who has several."""


class FirmPage(SignedInPage):
    """A page about one enterprise that the signed-in person acts for.

    ``list_name`` is the page to which its deeds lead back.
    """

    list_name: ClassVar[str] = ""
    administrators_only: ClassVar[bool] = False
    own: OwnFirm
    firms: list[OwnFirm]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.firms = own_firms(self.person)
        if not self.firms:
            # Who left is told so; whatever they still wanted to do is forbidden.
            looks = request.method == "GET" and not kwargs
            status = 200 if looks else FORBIDDEN
            return render(request, "enterprises/no_firm.html", status=status)
        self.own = self._chosen(request)
        if self.administrators_only and not self.own.administers:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "own": self.own,
            "firms": self.firms,
            "others": len(self.firms) > 1,
        }

    def deed(self) -> dict[str, Any]:
        """``by``, ``at`` and ``origin`` of what the person does now."""
        return {
            "by": self.person,
            "at": timezone.now(),
            "origin": str(self.request.META.get("REMOTE_ADDR") or ""),
        }

    def done(self, sentence: str) -> HttpResponse:
        """Back to the list, which says what was done."""
        messages.success(self.request, sentence)
        return HttpResponseRedirect(self.back())

    def back(self) -> str:
        """The address of the list."""
        address = reverse(self.list_name)
        others = len(self.firms) > 1
        return f"{address}?{CHOOSER}={self.own.enterprise.id}" if others else address

    def attempt(self, service: Callable[..., Any], **given: Any) -> Any:
        """What a service gives; of its refusals, those that hide or forbid become their pages.

        :raises PortalError: the others, to be shown where they happened.
        """
        try:
            return service(**given, **self.deed())
        except PortalError as refusal:
            status = getattr(refusal, "status", None)
            if status == NOT_FOUND:
                raise Http404 from refusal
            if status == FORBIDDEN:
                raise PermissionDenied(words_of(refusal)) from refusal
            raise

    def _chosen(self, request: HttpRequest) -> OwnFirm:
        wanted = request.POST.get(CHOOSER) or request.GET.get(CHOOSER)
        if not wanted:
            return self.firms[0]
        for own in self.firms:
            if str(own.enterprise.id) == wanted:
                return own
        raise Http404


class ConfirmPage(FirmPage, ABC):
    """Asks once more before something that cannot be taken back; POST does it."""

    template_name = "enterprises/confirm.html"

    @abstractmethod
    def question(self) -> dict[str, Any]:
        """``title``, ``text`` and ``button`` of the page.

        :raises Http404: for what is not the person's.
        """

    @abstractmethod
    def act(self) -> str:
        """Do it; returns what to say of it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | self.question() | {"back": self.back()}

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        try:
            return self.done(self.act())
        except PortalError as refusal:
            context = self.get_context_data(refusal=words_of(refusal))
            return self.render_to_response(context, status=status_of(refusal))


def words_of(refusal: PortalError) -> str:
    """The sentence of a refusal in the language of the page."""
    return refusal.text(get_language() or "zh-hans")


def status_of(refusal: PortalError) -> int:
    """The HTTP status of a refusal; a step that the state does not allow is a conflict."""
    return int(getattr(refusal, "status", 409))
