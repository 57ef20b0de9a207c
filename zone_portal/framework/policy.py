"""The Content-Security-Policy of answers."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zone_portal.framework.api import API_PREFIX

PROGRAMS = f"{API_PREFIX}v1/"


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, with the policy for programs put together once.

    Their answers have no scripts to let through by a nonce, and putting it together for each took
    a fifteenth of the web's time of a small message.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self._for_programs = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """Give pages their nonce."""
        if not request.path_info.startswith(PROGRAMS):
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the header."""
        if not request.path_info.startswith(PROGRAMS):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._for_programs)
        return response
