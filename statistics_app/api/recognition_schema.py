"""How the OpenAPI document describes recognised exports, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import (
    BOTH,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TIME,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, ID, PAGING, PATH_ID, body, page
from statistics_app.rules.b2b.vocabulary import CLASSES, DS_PLACES, FOUND
from statistics_app.services.recognition.deciding import CONFIRM, MOST

TAG: Final = "Statistics"
_CLASS: Final = {"type": "string", "enum": list(CLASSES)}
_FOUND: Final = {"type": "string", "enum": list(FOUND)}
_MAYBE_FOUND: Final = {"type": ["string", "null"], "enum": [*FOUND, None]}
_MAYBE_CLASS: Final = {"type": ["string", "null"], "enum": [*CLASSES, None]}
_FIELDS: Final[dict[str, Any]] = {
    "id": {**ID, "description": "Id of the inventory."},
    "order_no": TEXT,
    "day": DAY,
    "firm": {**TEXT, "description": "Code of the e-commerce enterprise."},
    "mode": TEXT,
    "order_type": MAYBE_TEXT,
    "rmb": {**MAYBE_TEXT, "description": "Value; null where a rate was missing."},
    "ds_mark": {
        "type": ["string", "null"],
        "enum": [*DS_PLACES, None],
        "description": "Where the record carries the historical DS mark.",
    },
    "class": {**_MAYBE_FOUND, "description": "What counts; null before the model saw it."},
    "leading": {**_MAYBE_CLASS, "description": "The likeliest class by the version in force."},
    "confidence": {**MAYBE_TEXT, "description": "0 to 1, four decimals."},
    "decided": {**_MAYBE_CLASS, "description": "The word of an official; it stands above."},
}
_SAID: Final[dict[str, Any]] = {"class": _FOUND}
_WORD: Final[dict[str, Any]] = {"class": _CLASS}
_ROW: Final = record("A recognised export.", **_FIELDS)
_FEATURE: Final = record(
    "A feature that spoke: what it saw, its limit, the class it speaks for and its weight.",
    code=TEXT,
    title=BOTH,
    observed=TEXT,
    limit=MAYBE_TEXT,
    toward=_CLASS,
    weight=TEXT,
)
_RESULT: Final = record(
    "What a version says, the heaviest feature first.",
    version=NUMBER,
    leading=_CLASS,
    confidence=TEXT,
    features=many(_FEATURE),
    **_SAID,
)
_DECISION: Final = record(
    "An official's word; the newest stands.",
    id=ID,
    reason=TEXT,
    by=TEXT,
    at=TIME,
    **_WORD,
)
_WHOLE: Final = record(
    "A recognised export with its evidence, the newest first.",
    **_FIELDS,
    results=many(_RESULT),
    decisions=many(_DECISION),
)
_EXAMPLE: Final = {
    "id": "1866937810154635268",
    "order_no": "SIMO0000000001",
    "day": "2026-11-20",
    "firm": "3601960001",
    "mode": "9610",
    "order_type": "E",
    "rmb": "9600.00",
    "ds_mark": None,
    "class": "doubtful",
    "leading": "b2c",
    "confidence": "0.7311",
    "decided": None,
}
_WHOLE_EXAMPLE: Final = {
    **_EXAMPLE,
    "results": [
        {
            "version": 1,
            "class": "doubtful",
            "leading": "b2c",
            "confidence": "0.7311",
            "features": [
                {
                    "code": "mode_retail",
                    "title": {"zh": "监管方式为零售出口", "en": "Mode of retail export"},
                    "observed": "9610",
                    "limit": None,
                    "toward": "b2c",
                    "weight": "3",
                }
            ],
        }
    ],
    "decisions": [],
}
_ASKED: Final = {"declarations": ["1866937810154635268"], "class": "b2b", "reason": "买家为批发商"}

listed = extend_schema(
    operation_id="list_recognitions",
    summary="List recognised exports",
    description="For officials who are signed in: what the version in force takes export "
    "declarations for, and what officials decided.",
    tags=[TAG],
    parameters=[
        query("found", "What counts; `doubtful` is the queue.", enum=list(FOUND)),
        query("decided", "Whether an official decided.", enum=["yes", "no"]),
        query("ds", "Whether the record carries the DS mark.", enum=["yes", "no"]),
        query("mode", "Supervision mode."),
        query("number", "Order number."),
        query("firm", "Code of the e-commerce enterprise."),
        query("since", "First day of declaration."),
        query("until", "Last day of declaration."),
        *PAGING,
    ],
    responses=answers(page(_ROW), 400, 401, 403),
    examples=[example("One", {"next": None, "previous": None, "results": [_EXAMPLE]})],
)
one = extend_schema(
    operation_id="get_recognition",
    summary="Read what speaks for each class of an export",
    tags=[TAG],
    parameters=[PATH_ID],
    responses=answers(_WHOLE, 400, 401, 403, 404),
    examples=[example("Wholesale declared as retail", _WHOLE_EXAMPLE)],
)
decide = extend_schema(
    operation_id="decide_recognitions",
    summary="Say what exports are",
    description="For the zone office. All or nothing; the decision stands above every version. "
    "Declarations that somebody decided already need `over`, the id of the decision that is "
    "corrected.",
    tags=[TAG],
    request=body(
        record(
            "Declarations and what they are.",
            optional=("over",),
            declarations={"type": "array", "items": ID, "minItems": 1, "maxItems": MOST},
            **{
                "class": {
                    "type": "string",
                    "enum": [CONFIRM, *CLASSES],
                    "description": "`confirm`: for each what the model holds to be the likeliest.",
                }
            },
            reason={**TEXT, "maxLength": 500},
            over=ID,
        )
    ),
    responses=answers(
        record("As they stand now.", results=many(_ROW)), 400, 401, 403, 404, 409, 422
    ),
    examples=[
        example("A wholesaler", _ASKED, request=True),
        example("Decided", {"results": [{**_EXAMPLE, "class": "b2b", "decided": "b2b"}]}),
    ],
)
