"""What the pages of administrators share: an official at the page, and one form with one deed."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.facts import Authority
from accounts.models import User
from accounts.pages.frame import person_of
from accounts.selectors import authority_of
from zone_portal.framework.pages import SignedInPage, Words
from zone_portal.kernel.errors import PortalError


class OfficialPage(SignedInPage):
    """A page for officials with a posting; ``permits`` says which of them."""

    person: User
    authority: Authority
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.person = person_of(request)
        self.authority = authority_of(self.person)
        self.now = timezone.now()
        if not self.permits():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def permits(self) -> bool:
        """Whether this official may open the page at all."""
        return bool(self.authority.postings)


class OfficialFormPage(OfficialPage, ABC):
    """One form, one deed of a service; what the service refuses stands in the form."""

    template_name = "accounts/form.html"
    title: Words = ""
    intro: Words = ""
    submit: Words = ""
    form_class: type[forms.Form] = forms.Form

    def prepare(self) -> None:
        """Find what the form is about.

        :raises Http404: for what the person may not know of.
        :raises PermissionDenied: for what the person sees but may not change.
        """

    def make_form(self, data: Any = None) -> forms.Form:
        """The form, filled in with what is there."""
        return self.form_class(data)

    @abstractmethod
    def save(self, form: forms.Form) -> HttpResponse:
        """Do the deed; raises PortalError when the service refuses."""

    def crumbs(self) -> list[dict[str, Any]]:
        """The way to the page."""
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.prepare()
        return self._page(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.prepare()
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                return self.save(form)
            except PortalError as refusal:
                show_refusal(form, refusal)
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(form)

    def _page(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                title=self.title,
                intro=self.intro,
                submit=self.submit,
                crumbs=[*self.crumbs(), {"url": "", "label": self.title}],
            )
        )


def show_refusal(form: forms.Form, refusal: PortalError) -> None:
    """Each problem at its field; a refusal without problems on top."""
    language = translation.get_language() or "zh-hans"
    problems = refusal.details.get("problems", ())
    for problem in problems:
        field = problem["field"] if problem["field"] in form.fields else None
        form.add_error(field, problem["zh" if language.startswith("zh") else "en"])
    if not problems:
        form.add_error(None, refusal.text(language))
