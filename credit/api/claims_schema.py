"""How the OpenAPI document describes claims, with examples."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from credit.api.supervision_schema import CLOCK, CLOCK_EXAMPLE, TAG
from credit.api.supervision_schema import listed as one_listed
from credit.rules.supervision.states import CLAIM_LABELS
from enterprises.api.frame import (
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    YES_NO,
    answers,
    example,
    many,
    record,
)
from enterprises.api.people_schema import PAGING, PATH_ID, body, page

KIND: Final[dict[str, Any]] = {
    "type": "string",
    "enum": ["statement", "objection", "repair", "appeal"],
}
_OUTLINE: Final[dict[str, Any]] = {
    "id": TEXT,
    "number": TEXT,
    "kind": KIND,
    "status": {"type": "string", "enum": list(CLAIM_LABELS)},
    "record": MAYBE_TEXT,
    "case": MAYBE_TEXT,
    "claim": MAYBE_TEXT,
    "reasons": MAYBE_TEXT,
    "clocks": many(CLOCK),
}
_FILE: Final = record(
    "A paper of the claim.", id=TEXT, name=TEXT, media_type=TEXT, size=NUMBER, sha256=TEXT
)
_PROBLEM: Final = record(
    "What keeps the draft from being handed in.", field=TEXT, code=TEXT, zh=TEXT, en=TEXT
)
_CLAIM: Final = record(
    "An own claim; `reasons` are those of the decision.",
    **_OUTLINE,
    text=TEXT,
    commitment=YES_NO,
    submitted_at=MAYBE_TIME,
    files=many(_FILE),
    problems=many(_PROBLEM),
)
_WISH: Final = record(
    "What is claimed, against one of `record` (a credit record), `case` (of the negative list) and "
    "`claim` (an earlier decision). Objections are against records; repairs against records or "
    "cases; appeals against cases or claims; statements against cases.",
    optional=("record", "case", "claim", "text", "commitment", "submit"),
    kind=KIND,
    record=TEXT,
    case=TEXT,
    claim=TEXT,
    text={**TEXT, "maxLength": 4000},
    commitment={**YES_NO, "description": "A repair: the firm commits itself to credit."},
    submit={**YES_NO, "description": "Hand it in at once; papers are attached to drafts only."},
)
_WRITE: Final = record(
    "What is not named stays.", optional=("text", "commitment"), text=TEXT, commitment=YES_NO
)
_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 8, "maxLength": 64},
    OpenApiParameter.HEADER,
    required=True,
    description="A key of the caller's own for this claim. Sent again with the same content it "
    "gives the claim as it stands (200); with other content it is refused.",
)
_PATH_FILE: Final = OpenApiParameter(
    "file", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH
)
_SENT: Final = {
    "kind": "objection",
    "record": "4711",
    "text": "该处罚决定已被复议机关撤销，附撤销决定书。",
    "submit": True,
}
_OUTLINE_EXAMPLE: Final = {
    "id": "3",
    "number": "XS00020261100003",
    "kind": "objection",
    "status": "submitted",
    "record": "4711",
    "case": None,
    "claim": None,
    "reasons": None,
    "clocks": [{**CLOCK_EXAMPLE, "code": "objection_own", "due": "2026-11-25"}],
}
_EXAMPLE: Final = {
    **_OUTLINE_EXAMPLE,
    "text": _SENT["text"],
    "commitment": False,
    "submitted_at": "2026-11-20T16:00:00+08:00",
    "files": [],
    "problems": [],
}
_DRAFT: Final = {**_EXAMPLE, "status": "draft", "submitted_at": None, "clocks": []}
_PAPER: Final = {
    "id": "9",
    "name": "decision.pdf",
    "media_type": "application/pdf",
    "size": 18211,
    "sha256": "0f" * 32,
}

listed = extend_schema(
    operation_id="credit_claims",
    summary="Own statements, objections, repairs and appeals",
    description="Newest first.",
    parameters=[*PAGING],
    responses=answers(page(record("A claim, in short.", **_OUTLINE)), 400, 401, 403),
    examples=[example("An objection", one_listed(_OUTLINE_EXAMPLE))],
    tags=[TAG],
)
begun = extend_schema(
    operation_id="begin_credit_claim",
    summary="Contest a record or a decision, or ask for repair",
    description="Makes a draft, or with `submit` hands the claim in at once. What is refused "
    "leaves nothing behind: mend it and send it with the same key. An objection marks the record "
    "as disputed and freezes its points.",
    parameters=[_KEY],
    request=body(_WISH),
    responses={
        **answers(_CLAIM, 400, 401, 403, 404, 409, 413, 422, status=201),
        (200, "application/json"): _CLAIM,
    },
    examples=[example("An objection", _SENT, request=True), example("Kept", _EXAMPLE, status=201)],
    tags=[TAG],
)
whole = extend_schema(
    operation_id="credit_claim",
    summary="Read a claim, its papers and what is still missing",
    parameters=[PATH_ID],
    responses=answers(_CLAIM, 401, 403, 404),
    examples=[example("Handed in", _EXAMPLE)],
    tags=[TAG],
)
written = extend_schema(
    operation_id="write_credit_claim",
    summary="Write into a draft",
    parameters=[PATH_ID],
    request=body(_WRITE),
    responses=answers(_CLAIM, 400, 401, 403, 404, 409, 413),
    examples=[example("The reasons", {"text": _SENT["text"]}, request=True)],
    tags=[TAG],
)
submitted = extend_schema(
    operation_id="submit_credit_claim",
    summary="Hand a draft in",
    description="Its clock begins. Sent again it answers with the claim as it stands.",
    parameters=[PATH_ID],
    request=None,
    responses=answers(_CLAIM, 401, 403, 404, 409, 422),
    examples=[example("Handed in", _EXAMPLE)],
    tags=[TAG],
)
withdrawn = extend_schema(
    operation_id="withdraw_credit_claim",
    summary="Take a claim back before it is decided",
    description="A disputed record counts again. Sent again it answers with the claim as it "
    "stands.",
    parameters=[PATH_ID],
    request=None,
    responses=answers(_CLAIM, 401, 403, 404, 409),
    examples=[example("Withdrawn", {**_EXAMPLE, "status": "withdrawn", "clocks": []})],
    tags=[TAG],
)
attached = extend_schema(
    operation_id="attach_credit_claim_file",
    summary="Attach a paper to a draft",
    description="PDF, PNG, JPEG or OFD by its content and by its name. The same file twice is kept "
    "once.",
    parameters=[PATH_ID],
    request={
        "multipart/form-data": record("One file.", file={"type": "string", "format": "binary"})
    },
    responses=answers(_CLAIM, 400, 401, 403, 404, 409, 413, 415, 422, 503, status=201),
    examples=[example("With the paper", {**_DRAFT, "files": [_PAPER]}, status=201)],
    tags=[TAG],
)
read_file = extend_schema(
    operation_id="read_credit_claim_file",
    summary="Read a paper; the reading stands in the audit trail",
    parameters=[PATH_ID, _PATH_FILE],
    responses={
        (200, "application/octet-stream"): OpenApiTypes.BINARY,
        **answers(TEXT, 401, 403, 404),
    },
    tags=[TAG],
)
removed_file = extend_schema(
    operation_id="remove_credit_claim_file",
    summary="Take a paper away from a draft",
    parameters=[PATH_ID, _PATH_FILE],
    responses=answers(_CLAIM, 401, 403, 404, 409),
    examples=[example("Without it", _DRAFT)],
    tags=[TAG],
)
