"""How the OpenAPI document describes keeping the overseas column, with examples."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from enterprises.api.frame import (
    BOTH,
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, PAGING, PATH_ID, body, page
from risk.api.column_schema import ARTICLE_EXAMPLE, ARTICLE_FIELDS, COUNTRY
from risk.api.officials import FOR_OFFICIALS, KEY_PARAMETER
from risk.constants import LEVELS
from risk.rules.column.words import INDUSTRIES, KINDS
from risk.rules.matters import ARTICLE
from risk.services.column.files import MOST_FILES

TAG: Final = "Risk"
HERE: Final = FOR_OFFICIALS + "Of those who keep the column. "
_PATH_FILE: Final = OpenApiParameter(
    "file", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH
)
_PATH_NUMBER: Final = OpenApiParameter(
    "number", OpenApiTypes.STR, OpenApiParameter.PATH, description="Number of the article."
)
_VERSION: Final = {
    **NUMBER,
    "description": "The version that the caller read; another one in between is a 409 that says "
    "who acted and when.",
}
_CONTENT: Final[dict[str, Any]] = {
    "title": BOTH,
    "kind": {**TEXT, "enum": list(KINDS)},
    "level": {**TEXT, "enum": list(LEVELS)},
    "countries": many(COUNTRY),
    "industries": many({**TEXT, "enum": list(INDUSTRIES)}),
    "hs": many(TEXT),
    "summary": BOTH,
    "advice": BOTH,
    "case": BOTH,
    "source": TEXT,
    "source_url": TEXT,
    "valid_from": DAY,
    "valid_to": DAY,
}
_LEFT_OUT: Final = ("countries", "industries", "hs", "case", "source_url")
_ARTICLE: Final = record(
    "An article as those who keep the column see it.",
    **{**ARTICLE_FIELDS, "published_at": MAYBE_TIME},
    version=NUMBER,
    status={**TEXT, "enum": list(ARTICLE.labels)},
    withdrawn_why=MAYBE_TEXT,
)
_EXAMPLE: Final = {
    **ARTICLE_EXAMPLE,
    "published_at": None,
    "version": 1,
    "status": "draft",
    "withdrawn_why": None,
}
_SENT: Final = {name: ARTICLE_EXAMPLE[name] for name in _CONTENT}

listed = extend_schema(
    operation_id="list_column_articles",
    summary="List the articles of the column, drafts too",
    description=HERE,
    parameters=[
        query("status", "A state.", enum=list(ARTICLE.labels)),
        query("kind", "A kind.", enum=list(KINDS)),
        query("level", "A level.", enum=list(LEVELS)),
        *PAGING,
    ],
    responses=answers(page(_ARTICLE), 400, 401, 403),
    examples=[example("One", {"next": None, "previous": None, "results": [_EXAMPLE]})],
    tags=[TAG],
)
drafted = extend_schema(
    operation_id="draft_column_article",
    summary="Write an article",
    description=HERE + "422 tells everything that is missing.",
    parameters=[KEY_PARAMETER],
    request=body(record("What it says.", optional=_LEFT_OUT, **_CONTENT)),
    responses=answers(_ARTICLE, 400, 401, 403, 422, status=201),
    examples=[example("A warning", _SENT, request=True), example("Written", _EXAMPLE, status=201)],
    tags=[TAG],
)
article = extend_schema(
    operation_id="get_column_article",
    summary="Read an article",
    description=HERE,
    parameters=[PATH_ID],
    responses=answers(_ARTICLE, 400, 401, 403, 404),
    examples=[example("A draft", _EXAMPLE)],
    tags=[TAG],
)
saved = extend_schema(
    operation_id="save_column_article",
    summary="Write a draft anew",
    description=HERE + "The whole content.",
    parameters=[PATH_ID, KEY_PARAMETER],
    request=body(record("What it says.", optional=_LEFT_OUT, version=_VERSION, **_CONTENT)),
    responses=answers(_ARTICLE, 400, 401, 403, 404, 409, 422),
    examples=[
        example("A warning", {"version": 1, **_SENT}, request=True),
        example("Saved", {**_EXAMPLE, "version": 2}),
    ],
    tags=[TAG],
)
decided = extend_schema(
    operation_id="decide_column_article",
    summary="Propose, send back, drop, publish or withdraw an article",
    description=HERE + "`publish` is for a supervisor other than who proposed it; followers and "
    "exporters are told. `send-back` and `withdraw` give reasons.",
    parameters=[
        PATH_ID,
        OpenApiParameter(
            "deed",
            {"type": "string", "enum": ["propose", "send-back", "drop", "publish", "withdraw"]},
            OpenApiParameter.PATH,
        ),
        KEY_PARAMETER,
    ],
    request=body(
        record("What the deed needs.", optional=("reasons",), version=_VERSION, reasons=TEXT)
    ),
    responses=answers(_ARTICLE, 400, 401, 403, 404, 409, 422),
    examples=[
        example("As it was read", {"version": 1}, request=True),
        example("Proposed", {**_EXAMPLE, "version": 2, "status": "proposed"}),
    ],
    tags=[TAG],
)
attached = extend_schema(
    operation_id="attach_column_file",
    summary="Attach a file to a draft",
    description=HERE + f"One PDF, PNG, JPEG or OFD at a time, at most {MOST_FILES}. Its content "
    "is checked against its name and looked at for viruses; the same file twice is kept once.",
    parameters=[PATH_ID],
    request={
        "multipart/form-data": {
            "type": "object",
            "properties": {"file": {"type": "string", "format": "binary"}},
            "required": ["file"],
        }
    },
    responses=answers(_ARTICLE, 400, 401, 403, 404, 409, 413, 415, 422, status=201),
    tags=[TAG],
)
read_file = extend_schema(
    operation_id="read_column_file",
    summary="Read a file of an article",
    description=HERE + "The reading stands in the audit trail.",
    parameters=[PATH_ID, _PATH_FILE],
    responses={
        **{k: v for k, v in answers(TEXT, 401, 403, 404).items() if k[0] != 200},
        (200, "application/octet-stream"): OpenApiTypes.BINARY,
    },
    tags=[TAG],
)
removed_file = extend_schema(
    operation_id="remove_column_file",
    summary="Take a file away from a draft",
    description=HERE,
    parameters=[PATH_ID, _PATH_FILE],
    responses=answers(_ARTICLE, 401, 403, 404, 409),
    examples=[example("Taken away", _EXAMPLE)],
    tags=[TAG],
)
public_file = extend_schema(
    operation_id="risk_column_file",
    summary="Read a file of a published warning",
    description="For anybody.",
    parameters=[_PATH_NUMBER, _PATH_FILE],
    responses={
        **{k: v for k, v in answers(TEXT, 400, 404).items() if k[0] != 200},
        (200, "application/octet-stream"): OpenApiTypes.BINARY,
    },
    tags=[TAG],
    auth=[],
)
