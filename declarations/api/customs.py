"""POST /api/v1/customs/receipts/: the door for the customs gateway, and for nobody else."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import gateway
from declarations.api import schema
from declarations.services.receiving import receive_receipts
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import answer
from zone_portal.kernel.errors import PortalError


class GatewayAuthentication(BaseAuthentication):
    """``Authorization: Gateway <secret>``; nobody is signed in by it."""

    def authenticate(self, request: Request) -> None:
        if not gateway.is_the_gateway(request.headers.get("Authorization", "")):
            raise NotAuthenticated

    def authenticate_header(self, request: Request) -> str:
        return gateway.SCHEME


class GatewayScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the gateway shows who it is, for the OpenAPI document."""

    target_class = "declarations.api.customs.GatewayAuthentication"
    name = "gateway"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization"}


class Anybody(BasePermission):
    """Whoever showed the secret; who did not was refused before."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return True


class CustomsReceiptsView(ApiView):
    """Receipts of any kind that customs sends, as a CEB message; answered after the commit."""

    authentication_classes = (GatewayAuthentication,)
    permission_classes = (Anybody,)
    throttle_classes: Any = ()

    @schema.customs_receipts
    def post(self, request: Request) -> HttpResponse:
        limit: int = settings.CUSTOMS_MESSAGE_BYTES
        body = request._request.read(limit + 1)
        if len(body) > limit:
            raise PortalError("body_too_large", details={"limit": limit})
        taken = receive_receipts(body, at=timezone.now())
        return answer(
            {"receipts": taken.receipts, "repeated": taken.repeated, "unknown": taken.unknown}
        )
