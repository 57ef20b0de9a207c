"""The page behind a one-time link: a person sets the password of the account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from accounts.pages.site_forms import PasswordForm
from accounts.services.links import LinkRefusedError, person_of_link, use_link

GONE = 410


@method_decorator([sensitive_post_parameters("password", "again"), never_cache], name="dispatch")
class Welcome(TemplateView):
    """Works once and for some days; what is wrong with a link is not said."""

    template_name = "accounts/welcome.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(PasswordForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PasswordForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            use_link(
                token=self.kwargs["token"],
                password=form.cleaned_data["password"],
                at=timezone.now(),
                origin=str(request.META.get("REMOTE_ADDR") or ""),
            )
        except ValidationError as error:
            form.add_error("password", error)
            return self._page(form)
        except LinkRefusedError as refusal:
            return self._refused(refusal)
        messages.success(request, _("密码已设置，请登录。"))
        return redirect("accounts:sign_in")

    def _page(self, form: PasswordForm) -> HttpResponse:
        try:
            person = person_of_link(self.kwargs["token"], at=timezone.now())
        except LinkRefusedError as refusal:
            return self._refused(refusal)
        context = {"form": form, "person": person, "rules": password_validators_help_texts()}
        return self.render_to_response(self.get_context_data(**context))

    def _refused(self, refusal: LinkRefusedError) -> HttpResponse:
        words = refusal.text(translation.get_language() or "zh-hans")
        return self.render_to_response(self.get_context_data(refusal=words), status=GONE)
