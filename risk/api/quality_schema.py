"""How the OpenAPI document describes recalls, traces, complaints and batches, with examples."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema

from enterprises.api.frame import (
    BOTH,
    MAYBE_DAY,
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
from enterprises.api.people_schema import DAY, PAGING, PATH_ID, body, page
from risk.constants import LEVELS
from risk.rules.matters import COMPLAINT, RECALL
from risk.rules.quality.complaints import KINDS
from risk.rules.quality.tracing import STAGES

TAG: Final = "Risk"
_RECALL: Final = record(
    "A published recall or failed test.",
    id=TEXT,
    number=TEXT,
    kind={**TEXT, "enum": ["recall", "failed_test"]},
    firm=TEXT,
    goods=TEXT,
    barcode=MAYBE_TEXT,
    batches=many(TEXT),
    level={**TEXT, "enum": list(LEVELS)},
    status={**TEXT, "enum": list(RECALL.labels)},
    reason=TEXT,
    measures=TEXT,
    authority=TEXT,
    quantity=NUMBER,
    recovered=NUMBER,
    published_at=TIME,
)
_RECALL_EXAMPLE: Final = {
    "id": "3",
    "number": "ZH00020261100003",
    "kind": "recall",
    "firm": "洪城虚构第七有限公司",
    "goods": "儿童水杯",
    "barcode": "6900000000000",
    "batches": ["B-2026-07"],
    "level": "orange",
    "status": "published",
    "reason": "部件脱落，有误吞风险。",
    "measures": "停止使用，退货退款。",
    "authority": "企业主动报告",
    "quantity": 1200,
    "recovered": 300,
    "published_at": "2026-11-20T10:00:00+08:00",
}
_STAGE: Final[dict[str, Any]] = {
    "stage": {**TEXT, "enum": list(STAGES)},
    "on": DAY,
    "place": TEXT,
    "party": TEXT,
    "quantity": NUMBER,
}
_STAGE_EXAMPLE: Final = {
    "stage": "source",
    "on": "2026-11-01",
    "place": "南昌",
    "party": "虚构制造有限公司",
    "quantity": 1200,
}
_BATCH_BODY: Final[dict[str, Any]] = {
    "name": TEXT,
    "batch_no": TEXT,
    "country": {**TEXT, "description": "Customs code of the country of origin."},
    "quantity": NUMBER,
    "barcode": TEXT,
    "produced": MAYBE_DAY,
    "expiry": MAYBE_DAY,
}
_BATCH: Final = record("A batch.", id=TEXT, code=TEXT, **_BATCH_BODY)
_NEW_BATCH: Final = {
    "name": "儿童水杯",
    "batch_no": "B-2026-07",
    "country": "142",
    "quantity": 1200,
    "barcode": "6900000000000",
    "produced": "2026-07-01",
    "expiry": None,
}
_BATCH_EXAMPLE: Final = {"id": "5", "code": "7KQ4M2XWZ9AB", **_NEW_BATCH}
_COMPLAINT: Final = record(
    "A complaint about the caller; who complained is not told.",
    id=TEXT,
    number=TEXT,
    kind={**TEXT, "enum": list(KINDS)},
    goods=TEXT,
    order_no=MAYBE_TEXT,
    text=TEXT,
    status={**TEXT, "enum": list(COMPLAINT.labels)},
    answer_due=MAYBE_DAY,
    answer=MAYBE_TEXT,
    outcome=MAYBE_TEXT,
)


def _listed(one: Any) -> dict[str, Any]:
    return {"next": None, "previous": None, "results": [one]}


recalls = extend_schema(
    operation_id="risk_recalls",
    summary="Recalls and failed tests",
    description="Published ones, newest first, for anybody.",
    parameters=[query("q", "Part of the goods, or a barcode, batch or number."), *PAGING],
    responses=answers(page(_RECALL), 400),
    examples=[example("One recall", _listed(_RECALL_EXAMPLE))],
    tags=[TAG],
    auth=[],
)
trace = extend_schema(
    operation_id="risk_trace",
    summary="The trace of a batch",
    description="By the code on its label, for anybody. `gaps` names what does not fit: missing "
    "stages, an impossible order, more pieces going out than came in.",
    responses=answers(
        record(
            "The trace.",
            name=TEXT,
            firm=TEXT,
            batch_no=TEXT,
            quantity=NUMBER,
            stages=many(record("A stage.", **_STAGE)),
            gaps=many(record("What does not fit.", code=TEXT, text=BOTH)),
            recalls=many(TEXT),
        ),
        404,
    ),
    examples=[
        example(
            "A batch at its source",
            {
                "name": "儿童水杯",
                "firm": "洪城虚构第七有限公司",
                "batch_no": "B-2026-07",
                "quantity": 1200,
                "stages": [_STAGE_EXAMPLE],
                "gaps": [],
                "recalls": ["ZH00020261100003"],
            },
        )
    ],
    tags=[TAG],
    auth=[],
)
complaints = extend_schema(
    operation_id="risk_complaints",
    summary="Complaints about the own enterprise",
    description="From when they were handed to the enterprise, newest first. People answer on the "
    "page.",
    parameters=[*PAGING],
    responses=answers(page(_COMPLAINT), 400, 401, 403),
    examples=[
        example(
            "One complaint",
            _listed(
                {
                    "id": "9",
                    "number": "TS00020261100009",
                    "kind": "quality",
                    "goods": "儿童水杯",
                    "order_no": "O-1",
                    "text": "收到时已经破损，要求换货。",
                    "status": "with_firm",
                    "answer_due": "2026-11-27",
                    "answer": None,
                    "outcome": None,
                }
            ),
        )
    ],
    tags=[TAG],
)
batches = extend_schema(
    operation_id="risk_batches",
    summary="Own batches of goods",
    description="Newest first.",
    parameters=[*PAGING],
    responses=answers(page(_BATCH), 400, 401, 403),
    examples=[example("One batch", _listed(_BATCH_EXAMPLE))],
    tags=[TAG],
)
new_batch = extend_schema(
    operation_id="risk_batch_new",
    summary="Enter a batch",
    description="Answers with the code for its label. Needs the scope `filings`.",
    request=body(record("A batch.", optional=("barcode", "produced", "expiry"), **_BATCH_BODY)),
    responses=answers(_BATCH, 400, 401, 403, 409, 422, status=201),
    examples=[
        example("A batch", _NEW_BATCH, request=True),
        example("Entered", _BATCH_EXAMPLE, status=201),
    ],
    tags=[TAG],
)
new_stage = extend_schema(
    operation_id="risk_batch_stage",
    summary="Enter a stage of a batch",
    description="What was entered stays. Needs the scope `filings`.",
    parameters=[PATH_ID],
    request=body(record("A stage.", optional=("document",), document=TEXT, **_STAGE)),
    responses=answers(record("Entered.", id=TEXT, **_STAGE), 400, 401, 403, 404, 422, status=201),
    examples=[
        example("At its source", {**_STAGE_EXAMPLE, "document": "PO-7"}, request=True),
        example("Entered", {"id": "11", **_STAGE_EXAMPLE}, status=201),
    ],
    tags=[TAG],
)
