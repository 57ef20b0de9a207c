"""How the OpenAPI document describes supervision, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from credit.rules.supervision.causes import CAUSES, LEVELS
from credit.rules.supervision.effects import EFFECTS, GROUNDS, KINDS
from credit.rules.supervision.states import CASE_LABELS
from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
    TEXT,
    YES_NO,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, PAGING, page

TAG: Final = "Credit"
CAUSE: Final[dict[str, Any]] = {"type": "string", "enum": list(CAUSES)}
LEVEL: Final[dict[str, Any]] = {"type": "string", "enum": list(LEVELS)}

CLOCK: Final = record(
    "A clock in working days; `origin` says whose law the figure is quoted from.",
    code=TEXT,
    due=DAY,
    met=MAYBE_DAY,
    late=YES_NO,
    basis=TEXT,
    origin=BOTH,
)
_LISTING: Final = record(
    "A published listing in force; natural persons are never listed here.",
    id=TEXT,
    name=TEXT,
    uscc=TEXT,
    cause=CAUSE,
    level=LEVEL,
    decision=TEXT,
    listed_from=DAY,
    listed_until=DAY,
)
_LISTING_EXAMPLE: Final = {
    "id": "7",
    "name": "洪城虚构第七有限公司",
    "uscc": "91000000MADEM0077Y",
    "cause": "fraud",
    "level": "serious",
    "decision": "XJFM00020261100007",
    "listed_from": "2026-11-20",
    "listed_until": "2029-11-20",
}
_ITEM: Final[dict[str, Any]] = {
    "code": TEXT,
    "title": BOTH,
    "kind": {"type": "string", "enum": list(KINDS)},
    "effect": {"type": "string", "enum": list(EFFECTS)},
    "value": TEXT,
    "grounds": many({"type": "string", "enum": list(GROUNDS)}),
    "department": TEXT,
    "basis": TEXT,
    "valid_from": MAYBE_DAY,
    "valid_to": MAYBE_DAY,
}
_ITEM_EXAMPLE: Final = {
    "code": "CM-031",
    "title": {"zh": "全面查验", "en": "Everything is checked"},
    "kind": "restriction",
    "effect": "inspection_rate",
    "value": "100",
    "grounds": ["negative_list"],
    "department": "customs",
    "basis": "综试区实施方案（信用负面清单）",
    "valid_from": "2026-11-20",
    "valid_to": None,
}
_CASE: Final = record(
    "An own case of the negative list; it appears with its notice.",
    id=TEXT,
    number=TEXT,
    cause=CAUSE,
    level=LEVEL,
    status={"type": "string", "enum": list(CASE_LABELS)},
    reasons=TEXT,
    decision=MAYBE_TEXT,
    repair_from=MAYBE_DAY,
    listed_until=MAYBE_DAY,
    clocks=many(CLOCK),
)
CLOCK_EXAMPLE: Final = {
    "code": "statement_term",
    "due": "2026-11-27",
    "met": None,
    "late": False,
    "basis": "待综试区管理办法确定",
    "origin": {
        "zh": "本平台拟定，待综试区确认",
        "en": "Proposed by this platform, for the zone to confirm",
    },
}
_CASE_EXAMPLE: Final = {
    "id": "7",
    "number": "FM00020261100007",
    "cause": "fraud",
    "level": "serious",
    "status": "notified",
    "reasons": "涉嫌虚构交易骗取奖励，拟列入信用负面清单。",
    "decision": None,
    "repair_from": None,
    "listed_until": None,
    "clocks": [CLOCK_EXAMPLE],
}


def listed(one: Any) -> dict[str, Any]:
    return {"next": None, "previous": None, "results": [one]}


negative_list = extend_schema(
    operation_id="credit_negative_list",
    summary="The negative list",
    description="Published listings in force. Annulled, repaired and expired ones are gone.",
    parameters=[query("q", "Part of the name, or the unified code."), *PAGING],
    responses=answers(page(_LISTING), 400),
    examples=[example("One listing", listed(_LISTING_EXAMPLE))],
    tags=[TAG],
    auth=[],
)
measure_list = extend_schema(
    operation_id="credit_measure_list",
    summary="Incentives and sanctions",
    description="The published list; no measure acts that is not in it.",
    responses=answers(record("The list.", results=many(record("A measure.", **_ITEM))), 400),
    examples=[example("One measure", {"results": [_ITEM_EXAMPLE]})],
    tags=[TAG],
    auth=[],
)
own_cases = extend_schema(
    operation_id="credit_cases",
    summary="Own cases of the negative list",
    description="From their notice on, newest first.",
    parameters=[*PAGING],
    responses=answers(page(_CASE), 400, 401, 403),
    examples=[example("A case that waits for the statement", listed(_CASE_EXAMPLE))],
    tags=[TAG],
)
own_measures = extend_schema(
    operation_id="credit_measures",
    summary="Measures in force on the own enterprise",
    description="What follows from grade or listing today, each with its legal basis.",
    responses=answers(
        record(
            "The measures.",
            results=many(
                record(
                    "A measure in force.",
                    **_ITEM,
                    ground={"type": "string", "enum": list(GROUNDS)},
                    case=MAYBE_TEXT,
                )
            ),
        ),
        400,
        401,
        403,
    ),
    examples=[
        example(
            "Because of a listing",
            {"results": [{**_ITEM_EXAMPLE, "ground": "negative_list", "case": "7"}]},
        )
    ],
    tags=[TAG],
)
