"""The published activity index as open data."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.frame import MAYBE_TEXT, NUMBER, TEXT, TIME, answers, example, many, record
from statistics_app.activity_files import FILES
from statistics_app.models import IndexRound
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.selectors_activity import series
from zone_portal.framework.api_lists import refuse_unknown
from zone_portal.framework.public_api import PublicView

TAG: Final = "Statistics"
COMPARED: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "properties": {"month": TEXT, "value": TEXT, "change": TEXT, "rate": MAYBE_TEXT},
    "description": "In points, and the rate as a fraction; null where none was published.",
}
FIELDS: Final[dict[str, Any]] = {
    "id": NUMBER,
    "month": {**TEXT, "description": "Year and month."},
    "value": {**TEXT, "description": "The index; 100 in the base month of the first method."},
    "stage": {"type": "string", "enum": list(STAGES)},
    "round": NUMBER,
    "method": {**NUMBER, "description": "Number of the method it was made by."},
    "before": {**COMPARED},
    "year_before": {**COMPARED},
    "published_at": TIME,
    "reason": {**TEXT, "description": "Why it was revised."},
    "sha256": {**TEXT, "description": "Of the content as JSON, keys sorted, without blanks."},
}
LISTED: Final = record("The index of a month.", **FIELDS)
SERIES: Final = record(
    "The months, the newest first, and the files of the whole series.",
    results=many(LISTED),
    files={"type": "object", "additionalProperties": TEXT},
    methodology=TEXT,
)
WHOLE: Final = record(
    "The index of a month with its dimensions and indicators. `contribution` is in points of the "
    "index: they add up to `before.change`. `standing` carried: no figure, moved like the rest of "
    "its dimension; left_out: no figure in the base month, its weight went to the others.",
    **FIELDS,
    content={"type": "object", "additionalProperties": True},
)
LISTED_EXAMPLE: Final = {
    "id": 3,
    "month": "2026-10",
    "value": "104.52",
    "stage": "preliminary",
    "round": 0,
    "method": 1,
    "before": {"month": "2026-09", "value": "103.10", "change": "1.42", "rate": "0.0138"},
    "year_before": None,
    "published_at": "2026-11-19T10:00:00+08:00",
    "reason": "",
    "sha256": "5f8a…",
}


class ActivityIndexView(PublicView):
    """The last published round of every month, the newest month first."""

    @extend_schema(
        tags=[TAG],
        summary="Read the series of the activity index",
        auth=[],
        operation_id="list_activity_index",
        description="Public, 60 requests a minute.",
        responses=answers(SERIES, 400),
        examples=[
            example(
                "Activity index",
                {
                    "results": [LISTED_EXAMPLE],
                    "files": {"series": "https://portal.example/activity-index/files/series/"},
                    "methodology": "https://portal.example/activity-index/method/",
                },
            )
        ],
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, ())
        return Response(
            {
                "results": [listed(row) for row in series()],
                "files": {
                    what: _absolute(request, "statistics:activity_file", what) for what in FILES
                },
                "methodology": _absolute(request, "statistics:activity_methodology"),
            }
        )


class ActivityMonthView(PublicView):
    """One published month with all its parts."""

    @extend_schema(
        tags=[TAG],
        summary="Read the activity index of a month",
        auth=[],
        operation_id="get_activity_index",
        description="Public, 60 requests a minute.",
        responses=answers(WHOLE, 400, 404),
        examples=[
            example("Month", {**LISTED_EXAMPLE, "content": {"month": "2026-10", "dimensions": []}})
        ],
    )
    def get(self, request: Request, pk: int) -> Response:
        refuse_unknown(request.GET, ())
        row = IndexRound.objects.published().filter(pk=pk).select_related("method").first()
        if row is None:
            raise NotFound
        return Response(listed(row) | {"content": row.content})


def listed(row: IndexRound) -> dict[str, Any]:
    """A month without its parts."""
    return {
        "id": row.pk,
        "month": f"{row.month:%Y-%m}",
        "value": str(row.value),
        "stage": row.stage,
        "round": row.round,
        "method": row.method.number,
        "before": row.content["before"],
        "year_before": row.content["year_before"],
        "published_at": row.published_at,
        "reason": row.reason,
        "sha256": row.digest,
    }


def _absolute(request: HttpRequest | Request, name: str, *args: Any) -> str:
    return request.build_absolute_uri(reverse(name, args=args))
