"""How the OpenAPI document describes series and subscriptions, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
    TEXT,
    TIME,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, ID, PAGING, PATH_ID, body, page
from risk.api.officials import FOR_OFFICIALS, KEY_PARAMETER
from risk.constants import LEVELS
from risk.rules.column.series import TESTS
from risk.rules.column.words import SERIES_KINDS

TAG: Final = "Risk"
HERE: Final = FOR_OFFICIALS + "Of those who keep the column. "
_LEVEL: Final = {**TEXT, "enum": list(LEVELS)}
_FROM: Final[dict[str, Any]] = {"from": DAY}
_OUTLINE_FIELDS: Final[dict[str, Any]] = {
    "id": ID,
    "code": TEXT,
    "kind": {**TEXT, "enum": list(SERIES_KINDS)},
    "name": BOTH,
    "unit": TEXT,
    "country": MAYBE_TEXT,
    "source": TEXT,
    "latest": MAYBE_TEXT,
    "latest_on": MAYBE_DAY,
    "latest_level": MAYBE_TEXT,
}
_OUTLINE: Final = record("A series with its latest value.", **_OUTLINE_FIELDS)
_SERIES: Final = record(
    "A series. `values`: one a day, a correction replaces the value before; `level` is that of "
    "the limit that the value crossed.",
    **_OUTLINE_FIELDS,
    values=many(
        record("A value.", on=DAY, value=TEXT, level=MAYBE_TEXT, recorded_by=TEXT, recorded_at=TIME)
    ),
    thresholds=many(
        record(
            "A limit in force from a day until, but not including, another.",
            test={**TEXT, "enum": list(TESTS)},
            limit=TEXT,
            level=_LEVEL,
            **_FROM,
            to=MAYBE_DAY,
            set_by=TEXT,
        )
    ),
)
_OUTLINE_EXAMPLE: Final = {
    "id": "1",
    "code": "us-late-payment",
    "kind": "credit",
    "name": {"zh": "美国买家拖欠指数", "en": "Late payment in the United States"},
    "unit": "点",
    "country": "502",
    "source": "公开报告（示例）",
    "latest": "83.0000",
    "latest_on": "2026-11-20",
    "latest_level": "orange",
}
_EXAMPLE: Final = {
    **_OUTLINE_EXAMPLE,
    "values": [
        {
            "on": "2026-11-20",
            "value": "83.0000",
            "level": "orange",
            "recorded_by": "officer",
            "recorded_at": "2026-11-20T10:00:00+08:00",
        }
    ],
    "thresholds": [
        {
            "test": "above",
            "limit": "80.0000",
            "level": "orange",
            "from": "2026-11-01",
            "to": None,
            "set_by": "supervisor",
        }
    ],
}
_SUBSCRIPTION: Final = record(
    "What is followed: a country, goods, or goods in a country; null means any.",
    id=ID,
    country=MAYBE_TEXT,
    hs=MAYBE_TEXT,
)
_FOLLOWED: Final = {"id": "5", "country": "502", "hs": "6109"}
_FOR_PERSONS: Final = "For persons who are signed in, also of enterprises. "

listed = extend_schema(
    operation_id="list_risk_series",
    summary="List series with their latest value",
    description=HERE,
    parameters=[query("kind", "A kind.", enum=list(SERIES_KINDS)), *PAGING],
    responses=answers(page(_OUTLINE), 400, 401, 403),
    examples=[example("One", {"next": None, "previous": None, "results": [_OUTLINE_EXAMPLE]})],
    tags=[TAG],
)
set_up = extend_schema(
    operation_id="set_up_risk_series",
    summary="Begin to follow a figure",
    description=HERE,
    parameters=[KEY_PARAMETER],
    request=body(
        record(
            "The series.",
            optional=("unit", "country"),
            code=TEXT,
            kind={**TEXT, "enum": list(SERIES_KINDS)},
            name=BOTH,
            source=TEXT,
            unit=TEXT,
            country=TEXT,
        )
    ),
    responses=answers(_SERIES, 400, 401, 403, 409, 422, status=201),
    examples=[
        example(
            "A series",
            {
                "code": "us-late-payment",
                "kind": "credit",
                "name": _OUTLINE_EXAMPLE["name"],
                "source": "公开报告（示例）",
                "unit": "点",
                "country": "502",
            },
            request=True,
        ),
        example("Set up", _EXAMPLE, status=201),
    ],
    tags=[TAG],
)
one = extend_schema(
    operation_id="get_risk_series",
    summary="Read a series with its values and limits",
    description=HERE,
    parameters=[PATH_ID],
    responses=answers(_SERIES, 400, 401, 403, 404),
    examples=[example("A series", _EXAMPLE)],
    tags=[TAG],
)
recorded = extend_schema(
    operation_id="record_series_value",
    summary="Enter the value of a day",
    description=HERE + "A value that crosses a limit of its day raises a signal of that level.",
    parameters=[PATH_ID, KEY_PARAMETER],
    request=body(record("A value.", on=DAY, value={**TEXT, "description": "A number as text."})),
    responses=answers(_SERIES, 400, 401, 403, 404, 422, status=201),
    examples=[
        example("A value", {"on": "2026-11-20", "value": "83"}, request=True),
        example("Entered", _EXAMPLE, status=201),
    ],
    tags=[TAG],
)
limited = extend_schema(
    operation_id="set_series_threshold",
    summary="Set a limit from a day on",
    description=HERE + "For supervisors. The limit of the same test and level ends there.",
    parameters=[PATH_ID, KEY_PARAMETER],
    request=body(
        record(
            "A limit.",
            test={**TEXT, "enum": list(TESTS)},
            limit={**TEXT, "description": "A number as text."},
            level=_LEVEL,
            **_FROM,
        )
    ),
    responses=answers(_SERIES, 400, 401, 403, 404, 422, status=201),
    examples=[
        example(
            "A limit",
            {"test": "above", "limit": "80", "level": "orange", "from": "2026-12-01"},
            request=True,
        ),
        example("Set", _EXAMPLE, status=201),
    ],
    tags=[TAG],
)
subscriptions = extend_schema(
    operation_id="list_column_subscriptions",
    summary="List what one follows in the overseas column",
    description=_FOR_PERSONS,
    responses=answers(record("All of it.", results=many(_SUBSCRIPTION)), 400, 401, 403),
    examples=[example("One", {"results": [_FOLLOWED]})],
    tags=[TAG],
)
subscribed = extend_schema(
    operation_id="subscribe_to_column",
    summary="Follow a country, goods, or goods in a country",
    description=_FOR_PERSONS + "Following the same again changes nothing, so no key is needed.",
    request=body(record("What to follow.", optional=("country", "hs"), country=TEXT, hs=TEXT)),
    responses=answers(_SUBSCRIPTION, 400, 401, 403, 409, 422, status=201),
    examples=[
        example("Shirts in a country", {"country": "502", "hs": "6109"}, request=True),
        example("Followed", _FOLLOWED, status=201),
    ],
    tags=[TAG],
)
unsubscribed = extend_schema(
    operation_id="unsubscribe_from_column",
    summary="Stop following",
    description=_FOR_PERSONS,
    parameters=[PATH_ID],
    responses={(204, "application/json"): None, **answers({}, 401, 403, 404, status=204)},
    tags=[TAG],
)
