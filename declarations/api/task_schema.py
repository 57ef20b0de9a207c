"""How the addresses of repair tasks and causes appear in the OpenAPI document."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from declarations.api.components import ref
from declarations.api.examples import ANSWERS
from declarations.task_states import TASK
from enterprises.api.frame import answers, example, query

TAG: Final = "Repair"
_FINDING: Final[dict[str, Any]] = ANSWERS["Match"]["findings"][0]

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_TIME: Final[dict[str, Any]] = {"type": "string", "format": "date-time"}
_MAYBE_TIME: Final[dict[str, Any]] = {"type": ["string", "null"], "format": "date-time"}
_COUNT: Final[dict[str, Any]] = {"type": "integer"}
_FIRM: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "properties": {"code": _TEXT, "name": _TEXT},
}

_TASK: Final[dict[str, Any]] = {
    "type": "object",
    "description": "One finding of one declaration, or one refusal of customs, that one enterprise "
    "must put right.",
    "properties": {
        "id": _TEXT,
        "inventory": {**_TEXT, "description": "Id of the declaration."},
        "state": {"type": "string", "enum": list(TASK.states)},
        "overdue": {"type": "boolean"},
        "code": _TEXT,
        "responsible": {**_TEXT, "description": "The part in which the firm must act."},
        "enterprise": _FIRM,
        "ours": {"type": "boolean"},
        "document": {
            "type": "object",
            "description": "What is to be corrected: kind, business key, element, line.",
            "properties": {
                "type": _TEXT,
                "key": {"type": "object", "additionalProperties": _TEXT},
                "field": _TEXT,
                "line": {"type": ["integer", "null"]},
            },
        },
        "finding": {"oneOf": [ref("Finding"), {"type": "null"}]},
        "refusal": {
            "type": ["object", "null"],
            "description": "The receipt by which customs refused, for a task that it asks for. "
            "returnInfo is null where it quotes a document that the caller may not read.",
            "properties": {
                "type": _TEXT,
                "returnStatus": _TEXT,
                "returnTime": _TEXT,
                "returnInfo": {"type": ["string", "null"]},
                "authority": {"type": "string", "enum": ["customs", "simulator"]},
            },
        },
        "opened_at": _TIME,
        "deadline_at": _TIME,
        "begun_at": _MAYBE_TIME,
        "closed_at": _MAYBE_TIME,
        "link": _TEXT,
    },
}
_PAGE: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "next": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
        "results": {"type": "array", "items": _TASK},
    },
}
_RANKING: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "total": _COUNT,
        "weeks": {
            "type": "array",
            "items": {"type": "string", "format": "date"},
            "description": "The Mondays of the weeks, oldest first.",
        },
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "enterprise": _FIRM,
                    "ours": {"type": "boolean"},
                    "responsible": _TEXT,
                    "noun": _TEXT,
                    "code": _TEXT,
                    "title": _TEXT,
                    "count": _COUNT,
                    "share": {"type": "number", "description": "Part of all tasks, 0 to 1."},
                    "weeks": {"type": "array", "items": _COUNT},
                },
            },
        },
    },
}

_EXAMPLE: Final[dict[str, Any]] = {
    "id": "4711",
    "inventory": "1866937810154635268",
    "state": "in_work",
    "overdue": False,
    "code": "MAT-006",
    "responsible": "payment",
    "enterprise": {"code": "369996D001", "name": "洪城云集电子商务有限公司"},
    "ours": True,
    "document": {
        "type": "CEB411",
        "key": {"payCode": "369996D001", "payTransactionId": "DEMOP0000000001"},
        "field": "amountPaid",
        "line": None,
    },
    "finding": _FINDING,
    "refusal": None,
    "opened_at": "2026-11-20T10:05:00+08:00",
    "deadline_at": "2026-11-23T10:05:00+08:00",
    "begun_at": "2026-11-20T10:31:00+08:00",
    "closed_at": None,
    "link": "/tasks/4711/",
}

tasks = extend_schema(
    operation_id="list_tasks",
    summary="List repair tasks",
    description="Every mismatch, and every refusal of customs, names whose document is wrong: that "
    "firm has a task with the field, both values and a deadline, the other parties see how it "
    "stands. The corrected document (appType 2) is matched by itself and ends the task. Newest "
    "first; no `whose` gives both the caller's own and those that it waits for.",
    tags=[TAG],
    parameters=[
        query("whose", "`ours`: the caller must act; `others`: the caller waits; `all`."),
        query("state", "`unfinished`, or one of open, in_work, done, obsolete."),
        query("overdue", "`yes`: unfinished and past the deadline."),
        query("code", "Code of the finding."),
        query("noun", "Document to correct: order, payment, waybill, inventory."),
        query("inventory", "Id of a declaration."),
        query("after", "Rows older than this id."),
        query("before", "Rows newer than this id."),
        query("limit", "Rows of a page: 1 to 500, 50 by default.", OpenApiTypes.INT),
    ],
    responses=answers(_PAGE, 400, 401, 403),
    examples=[
        example("One task", {"next": None, "previous": None, "results": [_EXAMPLE]}),
    ],
)

task = extend_schema(
    operation_id="get_task",
    summary="Read one repair task",
    tags=[TAG],
    parameters=[
        OpenApiParameter("id", {"type": "string", "pattern": "^[0-9]+$"}, OpenApiParameter.PATH)
    ],
    responses=answers(_TASK, 400, 401, 403, 404),
    examples=[example("A task", _EXAMPLE)],
)

causes = extend_schema(
    operation_id="rank_causes",
    summary="Rank the causes of mismatches by partner",
    description="Which partner's documents cause which findings among the declarations in which "
    "the caller takes part, with the share of all and the counts by week. `file=csv` gives the "
    "same as a file.",
    tags=[TAG],
    parameters=[
        query("weeks", "Weeks up to the present one: 2 to 26, 8 by default.", OpenApiTypes.INT),
        query("file", "`csv` for a file."),
    ],
    responses=answers(_RANKING, 400, 401, 403),
    examples=[
        example(
            "Two weeks",
            {
                "total": 4,
                "weeks": ["2026-11-09", "2026-11-16"],
                "results": [
                    {
                        "enterprise": {"code": "369996D001", "name": "洪城云集电子商务有限公司"},
                        "ours": False,
                        "responsible": "payment",
                        "noun": "payment",
                        "code": "MAT-006",
                        "title": _FINDING["title"],
                        "count": 3,
                        "share": 0.75,
                        "weeks": [1, 2],
                    }
                ],
            },
        )
    ],
)
