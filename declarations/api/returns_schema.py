"""How the addresses of returns appear in the OpenAPI document."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from declarations.api.components import ref
from declarations.api.schema import LANGUAGE
from declarations.return_states import CLOCKS, RETURN
from enterprises.api.frame import (
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

TAG: Final = "Returns"
_ID: Final = OpenApiParameter(
    "id", {"type": "string", "pattern": "^[0-9]+$"}, OpenApiParameter.PATH
)
_STATE: Final[dict[str, Any]] = {"type": "string", "enum": list(RETURN.states)}
_OUTLINE: Final[dict[str, Any]] = {
    "id": {**TEXT, "description": "Also the id of the paper."},
    "type": TEXT,
    "number": {**TEXT, "description": "copNo (CEB625) or coElNo (CEB213)."},
    "invtNo": TEXT,
    "logisticsNo": TEXT,
    "inventory": MAYBE_TEXT,
    "customsCode": TEXT,
    "across_regions": YES_NO,
    "state": _STATE,
    "turn": {**MAYBE_TEXT, "description": "agent or customs: who has to act."},
    "clock": {"type": ["string", "null"], "enum": [*CLOCKS, None]},
    "due_on": MAYBE_DAY,
    "days_left": {"type": ["integer", "null"]},
    "released_on": MAYBE_DAY,
    "apply_until": MAYBE_DAY,
    "arrive_until": MAYBE_DAY,
    "tax_free_until": MAYBE_DAY,
    "arrived_on": MAYBE_DAY,
    "applied_at": TIME,
    "given_back": {
        "type": ["object", "null"],
        "description": "What a completed import return gave back, in RMB, as known here.",
        "properties": {
            "quota": TEXT,
            "duty": TEXT,
            "consumption": TEXT,
            "vat": TEXT,
            "bill": {**TEXT, "description": "lowered, voided, billed or none."},
        },
    },
    "link": TEXT,
}
_RETURN: Final = record("A return.", **_OUTLINE)
_WHOLE: Final = record(
    "A return with its lines, steps and findings.",
    **_OUTLINE,
    lines=many(
        record(
            "A returned line.",
            gnum=NUMBER,
            gcode=TEXT,
            gname=TEXT,
            qty=TEXT,
            unit=TEXT,
            declared=MAYBE_TEXT,
        )
    ),
    steps=many(
        record("A step.", status=_STATE, at=TIME, authority=TEXT, receipt=MAYBE_TEXT, note=TEXT)
    ),
    findings=many(ref("Finding")),
)
_OFFER: Final = record(
    "What may be returned of a declaration today.",
    type={**TEXT, "description": "Kind of the application: CEB625 or CEB213."},
    invtNo=TEXT,
    possible=YES_NO,
    released_on=MAYBE_DAY,
    apply_until=MAYBE_DAY,
    arrive_until=MAYBE_DAY,
    tax_free_until=MAYBE_DAY,
    lines=many(
        record("A line.", gnum=NUMBER, gcode=TEXT, gname=TEXT, unit=TEXT, declared=TEXT, left=TEXT)
    ),
    findings=many(ref("Finding")),
    returns=many(_RETURN),
)
_APPLICATION: Final = record(
    "A return to apply for.",
    optional=("number", "head"),
    inventory={**TEXT, "description": "Id of the declaration."},
    lines=many(record("How much of a line.", gnum=NUMBER, qty={**TEXT, "description": "Decimal."})),
    reason=TEXT,
    number={**TEXT, "description": "Your own number; sent twice with the same content it is one."},
    head={
        "type": "object",
        "description": "Elements of the way back of an export by their official names.",
        "additionalProperties": TEXT,
    },
)
_APPLIED: Final = record(
    "The verdict of intake.",
    id=MAYBE_TEXT,
    submission=MAYBE_TEXT,
    number=TEXT,
    verdict=TEXT,
    findings=many(ref("Finding")),
)
_EXAMPLE: Final[dict[str, Any]] = {
    "id": "1866937810154635268",
    "type": "CEB625",
    "number": "TH2611200930000A1B",
    "invtNo": "400120261000000007",
    "logisticsNo": "DEMOL0000000001",
    "inventory": "1866937810154635200",
    "customsCode": "4001",
    "across_regions": False,
    "state": "approved",
    "turn": "agent",
    "clock": "arrive",
    "due_on": "2026-12-30",
    "days_left": 40,
    "released_on": "2026-11-15",
    "apply_until": "2026-12-15",
    "arrive_until": "2026-12-30",
    "tax_free_until": None,
    "arrived_on": None,
    "applied_at": "2026-11-20T09:30:00+08:00",
    "given_back": None,
    "link": "/returns/1866937810154635268/",
}

listed = extend_schema(
    operation_id="list_returns",
    summary="List returns and their terms",
    description="Returns of the caller's enterprise, newest first, each with the term that runs: "
    "`apply` (30 days from release), `arrive` (45 days), `return` (an export's year). The periods "
    "are dated settings.",
    tags=[TAG],
    parameters=[
        query("state", "`running`, or one state."),
        query("clock", "`any`, or one of apply, arrive, return."),
        query("due", "`soon`: within seven days; `over`: out of time."),
        query("due_before", "Running terms that end before a day, YYYY-MM-DD."),
        query("turn", "`agent` or `customs`."),
        query("direction", "`import` or `export`."),
        query("number", "The return's own number."),
        query("invtNo", "Number of the original inventory."),
        query("logisticsNo", "Waybill of the return."),
        query("inventory", "Id of the original declaration."),
        query("after", "Rows older than this id."),
        query("before", "Rows newer than this id."),
        query("limit", "Rows of a page: 1 to 500, 50 by default.", OpenApiTypes.INT),
    ],
    responses=answers(
        record("Newest first.", next=MAYBE_TEXT, previous=MAYBE_TEXT, results=many(_RETURN)),
        400,
        401,
        403,
    ),
    examples=[example("One return", {"next": None, "previous": None, "results": [_EXAMPLE]})],
)
applied = extend_schema(
    operation_id="apply_for_return",
    summary="Apply for a return",
    description="Builds the CEB625 or CEB213 from the released declaration and sends it through "
    "the same checks as `POST /messages/`: the original's parties and buyer are filled in. 200 "
    "with the verdict, whatever it is.",
    tags=[TAG],
    parameters=[LANGUAGE],
    request={"application/json": _APPLICATION},
    responses=answers(_APPLIED, 400, 401, 403, 404, 409, 422),
    examples=[
        example(
            "Part of the first line",
            {
                "inventory": "1866937810154635200",
                "lines": [{"gnum": 1, "qty": "1"}],
                "reason": "七天无理由退货",
                "number": "TH2611200930000A1B",
            },
            request=True,
        ),
        example(
            "Accepted",
            {
                "id": "1866937810154635268",
                "submission": "1866937810154635267",
                "number": "TH2611200930000A1B",
                "verdict": "accepted",
                "findings": [],
            },
        ),
    ],
)
whole = extend_schema(
    operation_id="get_return",
    summary="Read one return",
    tags=[TAG],
    parameters=[_ID, LANGUAGE],
    responses=answers(_WHOLE, 400, 401, 403, 404),
    examples=[
        example(
            "A return",
            {
                **_EXAMPLE,
                "lines": [
                    {
                        "gnum": 1,
                        "gcode": "3305100090",
                        "gname": "示例洗发水",
                        "qty": "1",
                        "unit": "011",
                        "declared": "2",
                    }
                ],
                "steps": [
                    {
                        "status": "applied",
                        "at": "2026-11-20T09:30:00+08:00",
                        "authority": "portal",
                        "receipt": None,
                        "note": "",
                    }
                ],
                "findings": [],
            },
        )
    ],
)
offered = extend_schema(
    operation_id="get_returnable",
    summary="What may be returned of a declaration",
    description="The terms, what is left of each line, what stands against a return today, and "
    "the returns that there are. For the sender, the seller and the agent.",
    tags=[TAG],
    parameters=[_ID, LANGUAGE],
    responses=answers(_OFFER, 400, 401, 403, 404),
)
arrived = extend_schema(
    operation_id="record_return_arrival",
    summary="Record that returned goods are back",
    description="Import returns: the day on which the goods were back in the original supervised "
    "place. Concluded by customs and back in time, the return gives back tax and quota.",
    tags=[TAG],
    parameters=[_ID, LANGUAGE],
    request={
        "application/json": record(
            "When and where.", optional=("place",), day={**TEXT, "format": "date"}, place=TEXT
        )
    },
    responses=answers(_RETURN, 400, 401, 403, 404, 409, 422),
    examples=[example("Back", {"day": "2026-11-28", "place": "退货中心仓"}, request=True)],
)
