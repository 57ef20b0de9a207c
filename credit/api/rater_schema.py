"""How the OpenAPI document describes what raters do, with examples."""

from drf_spectacular.utils import extend_schema

from credit.api.sharing_schema import OBJECT, TAG, TOLD, TOLD_EXAMPLE
from enterprises.api.frame import NUMBER, TEXT, answers, example, many, record
from enterprises.api.people_schema import DAY, PATH_ID, body

contracts = extend_schema(
    operation_id="list_rating_contracts",
    summary="Read the own contracts as a rater",
    tags=[TAG],
    responses=answers(record("Contracts.", results=many(OBJECT)), 400, 401, 403),
    examples=[
        example(
            "One",
            {
                "results": [
                    {
                        "id": "2",
                        "number": "洪综评〔2026〕1号",
                        "state": "in_force",
                        "items": ["grade", "penalties", "behaviour"],
                        "days": 10,
                        "valid_from": "2026-01-01",
                        "valid_to": "2028-01-01",
                        "quality": {"figure": "91.20", "complete": "0.99", "timely": "0.95"},
                    }
                ]
            },
        )
    ],
)
upload = extend_schema(
    operation_id="upload_ratings",
    summary="Upload ratings as a rater",
    description="At most 5,000 rows; good rows are kept, the others answered one by one. The same "
    "report again changes nothing. 403 `rater_contract_not_in_force`, 413 `ratings_too_many`.",
    tags=[TAG],
    parameters=[PATH_ID],
    request=body(
        record(
            "Ratings.",
            ratings=many(
                record(
                    "A rating.",
                    uscc=TEXT,
                    number={**TEXT, "description": "Number of the report."},
                    grade={"type": "string", "enum": ["AAA", "AA", "A", "B", "C"]},
                    rated_on=DAY,
                    valid_to=DAY,
                    evidence={**TEXT, "description": "Address of the report."},
                )
            ),
        )
    ),
    responses=answers(
        record(
            "What became of the rows.",
            rows=NUMBER,
            kept=NUMBER,
            repeated=NUMBER,
            refused=NUMBER,
            problems=many(OBJECT),
        ),
        400,
        401,
        403,
        404,
        413,
        422,
    ),
    examples=[
        example(
            "One rating",
            {
                "ratings": [
                    {
                        "uscc": "91000000MADEM0011Y",
                        "number": "R-2026-118",
                        "grade": "AA",
                        "rated_on": "2026-11-10",
                        "valid_to": "2027-11-10",
                        "evidence": "https://rater.example/reports/R-2026-118",
                    }
                ]
            },
            request=True,
        ),
        example(
            "Kept",
            {"rows": 1, "kept": 1, "repeated": 0, "refused": 0, "problems": []},
        ),
    ],
)
draw = extend_schema(
    operation_id="draw_credit_data",
    summary="Draw credit data as a rater, by contract and consent",
    description="Told is what the contract, the consent and the dated table all name. The subject "
    "sees each draw. 403 `consent_ended`, `consent_missing`, `rater_contract_not_in_force`.",
    tags=[TAG],
    parameters=[PATH_ID],
    request=body(record("Whose consent.", consent={**TEXT, "description": "Its id."})),
    responses=answers(TOLD, 400, 401, 403, 404),
    examples=[
        example("By consent 7", {"consent": "7"}, request=True),
        example("Told", {**TOLD_EXAMPLE, "purpose": "rating"}),
    ],
)
