"""How the OpenAPI document describes the rule laboratory, with examples."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema

from enterprises.api.frame import (
    BOTH,
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
from enterprises.api.people_schema import DAY, ID, PAGING, PATH_ID, body, page
from risk.api.officials import FOR_OFFICIALS, KEY_PARAMETER
from risk.constants import CHANNELS, LEVELS
from risk.models.laboratory import STATES
from risk.states import RULE_LABELS

TAG: Final = "Risk"
HERE: Final = FOR_OFFICIALS + "Of the zone office and of customs at the hub. "
_ANYTHING: Final[dict[str, Any]] = {"type": "object", "additionalProperties": True}
_STATE: Final = {**TEXT, "enum": list(RULE_LABELS)}
_LANE: Final = {**TEXT, "enum": list(CHANNELS)}
_SHARE: Final = {"type": "number"}
_PATH_DEED: Final = OpenApiParameter(
    "deed",
    {"type": "string", "enum": ["propose", "take-back", "release", "give-up"]},
    OpenApiParameter.PATH,
)

_OUTLINE: Final = {
    **record("A version.", id=ID, version=NUMBER, state=_STATE),
    "type": ["object", "null"],
}
_RULE: Final = record(
    "A declared rule: the version in force, the one at work, and whether something keeps it from "
    "working.",
    code=TEXT,
    title=BOTH,
    meaning=BOTH,
    present=_OUTLINE,
    draft=_OUTLINE,
    troubled=YES_NO,
)
_PROBLEM: Final = record(
    "What is wrong with a draft.", field=TEXT, code=TEXT, value=TEXT, zh=TEXT, en=TEXT
)
_VERSION: Final = record(
    "A version of a rule. `problems` lists everything that keeps a draft from being tried; `fits` "
    "says whether a trial was of exactly this definition.",
    id=ID,
    code=TEXT,
    version=NUMBER,
    state=_STATE,
    definition={**_ANYTHING, "description": "when, strength, thresholds, weight, level …"},
    note=TEXT,
    by=TEXT,
    at=TIME,
    proposed_by=MAYBE_TEXT,
    released_by=MAYBE_TEXT,
    in_force_from=MAYBE_TIME,
    in_force_to=MAYBE_TIME,
    problems=many(_PROBLEM),
    trials=many(record("A trial.", id=ID, state={**TEXT, "enum": list(STATES)}, fits=YES_NO)),
)
_VERSION_EXAMPLE: Final = {
    "id": "57",
    "code": "RT03-01",
    "version": 2,
    "state": "draft",
    "definition": {
        "on": "declaration",
        "when": "person.phones_30d > phones",
        "strength": "1",
        "thresholds": {"phones": "4"},
        "weight": "0.7",
        "level": "orange",
        "mandatory": False,
    },
    "note": "收紧电话数",
    "by": "officer",
    "at": "2026-11-20T10:00:00+08:00",
    "proposed_by": None,
    "released_by": None,
    "in_force_from": None,
    "in_force_to": None,
    "problems": [],
    "trials": [{"id": "9", "state": "done", "fits": True}],
}
_FROM: Final[dict[str, Any]] = {"from": {**ID, "description": "Id of the version that is copied."}}
_MOVE: Final[dict[str, Any]] = {"from": _LANE, "to": _LANE}
_SUMMARY: Final = {
    **record(
        "What would have changed. `unknown`: screenings whose kept facts do not tell what the "
        "tried version needs. `broken`: those on which it could not be computed. `value`: goods "
        "whose lane changes, in renminbi. `minutes_*`: work of officers.",
        screened=NUMBER,
        lanes=many(record("A lane.", lane=_LANE, before=NUMBER, after=NUMBER)),
        moves=many(record("From lane to lane.", **_MOVE, count=NUMBER)),
        hits_before=NUMBER,
        hits_after=NUMBER,
        changed=NUMBER,
        unknown=NUMBER,
        broken=NUMBER,
        value=TEXT,
        minutes_before=_SHARE,
        minutes_after=_SHARE,
    ),
    "type": ["object", "null"],
}
_TRIAL: Final = record(
    "A trial: a version run over the screenings of past days. `firms` are the most touched, at "
    "most fifty.",
    id=ID,
    version=ID,
    state={**TEXT, "enum": list(STATES)},
    first=DAY,
    last=DAY,
    total=NUMBER,
    done=NUMBER,
    refusal=MAYBE_TEXT,
    summary=_SUMMARY,
    firms=many(
        record(
            "A firm that it touches.",
            id=MAYBE_TEXT,
            name=MAYBE_TEXT,
            declarations=NUMBER,
            moved=NUMBER,
            value=TEXT,
        )
    ),
)
_WAITING: Final = {
    "id": "9",
    "version": "57",
    "state": "waiting",
    "first": "2026-10-20",
    "last": "2026-11-18",
    "total": 200000,
    "done": 0,
    "refusal": None,
    "summary": None,
    "firms": [],
}
_DONE: Final = {
    **_WAITING,
    "state": "done",
    "done": 200000,
    "summary": {
        "screened": 200000,
        "lanes": [{"lane": "green", "before": 190000, "after": 189200}],
        "moves": [{"from": "green", "to": "yellow", "count": 800}],
        "hits_before": 400,
        "hits_after": 1300,
        "changed": 900,
        "unknown": 0,
        "broken": 0,
        "value": "412300.50",
        "minutes_before": 91000.0,
        "minutes_after": 95800.0,
    },
    "firms": [
        {
            "id": "4",
            "name": "洪城虚构第四有限公司",
            "declarations": 310,
            "moved": 280,
            "value": "120400.00",
        }
    ],
}
_CHANGE: Final = record(
    "A declaration that would have been treated differently.",
    id=ID,
    inventory=ID,
    sequence=NUMBER,
    enterprise=MAYBE_TEXT,
    value=MAYBE_TEXT,
    **_MOVE,
    score_before=NUMBER,
    score_after=NUMBER,
    hit_before=YES_NO,
    hit_after=YES_NO,
)
_CHANGE_EXAMPLE: Final = {
    "id": "1",
    "inventory": "1866937810154635268",
    "sequence": 1,
    "enterprise": "4",
    "value": "398.00",
    "from": "green",
    "to": "yellow",
    "score_before": 0,
    "score_after": 63,
    "hit_before": False,
    "hit_after": True,
}

rules = extend_schema(
    operation_id="list_laboratory_rules",
    summary="List the declared rules with their versions",
    description=HERE + "All of them; there is no paging.",
    responses=answers(record("The rules.", results=many(_RULE)), 400, 401, 403),
    examples=[
        example(
            "One",
            {
                "results": [
                    {
                        "code": "RT03-01",
                        "title": {"zh": "一证多电话", "en": "One identity, many telephones"},
                        "meaning": {"zh": "同一证件号使用多个电话", "en": "Many telephones"},
                        "present": {"id": "12", "version": 1, "state": "released"},
                        "draft": None,
                        "troubled": False,
                    }
                ]
            },
        )
    ],
    tags=[TAG],
)
drafted = extend_schema(
    operation_id="draft_rule_version",
    summary="Begin a draft as a copy of a version",
    description=HERE + "The figures in force are copied along. 409 `risk_draft_open` while "
    "another draft of the rule is at work.",
    parameters=[KEY_PARAMETER],
    request=body(
        record(
            "From which version.",
            optional=("note",),
            **_FROM,
            note=TEXT,
        )
    ),
    responses=answers(_VERSION, 400, 401, 403, 404, 409, 422, status=201),
    examples=[
        example("A copy", {"from": "12", "note": "收紧电话数"}, request=True),
        example("Begun", {**_VERSION_EXAMPLE, "trials": []}, status=201),
    ],
    tags=[TAG],
)
version = extend_schema(
    operation_id="get_rule_version",
    summary="Read a version of a rule",
    description=HERE,
    parameters=[PATH_ID],
    responses=answers(_VERSION, 400, 401, 403, 404),
    examples=[example("A draft", _VERSION_EXAMPLE)],
    tags=[TAG],
)
changed = extend_schema(
    operation_id="change_rule_version",
    summary="Change a draft",
    description=HERE + "What is not named stays. What is wrong is kept too, and told in "
    "`problems`. The same change again changes nothing.",
    parameters=[PATH_ID],
    request=body(
        record(
            "What changes.",
            optional=("when", "strength", "weight", "level", "mandatory", "thresholds", "note"),
            when=TEXT,
            strength=TEXT,
            weight=TEXT,
            level={**TEXT, "enum": list(LEVELS)},
            mandatory=YES_NO,
            thresholds={"type": "object", "additionalProperties": TEXT},
            note=TEXT,
        )
    ),
    responses=answers(_VERSION, 400, 401, 403, 404, 409),
    examples=[
        example("A threshold", {"thresholds": {"phones": "4"}}, request=True),
        example("Changed", _VERSION_EXAMPLE),
    ],
    tags=[TAG],
)
decided = extend_schema(
    operation_id="decide_rule_version",
    summary="Propose, take back, release or give up a version",
    description=HERE + "`propose` names the `day` from which it is to hold and needs a finished "
    "trial of exactly this definition; `take-back` gives a `reason`; `release` is for somebody "
    "who neither drafted nor proposed it.",
    parameters=[PATH_ID, _PATH_DEED, KEY_PARAMETER],
    request=body(record("What the deed needs.", optional=("day", "reason"), day=DAY, reason=TEXT)),
    responses=answers(_VERSION, 400, 401, 403, 404, 409, 422),
    examples=[
        example("From a day on", {"day": "2026-12-01"}, request=True),
        example("Proposed", {**_VERSION_EXAMPLE, "state": "proposed", "proposed_by": "officer"}),
    ],
    tags=[TAG],
)
ordered = extend_schema(
    operation_id="order_rule_trial",
    summary="Run a version over past days",
    description=HERE + "It runs in the background; both days are included.",
    parameters=[PATH_ID, KEY_PARAMETER],
    request=body(record("The days.", first=DAY, last=DAY)),
    responses=answers(_TRIAL, 400, 401, 403, 404, 409, 422, status=202),
    examples=[
        example("Thirty days", {"first": "2026-10-20", "last": "2026-11-18"}, request=True),
        example("Ordered", _WAITING, status=202),
    ],
    tags=[TAG],
)
trial = extend_schema(
    operation_id="get_rule_trial",
    summary="Read a trial and what it would have changed",
    description=HERE,
    parameters=[PATH_ID],
    responses=answers(_TRIAL, 400, 401, 403, 404),
    examples=[example("Done", _DONE)],
    tags=[TAG],
)
changes = extend_schema(
    operation_id="list_rule_trial_changes",
    summary="List every declaration that a trial would have treated differently",
    description=HERE,
    parameters=[
        PATH_ID,
        query("lane", "From lane to lane, such as green-red."),
        query("firm", "Id of an enterprise."),
        *PAGING,
    ],
    responses=answers(page(_CHANGE), 400, 401, 403, 404),
    examples=[
        example("One", {"next": None, "previous": None, "results": [_CHANGE_EXAMPLE]}),
    ],
    tags=[TAG],
)
