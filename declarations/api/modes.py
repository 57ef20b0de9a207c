"""The register of modes as data; public, like the law."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from declarations.api.schema import answers
from declarations.rulebook import mode_register
from declarations.rules.modes import FLOWS, Template, definition_of
from enterprises.api.frame import BOTH, MAYBE_DAY, MAYBE_TEXT, NUMBER, TEXT, YES_NO, many, record
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import answer, refuse_unknown
from zone_portal.kernel.periods import parse_day

EXAMPLE = {
    "on": "2026-11-20",
    "results": [
        {
            "code": "9710",
            "direction": "export",
            "version": 2,
            "name": {"zh": "跨境电子商务企业对企业直接出口", "en": "B2B direct export"},
            "flow": {"code": "b2b_direct", "zh": "B2B 直接出口", "en": "B2B direct export"},
            "valid_from": "2024-12-15",
            "valid_to": None,
            "pilot": False,
            "basis": "海关总署公告2024年第167号；海关总署公告2021年第47号",
            "verified": True,
            "declared_by": "list",
            "documents": ["order", "waybill"],
            "order_types": ["B"],
            "ticket_limit": "5000",
            "ticket_currency": "142",
            "simplified_digits": 6,
            "steps": [
                {
                    "source": "queued",
                    "target": "sent",
                    "owner": "portal",
                    "hours": "0.084",
                    "basis": "",
                }
            ],
        }
    ],
}

_STEP = record(
    "A step of the table, with who takes it and its time limit.",
    source=TEXT,
    target=TEXT,
    owner=TEXT,
    hours={**TEXT, "description": "Time limit; empty where there is none."},
    basis=TEXT,
)
_MODE = record(
    "A version of a mode.",
    code=TEXT,
    direction={**TEXT, "enum": ["import", "export"]},
    version=NUMBER,
    name=BOTH,
    flow=record("The flow it belongs to.", code=TEXT, zh=TEXT, en=TEXT),
    valid_from={**TEXT, "format": "date"},
    valid_to=MAYBE_DAY,
    pilot=YES_NO,
    basis=TEXT,
    verified=YES_NO,
    declared_by=TEXT,
    documents=many(TEXT),
    order_types=many(TEXT),
    ticket_limit=MAYBE_TEXT,
    ticket_currency=TEXT,
    simplified_digits={"type": ["integer", "null"]},
    without={**many(TEXT), "description": "Criteria that are not applied."},
    settings={"type": "object", "additionalProperties": True, "description": "Own rule settings."},
    taxed_as=TEXT,
    note_zh=TEXT,
    note_en=TEXT,
    steps=many(_STEP),
)
_MODES = record("The modes of a day.", on={**TEXT, "format": "date"}, results=many(_MODE))


class ModesView(ApiView):
    """Every mode in force on a day, with what it asks and its table of steps."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        tags=["reference"],
        summary="Supervision modes and pilots in force on a day",
        description=(
            "What each mode needs beside the inventory, which order types it takes, its limits and "
            "its table of steps with owner and time limit. A pilot (`pilot: true`) is a template "
            "that this zone released itself."
        ),
        parameters=[
            OpenApiParameter("on", OpenApiTypes.DATE, description="The day; today by default")
        ],
        responses=answers(_MODES, 400),
        examples=[OpenApiExample("modes of a day", value=EXAMPLE, response_only=True)],
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("on",))
        asked = request.GET.get("on", "")
        on = parse_day(asked) if asked else localdate()
        if on is None:
            raise ValidationError({"on": ["a day like 2026-11-20"]})
        found = mode_register().in_force(on)
        return answer({"on": on.isoformat(), "results": [shown(t) for t in found]})


def shown(template: Template) -> dict[str, Any]:
    """A version as the interface gives it."""
    return {
        "code": template.code,
        "direction": template.direction,
        "version": template.version,
        "name": {"zh": template.name[0], "en": template.name[1]},
        "valid_from": template.valid_from.isoformat(),
        "valid_to": template.valid_to.isoformat() if template.valid_to else None,
        "pilot": template.origin == "zone",
        "basis": template.basis,
        "verified": template.verified,
        **definition_of(template),
        "flow": {
            "code": template.flow,
            "zh": FLOWS[template.flow][1][0],
            "en": FLOWS[template.flow][1][1],
        },
        "ticket_limit": str(template.ticket_limit) if template.ticket_limit is not None else None,
    }
