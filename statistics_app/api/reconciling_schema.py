"""How the OpenAPI document describes data under agreements, with examples."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema

from enterprises.api.frame import (
    BOTH,
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TIME,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, PAGING, PATH_ID, body, page
from statistics_app.rules.reconciling.explaining import CAUSES
from statistics_app.rules.reconciling.judging import STATES
from statistics_app.rules.reconciling.reading import COLUMN_NAMES

TAG: Final = "Statistics"
_CELL: Final[dict[str, Any]] = {"type": ["string", "number", "null"]}
_ROW: Final = {
    "type": "object",
    "description": "Columns that the agreement names. Amounts are plain numbers such as 1234.50; "
    "`currency` is ISO letters or the customs code; `unit` is 1 or 10000.",
    "properties": dict.fromkeys(COLUMN_NAMES, _CELL),
}
_SENT: Final = record(
    "Figures of a month under an agreement; all or nothing is taken in.",
    optional=("drawn",),
    agreement={**TEXT, "description": "Number of the agreement."},
    month={**TEXT, "description": "Year and month."},
    drawn={**DAY, "description": "The day the figures were drawn; today without."},
    rows=many(_ROW),
)
_DELIVERY: Final = record(
    "What was taken in. The last delivery of a month counts.",
    id=TEXT,
    agreement=TEXT,
    month=TEXT,
    drawn=DAY,
    rows=NUMBER,
    sha256=TEXT,
    at=TIME,
)
_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 8, "maxLength": 64},
    OpenApiParameter.HEADER,
    required=True,
    description="A key of the caller's own for this delivery. Sent again with the same content it "
    "gives the delivery as it was kept (200); with other content it is refused.",
)
_CELL_OF_REPORT: Final = record(
    "A figure of the source beside the platform's, in yuan; null mode or firm: all. `difference` "
    "is the source less the platform, `explained` what records and officials explain of it.",
    direction={"type": "string", "enum": ["I", "E"]},
    mode=MAYBE_TEXT,
    firm=MAYBE_TEXT,
    platform=TEXT,
    source=MAYBE_TEXT,
    difference=MAYBE_TEXT,
    explained=TEXT,
    remainder=MAYBE_TEXT,
    tolerance=TEXT,
    state={"type": "string", "enum": list(STATES)},
    causes=many(
        record(
            "A reason, what it comes to, and how many declarations are behind it.",
            code={"type": "string", "enum": list(CAUSES)},
            title=BOTH,
            amount=TEXT,
            count=NUMBER,
        )
    ),
)
_REPORT: Final = record(
    "How the figures of an agreement compare.",
    agreement=TEXT,
    month=TEXT,
    compared_at=MAYBE_TIME,
    cells=many(_CELL_OF_REPORT),
)
_SENT_EXAMPLE: Final = {
    "agreement": "数协〔2026〕1号",
    "month": "2026-10",
    "drawn": "2026-11-10",
    "rows": [{"direction": "E", "mode": "9610", "value": "1234567.80", "currency": "CNY"}],
}
_DELIVERY_EXAMPLE: Final = {
    "id": "7",
    "agreement": "数协〔2026〕1号",
    "month": "2026-10",
    "drawn": "2026-11-10",
    "rows": 1,
    "sha256": "0f" * 32,
    "at": "2026-11-12T10:00:00+08:00",
}
_REPORT_EXAMPLE: Final = {
    "agreement": "数协〔2026〕1号",
    "month": "2026-10",
    "compared_at": "2026-11-12T10:05:00+08:00",
    "cells": [
        {
            "direction": "I",
            "mode": "9610",
            "firm": None,
            "platform": "5050.00",
            "source": "7300.00",
            "difference": "2250.00",
            "explained": "1950.00",
            "remainder": "300.00",
            "tolerance": "100.00",
            "state": "open",
            "causes": [
                {
                    "code": "returns",
                    "title": {"zh": "退货已冲减", "en": "Returns were booked"},
                    "amount": "1010.00",
                    "count": 1,
                }
            ],
        }
    ],
}
_REFUSALS: Final = (
    "404 `statistics_unknown`: no agreement of yours has that number. 409 `agreement_over`: it is "
    "not in force today. 422 `agreement_month`: the month is outside it; `delivery_wrong`: "
    "`details.problems` lists every mistake with `row`, `column`, `value` and how to mend it, and "
    "nothing was kept; `idempotency_key_missing`, `idempotency_key_reused`."
)


def _both(good: Any, *statuses: int) -> dict[Any, Any]:
    """201 for what is new, 200 for what was kept before."""
    return {**answers(good, *statuses, status=201), (200, "application/json"): good}


deliver = extend_schema(
    operation_id="deliver_statistics_data",
    summary="Hand over figures under a data-sharing agreement",
    description="For departments' systems (`dtk_…`): totals of customs, tax, foreign exchange …, "
    "or the declaration list of a port. " + _REFUSALS,
    tags=[TAG],
    parameters=[_KEY],
    request=body(_SENT),
    responses=_both(_DELIVERY, 400, 401, 403, 404, 409, 413, 422),
    examples=[
        example("Totals", _SENT_EXAMPLE, request=True),
        example("Kept", _DELIVERY_EXAMPLE, status=201),
    ],
)
delivery = extend_schema(
    operation_id="read_statistics_delivery",
    summary="Read a delivery of the own organisation",
    tags=[TAG],
    parameters=[PATH_ID],
    responses=answers(_DELIVERY, 400, 401, 403, 404),
    examples=[example("Kept", _DELIVERY_EXAMPLE)],
)
report = extend_schema(
    operation_id="read_statistics_reconciliation",
    summary="Read how the own figures compare with the platform's",
    description="For departments' systems, under an agreement in force of their organisation; "
    "every reading is entered in the access log.",
    tags=[TAG],
    parameters=[
        query("agreement", "Number of the agreement.", required=True),
        query("month", "Year and month.", required=True),
    ],
    responses=answers(_REPORT, 400, 401, 403, 404),
    examples=[example("A month", _REPORT_EXAMPLE)],
)
own_deliveries = extend_schema(
    operation_id="platform_totals",
    summary="Own deliveries of totals",
    description="Newest first. Scope `read`.",
    tags=[TAG],
    parameters=[*PAGING],
    responses=answers(page(_DELIVERY), 400, 401, 403),
    examples=[
        example("One", {"next": None, "previous": None, "results": [_DELIVERY_EXAMPLE]}),
    ],
)
deliver_as_platform = extend_schema(
    operation_id="deliver_platform_totals",
    summary="Hand over a platform's monthly totals",
    description="For platforms that have an agreement with the zone. Scope `reports`. " + _REFUSALS,
    tags=[TAG],
    parameters=[_KEY],
    request=body(_SENT),
    responses=_both(_DELIVERY, 400, 401, 403, 404, 409, 413, 422),
    examples=[
        example("Totals", _SENT_EXAMPLE, request=True),
        example("Kept", _DELIVERY_EXAMPLE, status=201),
    ],
)
