"""A firm's own view of its risks, for its programs."""

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from enterprises.api.frame import ClientView, answer
from enterprises.constants import SCOPE_READ
from risk import selectors_self_check as found
from risk.api import self_check_schema as schema
from zone_portal.framework.api_lists import refuse_unknown


class SelfCheckView(ClientView):
    """The plans' five types with what the caller may know of itself."""

    scopes = {"GET": SCOPE_READ}

    @schema.own
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ())
        areas = found.own_areas(self.viewer, at=timezone.now())
        return answer(
            {
                "areas": [
                    {
                        "area": area.code,
                        "state": area.state,
                        "found": [
                            {
                                "code": check.code,
                                "count": count,
                                "title": {"zh": check.title[0], "en": check.title[1]},
                                "advice": {"zh": check.advice[0], "en": check.advice[1]},
                            }
                            for check, count in area.found
                        ],
                    }
                    for area in areas
                ]
            }
        )
