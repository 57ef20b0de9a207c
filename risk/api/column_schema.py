"""How the OpenAPI document describes the overseas column, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import (
    BOTH,
    NUMBER,
    TEXT,
    TIME,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.api.people_schema import DAY, PAGING, page
from risk.constants import LEVELS
from risk.rules.column.words import INDUSTRIES, KINDS

TAG: Final = "Risk"
COUNTRY: Final[dict[str, Any]] = {**TEXT, "pattern": "^[0-9]{3}$"}
_FILE: Final = record(
    "A file that goes with it; `sha256` is the digest of its content.",
    id=TEXT,
    name=TEXT,
    media_type=TEXT,
    size=NUMBER,
    sha256=TEXT,
)
ARTICLE_FIELDS: Final[dict[str, Any]] = {
    "id": TEXT,
    "number": TEXT,
    "title": BOTH,
    "kind": {**TEXT, "enum": list(KINDS)},
    "level": {**TEXT, "enum": list(LEVELS)},
    "countries": many(COUNTRY),
    "industries": many({**TEXT, "enum": list(INDUSTRIES)}),
    "hs": many(TEXT),
    "summary": BOTH,
    "advice": BOTH,
    "case": BOTH,
    "source": TEXT,
    "source_url": TEXT,
    "valid_from": DAY,
    "valid_to": DAY,
    "published_at": TIME,
    "files": many(_FILE),
}
_ARTICLE: Final = record(
    "A warning in force. No country means everywhere; neither industries nor codes mean all goods.",
    **ARTICLE_FIELDS,
)
ARTICLE_EXAMPLE: Final = {
    "id": "7",
    "number": "HW00020261100007",
    "title": {"zh": "某市场拖欠增多", "en": "More late payers in a market"},
    "kind": "payment_default",
    "level": "yellow",
    "countries": ["502"],
    "industries": ["apparel"],
    "hs": [],
    "summary": {"zh": "近三个月拖欠案件上升。", "en": "Late payments rose for three months."},
    "advice": {"zh": "缩短账期，投保后发货。", "en": "Shorten terms, insure before shipping."},
    "case": {"zh": "", "en": ""},
    "source": "出口信用保险机构公开报告（示例）",
    "source_url": "",
    "valid_from": "2026-11-20",
    "valid_to": "2027-02-20",
    "published_at": "2026-11-20T10:00:00+08:00",
    "files": [
        {
            "id": "3",
            "name": "report.pdf",
            "media_type": "application/pdf",
            "size": 48213,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        }
    ],
}
_ONE: Final = {"next": None, "previous": None, "results": [ARTICLE_EXAMPLE]}

column = extend_schema(
    operation_id="risk_column",
    summary="The overseas credit-risk column",
    description="Warnings in force, newest first, for anybody.",
    parameters=[
        query("q", "Words of title or summary."),
        query("country", "Customs code of a country; warnings for everywhere are included."),
        query("industry", "An industry.", enum=list(INDUSTRIES)),
        query("level", "A level.", enum=list(LEVELS)),
        query("kind", "A kind.", enum=list(KINDS)),
        *PAGING,
    ],
    responses=answers(page(_ARTICLE), 400),
    examples=[example("One warning", _ONE)],
    tags=[TAG],
    auth=[],
)
own = extend_schema(
    operation_id="risk_column_own",
    summary="Warnings for the own export markets",
    description="Warnings in force that concern where the enterprise exports what to, as its own "
    "export declarations say; the gravest first. `because` names the countries.",
    responses=answers(
        record(
            "The warnings.",
            results=many(
                record("A warning and why.", because=many(COUNTRY), **_ARTICLE["properties"])
            ),
        ),
        400,
        401,
        403,
    ),
    examples=[example("One warning", {"results": [{**ARTICLE_EXAMPLE, "because": ["502"]}]})],
    tags=[TAG],
)
