"""How the OpenAPI document describes mandates, consents, assertions and keys."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.utils import extend_schema, extend_schema_view

from enterprises.api.frame import (
    MAYBE_DAY,
    MAYBE_TIME,
    TEXT,
    TIME,
    YES_NO,
    Schema,
    answers,
    example,
    many,
    record,
)
from enterprises.api.people_schema import DAY, ID, PAGING, PATH_ID, body, page
from enterprises.constants import (
    CONSENT_DATA,
    CONSENT_STATUSES,
    MANDATE_STATUSES,
    MESSAGE_KINDS,
)

MANDATES: Final = "Mandates"
CONSENTS: Final = "Consents"
F = TypeVar("F", bound=Callable[..., Any])

_CODE: Final[Schema] = {**TEXT, "description": "Customs code (10) or credit code (18)."}
_FIRM: Final = record("An enterprise.", code=TEXT, name=TEXT)
_KINDS: Final = many({**TEXT, "enum": list(MESSAGE_KINDS)})
_DATA: Final = many({**TEXT, "enum": list(CONSENT_DATA)})
_IN_FORCE: Final[Schema] = {**YES_NO, "description": "Whether it holds today."}
_END: Final = "The first day on which it holds no more"
_MANDATE: Final = record(
    "An entrustment to send documents that name the principal as their sender.",
    id=ID,
    principal=_FIRM,
    agent=_FIRM,
    kinds=_KINDS,
    valid_from=DAY,
    valid_to={**MAYBE_DAY, "description": f"{_END}; null: until further notice."},
    status={**TEXT, "enum": [code for code, _ in MANDATE_STATUSES]},
    in_force=_IN_FORCE,
    note=TEXT,
    proposed_at=MAYBE_TIME,
    answered_at=MAYBE_TIME,
    revoked_at=MAYBE_TIME,
)
_CONSENT: Final = record(
    "A consent: the recipient may know the data, for the purpose, until the day.",
    id=ID,
    principal=_FIRM,
    recipient=_FIRM,
    purpose=TEXT,
    data=_DATA,
    valid_from=DAY,
    valid_to={**DAY, "description": f"{_END}."},
    status={**TEXT, "enum": [code for code, _ in CONSENT_STATUSES]},
    in_force=_IN_FORCE,
    granted_at=TIME,
    revoked_at=MAYBE_TIME,
)
_ASSERTION: Final = record(
    "A signed answer: a JSON Web Token (ES256) whose `data` is what the consent names, nothing "
    "else; `aud` is the recipient's code, `exp` minutes away. Check it with `/api/v1/keys/`.",
    consent=ID,
    assertion=TEXT,
    expires_at=TIME,
    data={"type": "object", "additionalProperties": True},
)
_KEY_MEMBERS: Final[dict[str, Any]] = dict.fromkeys(
    ["kty", "crv", "x", "y", "kid", "alg", "use"], TEXT
)
_KEYS: Final = record(
    "A JSON Web Key Set (RFC 7517).", keys=many(record("A public key.", **_KEY_MEMBERS))
)

_SELLER: Final = {"code": "369996D003", "name": "豫章优品国际贸易有限公司"}
_EXPRESS: Final = {"code": "369996D010", "name": "滕王阁国际速递有限公司"}
_BANK: Final = {"code": "369996D008", "name": "赣鄱清算金融服务有限公司"}
_MANDATE_EXAMPLE: Final[dict[str, Any]] = {
    "id": "12",
    "principal": _SELLER,
    "agent": _EXPRESS,
    "kinds": ["CEB311", "CEB411"],
    "valid_from": "2026-11-20",
    "valid_to": "2027-11-20",
    "status": "accepted",
    "in_force": True,
    "note": "",
    "proposed_at": "2026-11-20T09:30:00+08:00",
    "answered_at": "2026-11-20T10:02:00+08:00",
    "revoked_at": None,
}
_PROPOSED: Final = {
    **_MANDATE_EXAMPLE,
    "status": "proposed",
    "in_force": False,
    "answered_at": None,
}
_CONSENT_EXAMPLE: Final[dict[str, Any]] = {
    "id": "5",
    "principal": _SELLER,
    "recipient": _BANK,
    "purpose": "流动资金贷款审核",
    "data": ["codes", "filing", "name"],
    "valid_from": "2026-11-20",
    "valid_to": "2027-02-20",
    "status": "granted",
    "in_force": True,
    "granted_at": "2026-11-20T09:30:00+08:00",
    "revoked_at": None,
}
_ASSERTION_EXAMPLE: Final = {
    "consent": "5",
    "assertion": "eyJhbGciOiJFUzI1NiIsImtpZCI6IjIwMjYi…",
    "expires_at": "2026-11-20T09:41:00+08:00",
    "data": {
        "name": "豫章优品国际贸易有限公司",
        "codes": {"customs_code": "369996D003", "uscc": "91000000MADEM00329"},
        "filing": {"status": "approved", "number": "KJNC202611000003"},
    },
}

mandates = extend_schema(
    operation_id="list_mandates",
    summary="List mandates given and held",
    tags=[MANDATES],
    parameters=PAGING,
    responses=answers(page(_MANDATE), 400, 401, 403),
    examples=[example("One", {"next": None, "previous": None, "results": [_MANDATE_EXAMPLE]})],
)
propose = extend_schema(
    operation_id="propose_mandate",
    summary="Propose a mandate to an agent",
    description="Holds once the agent accepts. 422 `mandate_invalid` lists all problems by field "
    "(agent, kinds, valid_from, valid_to, note, principal); 409 `mandate_overlaps` names the "
    "mandate that covers this already.",
    tags=[MANDATES],
    request=body(
        record(
            "The mandate; `valid_from` is today where it is left out.",
            optional=("valid_from", "valid_to", "note"),
            agent=_CODE,
            kinds=_KINDS,
            valid_from=DAY,
            valid_to={**MAYBE_DAY, "description": f"{_END}."},
            note=TEXT,
        )
    ),
    responses=answers(_MANDATE, 400, 401, 403, 409, 422, status=201),
    examples=[
        example(
            "Orders and payments for a year",
            {
                "agent": "369996D010",
                "kinds": ["CEB311", "CEB411"],
                "valid_from": "2026-11-20",
                "valid_to": "2027-11-20",
            },
            request=True,
        ),
        example("Proposed", _PROPOSED, status=201),
    ],
)
mandate = extend_schema(
    operation_id="get_mandate",
    summary="Read one mandate",
    tags=[MANDATES],
    parameters=[PATH_ID],
    responses=answers(_MANDATE, 400, 401, 403, 404),
    examples=[example("In force", _MANDATE_EXAMPLE)],
)


def _step(name: str, summary: str, description: str, after: dict[str, Any]) -> Any:
    described = extend_schema(
        operation_id=f"{name}_mandate",
        summary=summary,
        description=f"{description} `transition_refused` where its status does not allow it.",
        tags=[MANDATES],
        parameters=[PATH_ID],
        request=None,
        responses=answers(_MANDATE, 400, 401, 403, 404, 409),
        examples=[example(summary, {**_MANDATE_EXAMPLE, **after})],
    )
    return extend_schema_view(post=described)


accept = _step(
    "accept",
    "Accept a mandate",
    "Only the agent: 403 `mandate_not_yours_to_answer`; 409 `mandate_over` when its time passed.",
    {},
)
decline = _step(
    "decline",
    "Decline a mandate",
    "Only the agent: 403 `mandate_not_yours_to_answer`.",
    {"status": "declined", "in_force": False},
)
revoke = _step(
    "revoke",
    "Revoke a mandate",
    "Principal or agent; the agent's next message is judged without it.",
    {"status": "revoked", "in_force": False, "revoked_at": "2026-11-21T09:00:00+08:00"},
)

consents = extend_schema(
    operation_id="list_consents",
    summary="List consents given and held",
    tags=[CONSENTS],
    parameters=PAGING,
    responses=answers(page(_CONSENT), 400, 401, 403),
    examples=[example("One", {"next": None, "previous": None, "results": [_CONSENT_EXAMPLE]})],
)
grant = extend_schema(
    operation_id="grant_consent",
    summary="Give a bank, insurer or payment company a consent",
    description="422 `consent_invalid` lists all problems by field (recipient, purpose, data, "
    "valid_to, principal).",
    tags=[CONSENTS],
    request=body(
        record(
            "The consent.",
            recipient=_CODE,
            purpose=TEXT,
            data=_DATA,
            valid_to={**DAY, "description": f"{_END}."},
        )
    ),
    responses=answers(_CONSENT, 400, 401, 403, 422, status=201),
    examples=[
        example(
            "For a loan",
            {
                "recipient": "369996D008",
                "purpose": "流动资金贷款审核",
                "data": ["name", "codes", "filing"],
                "valid_to": "2027-02-20",
            },
            request=True,
        ),
        example("Given", _CONSENT_EXAMPLE, status=201),
    ],
)
consent = extend_schema(
    operation_id="get_consent",
    summary="Read one consent",
    tags=[CONSENTS],
    parameters=[PATH_ID],
    responses=answers(_CONSENT, 400, 401, 403, 404),
    examples=[example("In force", _CONSENT_EXAMPLE)],
)
withdraw = extend_schema(
    operation_id="withdraw_consent",
    summary="Withdraw a consent",
    description="At once. Only who gave it: 403 `consent_not_yours`.",
    tags=[CONSENTS],
    parameters=[PATH_ID],
    request=None,
    responses=answers(_CONSENT, 400, 401, 403, 404),
    examples=[
        example(
            "Withdrawn",
            {
                **_CONSENT_EXAMPLE,
                "status": "revoked",
                "in_force": False,
                "revoked_at": "2026-11-21T09:00:00+08:00",
            },
        )
    ],
)


def _assertion(operation: str) -> Callable[[F], F]:
    described: Callable[[F], F] = extend_schema(
        operation_id=operation,
        summary="Read what a consent opens, signed",
        description="Only the recipient, while the consent holds: 403 `consent_not_yours`, "
        "`consent_ended` (with the day). Each reading is entered in the trail and shown to the "
        "enterprise that gave the consent.",
        tags=[CONSENTS],
        parameters=[PATH_ID],
        request=None,
        responses=answers(_ASSERTION, 400, 401, 403, 404),
        examples=[example("An assertion", _ASSERTION_EXAMPLE)],
    )
    return described


get_assertion = _assertion("get_assertion")
post_assertion = _assertion("request_assertion")

keys = extend_schema(
    operation_id="list_keys",
    summary="Public keys of assertions",
    description="Public. A key per year; earlier ones stay.",
    tags=[CONSENTS],
    auth=[],
    responses=answers(_KEYS, 400),
    examples=[
        example(
            "One key",
            {
                "keys": [
                    {
                        "kty": "EC",
                        "crv": "P-256",
                        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                        "kid": "2026",
                        "alg": "ES256",
                        "use": "sig",
                    }
                ]
            },
        )
    ],
)
