"""Going to the identity service and coming back.

Links, not forms: the content security policy lets forms lead to this portal only.
"""

from datetime import timedelta
from hmac import compare_digest
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import RedirectURLMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models.sessions import moment_in
from accounts.pages.frame import person_of
from accounts.pages.views import let_in, place_of
from accounts.services import identity_service, linking, sign_in
from accounts.services.guard import SignInRefusedError
from zone_portal.env import SingleSignOn
from zone_portal.framework.pages import origin_of

AWAY: Final = "identity_service"
"""In a session: what has to come back from the identity service."""
AWAY_FOR: Final = timedelta(minutes=10)


@method_decorator(never_cache, name="dispatch")
class ToIdentityService(RedirectURLMixin, View):
    """Leave for the identity service, to sign in."""

    next_page = settings.LOGIN_REDIRECT_URL

    def get(self, request: HttpRequest) -> HttpResponse:
        return _depart(request, {"then": self.get_success_url()}, back="accounts:sign_in")


@login_required
@never_cache
def to_link(request: HttpRequest) -> HttpResponse:
    """Leave for the identity service, to link one's account."""
    return _depart(request, {"link": person_of(request).pk}, back="accounts:account")


@login_required
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """Forget the linked identity."""
    linking.unlink(
        by=person_of(request), service=_service(), origin=origin_of(request), at=timezone.now()
    )
    messages.success(request, _("已取消关联。"))
    return redirect("accounts:account")


@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the identity service: check that it answers this browser's question, then act."""
    service = _service()
    away: dict[str, Any] = request.session.pop(AWAY, None) or {}
    linking_for = away.get("link")
    back = "accounts:account" if linking_for else "accounts:sign_in"
    if not _is_our_answer(request, away, service):
        return _refused(request, _("登录请求已失效，请重新开始。"), back)
    answer = identity_service.Answer(
        request.GET.get("code", ""), _redirect_uri(request), away["verifier"], away["nonce"]
    )
    try:
        if linking_for:
            return _link(request, linking_for, service, answer)
        arrival = linking.come_in(
            service=service, answer=answer, **place_of(request), at=timezone.now()
        )
    except SignInRefusedError as refusal:
        return _refused(request, refusal.text(get_language() or "zh-hans"), back)
    return let_in(request, arrival, first=sign_in.BY_IDENTITY_SERVICE, to=away["then"])


def _link(
    request: HttpRequest, user_id: int, service: SingleSignOn, answer: identity_service.Answer
) -> HttpResponse:
    if request.user.pk != user_id:
        return _refused(request, _("登录请求已失效，请重新开始。"), "accounts:sign_in")
    linking.link(
        by=person_of(request),
        service=service,
        answer=answer,
        origin=origin_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("已关联。以后可以用统一身份认证登录。"))
    return redirect("accounts:account")


def _depart(request: HttpRequest, purpose: dict[str, Any], *, back: str) -> HttpResponse:
    try:
        departure = identity_service.depart(_service(), redirect_uri=_redirect_uri(request))
    except SignInRefusedError as refusal:
        return _refused(request, refusal.text(get_language() or "zh-hans"), back)
    request.session[AWAY] = {
        **purpose,
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "at": timezone.now().isoformat(),
    }
    return HttpResponseRedirect(departure.url)


def _is_our_answer(request: HttpRequest, away: dict[str, Any], service: SingleSignOn) -> bool:
    """Whether state (and issuer, RFC 9207) are those of this session's question, and in time."""
    begun = moment_in(away, "at")
    if begun is None or timezone.now() - begun > AWAY_FOR:
        return False
    issuer = request.GET.get("iss", service.issuer).rstrip("/")
    state = request.GET.get("state", "")
    return issuer == service.issuer and compare_digest(state.encode(), away["state"].encode())


def _refused(request: HttpRequest, words: str, back: str) -> HttpResponse:
    messages.error(request, words)
    return redirect(back)


def _redirect_uri(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:identity_service_back"))


def _service() -> SingleSignOn:
    service: SingleSignOn = settings.SINGLE_SIGN_ON
    if not service.is_on:
        raise Http404
    return service
