"""What stands between a session and the pages: its end, and the duty of a second factor.

Requests without a session cookie, and API requests with a token, pass at the cost of a look at
cookies and headers: no query, no session. A session that calls the API is held to the same rules.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.sessions import SEEN_AT, SIGNED_IN_AT, moment_in
from accounts.services import second_factor
from zone_portal.framework.pages import is_partial
from zone_portal.framework.problems import problem

API = "/api/"
BEARER = "bearer "
UNATTENDED = "X-Unattended"
"""Header of requests that a page makes by itself: they do not keep a session alive."""
FACTOR_SHOWN = "second_factor"
"""In a session: its owner showed the second factor."""
OPEN_WITHOUT_FACTOR = (
    "accounts:second_factor",
    "accounts:second_factor_set_up",
    "accounts:sign_out",
    "accounts:set_language",
)

Handler = Callable[[HttpRequest], HttpResponse]


def session_guard(get_response: Handler) -> Handler:
    """Middleware: end what is over, then lead to enrolment who has to have a second factor."""

    def guard(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _has_token(request):
            return get_response(request)
        user = request.user
        if isinstance(user, User):
            _keep_time(request, timezone.now())
            if settings.SECOND_FACTOR == "required" and request.user.is_authenticated:
                return _with_factor(request, user) or get_response(request)
        return get_response(request)

    return guard


def _has_token(request: HttpRequest) -> bool:
    """Whether the API will ask the token, and only the token, who is calling."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    return _is_api(request) and header[: len(BEARER)].lower() == BEARER


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def _keep_time(request: HttpRequest, now: datetime) -> None:
    """End a session that was idle or lasted too long; else note that it is in use."""
    seen = moment_in(request.session, SEEN_AT) or now
    begun = moment_in(request.session, SIGNED_IN_AT) or now
    if now - seen >= settings.SESSION_IDLE:
        _end(request, _("长时间没有操作，已自动退出。请重新登录。"))
    elif now - begun >= settings.SESSION_LONGEST:
        _end(request, _("登录已满最长时间，请重新登录。"))
    elif now - seen >= settings.SESSION_SEEN_EVERY and UNATTENDED not in request.headers:
        request.session[SEEN_AT] = now.isoformat()


def _end(request: HttpRequest, why: str) -> None:
    logout(request)
    if not _is_api(request):
        messages.info(request, why)


def _with_factor(request: HttpRequest, user: User) -> HttpResponse | None:
    """Where somebody is led who has to have a second factor that this session has not seen."""
    if request.session.get(FACTOR_SHOWN) or not second_factor.is_duty_of(user):
        return None
    if second_factor.confirmed_factor(user) is not None:
        _end(request, _("请重新登录并输入动态口令。"))
        return None
    if request.path_info in {reverse(name) for name in OPEN_WITHOUT_FACTOR}:
        return None
    return _to_enrolment(request)


def _to_enrolment(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return problem("second_factor_required", request=request)
    address = reverse("accounts:second_factor")
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
