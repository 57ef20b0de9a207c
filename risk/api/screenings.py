"""Screenings for programs of officials, and facts from departments' systems."""

from typing import Any, Final

from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from credit.models import DepartmentClient
from enterprises.api.authentication import TokenAuthentication
from enterprises.api.frame import answer, body_of
from enterprises.services.refusals import Refusal
from enterprises.viewers import Viewer, viewer_for
from risk import selectors_screening as found
from risk.api import screening_schema as schema
from risk.api.joint import DepartmentView
from risk.constants import CHANNELS, REASONS
from risk.models import Screening
from risk.rules.fact_kinds import SOURCES
from risk.services.facts import deliver_facts
from risk.services.joint.systems import actor_of
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.pages import origin_of

FILTERS: Final = ("channel", "reason", "number")
CHOICES: Final = {"channel": {"all", *CHANNELS}, "reason": set(REASONS)}


class AreOfficials(BasePermission):
    """Officials with a posting: scores and rules are internal."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        if not (user and user.is_authenticated):
            return False
        viewer = viewer_for(user)
        return viewer.is_official and bool(viewer.departments)


class ScreeningApiView(ApiView):
    """A view for officials who are signed in."""

    # The first one only names the way to sign in: without any, the answer is 401.
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (AreOfficials,)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)


class ScreeningsView(ScreeningApiView):
    """Screened declarations, newest first."""

    @schema.listed
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*FILTERS, *PAGING))
        rows = found.screenings(self.viewer, chosen_of(request.GET, FILTERS, CHOICES))
        numbered = rows.annotate(id=F("inventory_id"))
        return answer(
            keyset([numbered], request, page_of(request.GET), lambda part: [*map(outline, part)])
        )


class ScreeningView(ScreeningApiView):
    """The screenings of one declaration, the newest first, with their evidence."""

    @schema.one
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        rows = found.screenings_of(self.viewer, pk)
        newest = found_or_404(rows[0] if rows else None)
        return answer(
            {
                **outline(newest),
                "hits": newest.hits or [],
                "without_data": found.without_data(newest),
                "chance": newest.chance,
                "drawn": newest.drawn,
                "rule_set": newest.rule_set,
                "earlier": [outline(row) for row in rows[1:]],
            }
        )


class FactsView(DepartmentView):
    """A department's system delivers facts of its sources."""

    @schema.deliver
    def post(self, request: Request) -> HttpResponse:
        client = self.client(request)
        sent = body_of(request)
        source, rows = str(sent.get("source", "")), sent.get("facts")
        refuse_others(source, client)
        listed = rows if isinstance(rows, list) else []
        kept = deliver_facts(
            [row if isinstance(row, dict) else {} for row in listed],
            source=source,
            by=actor_of(client),
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return answer({"kept": kept}, status=202)


def refuse_others(source: str, client: DepartmentClient) -> None:
    """:raises Refusal: 403 ``source_not_yours`` for a source of another department."""
    if source in SOURCES and SOURCES[source][2] != client.organisation.department:
        raise Refusal(
            "source_not_yours",
            403,
            "该数据来源由其他部门提供。",
            "Another department delivers this source.",
        )


def outline(row: Screening) -> dict[str, Any]:
    """A screening as programs read it."""
    return {
        "id": str(row.inventory_id),
        "sequence": row.sequence,
        "channel": row.channel,
        "reason": row.reason,
        "score": row.score,
        "level": row.level or None,
        "rules": [hit["r"] for hit in row.hits or ()],
        "at": localtime(row.at).isoformat(timespec="seconds"),
    }
