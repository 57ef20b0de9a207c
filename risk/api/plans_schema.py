"""How the OpenAPI document describes response plans and their runs, with examples."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.constants import DEPARTMENTS
from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TIME,
    YES_NO,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import ID, PAGING, PATH_ID, body, page
from risk.api.officials import FOR_OFFICIALS, KEY_PARAMETER
from risk.constants import LEVELS
from risk.rules.matters import PLAN, RUN
from risk.rules.plans.definition import STEP_KINDS
from risk.rules.types import AREAS

TAG: Final = "Risk"
_DEPARTMENT: Final = {**TEXT, "enum": [code for code, _ in DEPARTMENTS]}
_LEVEL: Final = {**TEXT, "enum": list(LEVELS)}
_VERSION: Final = {
    **NUMBER,
    "description": "The version that the caller read; another one in between is a 409 that says "
    "who acted and when.",
}


def _deed(*deeds: str) -> OpenApiParameter:
    return OpenApiParameter("deed", {"type": "string", "enum": list(deeds)}, OpenApiParameter.PATH)


_CONTACT: Final = record(
    "A duty post with its office telephone; never a person's own.",
    department=_DEPARTMENT,
    unit=TEXT,
    post=TEXT,
    telephone=TEXT,
)
_STEP: Final = record(
    "What a plan demands: done within so many minutes of the start.",
    minutes=NUMBER,
    zh=TEXT,
    en=TEXT,
    department=_DEPARTMENT,
    kind={**TEXT, "enum": list(STEP_KINDS)},
)
_CONTENT: Final[dict[str, Any]] = {
    "code": {**TEXT, "description": "Editions of one plan share it."},
    "title": BOTH,
    "areas": many({**TEXT, "enum": list(AREAS)}),
    "level": _LEVEL,
    "department": _DEPARTMENT,
    "conditions": BOTH,
    "command": BOTH,
    "report": BOTH,
    "contacts": many(_CONTACT),
    "steps": many(_STEP),
}
_OUTLINE_FIELDS: Final[dict[str, Any]] = {
    "id": ID,
    "number": TEXT,
    "version": NUMBER,
    "status": {**TEXT, "enum": list(PLAN.labels)},
    "code": TEXT,
    "edition": NUMBER,
    "site": TEXT,
    "title": BOTH,
    "areas": many({**TEXT, "enum": list(AREAS)}),
    "level": _LEVEL,
    "department": _DEPARTMENT,
    "released_at": MAYBE_TIME,
}
_OUTLINE: Final = record("An edition of a plan.", **_OUTLINE_FIELDS)
_PLAN: Final = record(
    "An edition of a plan. `drill_due`: the day by which one in force is drilled next.",
    **{**_OUTLINE_FIELDS, **_CONTENT},
    drill_due=MAYBE_DAY,
)
_CONTENT_EXAMPLE: Final[dict[str, Any]] = {
    "code": "data-security",
    "title": {"zh": "数据安全事件响应预案", "en": "Plan for incidents of data security"},
    "areas": ["technical"],
    "level": "orange",
    "department": "zone",
    "conditions": {"zh": "发现批量读取个人信息。", "en": "Personal data is read in bulk."},
    "command": {"zh": "综试区办公室指挥。", "en": "The zone office commands."},
    "report": {"zh": "时间、地点、情况、措施。", "en": "Time, place, what, measures."},
    "contacts": [
        {
            "department": "zone",
            "unit": "综试区办公室",
            "post": "值班室",
            "telephone": "0791-00000000",
        }
    ],
    "steps": [
        {
            "minutes": 30,
            "zh": "首次报告",
            "en": "First report",
            "department": "zone",
            "kind": "report",
        }
    ],
}
_OUTLINE_EXAMPLE: Final = {
    "id": "4",
    "number": "YA00020261100004",
    "version": 1,
    "status": "draft",
    "code": "data-security",
    "edition": 2,
    "site": "hub",
    "title": _CONTENT_EXAMPLE["title"],
    "areas": ["technical"],
    "level": "orange",
    "department": "zone",
    "released_at": None,
}
_PLAN_EXAMPLE: Final = {**_OUTLINE_EXAMPLE, **_CONTENT_EXAMPLE, "drill_due": None}
_RUNNING_FIELDS: Final[dict[str, Any]] = {
    "id": ID,
    "number": TEXT,
    "version": NUMBER,
    "status": {**TEXT, "enum": list(RUN.labels)},
    "plan": ID,
    "title": BOTH,
    "drill": YES_NO,
    "case": MAYBE_TEXT,
    "reason": TEXT,
    "started_at": TIME,
    "ended_at": MAYBE_TIME,
}
_RUNNING: Final = record("A plan in use, or a drill.", **_RUNNING_FIELDS)
_RUN: Final = record(
    "A plan in use, or a drill, with its steps by their terms.",
    **_RUNNING_FIELDS,
    result=MAYBE_TEXT,
    review=MAYBE_TEXT,
    changes=MAYBE_TEXT,
    reviewed_at=MAYBE_TIME,
    steps=many(
        record(
            "A step.",
            place=NUMBER,
            what=BOTH,
            department=_DEPARTMENT,
            kind={**TEXT, "enum": list(STEP_KINDS)},
            due_at=TIME,
            done_at=MAYBE_TIME,
            done_by=MAYBE_TEXT,
            text=MAYBE_TEXT,
            late=YES_NO,
        )
    ),
)
_RUNNING_EXAMPLE: Final = {
    "id": "2",
    "number": "QD00020261100002",
    "version": 1,
    "status": "running",
    "plan": "4",
    "title": _CONTENT_EXAMPLE["title"],
    "drill": False,
    "case": "7",
    "reason": "发现批量读取个人信息。",
    "started_at": "2026-11-20T10:00:00+08:00",
    "ended_at": None,
}
_RUN_EXAMPLE: Final = {
    **_RUNNING_EXAMPLE,
    "result": None,
    "review": None,
    "changes": None,
    "reviewed_at": None,
    "steps": [
        {
            "place": 1,
            "what": {"zh": "首次报告", "en": "First report"},
            "department": "zone",
            "kind": "report",
            "due_at": "2026-11-20T10:30:00+08:00",
            "done_at": None,
            "done_by": None,
            "text": None,
            "late": False,
        }
    ],
}


def _listed(one: Any) -> dict[str, Any]:
    return {"next": None, "previous": None, "results": [one]}


plans = extend_schema(
    operation_id="list_response_plans",
    summary="List response plans",
    description=FOR_OFFICIALS + "All editions of the caller's sites, and what is in force above.",
    parameters=[
        query("status", "A state.", enum=list(PLAN.labels)),
        query("area", "One of the plans' five types.", enum=list(AREAS)),
        query("level", "A level.", enum=list(LEVELS)),
        *PAGING,
    ],
    responses=answers(page(_OUTLINE), 400, 401, 403),
    examples=[example("One", _listed(_OUTLINE_EXAMPLE))],
    tags=[TAG],
)
drafted = extend_schema(
    operation_id="draft_response_plan",
    summary="Draft an edition of a plan",
    description=FOR_OFFICIALS + "422 tells everything that is missing.",
    parameters=[KEY_PARAMETER],
    request=body(record("What the plan says.", **_CONTENT)),
    responses=answers(_PLAN, 400, 401, 403, 422, status=201),
    examples=[
        example("A plan", _CONTENT_EXAMPLE, request=True),
        example("Drafted", _PLAN_EXAMPLE, status=201),
    ],
    tags=[TAG],
)
plan = extend_schema(
    operation_id="get_response_plan",
    summary="Read a plan",
    description=FOR_OFFICIALS,
    parameters=[PATH_ID],
    responses=answers(_PLAN, 400, 401, 403, 404),
    examples=[example("A draft", _PLAN_EXAMPLE)],
    tags=[TAG],
)
saved = extend_schema(
    operation_id="save_response_plan",
    summary="Write a draft anew",
    description=FOR_OFFICIALS + "The whole content; its code stays.",
    parameters=[PATH_ID, KEY_PARAMETER],
    request=body(record("What the plan says.", version=_VERSION, **_CONTENT)),
    responses=answers(_PLAN, 400, 401, 403, 404, 409, 422),
    examples=[
        example("A plan", {"version": 1, **_CONTENT_EXAMPLE}, request=True),
        example("Saved", {**_PLAN_EXAMPLE, "version": 2}),
    ],
    tags=[TAG],
)
decided = extend_schema(
    operation_id="decide_response_plan",
    summary="Propose, send back, drop, release or retire a plan",
    description=FOR_OFFICIALS + "`release` is for a supervisor other than who proposed it; the "
    "edition in force retires with it. `send-back` and `retire` give reasons.",
    parameters=[
        PATH_ID,
        _deed("propose", "send-back", "drop", "release", "retire"),
        KEY_PARAMETER,
    ],
    request=body(
        record("What the deed needs.", optional=("reasons",), version=_VERSION, reasons=TEXT)
    ),
    responses=answers(_PLAN, 400, 401, 403, 404, 409, 422),
    examples=[
        example("As it was read", {"version": 1}, request=True),
        example("Proposed", {**_PLAN_EXAMPLE, "version": 2, "status": "proposed"}),
    ],
    tags=[TAG],
)
started = extend_schema(
    operation_id="start_response_plan",
    summary="Start a plan for a case, or drill it",
    description=FOR_OFFICIALS + "The clocks of its steps run from now on, and the departments "
    "that have to act are told.",
    parameters=[PATH_ID, KEY_PARAMETER],
    request=body(
        record(
            "Why.",
            optional=("drill", "case"),
            drill=YES_NO,
            case={**ID, "description": "Id of the risk case that it answers."},
            reason=TEXT,
        )
    ),
    responses=answers(_RUN, 400, 401, 403, 404, 409, 422, status=201),
    examples=[
        example("For a case", {"case": "7", "reason": "发现批量读取个人信息。"}, request=True),
        example("Started", _RUN_EXAMPLE, status=201),
    ],
    tags=[TAG],
)
runs = extend_schema(
    operation_id="list_plan_runs",
    summary="List plans in use and drills",
    description=FOR_OFFICIALS,
    parameters=[
        query("status", "A state.", enum=list(RUN.labels)),
        query("kind", "drill or real.", enum=["drill", "real"]),
        *PAGING,
    ],
    responses=answers(page(_RUNNING), 400, 401, 403),
    examples=[example("One", _listed(_RUNNING_EXAMPLE))],
    tags=[TAG],
)
run = extend_schema(
    operation_id="get_plan_run",
    summary="Read a run with its steps",
    description=FOR_OFFICIALS,
    parameters=[PATH_ID],
    responses=answers(_RUN, 400, 401, 403, 404),
    examples=[example("Running", _RUN_EXAMPLE)],
    tags=[TAG],
)
step = extend_schema(
    operation_id="carry_out_plan_step",
    summary="Enter that a step was done, or its report",
    description=FOR_OFFICIALS + "A daily report asks for the next one.",
    parameters=[
        PATH_ID,
        OpenApiParameter("place", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH),
        KEY_PARAMETER,
    ],
    request=body(record("What was done.", text=TEXT)),
    responses=answers(_RUN, 400, 401, 403, 404, 409, 422),
    examples=[
        example("A report", {"text": "已于10时15分报告，涉及一个账号。"}, request=True),
        example("Done", _RUN_EXAMPLE),
    ],
    tags=[TAG],
)
ended = extend_schema(
    operation_id="end_plan_run",
    summary="End a response, or review it",
    description=FOR_OFFICIALS + "`end` is for a supervisor and gives `result`; `review` gives "
    "`review` and what should change.",
    parameters=[PATH_ID, _deed("end", "review"), KEY_PARAMETER],
    request=body(
        record(
            "What the deed needs.",
            optional=("result", "review", "changes"),
            version=_VERSION,
            result=TEXT,
            review=TEXT,
            changes=TEXT,
        )
    ),
    responses=answers(_RUN, 400, 401, 403, 404, 409, 422),
    examples=[
        example("At its end", {"version": 3, "result": "账号已停用，数据未外传。"}, request=True),
        example("Ended", {**_RUN_EXAMPLE, "status": "ended", "result": "账号已停用，数据未外传。"}),
    ],
    tags=[TAG],
)
