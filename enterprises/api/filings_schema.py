"""How the API of filings appears in the OpenAPI document."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from enterprises import states
from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    YES_NO,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.constants import FILING_TYPES, REVIEW_DECISIONS

F = TypeVar("F", bound=Callable[..., Any])

TAG: Final = "Filings"
STATUSES: Final = tuple(sorted(states.FILING_LABELS))

_STATUS: Final = {"type": "string", "enum": list(STATUSES)}
_TYPE: Final = {"type": "string", "enum": [code for code, _ in FILING_TYPES]}
_VALUES: Final = {
    "type": "object",
    "additionalProperties": True,
    "description": "By field code; see `filing-forms`. Lists where the field is a list.",
}
_PROBLEM: Final = record(
    "Something wrong or missing, at a field.", field=TEXT, code=TEXT, zh=TEXT, en=TEXT
)
_LINE: Final[dict[str, Any]] = {
    "id": TEXT,
    "type": _TYPE,
    "number": MAYBE_TEXT,
    "title": TEXT,
    "status": _STATUS,
    "version": NUMBER,
    "approved_version": {"type": ["integer", "null"]},
    "waiting_for": {**MAYBE_TEXT, "description": "The department whose turn it is."},
    "submitted_at": MAYBE_TIME,
    "due_date": MAYBE_DAY,
    "approved_at": MAYBE_TIME,
    "updated_at": MAYBE_TIME,
}
_OUTLINE: Final = record("A filing without its content.", **_LINE)
_PAGE: Final = record("Newest first.", next=MAYBE_TEXT, results=many(_OUTLINE))
_WHOLE: Final = record(
    "A filing with its working copy; personal values are masked.",
    **_LINE,
    open={**YES_NO, "description": "Whether it is the applicant's turn: values may be saved."},
    values=_VALUES,
    files={
        "type": "object",
        "additionalProperties": many(
            record("A file.", id=TEXT, name=TEXT, size=NUMBER, sha256=TEXT)
        ),
    },
    remarks={
        **many(record("A remark.", field=MAYBE_TEXT, text=TEXT)),
        "description": "What to correct, while the filing is returned; no field: the whole.",
    },
    reviews=many(
        record(
            "A review.",
            version=NUMBER,
            department=TEXT,
            decision={"type": "string", "enum": [code for code, _ in REVIEW_DECISIONS]},
            comment=TEXT,
            at=MAYBE_TIME,
        )
    ),
    steps=many(record("A change of the status.", status=TEXT, version=NUMBER, at=MAYBE_TIME)),
    problems=many(_PROBLEM),
)
_FORM: Final = record(
    "What a filing must contain.",
    type=_TYPE,
    stages={**many(TEXT), "description": "Departments that approve, in order."},
    sections=many(
        record(
            "A section.",
            code=TEXT,
            name=BOTH,
            fields=many(
                record(
                    "A field.",
                    code=TEXT,
                    name=BOTH,
                    type=TEXT,
                    required=YES_NO,
                    list=YES_NO,
                    personal=YES_NO,
                    disclosed=YES_NO,
                    max_length=NUMBER,
                    only_if={
                        "type": ["object", "null"],
                        "additionalProperties": TEXT,
                        "description": "Asked for only while that field holds that value.",
                    },
                    choices=many(record("A choice.", code=TEXT, name=BOTH)),
                    basis=TEXT,
                )
            ),
        )
    ),
)
_START: Final = record("A new draft.", optional=("values",), type=_TYPE, values=_VALUES)
_SAVE: Final = record("What to save.", values=_VALUES)
_OUTLINE_EXAMPLE: Final = {
    "id": "7",
    "type": "enterprise",
    "number": None,
    "title": "洪城虚构商贸有限公司",
    "status": "returned",
    "version": 1,
    "approved_version": None,
    "waiting_for": None,
    "submitted_at": "2026-11-20T09:00:00+08:00",
    "due_date": None,
    "approved_at": None,
    "updated_at": "2026-11-20T15:00:00+08:00",
}
_EXAMPLE: Final = {
    **_OUTLINE_EXAMPLE,
    "open": True,
    "values": {"kinds": ["ecommerce"], "name": "洪城虚构商贸有限公司", "contact_name": "罗*"},
    "files": {
        "licence": [
            {
                "id": "31",
                "name": "licence.pdf",
                "size": 48211,
                "sha256": "1f0b6f7c8c36c6a0c6a1f1b6f3f7f7a6b0f6a3c1e5d4c3b2a190807060504030",
            }
        ]
    },
    "remarks": [{"field": "shops", "text": "请填写店铺的完整网址"}],
    "reviews": [
        {
            "version": 1,
            "department": "zone",
            "decision": "return",
            "comment": "",
            "at": "2026-11-20T15:00:00+08:00",
        }
    ],
    "steps": [{"status": "draft", "version": 0, "at": "2026-11-20T08:50:00+08:00"}],
    "problems": [],
}
_NUMBER: Final = OpenApiParameter(
    "number",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description="Filing number (`KJ…`), or the id while there is none.",
)

_FILE: Final = OpenApiParameter(
    "attachment", OpenApiTypes.INT, OpenApiParameter.PATH, description="The file's id."
)

attached = extend_schema(
    operation_id="attach_filing_file",
    summary="Attach a file to one requirement of the form",
    description="PDF, PNG, JPEG or OFD by its content and by its name. The same file twice is kept "
    "once.",
    tags=[TAG],
    parameters=[_NUMBER],
    request={
        "multipart/form-data": record(
            "One file.",
            field={**TEXT, "description": "Code of the requirement; see `filing-forms`."},
            file={"type": "string", "format": "binary"},
        )
    },
    responses=answers(_WHOLE, 400, 401, 403, 404, 409, 413, 415, 422, 503, status=201),
    examples=[example("With the file", _EXAMPLE, status=201)],
)
read_file = extend_schema(
    operation_id="read_filing_file",
    summary="Read a file; the reading stands in the audit trail",
    tags=[TAG],
    parameters=[_NUMBER, _FILE],
    responses={
        (200, "application/octet-stream"): OpenApiTypes.BINARY,
        **answers(TEXT, 401, 403, 404),
    },
)
removed_file = extend_schema(
    operation_id="remove_filing_file",
    summary="Take a file away from the working copy",
    description="A file that a submitted version names stays for that version.",
    tags=[TAG],
    parameters=[_NUMBER, _FILE],
    responses=answers(_WHOLE, 401, 403, 404, 409),
    examples=[example("Without the file", {**_EXAMPLE, "files": {}})],
)

listed = extend_schema(
    operation_id="list_filings",
    summary="List own filings",
    tags=[TAG],
    parameters=[
        query("type", "Only filings of a type.", enum=[code for code, _ in FILING_TYPES]),
        query("status", "Only filings of a status.", enum=list(STATUSES)),
        query("after", "The `next` of an earlier answer."),
    ],
    responses=answers(_PAGE, 400, 401, 403),
    examples=[example("One filing", {"next": None, "results": [_OUTLINE_EXAMPLE]})],
)
started = extend_schema(
    operation_id="start_filing",
    summary="Start a filing",
    description="Values are saved even where they are wrong; `problems` says what is wrong. Files "
    "are attached with `attach_filing_file`.",
    tags=[TAG],
    request={"application/json": _START},
    responses=answers(_WHOLE, 400, 401, 403, 409, 413, 422, status=201),
    examples=[
        example("An enterprise", {"type": "enterprise", "values": {"park": "高新区"}}, request=True)
    ],
)
whole = extend_schema(
    operation_id="get_filing",
    summary="Read a filing, its remarks and what is still wrong",
    tags=[TAG],
    parameters=[_NUMBER],
    responses=answers(_WHOLE, 401, 403, 404),
    examples=[example("Returned with a remark", _EXAMPLE)],
)
saved = extend_schema(
    operation_id="save_filing",
    summary="Save values into the working copy",
    description="What is not named stays. Only while `open` is true.",
    tags=[TAG],
    parameters=[_NUMBER],
    request={"application/json": _SAVE},
    responses=answers(_WHOLE, 400, 401, 403, 404, 409, 413),
    examples=[
        example("A shop", {"values": {"shops": ["https://shop1.example.cn/"]}}, request=True)
    ],
)


def _deed(operation_id: str, summary: str, description: str) -> Callable[[F], F]:
    described: Callable[[F], F] = extend_schema(
        operation_id=operation_id,
        summary=summary,
        description=description,
        tags=[TAG],
        parameters=[_NUMBER],
        request=None,
        responses=answers(_WHOLE, 401, 403, 404, 409, 422),
    )
    return described


submitted = _deed(
    "submit_filing",
    "Submit a filing",
    "422 `filing_incomplete` lists everything that is missing or wrong.",
)
withdrawn = _deed("withdraw_filing", "Withdraw a filing", "Only while no reviewer has opened it.")
changing = _deed(
    "change_filing",
    "Open an approved filing for a change",
    "What was approved stays in force until the change is.",
)
form = extend_schema(
    operation_id="get_filing_form",
    summary="Read what a filing must contain",
    description="Public. The declaration from which pages, checks and checklists are made.",
    tags=[TAG],
    auth=[],
    parameters=[
        OpenApiParameter("type", _TYPE, OpenApiParameter.PATH),
        query("kinds", "Kinds of the enterprise, separated by commas: `ecommerce,platform`."),
    ],
    responses=answers(_FORM, 400, 404),
)
