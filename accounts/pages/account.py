"""One's own account: data, password, sessions."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.pages.forms import PasswordChangeForm, PersonForm, add_problems
from accounts.pages.frame import person_of
from accounts.selectors import postings_in_force
from accounts.services import linking, passwords, registering, second_factor, sessions
from zone_portal.framework.pages import SignedInPage, origin_of
from zone_portal.kernel.errors import PortalError

ROLES = {
    "administrator": gettext_lazy("管理员"),
    "reviewer": gettext_lazy("审核员"),
    "supervisor": gettext_lazy("复核负责人"),
    "auditor": gettext_lazy("审计员"),
    "viewer": gettext_lazy("查看"),
}


@method_decorator(never_cache, name="dispatch")
class Account(SignedInPage):
    """What is kept about me, and the ways to everything else of my own."""

    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.request)
        service = settings.SINGLE_SIGN_ON
        return super().get_context_data(**kwargs) | {
            "person": person,
            "phone": registering.masked_phone(person),
            "postings": _postings(person) if person.is_official else (),
            "factor": second_factor.confirmed_factor(person),
            "codes_left": second_factor.recovery_codes_left(person),
            "duty": second_factor.is_duty_of(person),
            "required": settings.SECOND_FACTOR == "required",
            "service": service,
            "linked": linking.linked_identity(person, service) if service.is_on else None,
        }


@method_decorator(never_cache, name="dispatch")
class Person(SignedInPage):
    """Name and telephone number."""

    template_name = "accounts/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.request)
        initial = {"name": person.name, "phone": registering.phone_of(person)}
        kwargs.setdefault("form", PersonForm(initial=initial))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            registering.change_person(
                **form.cleaned_data,
                by=person_of(request),
                origin=origin_of(request),
                at=timezone.now(),
            )
        except PortalError as refusal:
            add_problems(form, refusal)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("已保存。"))
        return redirect("accounts:account")


@method_decorator(
    [sensitive_post_parameters("old", "password", "again"), never_cache], name="dispatch"
)
class Password(SignedInPage):
    """A new password; every other session ends."""

    template_name = "accounts/password.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PasswordChangeForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordChangeForm(request.POST)
        if form.is_valid() and self._change(request, form):
            messages.success(request, _("密码已修改，其他会话已结束。"))
            return redirect("accounts:account")
        return self.render_to_response(self.get_context_data(form=form))

    def _change(self, request: HttpRequest, form: PasswordChangeForm) -> bool:
        try:
            user = passwords.change_password(
                by=person_of(request),
                old=form.cleaned_data["old"],
                new=form.cleaned_data["password"],
                keep=request.session.session_key or "",
                origin=origin_of(request),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error("password", error)
            return False
        except PortalError as refusal:
            add_problems(form, refusal)
            return False
        update_session_auth_hash(request, user)
        return True


@method_decorator(never_cache, name="dispatch")
class Sessions(SignedInPage):
    """Where I am signed in; each can be ended."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = sessions.sessions_of(
            person_of(self.request),
            this_key=self.request.session.session_key or "",
            at=timezone.now(),
        )
        idle = int(settings.SESSION_IDLE.total_seconds() // 60)
        longest = int(settings.SESSION_LONGEST.total_seconds() // 3600)
        return super().get_context_data(**kwargs) | {
            "sessions": rows,
            "others": any(not row.is_this for row in rows),
            "idle_minutes": idle,
            "longest_hours": longest,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """End all sessions but this one."""
        ended = sessions.end_other_sessions(
            by=person_of(request),
            keep=request.session.session_key or "",
            origin=origin_of(request),
            at=timezone.now(),
        )
        messages.success(request, _("已结束其他 %(count)s 个会话。") % {"count": ended})
        return redirect("accounts:sessions")


@method_decorator(never_cache, name="dispatch")
class EndSession(SignedInPage):
    """Ends one of my sessions."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, handle: str) -> HttpResponse:
        ended = sessions.end_session(
            by=person_of(request), handle=handle, origin=origin_of(request), at=timezone.now()
        )
        if not ended:
            raise Http404
        messages.success(request, _("会话已结束。"))
        return redirect("accounts:sessions")


def _postings(person: User) -> list[dict[str, Any]]:
    """The postings in force, in the reader's language."""
    english = get_language() == "en"
    rows = postings_in_force(timezone.localdate()).filter(user_id=person.pk)
    return [
        {
            "name": _either(english, row.organisation.name, row.organisation.name_en),
            "role": ROLES[row.role],
            "site": _either(english, row.organisation.site.name, row.organisation.site.name_en),
        }
        for row in rows.select_related("organisation__site").order_by("id")
    ]


def _either(english: bool, zh: str, en: str) -> str:
    return en if english and en else zh
