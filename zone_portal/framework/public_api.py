"""Addresses of the API for anybody, without a token, so often a minute."""

from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.throttling import BaseThrottle

from zone_portal.framework.api import ApiView, JsonAnyway
from zone_portal.framework.public_rate import PublicRate


class FormatOfView(JsonAnyway):
    """``?format=`` is the view's own parameter: it streams the file itself."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002  DRF's name
        return renderers


class PublicView(ApiView):
    """A view for anybody, so often a minute."""

    content_negotiation_class = FormatOfView
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_throttles(self) -> list[BaseThrottle]:
        return [PublicRate()]
