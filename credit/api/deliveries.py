"""Departments' systems deliver records: all row errors come back, the good rows are kept."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ParseError, PermissionDenied
from rest_framework.request import Request

from accounts.facts import SystemActor
from credit.api.department_systems import IsSystem, SystemAuthentication
from credit.constants import IMPORT_STATES
from credit.models import DepartmentClient, ImportRun, Source
from credit.models.querysets import OFFICE
from credit.rules.import_rows import COLUMNS, REQUIRED
from credit.services.importing import accept_rows
from enterprises.api.frame import (
    MAYBE_TIME,
    NUMBER,
    TEXT,
    TIME,
    answer,
    answers,
    body_of,
    example,
    many,
    record,
    text_of,
)
from enterprises.api.people_schema import PATH_ID, body
from zone_portal.framework.api import ApiView

TAG: Final = "Credit"
_CELL: Final = {"type": ["string", "number", "null"]}
_ROW: Final = {
    "type": "object",
    "description": "Days are `2026-11-20`; `subject` is a customs code or a unified social credit "
    "code; kinds and grades: docs/credit/records.md.",
    "properties": dict.fromkeys(COLUMNS, _CELL),
    "required": list(REQUIRED),
}
_PROBLEM: Final = record(
    "One thing wrong with one row (1 = the first); the row was not kept.",
    row=NUMBER,
    field=TEXT,
    code=TEXT,
    value=TEXT,
    zh=TEXT,
    en=TEXT,
)
_DELIVERY: Final = record(
    "A delivery: kept as it came and read in the background.",
    id=NUMBER,
    source=TEXT,
    state={"type": "string", "enum": list(IMPORT_STATES)},
    total=NUMBER,
    kept=NUMBER,
    repeated=NUMBER,
    refused=NUMBER,
    problems=many(_PROBLEM),
    at=TIME,
    finished_at=MAYBE_TIME,
)
_SENT: Final = {
    "source": "customs",
    "records": [
        {
            "subject": "91000000MADEM0011Y",
            "kind": "customs_grade",
            "number": "洪关信〔2026〕12号",
            "occurred_date": "2026-05-12",
            "grade": "A",
        }
    ],
}
_KEPT: Final = {
    "id": 12,
    "source": "customs",
    "state": "done",
    "total": 1,
    "kept": 1,
    "repeated": 0,
    "refused": 0,
    "problems": [],
    "at": "2026-11-20T16:00:00+08:00",
    "finished_at": "2026-11-20T16:00:02+08:00",
}


class DeliveriesView(ApiView):
    """``POST`` records of one source."""

    authentication_classes = (SystemAuthentication,)
    permission_classes = (IsSystem,)

    @extend_schema(
        operation_id="deliver_credit_records",
        summary="Deliver credit records of a source of one's own department",
        tags=[TAG],
        request=body(record("Records of one source.", source=TEXT, records=many(_ROW))),
        responses=answers(_DELIVERY, 400, 401, 403, 404, 409, 413, status=202),
        examples=[
            example("A customs class", _SENT, request=True),
            example("Kept", {**_KEPT, "state": "waiting", "finished_at": None}, status=202),
        ],
    )
    def post(self, request: Request) -> HttpResponse:
        client = _client(request)
        sent = body_of(request)
        rows = sent.get("records")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ParseError
        source = _source(client, text_of(sent, "source"))
        run = accept_rows(
            source=source, rows=rows, origin="api", by=_actor(client), at=timezone.now()
        )
        return answer(_shown(run), status=202)


class DeliveryView(ApiView):
    """One delivery and everything that was wrong with it."""

    authentication_classes = (SystemAuthentication,)
    permission_classes = (IsSystem,)

    @extend_schema(
        operation_id="read_credit_delivery",
        summary="Read what became of a delivery",
        tags=[TAG],
        parameters=[PATH_ID],
        responses=answers(_DELIVERY, 401, 403, 404),
        examples=[example("Kept", _KEPT)],
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        client = _client(request)
        found = ImportRun.objects.select_related("source").defer("content")
        if client.organisation.department != OFFICE:
            found = found.filter(source__department=client.organisation.department)
        run = found.filter(pk=pk).first()
        if run is None:
            raise NotFound
        return answer(_shown(run))


def _client(request: Request) -> DepartmentClient:
    user: Any = request.user
    client: DepartmentClient = user.client
    return client


def _source(client: DepartmentClient, code: str) -> Source:
    """:raises NotFound: for no such source; ``PermissionDenied`` for another department's."""
    source: Source | None = Source.objects.filter(code=code, active=True).first()
    if source is None or source.adapter == "own":
        raise NotFound
    if client.organisation.department not in {source.department, OFFICE}:
        raise PermissionDenied
    return source


def _actor(client: DepartmentClient) -> SystemActor:
    return SystemActor(f"{client.organisation.code}/{client.name}"[:128])


def _shown(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "source": run.source.code,
        "state": run.state,
        "total": run.total,
        "kept": run.kept,
        "repeated": run.repeated,
        "refused": run.refused,
        "problems": run.problems,
        "at": localtime(run.at).isoformat(),
        "finished_at": localtime(run.finished_at).isoformat() if run.finished_at else None,
    }
