"""Monthly summaries of exports for programs: the months, a draft of the application, lodging it."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from declarations import summary_list
from declarations.api.messages import kinds_of
from declarations.facts import Sender
from declarations.models import Summary
from declarations.services.summary_lodging import Wishes, draft, lodge
from declarations.summary_list import SummaryFilter
from declarations.summary_states import STATES
from enterprises.api import people_schema as schema
from enterprises.api.frame import (
    BOTH,
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
from enterprises.constants import SCOPE_READ, SCOPE_SEND
from zone_portal.framework.api_lists import (
    PAGING,
    chosen_of,
    found_or_404,
    keyset,
    page_of,
    refuse_unknown,
)

TAG: Final = "Monthly summary"
LODGE: Final = f"{SCOPE_SEND}CEB701"
FILTERS: Final = ("month", "status", "clock", "firm")
CHOICES: Final = {"status": tuple(STATES), "clock": summary_list.CLOCKS}

_MAYBE: Final = {"type": ["string", "null"]}
_MAYBE_TIME: Final = {"type": ["string", "null"], "format": "date-time"}
_OUTLINE: Final[dict[str, Any]] = {
    "id": TEXT,
    "month": {**TEXT, "example": "2026-10"},
    "agentCode": TEXT,
    "ebcCode": TEXT,
    "customsCode": TEXT,
    "loctNo": _MAYBE,
    "status": {**TEXT, "enum": list(STATES)},
    "due_on": {**TEXT, "format": "date"},
    "overdue": YES_NO,
    "lists": {**NUMBER, "description": "Closed lists of the month."},
    "left": {**NUMBER, "description": "Lists that no application carries yet."},
    "sent_at": _MAYBE_TIME,
}
_MONTH: Final = record("A month of a declaring firm, a consignor and a district.", **_OUTLINE)
_WHOLE: Final = record(
    "A month with its newest 200 lists, its applications (701) and declaration forms (792).",
    **_OUTLINE,
    inventories=many(
        record("A closed list.", id=TEXT, invtNo=TEXT, closed_at=TIME, application=_MAYBE)
    ),
    applications=many(
        record("An application.", id=TEXT, copNo=TEXT, status=_MAYBE, sumNo=_MAYBE, returnInfo=TEXT)
    ),
    declarations=many(
        record(
            "A declaration form that customs made.",
            declSeqNo=TEXT,
            sumNo=TEXT,
            entryId=_MAYBE,
            decPreNo=_MAYBE,
            decState={**TEXT, "description": "As customs gives it; it publishes no list."},
            state=BOTH,
            said_at=TIME,
        )
    ),
)
_DRAFT: Final = record(
    "The applications for what is left, in the JSON form of the interface, to be signed and sent "
    "by the firm itself, or lodged here.",
    results=many({"type": "object", "additionalProperties": True}),
)
_LODGED: Final = record(
    "What intake answered; its receipts come as for every message.",
    submission=TEXT,
    verdicts=many(TEXT),
    month=_MONTH,
)
_ID: Final = OpenApiParameter("id", str, OpenApiParameter.PATH)
_EXAMPLE: Final = {
    "id": "12",
    "month": "2026-10",
    "agentCode": "4003966666",
    "ebcCode": "4003961111",
    "customsCode": "4003",
    "loctNo": None,
    "status": "open",
    "due_on": "2026-11-16",
    "overdue": False,
    "lists": 214,
    "left": 214,
    "sent_at": None,
}


class SummariesView(ClientView):
    """The months in which the caller's enterprise declares or is the consignor."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="list_summaries",
        summary="List the months to be summarised",
        description="Exports under statisticsFlag B that customs closed (899), by month, declaring "
        "firm, consignor and district. Each is lodged by the 15th of the following month.",
        tags=[TAG],
        parameters=[
            query("month", "YYYY-MM."),
            query("status", "open, sent, rejected, accepted or closed."),
            query("clock", "`due`: lists are left and there is time; `overdue`; `done`."),
            query("firm", "agentCode or ebcCode."),
            *schema.PAGING,
        ],
        responses=answers(schema.page(_MONTH), 400, 401, 403),
        examples=[example("One", {"next": None, "previous": None, "results": [_EXAMPLE]})],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.GET, (*FILTERS, *PAGING))
        today = timezone.localdate()
        rows = summary_list.summaries(self.viewer, _filter(request), today=today)

        def show(listed: Any) -> list[dict[str, Any]]:
            return summary_list.outlines(listed, today=today)

        return answer(keyset((rows,), request, page_of(request.GET), show))


class SummaryView(ClientView):
    """One month."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="get_summary",
        summary="Read a month",
        tags=[TAG],
        parameters=[_ID],
        responses=answers(_WHOLE, 401, 403, 404),
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        month = found_or_404(summary_list.month_of(self.viewer, pk))
        return answer(summary_list.whole(month, today=timezone.localdate()))


class DraftView(ClientView):
    """The application for what is left of a month."""

    scopes = {"GET": SCOPE_READ}

    @extend_schema(
        operation_id="draft_summary",
        summary="Read the draft of a month's application",
        tags=[TAG],
        parameters=[_ID],
        responses=answers(_DRAFT, 401, 403, 404),
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        refuse_unknown(request.GET, ())
        month = found_or_404(summary_list.month_of(self.viewer, pk))
        found = draft(summary=month.summary, wishes=Wishes(), at=timezone.now())
        return answer({"results": found})


class LodgeView(ClientView):
    """Lodges what is left of a month."""

    scopes = {"POST": LODGE}

    @extend_schema(
        operation_id="lodge_summary",
        summary="Lodge the application of a month",
        description="Builds the CEB701 messages for the lists that no application carries yet and "
        f"takes them in as if the caller had sent them. Needs the scope `{LODGE}`.",
        tags=[TAG],
        parameters=[_ID],
        request={
            "application/json": record(
                "All optional: who lodges the declaration form (the caller), how lists are merged.",
                optional=("declAgentCode", "declAgentName", "summaryFlag"),
                declAgentCode=TEXT,
                declAgentName=TEXT,
                summaryFlag={**TEXT, "enum": ["1", "2"]},
            )
        },
        responses=answers(_LODGED, 400, 401, 403, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> HttpResponse:
        client, wanted = client_of(request), body_of(request)
        lodged = lodge(
            summary_id=pk,
            viewer=self.viewer,
            sender=Sender(
                client.enterprise, client_id=client.client_id, scopes=kinds_of(client.scopes)
            ),
            wishes=Wishes(
                broker_code=text_of(wanted, "declAgentCode"),
                broker_name=text_of(wanted, "declAgentName"),
                way=text_of(wanted, "summaryFlag") or "1",
            ),
            at=timezone.now(),
            **self.deed(request),
        )
        row = Summary.objects.get(pk=pk)
        (month,) = summary_list.outlines([row], today=timezone.localdate())
        return answer(
            {
                "submission": str(lodged.submission_id),
                "verdicts": [judged.verdict for judged in lodged.judged],
                "month": month,
            }
        )


def _filter(request: Request) -> SummaryFilter:
    asked = chosen_of(request.GET, FILTERS, CHOICES)
    month = asked.pop("month")
    try:
        day = date.fromisoformat(f"{month}-01") if month else None
    except ValueError as error:
        raise ValidationError({"month": ["a month as YYYY-MM"]}) from error
    return SummaryFilter(month=day, **asked)
