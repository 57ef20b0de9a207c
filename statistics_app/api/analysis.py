"""Published analysis reports as open data."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.frame import NUMBER, TEXT, TIME, answers, example, many, record
from statistics_app.analysis_files import FILES, title_of
from statistics_app.models import AnalysisReport
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.selectors_analysis import published
from zone_portal.framework.api_lists import refuse_unknown
from zone_portal.framework.public_api import PublicView

TAG: Final = "Statistics"
LISTED: Final = record(
    "A published analysis report.",
    id=NUMBER,
    first={**TEXT, "description": "First month of the period."},
    period=TEXT,
    title=TEXT,
    stage={"type": "string", "enum": list(STAGES)},
    round=NUMBER,
    published_at=TIME,
    sha256={**TEXT, "description": "Of the content, which is the file json."},
    files={"type": "object", "additionalProperties": TEXT},
)
EXAMPLE: Final = {
    "id": 4,
    "first": "2026-10",
    "period": "October 2026",
    "title": "Example zone: Analysis of cross-border e-commerce, October 2026",
    "stage": "preliminary",
    "round": 0,
    "published_at": "2026-11-19T10:00:00+08:00",
    "sha256": "5f8a…",
    "files": {"pdf": "https://portal.example/analysis-reports/4/pdf/"},
}


class AnalysisReportsView(PublicView):
    """The last published round of every report, the newest period first."""

    @extend_schema(
        tags=[TAG],
        summary="List published analysis reports",
        auth=[],
        operation_id="list_analysis_reports",
        description="Public, 60 requests a minute. The content of each is its file `json`.",
        responses=answers(record("Reports.", results=many(LISTED)), 400),
        examples=[example("Reports", {"results": [EXAMPLE]})],
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, ())
        return Response({"results": [listed(row, request) for row in published()]})


def listed(row: AnalysisReport, request: HttpRequest | Request) -> dict[str, Any]:
    """A report and where its files are."""
    return {
        "id": row.pk,
        "first": f"{row.first:%Y-%m}",
        "period": row.content["period"][1],
        "title": title_of(row)[1],
        "stage": row.stage,
        "round": row.round,
        "published_at": row.published_at,
        "sha256": row.digest,
        "files": {
            ending: request.build_absolute_uri(
                reverse("statistics:analysis_file", args=[row.pk, ending])
            )
            for ending in FILES
        },
    }
