"""How papers, checks and message kinds appear in the OpenAPI document."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from declarations.api.components import ref
from declarations.api.schema import (
    DOCUMENTS,
    ID,
    LANGUAGE,
    MESSAGES,
    PAGING,
    REQUEST_BODY,
    answers,
    filter_parameters,
    query,
)

_FREE: Final[dict[str, Any]] = {"type": "object", "additionalProperties": True}

listed = extend_schema(
    operation_id="list_papers",
    summary="List papers",
    description="Returns, cancellations, arrivals, departures, lists of parcels and summaries in "
    "which the caller's enterprise is a party, newest first. Waybill and inventory numbers are "
    "looked for in the lines, too.",
    tags=[DOCUMENTS],
    parameters=[*filter_parameters("paper"), *PAGING],
    responses=answers(ref("PaperPage"), 400, 401, 403),
)

whole = extend_schema(
    operation_id="get_paper",
    summary="Read one paper",
    description="All elements, personal values masked; `parts` says which messages of a split "
    "paper have come.",
    tags=[DOCUMENTS],
    parameters=[ID, LANGUAGE],
    responses=answers(ref("WholePaper"), 400, 401, 403, 404),
)

counted = extend_schema(
    operation_id="count_bags",
    summary="Count the parcels of master lists",
    description="Of the newest 2,000 master lists (CEB607): parcels and inventories by customs "
    "district, supervised site, master bill and bag.",
    tags=[DOCUMENTS],
    parameters=[
        query("from", "First day of acceptance, YYYY-MM-DD."),
        query("to", "Last day of acceptance, YYYY-MM-DD."),
        query("billNo", "Master bill."),
    ],
    responses=answers(ref("BagCounts"), 400, 401, 403),
)

check_message = extend_schema(
    operation_id="check_message",
    summary="Check a message without sending it",
    description="The verdicts and findings that sending the same message now would give. Nothing "
    "is kept: no document, no message, no receipt.",
    tags=[MESSAGES],
    parameters=[LANGUAGE],
    request=REQUEST_BODY,
    responses=answers(ref("CheckResult"), 400, 401, 403, 413, 415, 422),
)

json_schema = extend_schema(
    operation_id="get_json_schema",
    summary="Read the JSON Schema of a kind of message",
    description="Of one document in the JSON form of the interface, e.g. "
    "`/api/v1/schemas/CEB311.json`. Public.",
    tags=[MESSAGES],
    auth=[],
    parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH)],
    responses=answers(_FREE, 400, 404),
)
