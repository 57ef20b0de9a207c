"""Opening an invitation: who is not signed in yet comes back here after signing in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from accounts.models import User
from enterprises.pages.own_firm import status_of, words_of
from enterprises.pages.people_labels import role_label
from enterprises.selectors_people import invitation_of
from enterprises.services.invitations import accept_invitation, check_invitation
from zone_portal.kernel.errors import PortalError


@method_decorator(never_cache, name="dispatch")
class Join(TemplateView):
    """Says who invites to what; with one button for who is signed in, two for who is not."""

    template_name = "enterprises/join.html"

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        row = invitation_of(kwargs["secret"])
        try:
            found = check_invitation(row, by=self._person(), at=timezone.now())
        except PortalError as refusal:
            return self._refused(refusal)
        context = {"invitation": found, "role": role_label(found.role)}
        return self.render_to_response(context)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        person = self._person()
        if person is None:
            return redirect(request.path)
        try:
            member = accept_invitation(
                secret=secret,
                by=person,
                at=timezone.now(),
                origin=str(request.META.get("REMOTE_ADDR") or ""),
            )
        except PortalError as refusal:
            return self._refused(refusal)
        messages.success(
            request,
            _("您已加入 %(firm)s，角色：%(role)s。")
            % {"firm": member.enterprise.name, "role": role_label(member.role).text},
        )
        return redirect("enterprises:members")

    def _person(self) -> User | None:
        return self.request.user if isinstance(self.request.user, User) else None

    def _refused(self, refusal: PortalError) -> HttpResponse:
        context = {"refusal": words_of(refusal), "code": refusal.code}
        return self.render_to_response(context, status=status_of(refusal))
