"""Checking people at an identity service, and the log of what was checked."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from accounts.identity import RESULTS, identity_service
from enterprises.api.frame import (
    NUMBER,
    TEXT,
    TIME,
    YES_NO,
    ClientView,
    answer,
    answers,
    body_of,
    example,
    many,
    query,
    record,
    text_of,
)
from enterprises.api.permissions import client_of
from enterprises.constants import SCOPE_IDENTITY, SCOPE_READ
from enterprises.models import IdentityCheck
from enterprises.rules.identity import METHODS, Subject, subject
from enterprises.selectors_identity import quota_of, used_on
from enterprises.services.checking import check_people, look_up_enterprise

TAG: Final = "Identity"
MOST_LISTED: Final = 200

_RESULT: Final = {"type": "string", "enum": sorted(RESULTS)}
_QUOTA: Final = record("Checks of today.", limit=NUMBER, left=NUMBER)
_SUBJECT: Final = record("A person.", name=TEXT, idNumber=TEXT)
_REQUEST: Final = record(
    "One person (`name`, `idNumber`), or several as `subjects`. Nothing of it is kept.",
    optional=("name", "idNumber", "subjects"),
    purpose={**TEXT, "description": "What the check is for; kept in the log."},
    name=TEXT,
    idNumber=TEXT,
    subjects=many(_SUBJECT),
)
_CHECKED: Final = record(
    "Result codes, in the order of the request. `invalid` numbers were not asked and are free.",
    batch={**TEXT, "format": "uuid"},
    provider=TEXT,
    simulated={**YES_NO, "description": "The answers are invented by a simulator."},
    quota=_QUOTA,
    results=many(record("One person.", index=NUMBER, result=_RESULT)),
)
_LOG: Final = record(
    "Own checks, newest first. Who was asked about is not kept.",
    quota=_QUOTA,
    results=many(
        record(
            "One check.",
            at=TIME,
            method={"type": "string", "enum": sorted(METHODS)},
            result=_RESULT,
            purpose=TEXT,
            provider=TEXT,
            batch={"type": ["string", "null"], "format": "uuid"},
            by=TEXT,
        )
    ),
)
_BATCH: Final = "1f0c7d52-5b2b-4c51-9f5e-6f2f4f4f5a10"


class IdentityChecksView(ClientView):
    """``POST`` checks one person or a batch, ``GET`` reads the caller's log."""

    scopes = {"GET": SCOPE_READ, "POST": SCOPE_IDENTITY}

    @extend_schema(
        operation_id="list_identity_checks",
        summary="Read the log of own identity checks",
        tags=[TAG],
        parameters=[query("batch", "Only the checks of one request.")],
        responses=answers(_LOG, 400, 401, 403),
    )
    def get(self, request: Request) -> HttpResponse:
        rows = IdentityCheck.objects.visible_to(self.viewer).order_by("-id")
        if batch := request.GET.get("batch", ""):
            rows = rows.filter(batch=given) if (given := _uuid(batch)) else rows.none()
        quota = _quota(client_of(request).enterprise.id)
        return answer({"quota": quota, "results": [_shown(row) for row in rows[:MOST_LISTED]]})

    @extend_schema(
        operation_id="check_identities",
        summary="Check whether ID numbers belong to names",
        description="Single or batch, within a quota a day. Each check is logged with its purpose "
        "and its result code; names and numbers are never kept. A name or number that was checked "
        "can be recognised again only by somebody who knows it.",
        tags=[TAG],
        request={"application/json": _REQUEST},
        responses=answers(_CHECKED, 400, 401, 403, 422),
        examples=[
            example(
                "Two buyers",
                {
                    "purpose": "订单订购人实名核查",
                    "subjects": [
                        {"name": "罗虚构", "idNumber": "360000197001010002"},
                        {"name": "万模拟", "idNumber": "360000197001010985"},
                    ],
                },
                request=True,
            ),
            example(
                "One matches",
                {
                    "batch": _BATCH,
                    "provider": "模拟核查服务 (simulator)",
                    "simulated": True,
                    "quota": {"limit": 500, "left": 498},
                    "results": [
                        {"index": 0, "result": "match"},
                        {"index": 1, "result": "mismatch"},
                    ],
                },
            ),
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        body = body_of(request)
        checked = check_people(
            subjects=_subjects(body),
            purpose=text_of(body, "purpose"),
            enterprise_id=client_of(request).enterprise.id,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(
            {
                "batch": str(checked.batch),
                "provider": checked.provider,
                "simulated": checked.simulated,
                "quota": {"limit": checked.limit, "left": checked.left},
                "results": [
                    {"index": index, "result": result}
                    for index, result in enumerate(checked.results)
                ],
            }
        )


def _subjects(body: dict[str, Any]) -> list[Subject]:
    given = body.get("subjects")
    if given is None:
        given = [body] if "name" in body or "idNumber" in body else []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ParseError
    return [subject(text_of(one, "name"), text_of(one, "idNumber")) for one in given]


def _quota(enterprise_id: int) -> dict[str, int]:
    today = localdate()
    limit = quota_of(on=today)
    return {"limit": limit, "left": max(limit - used_on(enterprise_id, today), 0)}


def _shown(row: IdentityCheck) -> dict[str, Any]:
    return {
        "at": localtime(row.at).isoformat(),
        "method": row.method,
        "result": row.result,
        "purpose": row.purpose,
        "provider": row.provider,
        "batch": str(row.batch) if row.batch else None,
        "by": row.by_label,
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_REGISTERED: Final = record(
    "What the registry says of a code.",
    provider=TEXT,
    simulated=YES_NO,
    result={"type": "string", "enum": ["match", "not_found", "unavailable"]},
    name={"type": ["string", "null"], "description": "The registered name of the enterprise."},
)


class RegistryView(ClientView):
    """The name under which an enterprise is registered."""

    scopes = {"POST": SCOPE_IDENTITY}

    @extend_schema(
        operation_id="look_up_enterprise",
        summary="Look up the registered name of a unified code",
        description="Logged with its purpose, like the check of a person; outside the quota.",
        tags=[TAG],
        request={"application/json": record("A code.", uscc=TEXT, purpose=TEXT)},
        responses=answers(_REGISTERED, 400, 401, 403, 422),
        examples=[
            example(
                "A code",
                {"uscc": "91000000MA0000A19C", "purpose": "交易对手核对"},
                request=True,
            ),
            example(
                "Registered",
                {
                    "provider": "模拟核查服务 (simulator)",
                    "simulated": True,
                    "result": "match",
                    "name": "登记名称模拟0000A1有限公司",
                },
            ),
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        body, service = body_of(request), identity_service()
        found = look_up_enterprise(
            uscc=text_of(body, "uscc"),
            purpose=text_of(body, "purpose"),
            enterprise_id=client_of(request).enterprise.id,
            at=timezone.now(),
            **self.deed(request),
        )
        return answer(
            {
                "provider": service.name,
                "simulated": service.simulated,
                "result": found.result,
                "name": found.name or None,
            }
        )
