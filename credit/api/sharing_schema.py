"""How the OpenAPI document describes sharing and disclosure of credit, with examples."""

from typing import Final

from drf_spectacular.utils import extend_schema

from credit.rules.sharing import ITEMS, PURPOSES
from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
    MAYBE_TEXT,
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
from enterprises.api.people_schema import DAY, PAGING, body, page

TAG: Final = "Credit"
OBJECT: Final = {"type": "object", "additionalProperties": True}

_DISCLOSED: Final = record(
    "A record that may be public today; `until` is the first day on which it may not.",
    kind=TEXT,
    title=BOTH,
    number=TEXT,
    grade=MAYBE_TEXT,
    occurred=DAY,
    until=MAYBE_DAY,
    cause=MAYBE_TEXT,
    disputed=YES_NO,
    source=BOTH,
)
_ITEM_LIST: Final = ", ".join(f"`{code}`" for code in ITEMS)
TOLD: Final = record(
    "What was told, item by item.",
    query={**TEXT, "description": "Number of the entry in the log, which the subject can see."},
    at=TIME,
    purpose={"type": "string", "enum": list(PURPOSES)},
    uscc=TEXT,
    name=TEXT,
    data={**OBJECT, "description": f"By item: {_ITEM_LIST}; null or empty: nothing is known."},
    withheld=many(TEXT),
    basis=MAYBE_TEXT,
)
TOLD_EXAMPLE: Final = {
    "query": "17",
    "at": "2026-11-20T16:00:00+08:00",
    "purpose": "tax_refund",
    "uscc": "91000000MADEM0011Y",
    "name": "洪城云集电子商务有限公司",
    "data": {
        "grade": {
            "grade": "B",
            "level": "B",
            "as_of": "2026-11-01",
            "model": "zone-default v1",
            "reference_only": True,
        },
        "tax": [
            {
                "kind": "tax_grade",
                "title": {"zh": "纳税缴费信用级别", "en": "Tax credit grade"},
                "number": "2026-0412",
                "grade": "B",
                "grade_name": {"zh": "B 级", "en": "B"},
                "occurred": "2026-04-12",
                "from": "2026-04-12",
                "to": None,
                "amount": None,
                "count": None,
                "cause": None,
                "mark": None,
                "source": {"zh": "税务（模拟）", "en": "Tax authority (simulated)"},
            }
        ],
    },
    "withheld": [],
    "basis": "综试区信用信息共享目录（拟）",
}
_OF_PUBLIC: Final = record(
    "A firm as the public may know its credit. Natural persons and individual traders are never "
    "among them.",
    uscc=TEXT,
    name=TEXT,
    kinds=many(TEXT),
    filing=record("Its filing.", state=TEXT, number=MAYBE_TEXT, approved_date=MAYBE_DAY),
    rating={"type": ["object", "null"], "additionalProperties": True},
    records=many(_DISCLOSED),
    goods=many(record("Goods filed.", name=TEXT, model=MAYBE_TEXT, hs_code=TEXT)),
    goods_count=NUMBER,
)
_PUBLIC_EXAMPLE: Final = {
    "uscc": "91000000MADEM0011Y",
    "name": "洪城云集电子商务有限公司",
    "kinds": ["platform"],
    "filing": {
        "state": "approved",
        "number": "KJ3601202611000001",
        "approved_date": "2026-11-20",
    },
    "rating": {"grade": "B", "as_of": "2026-11-01", "batch": "2026-2-1", "reference_only": True},
    "records": [
        {
            "kind": "customs_penalty",
            "title": {"zh": "海关行政处罚", "en": "Customs penalty"},
            "number": "洪关缉违字〔2026〕12号",
            "grade": "minor",
            "occurred": "2026-10-08",
            "until": "2027-01-08",
            "cause": "申报要素不实",
            "disputed": False,
            "source": {"zh": "海关（模拟）", "en": "Customs (simulated)"},
        }
    ],
    "goods": [{"name": "面膜", "model": "5片/盒", "hs_code": "3304990029"}],
    "goods_count": 1,
}
_FORMAT: Final = query("format", "`csv` for a file.")

