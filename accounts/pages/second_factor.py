"""Setting up the second factor, its recovery codes, and taking it away."""

from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.pages.forms import CodeForm, FirstCodeForm, add_problems
from accounts.pages.frame import person_of
from accounts.pages.middleware import FACTOR_SHOWN
from accounts.services import enrolling, second_factor
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

never_cached = method_decorator(never_cache, name="dispatch")


@never_cached
class SecondFactor(SignedInPage):
    """Whether there is one, what it is for, and the way to begin."""

    template_name = "accounts/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.request)
        kwargs.setdefault("form", CodeForm())
        return super().get_context_data(**kwargs) | {
            "factor": second_factor.confirmed_factor(person),
            "codes_left": second_factor.recovery_codes_left(person),
            "duty": second_factor.is_duty_of(person),
            "required": settings.SECOND_FACTOR == "required",
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin: make a secret, then show it."""
        try:
            second_factor.begin(by=person_of(request), at=timezone.now())
        except PortalError as refusal:
            messages.error(request, refusal.text(request.LANGUAGE_CODE))
            return redirect("accounts:second_factor")
        return redirect("accounts:second_factor_set_up")


@never_cached
class SetUp(SignedInPage):
    """The secret to scan, and the first code that proves it arrived."""

    template_name = "accounts/second_factor_set_up.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._page(FirstCodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FirstCodeForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            codes = enrolling.confirm(
                by=person_of(request),
                code=form.cleaned_data["code"],
                keep=request.session.session_key or "",
                origin=origin_of(request),
                at=timezone.now(),
            )
        except PortalError as refusal:
            add_problems(form, refusal, field="code")
            return self._page(form)
        request.session[FACTOR_SHOWN] = True
        return _show_codes(request, codes)

    def _page(self, form: FirstCodeForm) -> HttpResponse:
        enrolment = second_factor.pending_enrolment(person_of(self.request))
        if enrolment is None:
            return redirect("accounts:second_factor")
        secret = " ".join(
            enrolment.secret[start : start + 4] for start in range(0, len(enrolment.secret), 4)
        )
        context = {"form": form, "secret": secret, "picture": qr_picture(enrolment.uri)}
        return self.render_to_response(self.get_context_data(**context))


@never_cached
class RecoveryCodes(SignedInPage):
    """New recovery codes for a code of the authenticator; those before are void."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return _again(request, form)
        try:
            codes = enrolling.renew_recovery_codes(
                by=person_of(request),
                code=form.cleaned_data["code"],
                origin=origin_of(request),
                at=timezone.now(),
            )
        except PortalError as refusal:
            add_problems(form, refusal, field="code")
            return _again(request, form)
        return _show_codes(request, codes)


@never_cached
class Remove(SignedInPage):
    """Takes the second factor away, for a code of it; who must have one begins anew at once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return _again(request, form)
        try:
            enrolling.remove(
                by=person_of(request),
                code=form.cleaned_data["code"],
                origin=origin_of(request),
                at=timezone.now(),
            )
        except PortalError as refusal:
            add_problems(form, refusal, field="code")
            return _again(request, form)
        request.session.pop(FACTOR_SHOWN, None)
        messages.success(request, _("动态口令已停用。"))
        return redirect("accounts:second_factor")


def qr_picture(text: str) -> SafeString:
    """A QR code as inline SVG, made here: nothing is fetched and nothing is styled."""
    buffer = BytesIO()
    segno.make(text, error="m").save(
        buffer, kind="svg", border=4, omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return mark_safe(buffer.getvalue().decode())  # noqa: S308  drawn by segno, holds no text


def _again(request: HttpRequest, form: CodeForm) -> HttpResponse:
    view = SecondFactor()
    view.setup(request)
    return view.render_to_response(view.get_context_data(form=form))


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes})
