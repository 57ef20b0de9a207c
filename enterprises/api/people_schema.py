"""How the OpenAPI document describes members, invitations and API clients."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from enterprises.api.frame import (
    MAYBE_TEXT,
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TIME,
    Schema,
    answers,
    example,
    many,
    query,
    record,
)
from enterprises.constants import KINDS, NUMBER_SCHEMES, ROLES, STATUSES

PEOPLE: Final = "Enterprise"
CLIENTS: Final = "API clients"

ID: Final[Schema] = {**TEXT, "pattern": "^[0-9]+$"}
DAY: Final[Schema] = {**TEXT, "format": "date"}
ROLE: Final[Schema] = {**TEXT, "enum": [code for code, _ in ROLES]}
MAYBE_LINK: Final[Schema] = {"type": ["string", "null"], "format": "uri"}
PATH_ID: Final = OpenApiParameter("id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
PAGING: Final = [
    query("after", "Rows older than this id."),
    query("before", "Rows newer than this id."),
    query("limit", "Rows of a page: 1 to 500, 50 by default.", OpenApiTypes.INT),
]


def page(items: Schema) -> Schema:
    """The schema of a page, newest first."""
    return record(
        "A page, newest first; next is older, previous newer.",
        next=MAYBE_LINK,
        previous=MAYBE_LINK,
        results=many(items),
    )


def body(schema: Schema) -> dict[str, Any]:
    """A request body of JSON."""
    return {"application/json": schema}


_NUMBER: Final = record(
    "A number under which an authority knows the enterprise; bank accounts are masked.",
    scheme={**TEXT, "enum": [code for code, _ in NUMBER_SCHEMES]},
    value=TEXT,
    source=TEXT,
    as_of=DAY,
    confirmed_by=MAYBE_TEXT,
)
_ENTERPRISE: Final = record(
    "The caller's own enterprise.",
    id=ID,
    code=TEXT,
    uscc=MAYBE_TEXT,
    name=TEXT,
    kinds=many({**TEXT, "enum": sorted(KINDS)}),
    status={**TEXT, "enum": [code for code, _ in STATUSES]},
    site=record("Where it is filed.", code=TEXT, name=TEXT),
    registered_at=TIME,
    filing={
        "type": ["object", "null"],
        "properties": {
            "number": TEXT,
            "status": TEXT,
            "version": NUMBER,
            "approved_version": {"type": ["integer", "null"]},
        },
    },
    numbers=many(_NUMBER),
)
_MEMBER: Final = record("A member.", id=ID, username=TEXT, name=TEXT, role=ROLE, joined_at=TIME)
_INVITATION: Final = record(
    "An invitation.",
    id=ID,
    role=ROLE,
    note=TEXT,
    state={**TEXT, "enum": ["open", "accepted", "revoked", "expired"]},
    created_at=TIME,
    expires_at=TIME,
)
_LINK: Final[Schema] = {**TEXT, "format": "uri", "description": "Given this once; works once."}
_TOKEN: Final = record(
    "A token, as far as it may be shown.",
    id=ID,
    prefix=TEXT,
    scopes=many(TEXT),
    state={**TEXT, "enum": ["usable", "ending", "expired", "revoked"]},
    created_at=TIME,
    expires_at=MAYBE_TIME,
    last_used_at=MAYBE_TIME,
    this={"type": "boolean", "description": "Whether the request was made with it."},
)
_CLIENT: Final = record(
    "An API client with its tokens.",
    id=ID,
    name=TEXT,
    requests_per_second=NUMBER,
    tokens=many(_TOKEN),
)

_MEMBER_EXAMPLE: Final = {
    "id": "17",
    "username": "luo",
    "name": "罗模拟",
    "role": "declarant",
    "joined_at": "2026-11-20T09:30:00+08:00",
}
_INVITATION_EXAMPLE: Final = {
    "id": "4",
    "role": "declarant",
    "note": "新申报员",
    "state": "open",
    "created_at": "2026-11-20T09:30:00+08:00",
    "expires_at": "2026-11-27T09:30:00+08:00",
}
_TOKEN_EXAMPLE: Final = {
    "id": "8",
    "prefix": "ptk_3vXo81aQ",
    "scopes": ["read", "send:CEB311"],
    "state": "usable",
    "created_at": "2026-11-20T09:30:00+08:00",
    "expires_at": "2027-11-20T09:30:00+08:00",
    "last_used_at": "2026-11-20T10:02:00+08:00",
    "this": True,
}

enterprise = extend_schema(
    operation_id="get_enterprise",
    summary="Read the own enterprise's file",
    tags=[PEOPLE],
    responses=answers(_ENTERPRISE, 400, 401, 403),
    examples=[
        example(
            "A seller",
            {
                "id": "3",
                "code": "369996D003",
                "uscc": "91000000MADEM00329",
                "name": "豫章优品国际贸易有限公司",
                "kinds": ["ecommerce"],
                "status": "approved",
                "site": {"code": "hub", "name": "线上综合服务平台"},
                "registered_at": "2026-11-20T09:30:00+08:00",
                "filing": None,
                "numbers": [],
            },
        )
    ],
)
members = extend_schema(
    operation_id="list_members",
    summary="List the members",
    description="Needs the scope `members`.",
    tags=[PEOPLE],
    responses=answers(record("Every member.", results=many(_MEMBER)), 400, 401, 403),
    examples=[example("One", {"results": [_MEMBER_EXAMPLE]})],
)
change_role = extend_schema(
    operation_id="change_member_role",
    summary="Give a member another role",
    description="Holds from the member's next request on. 409 `last_administrator`: an enterprise "
    "keeps at least one; 422 `role_unknown`.",
    tags=[PEOPLE],
    parameters=[PATH_ID],
    request=body(record("The new role.", role=ROLE)),
    responses=answers(_MEMBER, 400, 401, 403, 404, 409, 422),
    examples=[
        example("To declarant", {"role": "declarant"}, request=True),
        example("Changed", _MEMBER_EXAMPLE),
    ],
)
remove_member = extend_schema(
    operation_id="remove_member",
    summary="Remove a member",
    description="What the member may do for the enterprise ends at once. 409 `last_administrator`.",
    tags=[PEOPLE],
    parameters=[PATH_ID],
    responses={(204, "application/json"): None, **answers({}, 401, 403, 404, 409, status=204)},
)
invitations = extend_schema(
    operation_id="list_invitations",
    summary="List the invitations",
    tags=[PEOPLE],
    parameters=PAGING,
    responses=answers(page(_INVITATION), 400, 401, 403),
    examples=[example("One", {"next": None, "previous": None, "results": [_INVITATION_EXAMPLE]})],
)
invite = extend_schema(
    operation_id="invite",
    summary="Invite a person by link",
    description="The link is given once, works once and for some days. Hand it to the person "
    "yourself; who opens it signs in or registers and is a member. 422 `role_unknown`.",
    tags=[PEOPLE],
    request=body(
        record("Role, and a note for the own list.", optional=("note",), role=ROLE, note=TEXT)
    ),
    responses=answers(
        {"allOf": [_INVITATION, record("With its link.", link=_LINK)]},
        400,
        401,
        403,
        422,
        status=201,
    ),
    examples=[
        example("A declarant", {"role": "declarant", "note": "新申报员"}, request=True),
        example(
            "Made",
            {**_INVITATION_EXAMPLE, "link": "https://portal.example/join/s5u0…/"},
            status=201,
        ),
    ],
)
revoke_invitation = extend_schema(
    operation_id="revoke_invitation",
    summary="Revoke an invitation",
    description="410 `invitation_used` where somebody has joined with it already.",
    tags=[PEOPLE],
    parameters=[PATH_ID],
    responses=answers(_INVITATION, 401, 403, 404, 410),
    examples=[example("Revoked", {**_INVITATION_EXAMPLE, "state": "revoked"})],
)
clients = extend_schema(
    operation_id="list_clients",
    summary="List the own API client's tokens",
    description="The client behind the request; administrators see all clients on the pages.",
    tags=[CLIENTS],
    responses=answers(record("The own client.", results=many(_CLIENT)), 400, 401, 403),
    examples=[
        example(
            "The own client",
            {
                "results": [
                    {
                        "id": "2",
                        "name": "ERP",
                        "requests_per_second": 300,
                        "tokens": [_TOKEN_EXAMPLE],
                    }
                ]
            },
        )
    ],
)
rotate = extend_schema(
    operation_id="rotate_token",
    summary="Rotate the token of the request",
    description="A new token with the same scopes and as many days; the old one stays valid for "
    "`overlap_hours` (24 by default, at most 720, 0 ends it at once). The new token is given "
    "this once. 409 `token_not_in_force`, 422 `overlap_invalid`.",
    tags=[CLIENTS],
    request=body(
        record(
            "How long the old token stays valid.", optional=("overlap_hours",), overlap_hours=NUMBER
        )
    ),
    responses=answers(
        record(
            "The new token.",
            token={**TEXT, "description": "Shown once; keep it."},
            id=ID,
            prefix=TEXT,
            scopes=many(TEXT),
            expires_at=MAYBE_TIME,
            old_valid_until=TIME,
        ),
        400,
        401,
        403,
        409,
        422,
        status=201,
    ),
    examples=[
        example("A day beside each other", {"overlap_hours": 24}, request=True),
        example(
            "Rotated",
            {
                "token": "ptk_9kQd…",
                "id": "9",
                "prefix": "ptk_9kQdTt0w",
                "scopes": ["read", "send:CEB311"],
                "expires_at": "2027-11-21T09:30:00+08:00",
                "old_valid_until": "2026-11-21T09:30:00+08:00",
            },
            status=201,
        ),
    ],
)
