"""How the OpenAPI document describes targets and direct reports, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    YES_NO,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, PAGING, page
from statistics_app.rules.pace import LABELS
from statistics_app.rules.plan_table import ZONES
from statistics_app.rules.targets import BASES
from statistics_app.states import REPORT_LABELS

TAG: Final = "Statistics"
TEXTS: Final[dict[str, Any]] = {"type": "object", "additionalProperties": {"type": "string"}}

_TARGET: Final = record(
    "A target of a plan; `target` and `deadline` are the plan's own words, `state` says whether it "
    "is on course, `origin` whether the platform measured it or the zone office entered it.",
    id=TEXT,
    zone={"type": "string", "enum": list(ZONES)},
    plan=TEXT,
    indicator=TEXT,
    title=BOTH,
    basis={"type": "string", "enum": list(BASES)},
    target=TEXT,
    unit=BOTH,
    deadline=TEXT,
    due=MAYBE_DAY,
    is_policy=YES_NO,
    same_as=MAYBE_TEXT,
    state={"type": "string", "enum": list(LABELS)},
    value=MAYBE_TEXT,
    as_of=MAYBE_DAY,
    origin=MAYBE_TEXT,
)
_TARGET_EXAMPLE: Final = {
    "id": "42",
    "zone": "nanchang",
    "plan": "NCA",
    "indicator": "filed_firms",
    "title": {"zh": "线上平台备案企业", "en": "Firms filed on the online platform"},
    "basis": "total",
    "target": ">500",
    "unit": {"zh": "家", "en": "firms"},
    "deadline": "2021",
    "due": "2021-12-31",
    "is_policy": False,
    "same_as": None,
    "state": "reached",
    "value": "612.0000",
    "as_of": "2021-12-31",
    "origin": "platform",
}
_HEAD: Final[dict[str, Any]] = {
    "id": TEXT,
    "number": TEXT,
    "form": TEXT,
    "form_version": NUMBER,
    "title": BOTH,
    "period": TEXT,
    "due": DAY,
    "status": {"type": "string", "enum": list(REPORT_LABELS)},
    "stage": MAYBE_TEXT,
}
_HEAD_EXAMPLE: Final = {
    "id": "7",
    "number": "ZB360120261100007",
    "form": "KEY-M",
    "form_version": 1,
    "title": {"zh": "跨境电商重点企业直报表", "en": "Direct report of key firms"},
    "period": "2026-10",
    "due": "2026-11-10",
    "status": "open",
    "stage": None,
}
_REPORT: Final = record("A direct report of one period.", **_HEAD)
_WHOLE: Final = record(
    "A report with its form, the approval it rests on, what was given and what the checks found. A "
    "`doubt` is answered by a reason under its `key`; an `error` must be corrected.",
    **_HEAD,
    approval=record(
        "The approval of the form.",
        authority=TEXT,
        approved_by=TEXT,
        number=TEXT,
        valid_until=DAY,
    ),
    asked=many(
        record(
            "A figure that is asked for.",
            code=TEXT,
            title=BOTH,
            unit=BOTH,
            required=YES_NO,
            places=NUMBER,
        )
    ),
    figures=TEXTS,
    reasons=TEXTS,
    findings=many(
        record(
            "What a check found.",
            key=TEXT,
            code=TEXT,
            field=TEXT,
            severity={"type": "string", "enum": ["error", "doubt"]},
            text=BOTH,
        )
    ),
)
_WHOLE_EXAMPLE: Final = {
    **_HEAD_EXAMPLE,
    "approval": {
        "authority": "综试区办公室",
        "approved_by": "市统计局",
        "number": "示例统〔2026〕1号",
        "valid_until": "2027-12-31",
    },
    "asked": [
        {
            "code": "staff",
            "title": {"zh": "从业人员期末人数", "en": "Staff at the end"},
            "unit": {"zh": "人", "en": "people"},
            "required": True,
            "places": 0,
        }
    ],
    "figures": {"staff": "40"},
    "reasons": {"ST-11:staff": "新仓投产，新招三十人"},
    "findings": [
        {
            "key": "ST-11:staff",
            "code": "ST-11",
            "field": "staff",
            "severity": "doubt",
            "text": {
                "zh": "从业人员期末人数：上期 10，本期 40（+300%）",
                "en": "Staff at the end: 10 before, now 40 (+300%)",
            },
        }
    ],
}
_SENT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"figures": TEXTS, "reasons": TEXTS},
    "required": ["figures"],
}

targets = extend_schema(
    operation_id="statistics_targets",
    summary="Targets of the plans",
    description="All targets of the six zones' plans; those of this zone are measured where the "
    "platform has the data.",
    parameters=[query("zone", "A zone's key, such as `nanchang`.")],
    responses=answers(record("The targets.", results=many(_TARGET)), 400, 401, 403),
    examples=[example("A target that was reached", {"results": [_TARGET_EXAMPLE]})],
    tags=[TAG],
)
reports = extend_schema(
    operation_id="statistics_reports",
    summary="Own direct reports",
    description="Reports that were asked of the caller's enterprise, newest first.",
    parameters=[*PAGING],
    responses=answers(page(_REPORT), 400, 401, 403),
    examples=[
        example("Due", {"next": None, "previous": None, "results": [_HEAD_EXAMPLE]}),
    ],
    tags=[TAG],
)
report = extend_schema(
    operation_id="statistics_report",
    summary="One direct report",
    description="With its form and what the checks say of the figures given so far.",
    responses=answers(_WHOLE, 400, 401, 403, 404),
    examples=[example("With a doubt that was answered", _WHOLE_EXAMPLE)],
    tags=[TAG],
)
report_send = extend_schema(
    operation_id="statistics_report_send",
    summary="Send a direct report",
    description="Sends it into the chain of review (park, county, zone office). 422 "
    "`statistics_report_doubtful` lists everything that must be corrected or explained; a report "
    "that was sent is refused with 409 `statistics_report_sent`, which says when and by whom.",
    request={"application/json": _SENT},
    responses=answers(_WHOLE, 400, 401, 403, 404, 409, 422),
    examples=[
        example(
            "Figures and one reason",
            {"figures": {"staff": "40"}, "reasons": {"ST-11:staff": "新仓投产，新招三十人"}},
            request=True,
        ),
        example("Sent", {**_WHOLE_EXAMPLE, "status": "submitted", "stage": "county"}),
    ],
    tags=[TAG],
)
