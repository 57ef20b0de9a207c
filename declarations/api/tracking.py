"""A declaration by any of its numbers."""

from django.http import HttpResponse
from rest_framework.request import Request

from declarations import tracking
from declarations.api import schema
from declarations.api.base import ReadView
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import answer, refuse_unknown


class TrackView(ReadView):
    """What is known under a number: declarations, single documents, rejected ones."""

    @schema.track
    def get(self, request: Request, number: str) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return answer(tracking.track(number, self.viewer, language_of(request)))
