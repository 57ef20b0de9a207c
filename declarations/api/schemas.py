"""The JSON Schema of each kind of message; public."""

from typing import Any

from django.http import HttpResponse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from declarations.api.papers_schema import json_schema as described
from declarations.messages.catalogue import KINDS
from declarations.messages.published import json_schema
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import answer, found_or_404, refuse_unknown


class SchemaView(ApiView):
    """One document of a kind, as the interface takes it or gives it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @described
    def get(self, request: Request, code: str) -> HttpResponse:
        refuse_unknown(request.GET, ())
        kind: Any = found_or_404(KINDS.get(code))
        return answer(json_schema(kind))
