"""Departments' own systems at the API: their token, and the look-up."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from credit.api import sharing_schema as schema
from credit.models import DepartmentClient
from credit.services.department_clients import START, usable_key
from credit.services.sharing import Told, look_up_for_system
from enterprises.api.frame import answer, body_of, text_of
from zone_portal.framework.api import ApiView
from zone_portal.framework.pages import origin_of

KEYWORD: Final = "bearer"
RATE: Final = 50


class SystemUser:
    """What ``request.user`` is for a department's system: no person, of no enterprise."""

    is_authenticated = True
    is_anonymous = False
    is_active = True
    is_staff = False
    is_official = False
    requests_per_second = RATE

    def __init__(self, client: DepartmentClient) -> None:
        self.client = client

    @property
    def pk(self) -> str:
        """Throttles count by system."""
        return f"department-{self.client.pk}"


class SystemAuthentication(BaseAuthentication):
    """``Authorization: Bearer dtk_…`` → SystemUser; 401 ``token_invalid`` for any other token."""

    def authenticate(self, request: Request) -> tuple[SystemUser, None] | None:
        keyword, _blank, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if keyword.lower() != KEYWORD:
            return None
        text = text.strip()
        client = usable_key(text, at=timezone.now()) if text.startswith(START) else None
        if client is None:
            raise AuthenticationFailed(code="token_invalid")
        return SystemUser(client), None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="departments"'


class IsSystem(BasePermission):
    """A request of a department's system; without a token 401 ``token_missing``."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: object = request.user
        if not isinstance(user, SystemUser):
            raise NotAuthenticated(code="token_missing")
        return True


class LookupsView(ApiView):
    """``POST`` whose credit, what for, why; read what the purpose allows."""

    authentication_classes = (SystemAuthentication,)
    permission_classes = (IsSystem,)

    @schema.lookup
    def post(self, request: Request) -> HttpResponse:
        user: Any = request.user
        body = body_of(request)
        told = look_up_for_system(
            uscc=text_of(body, "uscc"),
            purpose=text_of(body, "purpose"),
            reason=text_of(body, "reason"),
            client=user.client,
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer(shown_told(told))


def shown_told(told: Told) -> dict[str, Any]:
    """An answer with the number of its entry in the log."""
    firm = told.subject.enterprise
    return {
        "query": str(told.query.pk),
        "at": localtime(told.query.at).isoformat(),
        "purpose": told.query.purpose,
        "uscc": firm.uscc if firm else None,
        "name": firm.name if firm else None,
        "data": dict(told.data),
        "withheld": list(told.withheld),
        "basis": told.basis or None,
    }


class SystemScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document describes the token of a department's system."""

    target_class = "credit.api.department_systems.SystemAuthentication"
    name = "department_token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Token of a department's system (`dtk_…`), given out by the zone "
            "office for named purposes; shown once, expires.",
        }
