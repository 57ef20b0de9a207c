"""The frame of the zone office's pages: ledger, sources, imports, models, cycles, analysis."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit.models.querysets import OFFICE
from credit.pages.sharing_base import CreditPage, language, said
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.lists import ListPage
from zone_portal.framework.pages import Words
from zone_portal.kernel.errors import PortalError

WRITERS: Final = frozenset({"administrator", "reviewer", "supervisor"})
"""Roles that may change something; others read."""
FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 403, 404, 409, 422


def is_office(viewer: Viewer) -> bool:
    """Whether somebody belongs to the zone office, of the hub or of a sub-platform."""
    return viewer.is_official and OFFICE in viewer.departments


def is_hub(viewer: Viewer) -> bool:
    """Whether somebody belongs to the zone office of the hub, which runs the credit systems."""
    return is_office(viewer) and viewer.sees_all


def may_write(viewer: Viewer) -> bool:
    """Whether somebody of the office may change something."""
    return is_office(viewer) and bool(viewer.roles & WRITERS)


class ZonePage(CreditPage):
    """A page of the zone office; with ``hub_only`` of the hub's."""

    hub_only = True

    def may_open(self) -> None:
        if not (is_hub if self.hub_only else is_office)(self.viewer):
            raise PermissionDenied
        if self.request.method == "POST" and not may_write(self.viewer):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "may_write": may_write(self.viewer),
            "errors": kwargs.get("errors", []),
            "typed": kwargs.get("typed", {}),
        }

    def actor(self) -> dict[str, Any]:
        """Who acts and when, for services that take no origin."""
        return {"by": self.person, "at": self.now}


class ZoneList(ListPage):
    """A list of the zone office."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_office(self.viewer):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    @cached_property
    def viewer(self) -> Viewer:
        """Who looks; asked once a request."""
        return viewer_for(self.request.user)


class FormPage(ZonePage, ABC):
    """A form of the office: shown, refused with every problem at its field, or kept."""

    template_name = "accounts/form.html"
    form_class: type[forms.Form]
    parent: tuple[str, Words]
    label: Words
    intro: Words
    submit: Words = gettext_lazy("保存")

    @abstractmethod
    def keep(self, given: dict[str, Any]) -> HttpResponse:
        """Do what the form asks for, and say where to go."""

    def initial(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._page(form, status=UNPROCESSABLE)
        try:
            return self.keep(form.cleaned_data)
        except PortalError as refusal:
            if must_answer(refusal):
                raise
            add_problems(form, refusal)
            return self._page(form, status=UNPROCESSABLE)

    def _page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        url_name, parent_label = self.parent
        context = self.get_context_data(
            form=form,
            title=str(self.label),
            intro=str(self.intro),
            submit=str(self.submit),
            crumbs=crumbs(url_name, str(parent_label), str(self.label)),
        )
        return self.render_to_response(context, status=status)


def add_problems(form: forms.Form, refusal: PortalError) -> None:
    """Put every problem of a refusal at its field, or its one sentence above the form."""
    side = said(("zh", "en"))
    for problem in refusal.details.get("problems", ()):
        field = problem["field"] if problem["field"] in form.fields else None
        form.add_error(field, problem[side])
    if not refusal.details.get("problems"):
        form.add_error(None, refusal.text(side))


def errors_of(refusal: PortalError) -> list[dict[str, str]]:
    """A refusal as lines of an error summary: all its problems, or its one sentence."""
    side = "zh" if language().startswith("zh") else "en"
    problems = refusal.details.get("problems")
    if not problems:
        return [{"id": "", "text": refusal.text(language())}]
    return [{"id": "", "text": f"{row['field']}: {row[side]}"} for row in problems]


def must_answer(refusal: PortalError) -> bool:
    """Whether a refusal is a page of its own (not there, not allowed)."""
    return int(getattr(refusal, "status", CONFLICT)) in {FORBIDDEN, NOT_FOUND}


def crumbs(url_name: str, label: str, last: str) -> list[dict[str, str]]:
    """The way from a list to a page."""
    return [{"url": reverse(url_name), "label": label}, {"url": "", "label": last}]


def found_or_404(row: Any) -> Any:
    """:raises Http404: for nothing."""
    if row is None:
        raise Http404(_("没有找到"))
    return row
