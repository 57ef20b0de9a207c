"""Signing in and out, and the language of the pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django.views.i18n import set_language

from accounts.models import User
from accounts.pages.forms import SignInForm
from accounts.services import sign_in as services

LANGUAGE_FIELD = "language"


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class SignIn(RedirectURLMixin, TemplateView):
    """One form; a refusal says what to do next."""

    template_name = "accounts/sign_in.html"
    next_page = settings.LOGIN_REDIRECT_URL

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return self._page(SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            user = services.sign_in(
                **form.cleaned_data, origin=origin_of(request), at=timezone.now()
            )
        except services.SignInRefusedError as refusal:
            form.add_error(None, refusal.text(translation.get_language() or "zh-hans"))
            return self._page(form)
        login(request, user)
        response = HttpResponseRedirect(self.get_success_url())
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def _page(self, form: SignInForm) -> HttpResponse:
        where = {self.redirect_field_name: self.get_redirect_url()}
        return self.render_to_response({"form": form, **where})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the sign-in page follows."""
    if isinstance(request.user, User):
        services.sign_out(by=request.user, origin=origin_of(request), at=timezone.now())
    logout(request)
    return redirect(settings.LOGIN_URL)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language here and, for who is signed in, wherever they sign in next."""
    language = request.POST.get(LANGUAGE_FIELD, "")
    if isinstance(request.user, User) and translation.check_for_language(language):
        services.choose_language(by=request.user, language=language)
    return set_language(request)


def origin_of(request: HttpRequest) -> str:
    """The address a request comes from, as the audit trail keeps it."""
    return str(request.META.get("REMOTE_ADDR") or "")
