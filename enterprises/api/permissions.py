"""Who may use the API: clients that show a token of the right scope."""

from typing import ClassVar

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from enterprises.api.authentication import ClientUser


class IsApiClient(BasePermission):
    """A request with a valid token; without any the answer is 401 ``token_missing``."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        client_of(request)
        return True


class MayRead(IsApiClient):
    """A token with the scope ``read``."""

    code: ClassVar[str] = "scope_missing"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return client_of(request).may_read()


def client_of(request: Request) -> ClientUser:
    """The API client behind the request.

    :raises NotAuthenticated: ``token_missing``, when nobody showed a token.
    """
    user: object = request.user
    if not isinstance(user, ClientUser):
        raise NotAuthenticated(code="token_missing")
    return user
