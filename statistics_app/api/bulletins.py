"""Published bulletins as open data."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.frame import NUMBER, TEXT, TIME, answers, example, many, record
from statistics_app.bulletin_files import FILES
from statistics_app.models import Bulletin
from statistics_app.rules.bulletins.tables import STAGES
from statistics_app.selectors_bulletins import published, revisions_of
from zone_portal.framework.api_lists import refuse_unknown
from zone_portal.framework.public_api import PublicView

TAG: Final = "Statistics"
FIELDS: Final[dict[str, Any]] = {
    "id": NUMBER,
    "month": {**TEXT, "description": "Year and month."},
    "coverage": {**TEXT, "description": "A: customs modes; C: firms of the zone."},
    "stage": {"type": "string", "enum": list(STAGES)},
    "published_at": TIME,
    "reason": {**TEXT, "description": "Why it was revised."},
    "reason_en": {**TEXT, "description": "The same in English."},
    "sha256": {**TEXT, "description": "Of the content as JSON, keys sorted, without blanks."},
    "files": {"type": "object", "additionalProperties": {"type": "string"}},
}
LISTED: Final = record("A published round of a month's bulletin.", **FIELDS)
AMOUNTS: Final[dict[str, Any]] = record(
    "Published figures; amounts are decimal text.",
    rmb=TEXT, usd=TEXT, tickets=NUMBER, parcels=NUMBER, tax=TEXT,
)  # fmt: skip
REVISED: Final = record(
    "A figure that the round gives otherwise than the one before it; hidden ones are left out.",
    table={**TEXT, "description": "`total`, or the code of a table."},
    direction={**TEXT, "description": "I, E, or empty: both."},
    key=TEXT,
    period={**TEXT, "description": "`m` the month, `c` January to it."},
    label={"type": "array", "items": TEXT, "description": "zh and en."},
    old=AMOUNTS,
    new=AMOUNTS,
)
WHOLE: Final = record(
    "A bulletin. Amounts are decimal text in RMB or USD; `m` is the month, `c` January to it; "
    "`hidden` figures are not published; growth is a fraction, null without a public base.",
    **FIELDS,
    content={"type": "object", "additionalProperties": True},
    revisions=many(REVISED),
)
LISTED_EXAMPLE: Final = {
    "id": 7,
    "month": "2026-10",
    "coverage": "A",
    "stage": "preliminary",
    "published_at": "2026-11-18T10:00:00+08:00",
    "reason": "",
    "reason_en": "",
    "sha256": "5f8a…",
    "files": {"csv": "https://portal.example/bulletins/7/csv/"},
}


class BulletinsView(PublicView):
    """The last published round of every month, the newest month first."""

    @extend_schema(
        tags=[TAG],
        summary="List published bulletins",
        auth=[],
        operation_id="list_bulletins",
        description="Public, 60 requests a minute.",
        responses=answers(record("Bulletins.", results=many(LISTED)), 400),
        examples=[example("Bulletins", {"results": [LISTED_EXAMPLE]})],
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.GET, ())
        return Response({"results": [listed(row, request) for row in published()]})


class BulletinView(PublicView):
    """One published bulletin with all its figures."""

    @extend_schema(
        tags=[TAG],
        summary="Read a published bulletin",
        auth=[],
        operation_id="get_bulletin",
        description="Public, 60 requests a minute.",
        responses=answers(WHOLE, 400, 404),
        examples=[
            example("Bulletin", {**LISTED_EXAMPLE, "content": {"month": "2026-10", "totals": {}}})
        ],
    )
    def get(self, request: Request, pk: int) -> Response:
        refuse_unknown(request.GET, ())
        row = Bulletin.objects.published().defer("taken").filter(pk=pk).first()
        if row is None:
            raise NotFound
        return Response(
            listed(row, request) | {"content": row.content, "revisions": revisions_of(row)}
        )


def listed(row: Bulletin, request: HttpRequest | Request) -> dict[str, Any]:
    """A bulletin without its figures."""
    return {
        "id": row.pk,
        "month": f"{row.month:%Y-%m}",
        "coverage": row.coverage,
        "stage": row.stage,
        "published_at": row.published_at,
        "reason": row.reason,
        "reason_en": row.reason_en,
        "sha256": row.digest,
        "files": {
            ending: request.build_absolute_uri(
                reverse("statistics:bulletin_file", args=[row.pk, ending])
            )
            for ending in FILES
        },
    }
