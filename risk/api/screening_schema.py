"""How the OpenAPI document describes screenings and facts, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import (
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
from enterprises.api.people_schema import PAGING, PATH_ID, body
from risk.constants import CHANNELS, REASONS
from risk.rules.fact_kinds import SOURCES
from risk.rules.facts import delivered
from risk.services.fact_files import MOST_ROWS as MOST_FILE_ROWS
from risk.services.facts import MOST_ROWS

TAG: Final = "Risk"
_SHARE: Final = {"type": "number"}
_FIELDS: Final[dict[str, Any]] = {
    "id": {**TEXT, "description": "Id of the inventory."},
    "sequence": NUMBER,
    "channel": {**TEXT, "enum": list(CHANNELS)},
    "reason": {**TEXT, "enum": list(REASONS)},
    "score": NUMBER,
    "level": MAYBE_TEXT,
    "rules": many(TEXT),
    "at": TIME,
}
_ROW: Final = record("A screened declaration: its lane and why.", **_FIELDS)
_HIT: Final = record(
    "A rule that hit: `r` its code, `v` its version, `s` strength 0 to 1, `f` the facts that it "
    "asked, `t` its thresholds.",
    optional=("t",),
    r=TEXT,
    v=NUMBER,
    s=_SHARE,
    f={"type": "object", "additionalProperties": True},
    t={"type": "object", "additionalProperties": True},
)
_WHOLE: Final = record(
    "A screening with its evidence.",
    **_FIELDS,
    hits=many(_HIT),
    without_data=many(TEXT),
    chance=_SHARE,
    drawn=_SHARE,
    rule_set=NUMBER,
    earlier=many(_ROW),
)
_EXAMPLE: Final = {
    "id": "1866937810154635268",
    "sequence": 1,
    "channel": "yellow",
    "reason": "score",
    "score": 67,
    "level": "orange",
    "rules": ["RT03-01"],
    "at": "2026-11-20T10:05:01+08:00",
}
_WHOLE_EXAMPLE: Final = {
    **_EXAMPLE,
    "hits": [
        {
            "r": "RT03-01",
            "v": 1,
            "s": 0.875,
            "f": {"person.phones_30d": 5},
            "t": {"phones": 4.0},
        }
    ],
    "without_data": ["RT01-02"],
    "chance": 0.031,
    "drawn": 0.412,
    "rule_set": 3,
    "earlier": [],
}
_FACT: Final = record(
    "One fact: its name, the key of its subject, a number, and when it was observed.",
    optional=("observed_at",),
    fact={"type": "string", "enum": sorted({fact.name for fact in delivered().values()})},
    key=TEXT,
    value={"type": "number"},
    observed_at=TIME,
)
_FACTS_EXAMPLE: Final = {
    "source": "weighing",
    "facts": [
        {
            "fact": "waybill.weighed_kg",
            "key": "SF1234567890",
            "value": 1.25,
            "observed_at": "2026-11-20T10:00:00+08:00",
        }
    ],
}

listed = extend_schema(
    operation_id="list_screenings",
    summary="List screened declarations",
    description="For officials who are signed in. Without `channel` the green lane is left out. "
    "Lanes are suggestions of the portal; customs decides.",
    tags=[TAG],
    parameters=[
        query("channel", "green, yellow, red, audit, or all."),
        query("reason", "hit, score, measure, chance or nothing."),
        query("number", "orderNo or copNo of the declaration."),
        *PAGING,
    ],
    responses=answers(
        record("A page, newest first.", next=MAYBE_TEXT, previous=MAYBE_TEXT, results=many(_ROW)),
        400,
        401,
        403,
    ),
    examples=[example("One", {"next": None, "previous": None, "results": [_EXAMPLE]})],
)
one = extend_schema(
    operation_id="get_screening",
    summary="Read why a declaration is in its lane",
    tags=[TAG],
    parameters=[PATH_ID],
    responses=answers(_WHOLE, 400, 401, 403, 404),
    examples=[example("Several telephones of one identity", _WHOLE_EXAMPLE)],
)
deliver = extend_schema(
    operation_id="deliver_risk_facts",
    summary="Deliver facts for risk rules",
    description="For departments' own systems, whose token is for joint control. All rows are "
    f"kept or none; at most {MOST_ROWS:,} at a time.",
    tags=[TAG],
    request=body(
        record("Facts of one source.", source={**TEXT, "enum": list(SOURCES)}, facts=many(_FACT))
    ),
    responses=answers(record("How many were kept.", kept=NUMBER), 400, 401, 403, 422, status=202),
    examples=[
        example("A weighed parcel", _FACTS_EXAMPLE, request=True),
        example("Kept", {"kept": 1}, status=202),
    ],
)
deliver_file = extend_schema(
    operation_id="deliver_risk_fact_file",
    summary="Deliver facts for risk rules as a file",
    description="For departments' own systems, whose token is for joint control. A CSV file or the "
    "first sheet of an Excel file with the columns fact, key, value and observed_at (which may be "
    f"left out); at most {MOST_FILE_ROWS:,} rows. All rows are kept or none, every wrong row is "
    "told; the same file again is not kept twice (200).",
    tags=[TAG],
    request={
        "multipart/form-data": {
            "type": "object",
            "properties": {
                "source": {**TEXT, "enum": list(SOURCES)},
                "file": {"type": "string", "format": "binary"},
            },
            "required": ["source", "file"],
        }
    },
    responses=answers(
        record("How many facts it holds, and when they were kept.", kept=NUMBER, at=TIME),
        400,
        401,
        403,
        413,
        422,
        status=202,
    ),
    examples=[example("Kept", {"kept": 1200, "at": "2026-11-20T10:00:00+08:00"}, status=202)],
)
