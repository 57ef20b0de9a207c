"""What the reading views share: who may look."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from enterprises.api.authentication import ClientUser, TokenAuthentication
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.api import ApiView


class MayLook(BasePermission):
    """A client whose token may read, or a signed-in person; each sees only what is theirs."""

    code = "scope_missing"

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        if isinstance(user, ClientUser):
            return user.may_read()
        return bool(user and user.is_authenticated)


class ReadView(ApiView):
    """A view that reads for a client or for somebody who is signed in."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (MayLook,)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)
