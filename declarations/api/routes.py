"""The route of one export list, with an answer to every condition."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request

from declarations.api.base import ReadView
from declarations.api.schema import answers
from declarations.models import Inventory
from declarations.routes import route_of
from declarations.rules.forms import RENMINBI
from enterprises.api.frame import MAYBE_TEXT, NUMBER, TEXT, YES_NO, many, record
from zone_portal.framework.api_lists import answer, found_or_404, refuse_unknown

EXAMPLE = {
    "inventory": "221872313499353088",
    "revision": 1,
    "route": "A",
    "declared": "A",
    "agrees": True,
    "digits": 4,
    "value": "352.50",
    "currency": "142",
    "day": "2026-11-20",
    "kept": True,
    "conditions": [
        {"code": "ROU-004", "answer": "held", "value": "352.50", "limit": "5000"},
        {"code": "ROU-002", "answer": "unknown", "value": "", "limit": ""},
    ],
}

_ROUTE = record(
    "The route of an export list.",
    inventory=TEXT,
    revision=NUMBER,
    route={**TEXT, "enum": ["A", "B"]},
    declared={**MAYBE_TEXT, "description": "The statisticsFlag of the list."},
    agrees={**YES_NO, "description": "Whether the list declares that route."},
    digits={**NUMBER, "description": "Digits of the HS code that suffice."},
    value={**MAYBE_TEXT, "description": "In `currency`; null where there is no rate."},
    currency=TEXT,
    day={**TEXT, "format": "date", "description": "Whose rules chose."},
    kept={**YES_NO, "description": "Whether the list was handed on with it."},
    conditions=many(
        record(
            "A condition.",
            code=TEXT,
            answer={**TEXT, "enum": ["held", "failed", "unknown"]},
            value=TEXT,
            limit=TEXT,
        )
    ),
)


class RouteView(ReadView):
    """Simplified (A) or summarised (B), chosen by the rules of the day of acceptance."""

    @extend_schema(
        tags=["documents"],
        summary="Route of an export list",
        description=(
            "Which way a CEB603 takes: `A` simplified, classified by the first `digits` of the HS "
            "code, or `B` summarised by the 15th of the next month; and of each condition whether "
            "it `held`, `failed` or is `unknown`. 404 for imports."
        ),
        responses=answers(_ROUTE, 400, 401, 403, 404),
        examples=[OpenApiExample("simplified", value=EXAMPLE, response_only=True)],
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        inventory = found_or_404(Inventory.objects.open_to(self.viewer).filter(id=pk).first())
        found = found_or_404(route_of(inventory))
        return answer(
            {
                "inventory": str(found.inventory_id),
                "revision": found.revision,
                "route": found.route,
                "declared": found.declared or None,
                "agrees": found.agrees,
                "digits": found.digits,
                "value": None if found.value is None else f"{found.value:f}",
                "currency": RENMINBI,
                "day": found.day.isoformat(),
                "kept": found.kept,
                "conditions": [reason.stored() for reason in found.reasons],
            }
        )
