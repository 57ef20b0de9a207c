"""The frame of the pages of supervision: who looks, and what a refusal looks like."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from credit.pages.supervision_labels import due_label, language
from credit.selectors_cases import ClockState
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import Label, ListPage
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409
CHUNK: Final = 500
"""Rows of a file that are read at once."""


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

    def again(self, refusal: PortalError, **shown: Any) -> HttpResponse:
        """The page once more, with what is wrong and what was typed; what may not be seen or done
        at all is no page of its own.

        :raises PortalError: the refusal itself, when it forbids or hides.
        """
        if status_of(refusal) in {FORBIDDEN, NOT_FOUND}:
            raise refusal
        typed = self.request.POST
        context = self.get_context_data(errors=errors_of(refusal), typed=typed, **shown)
        return self.render_to_response(context, status=status_of(refusal))


Act = Callable[[int, HttpRequest, dict[str, Any]], str]
"""A button: what it is about, what was sent, who acts; returns what is said when it is done."""


class DeedPage(SupervisionPage):
    """The buttons of a page. What is refused is told on the page, with what was typed in it."""

    http_method_names = ["post", "options"]
    deeds: Mapping[str, Act]
    page: str
    """The page to go back to, by its name."""

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        act = self.deeds.get(deed)
        if act is None:
            raise Http404
        try:
            told = act(pk, request, self.deed())
        except PortalError as refusal:
            return self.again(refusal, pk=pk)
        messages.success(request, told)
        return redirect(self.page, pk=pk)


class SupervisionList(ListPage):
    """A list of supervision."""

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks; asked once a request."""
        return viewer_for(self.request.user)

    @property
    def handles(self) -> bool:
        """Whether the person may begin something here."""
        return bool(self.viewer.roles & {"reviewer", "supervisor"})

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        found = self.rows(form).order_by("-id")
        for start in range(0, found.count(), CHUNK):
            yield found[start : start + CHUNK]


class OfficialList(SupervisionList):
    """A list of supervision for officials alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_official(request)
        return super().get(request, *args, **kwargs)


def version_of(request: HttpRequest) -> int:
    """The version that the person looked at, 0 for none."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


def clock_of(clocks: Iterable[ClockState]) -> Label:
    """The clock that runs now, as word and colour."""
    running = [state for state in clocks if state.met is None]
    told = due_label(running[-1].days_left) if running else None
    return told or Label("idle", _("无期限"))


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
