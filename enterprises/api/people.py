"""The caller's enterprise, its members and its invitations."""

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.request import Request

from enterprises.api import people_schema as schema
from enterprises.api.frame import ClientView, answer, body_of, text_of
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_MEMBERS, SCOPE_READ
from enterprises.models import Invitation, Member
from enterprises.selectors_people import (
    invitation_state,
    members_of,
    own_file,
    visible_invitations,
)
from enterprises.services.invitations import invite, revoke_invitation
from enterprises.services.members import change_role, remove_member
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown

CREATED: Final = 201
NO_CONTENT: Final = 204


class EnterpriseView(ClientView):
    """What the portal knows of the caller's own enterprise."""

    scopes = {"GET": SCOPE_READ}

    @schema.enterprise
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(own_file(client_of(request).enterprise.id))


class MembersView(ClientView):
    """The people of the enterprise."""

    scopes = {"GET": SCOPE_MEMBERS}

    @schema.members
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = members_of(self.viewer, client_of(request).enterprise.id)
        return answer({"results": [_member(row) for row in rows]})


class MemberView(ClientView):
    """One member: another role, or the end."""

    scopes = {"PATCH": SCOPE_MEMBERS, "DELETE": SCOPE_MEMBERS}

    @schema.change_role
    def patch(self, request: Request, pk: int) -> HttpResponse:
        row = change_role(
            enterprise_id=client_of(request).enterprise.id,
            member_id=pk,
            role=text_of(body_of(request), "role"),
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_member(row))

    @schema.remove_member
    def delete(self, request: Request, pk: int) -> HttpResponse:
        remove_member(
            enterprise_id=client_of(request).enterprise.id,
            member_id=pk,
            at=timezone.now(),
            **self.deed(request),
        )
        return HttpResponse(status=NO_CONTENT)


class InvitationsView(ClientView):
    """The invitations of the enterprise, whatever became of them; a new one with its link."""

    scopes = {"GET": SCOPE_MEMBERS, "POST": SCOPE_MEMBERS}

    @schema.invitations
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, PAGING)
        rows = visible_invitations(self.viewer, client_of(request).enterprise.id)
        found = keyset([rows], request, page_of(request.GET), lambda page: [*map(_shown, page)])
        return answer(found)

    @schema.invite
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        made = invite(
            enterprise_id=client_of(request).enterprise.id,
            role=text_of(body, "role"),
            note=text_of(body, "note"),
            at=timezone.now(),
            **self.deed(request),
        )
        link = request.build_absolute_uri(reverse("enterprises:invitation", args=[made.secret]))
        return answer({**_shown(made.row), "link": link}, status=CREATED)


class InvitationView(ClientView):
    """One invitation: made useless."""

    scopes = {"DELETE": SCOPE_MEMBERS}

    @schema.revoke_invitation
    def delete(self, request: Request, pk: int) -> HttpResponse:
        row = revoke_invitation(
            enterprise_id=client_of(request).enterprise.id,
            invitation_id=pk,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(_shown(row))


def _member(row: Member) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "username": row.user.username,
        "name": row.user.name,
        "role": row.role,
        "joined_at": localtime(row.joined_at).isoformat(),
    }


def _shown(row: Invitation) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "role": row.role,
        "note": row.note,
        "state": invitation_state(row, at=timezone.now()),
        "created_at": localtime(row.created_at).isoformat(),
        "expires_at": localtime(row.expires_at).isoformat(),
    }
