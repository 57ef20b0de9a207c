"""Members of an enterprise and the links that invite more."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Member
from enterprises.pages.own_firm import ConfirmPage, FirmPage, status_of, words_of
from enterprises.pages.people_labels import ROLES, role_label
from enterprises.selectors_people import members_of, open_invitations, visible_invitations
from enterprises.services.invitations import invite, revoke_invitation
from enterprises.services.members import change_role, remove_member
from zone_portal.kernel.errors import PortalError


class Members(FirmPage):
    """Who works for the enterprise, as what; who was invited."""

    template_name = "enterprises/members.html"
    list_name = "enterprises:members"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firm, now = self.own.enterprise.id, timezone.now()
        invited = open_invitations(self.viewer, firm, at=now) if self.own.administers else []
        return super().get_context_data(**kwargs) | {
            "members": [
                {"row": row, "role": role_label(row.role), "self": row.user_id == self.person.pk}
                for row in members_of(self.viewer, firm)
            ],
            "invitations": [{"row": row, "role": role_label(row.role)} for row in invited],
            "roles": ROLES.items(),
        }

    def refused(self, refusal: PortalError) -> HttpResponse:
        """The list again, saying what was not done and why."""
        context = self.get_context_data(refusal=words_of(refusal))
        return self.render_to_response(context, status=status_of(refusal))


class ChangeRole(Members):
    """Gives a member another role."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        firm, role = self.own.enterprise.id, request.POST.get("role", "")
        try:
            row = self.attempt(change_role, enterprise_id=firm, member_id=pk, role=role)
        except PortalError as refusal:
            return self.refused(refusal)
        return self.done(
            _("%(name)s 现在是%(role)s。")
            % {"name": row.user.get_full_name(), "role": role_label(row.role).text}
        )


class RemoveMember(ConfirmPage):
    """Lets a member go, or leaves."""

    list_name = "enterprises:members"

    def question(self) -> dict[str, Any]:
        row = self._row()
        firm = self.own.enterprise.name
        if row.user_id == self.person.pk:
            return {
                "title": _("退出企业"),
                "text": _(
                    "您将不能再查看和办理 %(firm)s 的业务。需要再次加入时，须由管理员重新邀请。"
                )
                % {"firm": firm},
                "button": _("退出"),
            }
        return {
            "title": _("移出成员"),
            "text": _(
                "%(name)s（%(username)s）即刻不能再办理 %(firm)s 的业务，其发出的邀请一并失效。"
            )
            % {"name": row.user.get_full_name(), "username": row.user.username, "firm": firm},
            "button": _("移出"),
        }

    def act(self) -> str:
        row = self._row()
        self.attempt(remove_member, enterprise_id=self.own.enterprise.id, member_id=row.id)
        if row.user_id == self.person.pk:
            return _("您已退出 %(firm)s。") % {"firm": self.own.enterprise.name}
        return _("%(name)s 已移出，其权限即时终止。") % {"name": row.user.get_full_name()}

    def _row(self) -> Member:
        rows = members_of(self.viewer, self.own.enterprise.id)
        row = rows.filter(id=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row


class Invite(Members):
    """Makes a link; the answer shows it, this once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        given = {"role": request.POST.get("role", ""), "note": request.POST.get("note", "")}
        firm = self.own.enterprise.id
        try:
            made = self.attempt(invite, enterprise_id=firm, **given)
        except PortalError as refusal:
            return self.refused(refusal)
        link = request.build_absolute_uri(reverse("enterprises:invitation", args=[made.secret]))
        new = {"new_link": link, "new": made.row, "new_role": role_label(made.row.role)}
        context = self.get_context_data(**new)
        return self.render_to_response(context, headers={"Cache-Control": "no-store"})


class RevokeInvitation(ConfirmPage):
    """Makes a link useless."""

    list_name = "enterprises:members"
    administrators_only = True

    def question(self) -> dict[str, Any]:
        rows = visible_invitations(self.viewer, self.own.enterprise.id)
        row = rows.filter(id=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return {
            "title": _("撤销邀请"),
            "text": _("撤销后，持有该链接的人不能再用它加入（角色：%(role)s）。")
            % {"role": role_label(row.role).text},
            "button": _("撤销邀请"),
        }

    def act(self) -> str:
        firm = self.own.enterprise.id
        self.attempt(revoke_invitation, enterprise_id=firm, invitation_id=self.kwargs["pk"])
        return _("邀请已撤销。")
