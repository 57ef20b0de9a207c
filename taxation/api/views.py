"""Estimating taxes, and looking up rates and treatments of any day."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.timezone import localdate
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from enterprises.api.frame import ClientView, answer, answers, example, query
from enterprises.constants import SCOPE_READ
from taxation import selectors
from taxation.api import showing
from taxation.api.examples import COSMETICS, COSMETICS_ESTIMATED, RATE_LISTED
from taxation.api.purchases import in_official_names, purchase_of, read
from zone_portal.framework.api import language_of
from zone_portal.framework.api_lists import PAGING, keyset, page_of, refuse_unknown
from zone_portal.kernel.errors import PortalError
from zone_portal.kernel.periods import parse_day

TAG: Final = "Taxes"
_ON: Final = query("on", "As valid on this day, past or future.", OpenApiTypes.DATE)


class EstimateView(ClientView):
    """``POST`` a purchase, read what it would cost in taxes and why. Nothing is kept."""

    scopes = {"POST": SCOPE_READ}

    @extend_schema(
        operation_id="estimate_tax",
        summary="Estimate the taxes of a purchase before it is declared",
        description="Every line comes with its steps: base, rate, source, formula, amount. A rate "
        "that is not loaded gives `not_computable` with a finding, never a default. An estimate "
        "of this platform: customs assesses. Wrong values answer 422 `purchase_invalid` with every "
        "problem under `details.problems`, JSON of another shape 400 `parameters_invalid`.",
        tags=[TAG],
        request={"application/json": showing.REQUEST},
        responses=answers(showing.ESTIMATE, 400, 401, 403, 422),
        examples=[
            example("Cosmetics", COSMETICS, request=True),
            example("Cosmetics, estimated", COSMETICS_ESTIMATED),
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        given = read(request.body)
        on = given.date or localdate()
        try:
            said = selectors.estimate(purchase_of(given), on=on)
        except PortalError as refusal:
            in_official_names(refusal)
            raise
        return answer(showing.estimate_shown(said, on=on, language=language_of(request)))


class RatesView(ClientView):
    """Dated rates by HS code."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="list_tax_rates",
        summary="Look up tax rates of an HS code on any day",
        description="Without `on` every row is listed, rates that are not in force yet among them.",
        tags=[TAG],
        parameters=[
            query("gcode", "HS codes that begin with these digits."),
            _ON,
            *(query(name, "Paging.", OpenApiTypes.INT) for name in PAGING),
        ],
        responses=answers(showing.RATES, 400, 401, 403),
        examples=[example("One code", RATE_LISTED)],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("gcode", "on", *PAGING))
        gcode = request.GET.get("gcode", "")
        if gcode and not (gcode.isascii() and gcode.isdigit() and len(gcode) <= 10):
            raise ValidationError({"gcode": ["at most ten digits"]})
        rows = selectors.rate_rows(gcode, on=_day(request, "on"))
        page = page_of(request.GET)
        return answer(keyset([rows], request, page, lambda part: list(map(_shown, part))))


class TreatmentsView(ClientView):
    """Which treatment applies to which mode, taxpayer and document."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="list_tax_treatments",
        summary="Read the table mode × taxpayer × document → treatment of a day",
        tags=[TAG],
        parameters=[_ON],
        responses=answers(showing.TREATMENT_LIST, 400, 401, 403),
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, ("on",))
        rows = selectors.treatments_on(_day(request, "on") or localdate())
        language = language_of(request)
        return answer({"results": [showing.treatment_shown(row, language) for row in rows]})


def _shown(row: Any) -> dict[str, Any]:
    return showing.rate_shown(row)


def _day(request: Request, name: str) -> date | None:
    text = request.GET.get(name, "")
    day = parse_day(text)
    if text and day is None:
        raise ValidationError({name: ["a day like 2026-01-31"]})
    return day
