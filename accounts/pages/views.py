"""Signing in, in one step or two, signing out, and the language of the pages."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django.views.i18n import set_language

from accounts.models import User
from accounts.models.sessions import moment_in
from accounts.pages.forms import CodeForm, SignInForm
from accounts.pages.middleware import FACTOR_SHOWN
from accounts.rules.places import browser_of
from accounts.services import sign_in as services
from accounts.services.guard import SignInRefusedError
from zone_portal.framework.pages import origin_of

LANGUAGE_FIELD: Final = "language"
HALF_WAY: Final = "sign_in_half_way"
"""In a session before sign-in: who gave the right password and has yet to show a code."""
HALF_WAY_FOR: Final = timedelta(minutes=10)


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
            arrival = services.sign_in(**form.cleaned_data, **place_of(request), at=timezone.now())
        except SignInRefusedError as refusal:
            form.add_error(None, refusal.text(translation.get_language() or "zh-hans"))
            return self._page(form)
        return let_in(request, arrival, first=services.BY_PASSWORD, to=self.get_success_url())

    def _page(self, form: SignInForm) -> HttpResponse:
        where = {self.redirect_field_name: self.get_redirect_url()}
        service = settings.SINGLE_SIGN_ON
        return self.render_to_response({"form": form, "service": service, **where})


@method_decorator(never_cache, name="dispatch")
class SecondStep(RedirectURLMixin, TemplateView):
    """The code of the second factor, after the password was right."""

    template_name = "accounts/second_step.html"
    next_page = settings.LOGIN_REDIRECT_URL

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._page(CodeForm()) if self._half_way() else redirect("accounts:sign_in")

    def post(self, request: HttpRequest) -> HttpResponse:
        half_way = self._half_way()
        if half_way is None:
            return redirect("accounts:sign_in")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            user = services.show_code(
                user_id=half_way["user"],
                first=half_way["first"],
                code=form.cleaned_data["code"],
                **place_of(request),
                at=timezone.now(),
            )
        except SignInRefusedError as refusal:
            form.add_error("code", refusal.text(translation.get_language() or "zh-hans"))
            return self._page(form)
        del request.session[HALF_WAY]
        response = signed_in(request, user, self.get_success_url())
        request.session[FACTOR_SHOWN] = True
        return response

    def _half_way(self) -> dict[str, Any] | None:
        """Who is half-way in, unless they took too long."""
        half_way: dict[str, Any] | None = self.request.session.get(HALF_WAY)
        begun = moment_in(half_way, "at") if half_way else None
        if begun is None or not _recent(begun):
            return None
        return half_way

    def _page(self, form: CodeForm) -> HttpResponse:
        where = {self.redirect_field_name: self.get_redirect_url()}
        return self.render_to_response({"form": form, **where})


def let_in(request: HttpRequest, arrival: services.Arrival, *, first: str, to: str) -> HttpResponse:
    """Sign somebody in, or ask for the second factor first."""
    if not arrival.needs_code:
        return signed_in(request, arrival.user, to)
    request.session.cycle_key()
    request.session[HALF_WAY] = {
        "user": arrival.user.pk,
        "first": first,
        "at": timezone.now().isoformat(),
    }
    return redirect(f"{reverse('accounts:second_step')}?{urlencode({'next': to})}")


def signed_in(request: HttpRequest, user: User, to: str) -> HttpResponse:
    """Begin the session of somebody who proved who they are."""
    login(request, user)
    response = HttpResponseRedirect(to)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response


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


def place_of(request: HttpRequest) -> dict[str, str]:
    """Where a request comes from, as the services of signing in take it."""
    return {
        "origin": origin_of(request),
        "browser": browser_of(request.headers.get("User-Agent", "")),
    }


def _recent(begun: datetime) -> bool:
    return timezone.now() - begun < HALF_WAY_FOR
