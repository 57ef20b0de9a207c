"""The queue of customs for programs of customs officials: holds, instructions, results on site.

Officials sign in as persons (a session); API clients belong to firms and see nothing here.
"""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import hold_list
from declarations.hold_list import HoldFilter
from declarations.models.querysets import works_at_customs
from declarations.services import holds
from declarations.states import HOLDS, SUGGESTED
from enterprises.api import people_schema as schema
from enterprises.api.authentication import TokenAuthentication
from enterprises.api.frame import (
    TEXT,
    TIME,
    YES_NO,
    answer,
    answers,
    body_of,
    example,
    query,
    record,
    text_of,
)
from enterprises.viewers import Viewer, viewer_for
from zone_portal.framework.api import ApiView
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)
from zone_portal.framework.pages import origin_of

TAG: Final = "Customs queue"
FILTERS: Final = ("state", "status", "subject", "overdue", "number")
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "state": hold_list.STATES,
    "status": (*sorted(HOLDS), *SUGGESTED),
    "subject": (hold_list.OF_INVENTORY, hold_list.OF_PAPER),
    "overdue": (hold_list.LATE,),
}

_MAYBE: Final = {"type": ["string", "null"]}
_MAYBE_TIME: Final = {"type": ["string", "null"], "format": "date-time"}
_HOLD: Final = record(
    "A hold: why customs keeps a declaration or paper, what is to be done, what was found.",
    id=TEXT,
    subject={**TEXT, "enum": [hold_list.OF_INVENTORY, hold_list.OF_PAPER]},
    document={**TEXT, "description": "Id of the inventory or paper."},
    type=_MAYBE,
    title=_MAYBE,
    number=TEXT,
    status=TEXT,
    authority=TEXT,
    reason=TEXT,
    since=TIME,
    hours={"type": "number", "description": "How long it lasts, or lasted."},
    overdue=YES_NO,
    directive={**_MAYBE, "description": ", ".join(holds.DIRECTIVES)},
    instruction=_MAYBE,
    instructed_by=_MAYBE,
    instructed_at=_MAYBE_TIME,
    result={**_MAYBE, "description": ", ".join(holds.RESULTS)},
    finding=_MAYBE,
    found_by=_MAYBE,
    found_at=_MAYBE_TIME,
    ended_at=_MAYBE_TIME,
    ended_status=_MAYBE,
    ended_reason=_MAYBE,
)
_ID: Final = OpenApiParameter("id", str, OpenApiParameter.PATH)
_EXAMPLE: Final = {
    "id": "31",
    "subject": "inventory",
    "document": "1866937810154635268",
    "type": "CEB621",
    "title": "Import inventory",
    "number": "COP20261120001",
    "status": "500",
    "authority": "customs",
    "reason": "布控查验",
    "since": "2026-11-20T10:05:00+08:00",
    "hours": 3.5,
    "overdue": False,
    "directive": "inspect",
    "instruction": "开箱核对数量",
    "instructed_by": "officer",
    "instructed_at": "2026-11-20T10:30:00+08:00",
    "result": None,
    "finding": None,
    "found_by": None,
    "found_at": None,
    "ended_at": None,
    "ended_status": None,
    "ended_reason": None,
}


class AtCustoms(BasePermission):
    """Officials with a posting at customs."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        return bool(user and user.is_authenticated) and works_at_customs(viewer_for(user))


class CustomsView(ApiView):
    """A view for officials of customs who are signed in."""

    # The first one only names the way to sign in: without any, the answer is 401.
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (AtCustoms,)

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def one(self, hold_id: int) -> HttpResponse:
        """The hold as it stands now."""
        held = found_or_404(hold_list.hold_of(self.viewer, hold_id))
        return answer(hold_list.outlines([held.hold], at=timezone.now())[0])


class HoldsView(CustomsView):
    """Everything that customs holds or inspects, newest first."""

    @extend_schema(
        operation_id="list_holds",
        summary="List what customs holds",
        description="For officials of customs who are signed in. One queue for declarations and "
        "papers; instruction and result on site stand on the same record.",
        tags=[TAG],
        parameters=[
            query("state", "open, untouched, instructed, found or ended."),
            query("status", "Code of the hold: 300, 500 …; risk_red, risk_yel: suggested."),
            query("subject", "inventory or paper."),
            query("overdue", "`yes`: lasts longer than the dated limit."),
            query("number", "copNo, orderNo, logisticsNo or invtNo of the document."),
            *schema.PAGING,
        ],
        responses=answers(schema.page(_HOLD), 400, 401, 403),
        examples=[example("One", {"next": None, "previous": None, "results": [_EXAMPLE]})],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*FILTERS, *PAGING))
        now = timezone.now()
        rows = hold_list.holds(self.viewer, _filter(request), at=now)

        def show(listed: Any) -> list[dict[str, Any]]:
            return hold_list.outlines(listed, at=now)

        return answer(keyset((rows,), request, page_of(request.GET), show))


class HoldView(CustomsView):
    """One hold."""

    @extend_schema(
        operation_id="get_hold",
        summary="Read a hold",
        tags=[TAG],
        parameters=[_ID],
        responses=answers(_HOLD, 401, 403, 404),
        examples=[example("An inspection", _EXAMPLE)],
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return self.one(pk)


class InstructionView(CustomsView):
    """What is to be done on site."""

    @extend_schema(
        operation_id="instruct_hold",
        summary="Write the instruction of a hold",
        description="Kept with author and time, and in the audit trail. Releasing is said by "
        "customs' own receipts, never by this.",
        tags=[TAG],
        parameters=[_ID],
        request={
            "application/json": record(
                "The instruction.",
                optional=("directive",),
                directive={**TEXT, "enum": list(holds.DIRECTIVES)},
                text=TEXT,
            )
        },
        responses=answers(_HOLD, 400, 401, 403, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> HttpResponse:
        self.one(pk)  # whether it is theirs comes before what is wrong with it
        wanted, person = body_of(request), _person(request)
        holds.instruct(
            hold_id=pk,
            viewer=self.viewer,
            text=text_of(wanted, "text"),
            directive=text_of(wanted, "directive") or holds.DIRECTIVES[0],
            by=person,
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return self.one(pk)


class ResultView(CustomsView):
    """What was found on site."""

    @extend_schema(
        operation_id="record_hold_result",
        summary="Write the result of a hold",
        tags=[TAG],
        parameters=[_ID],
        request={
            "application/json": record(
                "The result.", result={**TEXT, "enum": list(holds.RESULTS)}, text=TEXT
            )
        },
        responses=answers(_HOLD, 400, 401, 403, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> HttpResponse:
        self.one(pk)
        wanted, person = body_of(request), _person(request)
        holds.record_result(
            hold_id=pk,
            viewer=self.viewer,
            result=text_of(wanted, "result"),
            text=text_of(wanted, "text"),
            by=person,
            at=timezone.now(),
            origin=origin_of(request._request),
        )
        return self.one(pk)


def _person(request: Request) -> Any:
    """Who is signed in: the permission lets only officials through."""
    return request.user


def _filter(request: Request) -> HoldFilter:
    return HoldFilter(**chosen_of(request.GET, FILTERS, CHOICES))
