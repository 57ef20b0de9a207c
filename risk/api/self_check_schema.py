"""How the OpenAPI document describes a firm's own view of its risks, with an example."""

from typing import Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import BOTH, NUMBER, TEXT, answers, example, many, record
from risk.rules.self_check import CHECKS, DOCUMENTS, STATES
from risk.rules.types import AREAS

_AREA: Final = record(
    "One of the plans' five types of risk.",
    area={**TEXT, "enum": list(AREAS)},
    state={**TEXT, "enum": list(STATES)},
    found=many(
        record(
            "What was found, and what to do about it.",
            code={**TEXT, "enum": list(CHECKS)},
            count=NUMBER,
            title=BOTH,
            advice=BOTH,
        )
    ),
)
_CHECK: Final = CHECKS[DOCUMENTS]
own = extend_schema(
    operation_id="risk_self_check",
    summary="Own risks over the plans' five types",
    description="Gathers what the enterprise was told elsewhere: findings in its documents, "
    "selections, complaints, terms, warnings. No score and no rule; what is not listed may be "
    "checked all the same.",
    responses=answers(record("All five.", areas=many(_AREA)), 400, 401, 403),
    examples=[
        example(
            "Two findings",
            {
                "areas": [
                    {
                        "area": _CHECK.area,
                        "state": _CHECK.state,
                        "found": [
                            {
                                "code": _CHECK.code,
                                "count": 2,
                                "title": {"zh": _CHECK.title[0], "en": _CHECK.title[1]},
                                "advice": {"zh": _CHECK.advice[0], "en": _CHECK.advice[1]},
                            }
                        ],
                    }
                ]
            },
        )
    ],
    tags=["Risk"],
)
