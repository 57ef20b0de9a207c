"""How the OpenAPI document describes joint control, with examples."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from enterprises.api.frame import (
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TIME,
    YES_NO,
    answers,
    example,
    many,
    record,
)
from enterprises.api.people_schema import PAGING, PATH_ID, body, page
from risk.rules.cases.grading import LEVELS
from risk.rules.cases.states import CASE_LABELS, MEASURES, REQUEST_LABELS
from risk.rules.subjects import KINDS
from risk.rules.types import TYPES

TAG: Final = "Risk"
LEVEL: Final[dict[str, Any]] = {"type": "string", "enum": list(LEVELS)}
ANYTHING: Final[dict[str, Any]] = {"type": "object", "additionalProperties": True}
PATH_NUMBER: Final = OpenApiParameter(
    "number", OpenApiTypes.STR, OpenApiParameter.PATH, description="Number of the case."
)

_TOLD: Final = record(
    "One observation. `reference` is the reporter's own number: the same one is taken once.",
    optional=("reference", "evidence"),
    type={"type": "string", "enum": list(TYPES)},
    subject=record(
        "Whom or what it is about. `code` of an enterprise is its unified or customs code; of a "
        "person the number of the document, which is kept as a keyed hash only.",
        optional=("name",),
        kind={"type": "string", "enum": list(KINDS)},
        code=TEXT,
        name=TEXT,
    ),
    level=LEVEL,
    text=TEXT,
    reference=TEXT,
    evidence={**ANYTHING, "description": "Facts with personal values masked."},
)
_TOLD_EXAMPLE: Final = {
    "type": "RT13",
    "subject": {"kind": "enterprise", "code": "91000000MADEM0011Y"},
    "level": "orange",
    "text": "收汇金额与报关金额持续不符。",
    "reference": "BANK-2026-117",
    "evidence": {"receipts": "1200000.00", "exports": "310000.00", "currency": "CNY"},
}
_SIGNAL: Final = record(
    "The signal as it was taken in; an officer assesses it.", id=TEXT, reference=MAYBE_TEXT, at=TIME
)
_SIGNAL_EXAMPLE: Final = {
    "id": "4711",
    "reference": "BANK-2026-117",
    "at": "2026-11-20T16:00:00+08:00",
}
_SUBJECT: Final = record("The subject's kind and code.", kind=TEXT, code=TEXT)
_TYPE: Final = record("The type of risk.", code=TEXT, title=ANYTHING)
_CASE: Final = record(
    "A case that the unit handles. Send `version` with the disposition: when somebody else acted "
    "meanwhile the answer is 409 and says who and when.",
    id=TEXT,
    number=TEXT,
    version=NUMBER,
    status={"type": "string", "enum": list(CASE_LABELS)},
    due_at=MAYBE_TIME,
    subject=_SUBJECT,
    type=_TYPE,
    name=TEXT,
    level=ANYTHING,
    alerts=many(ANYTHING),
)
_CASE_EXAMPLE: Final = {
    "id": "7",
    "number": "FX00020261100007",
    "version": 5,
    "status": "assigned",
    "due_at": "2026-11-27T23:59:59+08:00",
    "subject": {"kind": "enterprise", "code": "91000000MADEM0011Y"},
    "type": {"code": "RT03", "title": {"zh": "身份信息冒用", "en": "Misuse of identities"}},
    "name": "洪城虚构第一有限公司",
    "level": {
        "code": "yellow",
        "zh": "黄色（较大）",
        "en": "Yellow (III, considerable)",
        "claimed": None,
    },
    "alerts": [
        {
            "rule": "RT03-IDS",
            "type": "RT03",
            "level": "yellow",
            "signals": 3,
            "raised_at": "2026-11-20T10:00:00+08:00",
            "last_at": "2026-11-20T15:00:00+08:00",
            "verdict": None,
        }
    ],
}
_REQUEST: Final = record(
    "A request for assistance with what was told: the least that is needed.",
    id=TEXT,
    case=TEXT,
    question=TEXT,
    shared=ANYTHING,
    status={"type": "string", "enum": list(REQUEST_LABELS)},
    asked_at=TIME,
    due_at=TIME,
    answer=MAYBE_TEXT,
)
_REQUEST_EXAMPLE: Final = {
    "id": "3",
    "case": "FX00020261100007",
    "question": "请核实该企业近三个月的退税申报。",
    "shared": {
        "subject": {"kind": "enterprise", "code": "91000000MADEM0011Y"},
        "type": {"code": "RT14", "title": {"zh": "骗取出口退税", "en": "Export rebate fraud"}},
    },
    "status": "asked",
    "asked_at": "2026-11-20T16:00:00+08:00",
    "due_at": "2026-11-25T23:59:59+08:00",
    "answer": None,
}


def _listed(one: Any) -> dict[str, Any]:
    return {"next": None, "previous": None, "results": [one]}


_REPORTED: Final = [
    example("Receipts that do not match exports", _TOLD_EXAMPLE, request=True),
    example("Taken in", _SIGNAL_EXAMPLE, status=202),
]
report = extend_schema(
    operation_id="report_risk_signal",
    summary="Report a signal of risk",
    description="For banks and payment firms. It is assessed by an officer before it becomes an "
    "alert; the same `reference` is taken once.",
    request=body(_TOLD),
    responses=answers(_SIGNAL, 400, 401, 403, 422, status=202),
    examples=_REPORTED,
    tags=[TAG],
)
report_as_department = extend_schema(
    operation_id="report_risk_signal_as_department",
    summary="Report a signal of risk as a department",
    description="Token of a department's system with the purpose `joint_control`.",
    request=body(_TOLD),
    responses=answers(_SIGNAL, 400, 401, 403, 422, status=202),
    examples=_REPORTED,
    tags=[TAG],
)
department_cases = extend_schema(
    operation_id="department_risk_cases",
    summary="Cases that one's own unit handles",
    description="Assigned, in handling and finished ones, newest first.",
    parameters=[*PAGING],
    responses=answers(page(_CASE), 400, 401, 403),
    examples=[example("An assigned case", _listed(_CASE_EXAMPLE))],
    tags=[TAG],
)
dispose = extend_schema(
    operation_id="dispose_risk_case",
    summary="Tell what was done about a case",
    description="An assigned case is taken in hand and handled at once; its review begins.",
    parameters=[PATH_NUMBER],
    request=body(
        record(
            "What was done.",
            optional=("version", "evidence"),
            version=NUMBER,
            measure={"type": "string", "enum": list(MEASURES)},
            result=TEXT,
            evidence=TEXT,
        )
    ),
    responses=answers(_CASE, 400, 401, 403, 404, 409, 422),
    examples=[
        example(
            "An inspection",
            {"version": 5, "measure": "inspection", "result": "开箱查验，品名不符。"},
            request=True,
        ),
        example("Handled", {**_CASE_EXAMPLE, "version": 7, "status": "handled"}),
    ],
    tags=[TAG],
)
department_requests = extend_schema(
    operation_id="department_risk_requests",
    summary="Requests for assistance to one's own department",
    parameters=[*PAGING],
    responses=answers(page(_REQUEST), 400, 401, 403),
    examples=[example("A question", _listed(_REQUEST_EXAMPLE))],
    tags=[TAG],
)
answer_request = extend_schema(
    operation_id="answer_risk_request",
    summary="Answer a request for assistance",
    parameters=[PATH_ID],
    request=body(
        record(
            "The answer; `declined` says that the department cannot help.",
            optional=("reference", "declined"),
            answer=TEXT,
            reference=TEXT,
            declined=YES_NO,
        )
    ),
    responses=answers(_REQUEST, 400, 401, 403, 404, 409, 422),
    examples=[
        example(
            "Nothing found",
            {"answer": "未发现异常。", "reference": "税协〔2026〕7号"},
            request=True,
        ),
        example("Answered", {**_REQUEST_EXAMPLE, "status": "answered", "answer": "未发现异常。"}),
    ],
    tags=[TAG],
)
