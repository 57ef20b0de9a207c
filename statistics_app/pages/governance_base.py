"""The frame of the pages of targets, tasks, reports and surveys: who looks, and how deeds go."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from statistics_app.services.governance.evidence import Paper
from zone_portal.framework.lists import Label, ListPage
from zone_portal.framework.pages import SignedInPage, Words, origin_of
from zone_portal.framework.paging import KeysetPage
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409


def said(texts: Sequence[str]) -> str:
    """A text of two languages in that of the page."""
    return texts[0 if language().startswith("zh") else 1]


def language() -> str:
    """The language of this page."""
    return get_language() or "zh-hans"


def words_of(row: Any) -> str:
    """What a row with ``zh`` and ``en`` is called on this page."""
    return said((row.zh, row.en))


def refuse_unless_official(request: HttpRequest) -> None:
    """:raises PermissionDenied: for anyone but an official."""
    if not getattr(request.user, "is_official", False):
        raise PermissionDenied


class GovernancePage(SignedInPage):
    """A page with an object and its buttons. What the domain refuses becomes a page, or stands in
    the error summary above what was typed. A page says what its deeds do in ``deeds``."""

    officials_only: ClassVar[bool] = True
    deeds: ClassVar[Mapping[str, Callable[..., str]]] = {}
    viewer: Viewer
    person: User
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if self.officials_only:
            refuse_unless_official(request)
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

    def who(self) -> dict[str, Any]:
        """What every service wants to know: who acts, when and from where."""
        return {
            "viewer": self.viewer,
            "by": self.person,
            "at": self.now,
            "origin": origin_of(self.request),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"typed": kwargs.get("typed", {}), "errors": kwargs.get("errors", [])}
        return super().get_context_data(**kwargs) | shown

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Does the deed that the address names, and goes to where it can be seen."""
        act = self.deeds.get(kwargs.get("deed", ""))
        if act is None:
            raise Http404
        try:
            told = act(self, request, **{k: v for k, v in kwargs.items() if k != "deed"})
        except PortalError as refusal:
            if status_of(refusal) in {FORBIDDEN, NOT_FOUND}:
                raise
            context = self.get_context_data(**kwargs, errors=errors_of(refusal), typed=request.POST)
            return self.render_to_response(context, status=status_of(refusal))
        messages.success(request, told)
        return redirect(self.after(**kwargs))

    def after(self, **_kwargs: Any) -> str:
        """Where a deed leads: to the page itself, unless it says otherwise."""
        return self.request.path


class ShortListPage(ListPage):
    """A list that is known to be short: all of it on one page, in its own order."""

    officials_only: ClassVar[bool] = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.officials_only:
            refuse_unless_official(request)
        return super().get(request, *args, **kwargs)

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        return viewer_for(self.request.user)

    def page(self, form: Any) -> Any:
        rows = list(self.rows(form))
        return KeysetPage(rows=rows, count=len(rows), capped=False)

    def chunks(self, form: Any) -> Iterator[Sequence[Any]]:
        yield list(self.rows(form))


def status_of(refusal: PortalError) -> int:
    """The HTTP status of a refusal."""
    return int(getattr(refusal, "status", CONFLICT))


def errors_of(refusal: PortalError) -> list[dict[str, str]]:
    """A refusal as lines of an error summary: all its problems, or its one sentence."""
    problems = refusal.details.get("problems")
    if not problems:
        return [{"id": "", "text": refusal.text(language())}]
    return [{"id": row["field"], "text": said((row["zh"], row["en"]))} for row in problems]


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


def number_in(request: HttpRequest, name: str = "version") -> int:
    """A whole number that was posted, 0 where there is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() else 0


def day_in(request: HttpRequest, name: str) -> date | None:
    """A day that was posted."""
    return parse_day(request.POST.get(name, ""))


def paper_in(request: HttpRequest, name: str = "paper") -> Paper | None:
    """A file that was posted; its size is looked at before it is read into memory.

    :raises Refusal: 413 ``attachment_too_large``.
    """
    file = request.FILES.get(name)
    if file is None:
        return None
    if file.size is None or file.size > settings.FILING_ATTACHMENT_BYTES:
        raise Refusal("attachment_too_large", 413, "文件过大。", "The file is too large.")
    return Paper(file.name or "", file.read())


def events_of(steps: Iterable[Any], names: Mapping[str, Words]) -> list[dict[str, Any]]:
    """Steps as lines of the timeline."""
    return [
        {
            "title": names.get(step.deed, step.deed),
            "at": step.at,
            "note": f"{step.by_label} {step.note}".strip(),
        }
        for step in steps
    ]


def labelled(texts: Mapping[str, Sequence[str]], tones: Mapping[str, str], code: str) -> Label:
    """A status as word and colour."""
    return Label(tones.get(code, "idle"), said(texts[code]))


def set_choices(form: Any, name: str, choices: dict[str, str]) -> None:
    """Give a filter its choices in the language of the page."""
    form.fields[name].choices = [("", _("全部")), *choices.items()]


def posted(request: HttpRequest, prefix: str) -> dict[str, str]:
    """What was posted under names that begin so, by the rest of the name."""
    return {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    }