lookup = extend_schema(
    operation_id="look_up_credit",
    summary="Look up an enterprise's credit for a purpose (departments' systems)",
    description="For a token given to a department's system for named purposes. Told is what the "
    "dated table allows department and purpose; every query, refused ones too, is entered in the "
    "log that the enterprise can read and that is kept for ten years. 403 `purpose_not_yours`, "
    "404 `credit_subject_unknown` (also beyond the department's sites), 422 "
    "`query_reason_missing`, `purpose_unknown`.",
    tags=[TAG],
    request=body(
        record(
            "The query.",
            uscc={**TEXT, "description": "Unified social credit code."},
            purpose={"type": "string", "enum": list(PURPOSES)},
            reason={**TEXT, "description": "Reason or number of the case, 4 to 200 characters."},
        )
    ),
    responses=answers(TOLD, 400, 401, 403, 404, 422),
    examples=[
        example(
            "For a tax refund",
            {
                "uscc": "91000000MADEM0011Y",
                "purpose": "tax_refund",
                "reason": "退税审核 2026-1120",
            },
            request=True,
        ),
        example("Told", TOLD_EXAMPLE),
    ],
)
own_score = extend_schema(
    operation_id="get_own_credit_score",
    summary="Read the own score with every point",
    description="Score, dimensions, contributions with the numbers of their records, and earlier "
    "ratings. `score` is null before the first rating.",
    tags=[TAG],
    responses=answers(
        record("The own score.", score=OBJECT, contributions=many(OBJECT), history=many(OBJECT)),
        400,
        401,
        403,
    ),
    examples=[
        example(
            "A score",
            {
                "score": {
                    "score": "712.50",
                    "of": "1000",
                    "as_of": "2026-11-01",
                    "dimensions": [
                        {
                            "code": "conduct",
                            "name": {"zh": "经营行为", "en": "Conduct"},
                            "points": "201.5",
                            "of": "250",
                        }
                    ],
                },
                "contributions": [
                    {
                        "indicator": "CRI-201",
                        "title": {"zh": "三单对碰一致率", "en": "Match rate"},
                        "points": "71.5",
                        "of": "90",
                        "records": 12,
                    }
                ],
                "history": [
                    {
                        "as_of": "2026-11-01",
                        "score": "712.50",
                        "grade": "B",
                        "model": "zone-default v1",
                    }
                ],
            },
        )
    ],
)
own_queries = extend_schema(
    operation_id="list_credit_queries",
    summary="Read who asked for the own credit",
    description="Newest first. Departments by their offices, banks and raters by name.",
    tags=[TAG],
    parameters=PAGING,
    responses=answers(page(record("A query.", id=TEXT, at=TIME, party=TEXT)), 400, 401, 403),
    examples=[
        example(
            "One",
            {
                "next": None,
                "previous": None,
                "results": [
                    {
                        "id": "17",
                        "at": "2026-11-20T16:00:00+08:00",
                        "party": "tax",
                        "organisations": ["tax-nc"],
                        "purpose": "tax_refund",
                        "reason": "退税审核 2026-1120",
                        "items": ["grade", "tax"],
                        "refused": None,
                        "kept_until": "2036-11-20",
                    }
                ],
            },
        )
    ],
)
search = extend_schema(
    operation_id="search_public_credit",
    summary="Find firms whose credit is disclosed",
    description="Public, 60 requests a minute. By a part of the name (two characters at least) or "
    "a whole code; at most 50, `more` says that there are others.",
    tags=[TAG],
    auth=[],
    parameters=[query("q", "Name or code."), _FORMAT],
    responses=answers(record("Firms.", results=many(OBJECT), more=YES_NO), 400, 429),
    examples=[
        example(
            "One",
            {
                "results": [
                    {
                        "uscc": "91000000MADEM0011Y",
                        "name": "洪城云集电子商务有限公司",
                        "kinds": ["platform"],
                        "state": "approved",
                        "link": "https://portal.example/api/v1/credit/public/91000000MADEM0011Y/",
                    }
                ],
                "more": False,
            },
        )
    ],
)
firm = extend_schema(
    operation_id="get_public_credit",
    summary="Read what is disclosed of a firm's credit",
    description="Public: only kinds that may be public, for as long as they may (dated table); "
    "withdrawn ratings and repaired records are gone. With `format=csv` the records as a file.",
    tags=[TAG],
    auth=[],
    parameters=[_FORMAT],
    responses=answers(_OF_PUBLIC, 404, 429),
    examples=[example("A platform", _PUBLIC_EXAMPLE)],
)
batches = extend_schema(
    operation_id="list_published_ratings",
    summary="List the batches of published ratings",
    description="Public. Withdrawn batches stay with their reason and without lines.",
    tags=[TAG],
    auth=[],
    parameters=PAGING,
    responses=answers(page(OBJECT), 400, 429),
    examples=[
        example(
            "One",
            {
                "next": None,
                "previous": None,
                "results": [
                    {
                        "id": "3",
                        "number": "2026-2-1",
                        "state": "published",
                        "as_of": "2026-11-01",
                        "published_at": "2026-11-18T10:00:00+08:00",
                        "withdrawn_at": None,
                        "reason": None,
                        "document": "洪综试〔2026〕8号",
                        "count": 812,
                    }
                ],
            },
        )
    ],
)
